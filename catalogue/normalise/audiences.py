"""For whom a course says it is made: women, newcomers, hybrid teachers.

Only where the words are about the learners: "kennismaken met lassen voor vrouwen", not "onze vrouwelijke docent".
"""

import re

from catalogue.normal import How, Known, TargetGroup
from catalogue.normalise.outcome import around

Read = Known[tuple[TargetGroup, ...]]

FOR = (
    r"\b(?:voor|speciaal voor|gericht op|bedoeld voor|doelgroep\w*:?|for|aimed at|especially for|exclusief voor"
    r"|bestemd voor)\s"
)
BETWEEN = r"(?:[\w-]+[\s,]+(?:en\s)?){0,4}?"
WORDS: tuple[tuple[TargetGroup, str], ...] = (
    (TargetGroup.WOMEN, r"(?:vrouwen|women|meisjes|girls|herintreedsters?|dames|vrouwelijke (?:deelnemers"
        r"|zij-instromers))"),
    (TargetGroup.NEWCOMERS,
        r"(?:statushouders?|nieuwkomers?|vluchtelingen|inburgeraars?|newcomers?|refugees|anderstaligen"
        r"|oekra[iï]eners|oekra[iï]ense\s\w+|asielzoekers)"),
    (TargetGroup.HYBRID_TEACHERS, r"(?:hybride (?:docenten|docent|leraren|techniekdocenten)|hybrid teachers)"),
)  # fmt: skip
FIELD: tuple[tuple[TargetGroup, re.Pattern[str]], ...] = tuple(
    (group, re.compile(rf"\b{words}\b", re.I)) for group, words in WORDS
)
RUNNING: tuple[tuple[TargetGroup, re.Pattern[str]], ...] = (
    *((group, re.compile(rf"{FOR}{BETWEEN}{words}\b", re.I)) for group, words in WORDS),
    (TargetGroup.HYBRID_TEACHERS, re.compile(r"\b(?:word|worden|als|tot) hybride (?:techniek)?docent\b", re.I)),
    (TargetGroup.WOMEN, re.compile(r"\bvrouwen(?:klas|groep|traject|cursus)\b|\balleen vrouwen\b", re.I)),
    (TargetGroup.NEWCOMERS, re.compile(r"\bstatushouders(?:klas|traject|groep)\b", re.I)),
)
IN_TEXT = ("vrouw", "women", "meisjes", "girls", "dames", "herintree", "statushouder", "nieuwkomer", "vluchteling",
           "inburger", "newcomer", "refugee", "anderstalig", "oekra", "asielz", "hybride", "hybrid")  # fmt: skip
BOTH = re.compile(r"^\s(?:en|and|of|or|als)\s(?:mannen|men|heren|jongens)\b", re.I)


def read_target_groups(field: str | None, title: str, text: str) -> Read | None:
    """`audiences.field`, `audiences.in_title` or `audiences.in_text`: all groups that the first of them names."""
    for words, patterns, known, rule in (
        (field, FIELD, How.STATED, "audiences.field"),
        (title, RUNNING, How.INFERRED, "audiences.in_title"),
        (text, RUNNING, How.INFERRED, "audiences.in_text"),
    ):
        if words and (found := _found(words, patterns)):
            named = {group for group, _ in found}
            value = tuple(group for group in TargetGroup if group in named)
            return Read(value=value, known=known, rule=rule, quote=around(words, *found[0][1].span()))
    return None


def _found(
    text: str, patterns: tuple[tuple[TargetGroup, re.Pattern[str]], ...]
) -> list[tuple[TargetGroup, re.Match[str]]]:
    lowered = text.lower()
    if not any(word in lowered for word in IN_TEXT):
        return []
    return [(group, match) for group, pattern in patterns if (match := pattern.search(text)) and not _for_all(match)]


def _for_all(match: re.Match[str]) -> bool:
    """ "Voor mannen en vrouwen" is for everybody."""
    left = match.string[max(0, match.start() - 30) : match.end()]
    return bool(
        BOTH.search(match.string[match.end() : match.end() + 20])
        or re.search(r"\b(?:mannen|heren|men|jongens)\b", left, re.I)
    )
