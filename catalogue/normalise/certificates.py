"""What a learner has in hand afterwards, as one of the known kinds.

The credential field is the source's own word; a text counts only with words of receiving beside it.
"""

import re

from catalogue.normal import Certificate, How, Known
from catalogue.normalise.outcome import around

SECTOR_EXAM = (
    r"\b(?:VCA|VIL-VCU|F-gassen|NEN[\s-]?\d{4}|ISO[\s-]?9606(?:-\d)?|BEI|VIAG|IPAF|GWO|BRL|STEK|CO-certifica\w+"
    r"|NIL|IW[EST]|TCVT|SCC|code 95|branche-?(?:certificaat|diploma)|lasserskwalificatie|vakbekwaamheidsbewijs"
    r"|persoonscertifica\w+)\b"
)
KINDS: tuple[tuple[Certificate, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        (Certificate.MBO_CERTIFICATE, r"\bmbo[\s-]*(?:niveau\s\d\s)?(?:keuzedeel)?-?certificaat\b|\bmbo-certificat\w+"),
        (Certificate.PRACTICE_STATEMENT, r"\bpraktijkverklaring\w*"),
        (Certificate.MICROCREDENTIAL, r"\bmicro-?\s?credentials?\b|\bedubadge\w*"),
        (Certificate.MBO_DIPLOMA, r"\bmbo[\s-]*(?:niveau\s?)?[1-4]?[\s-]*diploma\b|\b(?:erkend|volwaardig)\s?mbo\b"),
        (Certificate.ASSOCIATE_DEGREE, r"\bassociate degree\b|\bAd-diploma\b"),
        (Certificate.BACHELOR, r"\bbachelor(?:diploma|graad|'?s)?\b|\bhbo-diploma\b"),
        (Certificate.MASTER, r"\bmaster(?:diploma|graad|'s)\b|\bmaster of\b|\bMSc\b"),
        (Certificate.SECTOR_CERTIFICATE, SECTOR_EXAM),
        (Certificate.ATTENDANCE,
            r"\b(?:bewijs|certificaat|verklaring) van deelname\b|\bdeelnamecertifica\w+|\bdeelnamebewijs\b"
            r"|\bcertificate of (?:attendance|participation)\b|\bdeelname-?(?:certificaat|verklaring)\b"),
        (Certificate.DIPLOMA, r"\b\w*diploma\b"),
        (Certificate.CERTIFICATE, r"\b\w*certifica(?:at|te)\b|\bcertificaten\b|\bgetuigschrift\b"),
    )
)  # fmt: skip
IN_TEXT = ("diploma", "certifica", "praktijkverklaring", "edubadge", "credential", "getuigschrift", "bewijs van")
RECEIVED = re.compile(
    r"\b(?:ontvang\w*|ontvangt|krijg\w*|behaal\w*|behalen|haal\w*|haalt|verkrijg\w*|uitgereikt|afgesloten met|sluit\w*"
    r"|afgerond met|resulteert|leidt op|opleid\w* (?:tot|voor)|leidt tot|goed voor|beloond|na afloop|resultaat|recht op"
    r"|examen doen|receive|earn|awarded|obtain)\b",
    re.I,
)
NOT_YET = re.compile(
    r"\b(?:vereist|in (?:het )?bezit|beschik\w*|toelating\w*|vooropleiding|nodig|al een|minimaal|zonder|geen"
    r"|hebt|heb je"
    r"|verleng\w*|geldig\w*|verlopen|required|kopie|losse)\b",
    re.I,
)


def read_certificate(credential: str | None, text: str) -> Known[Certificate] | None:
    """`certificates.field` in the credential field, else `certificates.in_text` with "ontvang je" or the like."""
    if credential and (found := _first(credential)):
        kind, match = found
        quote = around(credential, *match.span())
        return Known[Certificate](value=kind, known=How.STATED, rule="certificates.field", quote=quote)
    lowered = text.lower()
    if not any(word in lowered for word in IN_TEXT):
        return None
    for sentence in re.split(r"(?<=[.!?;])\s|•|\|", text):
        if RECEIVED.search(sentence) and not NOT_YET.search(sentence) and (found := _worth(sentence)):
            kind, match = found
            quote = around(sentence, *match.span())
            return Known[Certificate](value=kind, known=How.INFERRED, rule="certificates.in_text", quote=quote)
    return None


def _worth(sentence: str) -> tuple[Certificate, re.Match[str]] | None:
    lowered = sentence.lower()
    return _first(sentence) if any(word in lowered for word in IN_TEXT) else None


def _first(text: str) -> tuple[Certificate, re.Match[str]] | None:
    """The most telling kind: "mbo-certificaat" before "certificaat"."""
    return next(((kind, match) for kind, pattern in KINDS if (match := pattern.search(text))), None)
