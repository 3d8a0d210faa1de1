"""Quality marks that an offer states: NRTO, CRKBO, "erkend". Nobody looked them up: they are only said."""

import re

from catalogue.normal import How, Known, QualityMark
from catalogue.normalise.outcome import around

Read = Known[tuple[QualityMark, ...]]

WORDS: tuple[tuple[QualityMark, re.Pattern[str]], ...] = (
    (QualityMark.NRTO, re.compile(r"\bNRTO\b", re.I)),
    (QualityMark.CRKBO, re.compile(r"\bCRKBO\b", re.I)),
    (QualityMark.RECOGNISED, re.compile(
        r"\b(?:OCW|NVAO|SBB|SSVV|VCA|BRL|ministerie|overheid|door (?:de |het )?[\w-]+)[\s-]?erkend\w*"
        r"|\berkende?\s(?:opleiding|opleider|opleidingsinstituut|opleidingsinstelling|mbo|hbo|diploma|certificaat"
        r"|exameninstelling|examencentrum|instelling|mbo-\w+|hbo-\w+)"
        r"|\b(?:is|zijn|wordt)\s(?:\w+\s)?erkend\sdoor\b|\bofficieel erkend\w*|\bwettelijk erkend\w*"
        r"|\bNVAO[\s-]?geaccrediteerd\w*|\baccredited by\b", re.I)),
)  # fmt: skip
DENIED = re.compile(r"\b(?:geen|niet|zonder|nog niet|no|not)\W+(?:\w+\W+){0,2}$", re.I)
LEERBEDRIJF = re.compile(r"^\W*(?:als\s)?leerbedrij", re.I)
IN_TEXT = ("nrto", "crkbo", "erkend", "geaccrediteerd", "accredited")


def read_quality_marks(text: str) -> Read | None:
    """`marks.stated`: all marks that the text names; inferred."""
    lowered = text.lower()
    if not any(word in lowered for word in IN_TEXT):
        return None
    found = [(mark, match) for mark, pattern in WORDS if (match := _first(pattern, text))]
    if not found:
        return None
    quote = " … ".join(around(text, *match.span(), margin=25) for _, match in found)[:200]
    return Read(value=tuple(mark for mark, _ in found), known=How.INFERRED, rule="marks.stated", quote=quote)


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that is not denied and not about the company one learns at."""
    return next(
        (
            match
            for match in pattern.finditer(text)
            if not DENIED.search(text[max(0, match.start() - 40) : match.start()])
            and not LEERBEDRIJF.match(text[match.end() : match.end() + 20])
        ),
        None,
    )
