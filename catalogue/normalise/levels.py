"""NLQF level 1-8: from a CREBO code, the level field, or the title. "Mbo" without a number is no level.

Levels of formal programmes (nlqf.nl): mbo 1-4 = 1-4, Ad = 5, hbo and wo bachelor = 6, master = 7, doctor = 8.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalogue.normal import How, Known
from catalogue.normalise.outcome import Outcome, clip, flag
from catalogue.normalise.studies import study_of
from catalogue.raw import RawCode

TABLE = Path(__file__).parents[1] / "data" / "crebo.csv"
Read = Outcome[Known[int]]


class Qualification(NamedTuple):
    """One mbo qualification of the CREBO register."""

    crebo: str
    name: str
    level: int
    domain: str
    dossier: str


@cache
def qualifications() -> dict[str, Qualification]:
    """CREBO code -> qualification, as `catalogue/data/crebo.csv` has it."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return {line[0]: Qualification(line[0], line[1], int(line[2]), line[3], line[4]) for line in lines}


PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("levels.nlqf", re.compile(
        r"\b(?:NLQF|EQF|EQK)[\s-]*(?:niveau|level)?[\s:-]*([1-8])(?!\d)|\b(?:level"
        r"|niveau)\s([1-8])\s\(?(?:NLQF|EQF)", re.I)),
    ("levels.mbo", re.compile(
        r"\bmbo[\s-]*(?:opleiding\s|diploma\s)?(?:op\s)?(?:niveau|nivo|niv\.?|level)?[\s-]*([1-4])(?!\d"
        r"|\s?(?:jaar|jarig|x|t/m|[-–/]\s?[1-4]|en\s[1-4]|of\s[1-4]))", re.I)),
    ("levels.route", re.compile(
        r"\b(?:BBL|BOL)[\s,-]*(?:opleiding[\s,]*)?(?:op\s)?niveau\s([1-4])(?!\d|\s?(?:t/m|[-–/,]\s?[1-4]|en\s[1-4]|of\s[1-4]))"
        r"|\bniveau\s([1-4])[\s,.(]*(?:BBL|BOL)\b", re.I)),
    ("levels.mbo_after", re.compile(r"\b(?:niveau|niv\.?)\s([1-4])\s?\(?mbo\b", re.I)),
    ("levels.ad", re.compile(
        r"\b[Aa]ssociate(?:[\s-][Dd]egree)?\b|\bAd(?=[\s-](?:opleiding|programma|diploma|degree)|\s*$)"
        r"|^Ad\b|\bhbo[\s-]Ad\b")),
    ("levels.bachelor", re.compile(
        r"\b(?:hbo|wo)?[\s-]*bachelor(?:opleiding|diploma|'s)?\b|\bBSc\b|\bB Eng\b"
        r"|(?<!post-)(?<!post )(?<!\bkort-)(?<!\bkort )(?<!\bkorte )"
        r"\bhbo(?:[\s-](?:opleiding|niveau|diploma|bachelor))?\b"
        r"(?![\s-]*(?:Ad\b|master|associate|werk(?!tuig)|module|minor|cursus|training))", re.I)),
    ("levels.master", re.compile(
        r"^\W*(?:academic\s)?master(?:'s)?\W*$|\b(?:hbo|wo|professional|universitaire|academische|executive|international"
        r"|european|europese|joint|duale?|deeltijd|voltijd|post-?initi[eë]le)[\s-]master\b(?!\s?class)"
        r"|\bmasteropleiding\b|\bmaster(?:'s)?\s(?:of|in|degree|program\w*|diploma)\b|jarige master\b"
        r"|(?<!pre-)(?<!pre )\bresearch[\s-]master\b"
        r"|^Master\s(?!your\b|the\b|je\b|jouw\b|class)[^.:;!?]*(?:logie|kunde|wetenschap|wetenschappen|recht|techniek"
        r"|informatica|onderwijs|sciences?|studies|engineering|technology|education|economics|design|ontwerp|ontwerpen"
        r"|arts|architectuur|architecture|law|pedagogiek|zorg|innovatie|economie|economy|filosofie|educatie|geschiedenis)\s*$"
        r"|\bMSc\b|\bM Eng\b", re.I)),
    ("levels.doctor", re.compile(r"\bEngD\b|\bPDEng\b|\bPhD(?=\s?(?:programme|program|traject)|\s*$)")),
)  # fmt: skip
ROUTE = dict(PATTERNS)["levels.route"]
FIXED = {"levels.ad": 5, "levels.bachelor": 6, "levels.master": 7, "levels.doctor": 8}
NUMBER_ALONE = re.compile(r"\s*(?:niveau|level)?\s*([1-8])\s*", re.I)
SEVERAL_MBO = re.compile(
    r"\bmbo[\s-]*(?:niveau)?[\s-]*[1-4]\s?(?:-|–|/|t/m|en|of|&)\s?(?:mbo[\s-]?)?(?:niveau\s)?[1-4]\b", re.I
)
MBO_OR_HBO = re.compile(r"\bmbo\b(?![\s-]*(?:niveau)?[\s-]*[1-4]).*\bhbo\b|\bhbo\b.*\bmbo\b", re.I)
ENTRY = re.compile(
    r"(?:\b(?:minimaal|ten minste|tenminste|minstens|vooropleiding\w*|vereist\w*|toelating\w*|instroom\w*"
    r"|instapniveau|in bezit van|beschikt over|heeft? een|met een|je hebt|na je|na een"
    r"|voor (?:mbo|hbo)(?:'ers|-opgeleiden)?|doorstromen|doorstroom|aansluit\w*|ervaring|gelijkwaardig"
    r"|werk- en denkniveau|denkniveau|afgeronde?|after|required|docent\w*|leraar|leraren|begeleider\w*)\b[^.;]*)$",
    re.I,
)
ENTRY_AFTER = re.compile(
    r"^[^.;,]{0,25}\b(?:werk- en denkniveau|denkniveau|vereist|als vooropleiding|gewenst|of hoger|en hoger"
    r"|docent\w*|werk-)",
    re.I,
)
OWN_SCALE = re.compile(
    r"\b(?:lassen|lasser|las\w+|mig|mag|tig|bmbe|excel|word|vca|nen|nt2|taal\w*|engels|duits|frans|cefr|[abc][12])\b",
    re.I,
)
"""Subjects that number their own levels: "MIG/MAG niveau 2" is no NLQF level."""


