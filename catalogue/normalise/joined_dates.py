"""Dates of a text in order, with how each is joined to the one before: "12, 19 en 26 januari 2027", "12 t/m 16 april".

A day or month that stands before the date it belongs to is a date of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from catalogue.normal import Precision
from catalogue.normalise.calendar_words import MONTHS, WEEKDAYS, month_span
from catalogue.normalise.dates import MONTH, Token, judged, scan, spanned

WEEKDAY_WORD = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\.?"
RANGE = re.compile(
    r"^[\s.,(]*(?:\d\d[.:]\d\d(?:\s?uur)?\s?)?(?:t/m|t\.e\.m\.|tot(?:\sen\smet)?|-|–|—|until|till|through|to"
    r"|→)\s?(?:en met\s)?$",
    re.I,
)
LIST = re.compile(r"^[\s.]*(?:,|;|/|\||•|&|\+|\ben\b|\band\b|\bof\b|\bor\b|,\s?en\b|,\s?and\b)\s*$", re.I)
DAYS_BEFORE = re.compile(
    rf"(?:(?:{WEEKDAY_WORD}\s)?\d{{1,2}}(?!\d)(?:e|de|ste)?\s?(?:,\s?(?:en\s)?|en\s|&\s?|and\s|\+\s?|of\s|/\s?))+$",
    re.I,
)
FROM_BEFORE = re.compile(
    rf"(?<![\d.:,-])(?:(?P<weekday>{WEEKDAY_WORD})\s)?(?P<day>\d{{1,2}})(?:e|de|ste)?\s?(?:t/m|tot(?:\sen\smet)?|-"
    rf"|–|—|to|until)\s?(?:{WEEKDAY_WORD}\s)?$",
    re.I,
)
MONTHS_BEFORE = re.compile(
    rf"(?<!\w)(?:{MONTH}\s?(?:,\s?(?:en\s)?|en\s|&\s?|/\s?|and\s|of\s|t/m\s?|-\s?|–\s?|tot\s))+$", re.I
)


@dataclass(frozen=True, slots=True)
class Linked:
    """A token with how it is joined to the one before it (`range`, `list` or none) and the words before it."""

    token: Token
    link: str | None
    words: str
    inferred: str | None = None
    """Rule that gave the year, when the token had none."""


def linked_dates(text: str, today: date) -> list[Linked]:
    """Tokens in order, with the days that stand before "12, 19 en 26 januari" or "12 t/m 16 april" added."""
    found: list[Linked] = []
    end = 0
    for token in scan(text, today):
        before = _with_months_before if token.rule == "dates.month" else _with_days_before
        found.extend(before(text[end : token.start], token, end, today, first=not found))
        end = token.end
    return found


def _with_days_before(gap: str, token: Token, offset: int, today: date, first: bool) -> Iterator[Linked]:
    listed = DAYS_BEFORE.search(gap) if token.day and token.rule == "dates.words" else None
    ranged = FROM_BEFORE.search(gap) if token.day and token.rule == "dates.words" and not listed else None
    added = listed or ranged
    words = gap[: added.start()] if added else gap
    link = None if first else _link(words)
    days = re.findall(r"\d{1,2}", listed.group()) if listed else [ranged["day"]] if ranged else []
    for day in days:
        early = replace(token, start=offset + len(words), day=int(day), weekday=None, span=None, problem=None)
        yield Linked(judged(early, today), link, words)
        link, words = ("range" if ranged else "list"), ""
    yield Linked(token, link, words)


def _with_months_before(gap: str, token: Token, offset: int, today: date, first: bool) -> Iterator[Linked]:
    """`februari en september 2027`, `februari t/m juni 2027`: the earlier months are in the same year."""
    added = MONTHS_BEFORE.search(gap)
    words = gap[: added.start()] if added else gap
    link = None if first else _link(words)
    names = re.findall(MONTH, added.group(), re.I) if added else []
    year = token.span.first.year if token.span else None
    for name in names if year else []:
        span = spanned(month_span(year or 0, MONTHS[name.lower().rstrip(".")]), Precision.MONTH)
        yield Linked(replace(token, start=offset + len(words), span=span), link, words)
        link, words = ("range" if re.search(r"t/m|-|–|tot", added.group() if added else "") else "list"), ""
    yield Linked(token, link, words)


def _link(words: str) -> str | None:
    return "range" if RANGE.match(words) else "list" if LIST.match(words) else None
