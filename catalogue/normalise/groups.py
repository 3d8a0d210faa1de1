"""How many learners a group has: "maximaal 12 deelnemers", "groepen van 4 tot 10 personen", "groepsgrootte: 8-12"."""

import itertools
import re

from catalogue.normal import GroupSize, How, Known
from catalogue.normalise.outcome import around

NAMES = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
WORDS = {word: number for number, word in enumerate(NAMES, start=1)} | {"vijftien": 15, "zestien": 16, "twintig": 20}
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
PEOPLE = r"(?:deelnemers?|cursisten|personen|participants|studenten|leerlingen|mensen|people|deelnemende)"
MOST = r"(?:maximaal|max\.?|hooguit|ten hoogste|maximum(?: van)?|up to)"
LEAST = r"(?:minimaal|min\.?|minstens|vanaf|ten minste|minimum(?: van)?|at least)"
BOTH = re.compile(
    rf"\b{LEAST}\s(?P<least>{NUMBER})(?:\s{PEOPLE})?\s?(?:,|en|tot|-|/|and)?\s?{MOST}\s(?P<most>{NUMBER})\s{PEOPLE}\b",
    re.I,
)
SPAN = re.compile(
    rf"\b(?:groepsgrootte|groepen?|klassen|group size)\b\W*(?:(?:van|is|met|of|bestaat uit|bestaan uit)\s)?\W*"
    rf"(?P<least>{NUMBER})\s?(?:-|–|à|tot(?:\sen\smet)?|t/m|to)\s?(?P<most>{NUMBER})(?:\s{PEOPLE})?\b",
    re.I,
)
AT_MOST = re.compile(rf"(?<!\w){MOST}\s(?:aantal\s)?(?:van\s)?(?P<most>{NUMBER})\s{PEOPLE}\b", re.I)
AT_MOST_GROUP = re.compile(
    rf"\b(?:groepsgrootte|groepen? van|kleine groep(?:en|jes)?"
    rf"|maximale groepsgrootte|group size)\b\W*(?:is\s)?(?P<limit>{MOST}\s)"
    rf"(?P<most>{NUMBER})\b"
    rf"|\bmaxim(?:ale groepsgrootte|um aantal deelnemers|aal aantal deelnemers)\b\W*(?:is\s"
    rf"|van\s)?(?P<other>{NUMBER})\b",
    re.I,
)
AT_LEAST = re.compile(
    rf"\b{LEAST}\s(?P<least>{NUMBER})\s(?:deelnemers|cursisten|participants)\b"
    rf"|\bminimum aantal deelnemers\b\W*(?P<other>{NUMBER})\b",
    re.I,
)
NEEDLES = ("deelnemer", "cursisten", "personen", "participants", "groepsgrootte", "groepen", "group size")
PEOPLE_OR_GROUP = re.compile("|".join(NEEDLES))
MAX_LOOKS = 10
LARGEST = 200


def read_group_size(text: str) -> Known[GroupSize] | None:
    """The group's size in the text; inferred. A span of which the ends are in the wrong order is none."""
    lowered = text.lower()
    if len(lowered) != len(text) or not any(needle in lowered for needle in NEEDLES):
        return None  # a few letters of other scripts grow when lowered, and places in the text would shift
    for match in itertools.islice(PEOPLE_OR_GROUP.finditer(lowered), MAX_LOOKS):
        if found := _in_part(text[max(0, match.start() - 70) : match.end() + 60]):
            return found
    return None


def _in_part(text: str) -> Known[GroupSize] | None:
    for pattern, rule in ((BOTH, "groups.span"), (SPAN, "groups.span"), (AT_MOST, "groups.most"),
                          (AT_MOST_GROUP, "groups.most"), (AT_LEAST, "groups.least")):  # fmt: skip
        match = pattern.search(text)
        size = _size(match) if match else None
        if match and size:
            return Known[GroupSize](value=size, known=How.INFERRED, rule=rule, quote=around(text, *match.span()))
    return None


def _size(match: re.Match[str]) -> GroupSize | None:
    """`groups.span`, `groups.most`, `groups.least`: the bounds that the words give."""
    groups = match.groupdict()
    least, most = _number(groups.get("least")), _number(groups.get("most"))
    other = _number(groups.get("other"))
    if other:
        least, most = (other, most) if match.re is AT_LEAST else (least, other)
    bounds = [bound for bound in (least, most) if bound is not None]
    return GroupSize(least=least, most=most) if bounds == sorted(bounds) and 0 < bounds[-1] <= LARGEST else None


def _number(word: str | None) -> int | None:
    if not word:
        return None
    return int(word) if word.isdigit() else WORDS[word.lower()]