def level_of_codes(codes: Iterable[RawCode]) -> Known[int] | None:
    """`levels.crebo`: the level of the qualification with this CREBO code (register of 2012-2015)."""
    for code in codes:
        found = qualifications().get(code.value.strip()) if code.scheme == "crebo" else None
        if found:
            return Known[int](
                value=found.level,
                known=How.STATED,
                rule="levels.crebo",
                quote=f"crebo {found.crebo} {found.name}"[:200],
            )
    return None


def read_level(text: str | None, field: str = "level", title: str = "") -> Read:
    """The level in the source's own level or credential field. A number alone counts only in the level field, and
    not for a subject that has a scale of its own.
    """
    if not text or not text.strip():
        return Outcome()
    if SEVERAL_MBO.search(text) or MBO_OR_HBO.search(text):
        return Outcome(flags=(flag("levels_several", field, text),))
    if field == "level" and not OWN_SCALE.search(title) and (alone := NUMBER_ALONE.fullmatch(text)):
        return Outcome(Known[int](value=int(alone[1]), known=How.STATED, rule="levels.number", quote=text.strip()))
    return _one(list(_found(text)), text, field, How.STATED)


def level_in_title(title: str) -> Read:
    """`levels.*` in the title, inferred: "Monteur mbo 3"; not "MIG/MAG niveau 2", not an entry level."""
    said = AS_HIGH.sub(" ", title)
    if MBO_OR_HBO.search(said) or SEVERAL_MBO.search(said):
        return Outcome()
    found = list(_found(said)) or list(_of_study(said))
    return Outcome(_one(found, title, "level", How.INFERRED).value)


AS_HIGH = re.compile(
    r"\b(?:op\s)?(?:hbo|wo|universitair|academisch)(?:\s?[-/]\s?(?:hbo|wo))?[\s-](?:werk- en denk)?niveau\b", re.I
)
"""A private course "op hbo-niveau" compares itself with a degree, and gives none."""
MASTER = re.compile(r"\W*master\s", re.I)


def _of_study(title: str) -> Iterator[tuple[str, int]]:
    """`levels.master` too: "Master" before the name of a technical study: "Master Robotica"."""
    if MASTER.match(title) and study_of(title):
        yield "levels.master", FIXED["levels.master"]


TEXT_HINTS = ("mbo", "niveau", "nlqf", "eqf")
SAID = re.compile(
    r"(?:^|[.!?|•]\s)(?:niveau|opleidingsniveau)\s?:?\s?(?:mbo[\s-]?)?(?P<said>[1-4])(?=[.,;|•]|\s(?-i:[A-Z])|\s?$)"
    r"|\b(?:opleiding|diploma|vakdiploma)\b[^.,;:]{0,25}\bop (?P<of>(?:mbo|nlqf|eqf)[\s-]?(?:niveau[\s-]?)?[1-8])(?!\d)"
    r"|\b(?P<before>mbo[\s-]?(?:niveau[\s-]?)?[1-4])[\s-](?:opleiding|diploma)\b"
    r"|(?:^|[.!?|•]\s)(?P<piece>(?:mbo[\s-]?(?:niveau[\s-]?)?[1-4]|(?:NLQF|EQF)[\s-]?(?:niveau )?[1-8]))"
    r"(?=[.;|•]|\s?$)",
    re.I,
)
MAX_READ = 1_500  # characters of a text


def level_in_text(text: str, title: str = "") -> Known[int] | None:
    """`levels.in_text`: "Niveau: 3", "een mbo 4-opleiding", "bbl niveau 2" in the text; inferred. Two levels: neither.

    Not the level that one must have already, and not the steps of a subject with a scale of its own.
    """
    read = text[:MAX_READ]
    lowered = read.lower()
    if not any(hint in lowered for hint in TEXT_HINTS) or SEVERAL_MBO.search(read):
        return None
    found: dict[int, str] = {}
    for match in (*SAID.finditer(read), *ROUTE.finditer(read)):
        words = next(group for group in match.groups() if group)
        before, after = re.split(r"[.!?]\s", read[: match.start()])[-1], read[match.end() :]
        own_scale = "mbo" not in match.group().lower() and OWN_SCALE.search(title)
        if not own_scale and not ENTRY.search(before) and not ENTRY_AFTER.search(after):
            found[int(re.sub(r"\D", "", words))] = match.group().strip(" .")
    if len(found) != 1:
        return None
    level, quote = next(iter(found.items()))
    return Known[int](value=level, known=How.INFERRED, rule="levels.in_text", quote=clip(quote))


def _one(found: list[tuple[str, int]], text: str, field: str, how: How) -> Read:
    levels = {level for _, level in found}
    if len(levels) > 1:
        # An explicit NLQF or EQF level beats the name of the diploma beside it.
        named = [one for one in found if one[0] == "levels.nlqf"]
        if len({level for _, level in named}) != 1:
            return Outcome(flags=(flag("levels_several", field, text),))
        found = named
    if not found:
        return Outcome()
    return Outcome(Known[int](value=found[0][1], known=how, rule=found[0][0], quote=clip(text)))


def _found(text: str) -> Iterator[tuple[str, int]]:
    for rule, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if not ENTRY.search(text[: match.start()]) and not ENTRY_AFTER.search(text[match.end() :]):
                group = next((group for group in match.groups() if group), None)
                yield rule, int(group) if group else FIXED[rule]
