"""Dates in Dutch and English notation, with the precision the words have.

`scan` finds every date in a text, in order; nothing is guessed but a year that the words around it give. A month
stays a month, a week a week, a season a season.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from catalogue.normal import PartialDate, Precision
from catalogue.normalise.calendar_words import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    month_span,
    study_year_span,
    week_span,
    winter_span,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST_YEAR, YEARS_AHEAD = 2000, 8
"""Years that can be meant: 1970 is an empty clock, 2099 means "for ever"."""


@dataclass(frozen=True, slots=True)
class Token:
    """One date in a text. `first`..`last` is None when the day does not exist or the year is missing."""

    start: int
    end: int
    rule: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    span: PartialDate | None = None
    problem: str | None = None
    """Flag reason, when the words name no possible date."""


MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
WEEKDAY = r"(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\b\.?"
YEAR = r"(?:(?:19|20|21)\d\d(?!\d)|['’‘`]\d\d(?!\d))"
DAY = r"\d{1,2}(?!\d)(?:\s?(?:e|de|ste|st|nd|rd|th)\b)?"
SEASON = "|".join([*SEASONS, "winter"])
STUDY = r"(?:school|studie|cursus|les|collegejaar|college|opleidings|academisch\s?|academic\s|study\s|school\s)"
PATTERNS = (
    r"(?<![\d-])(?P<iso>(?:19|20|21)\d\d-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s?(?P<zone>Z"
    r"|UTC|[+-]\d\d:?\d\d)?)?(?![\d-])",
    r"(?<![\w-])(?P<compact>20\d{6})(?:T(?P<compact_clock>\d{6})(?P<compact_zone>Z)?)?(?!\w)",
    r"(?<![\w-])(?P<iso_week>20\d\d)-?W(?P<iso_week_number>\d\d)(?:-\d)?(?!\d)",
    rf"(?:(?P<num_weekday>{WEEKDAY}),?\s)?(?<![\d./-])(?P<num>\d{{1,2}}(?P<sep>[-/.])\d{{1,2}}(?P=sep)(?:(?:19|20"
    rf"|21)\d\d|['’]?\d\d))(?![\d]|[./-]\d)",
    rf"(?<!\w)(?<!\d[.,])(?P<dmy>(?:(?P<weekday>{WEEKDAY}),?\s)?(?P<d>{DAY})\s?[-/.]?\s?(?:of\s)?(?P<m>{MONTH})(?:\s?[-/,]?\s?(?P<y>{YEAR}))?)",
    rf"(?<!\w)(?P<mdy>(?:(?P<en_weekday>{WEEKDAY}),?\s)?(?P<em>{MONTH})\s(?P<ed>\d{{1,2}}(?!\d)(?:st|nd|rd"
    rf"|th)?)(?:,?\s(?P<ey>{YEAR}))?)(?![:.]\d|\s?(?:uur|h\b|u\b|%|x\b|keer|dag|week|weken|maand))",
    r"(?<![\d./-])(?P<iso_month>20\d\d-(?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/]20\d\d)(?![\d./-])",
    rf"(?<!\w)(?P<month>{MONTH})(?:\s(?:of\s)?|-|/|,\s)?(?P<month_year>{YEAR})",
    rf"(?<!\w)(?:week|wk\.?|weeknummer|kalenderweek)\s?(?:nr\.?\s?)?(?P<week>\d{{1,2}})(?!\d)(?:\s?(?:,|-|/|van|of"
    rf"|in)?\s?(?P<week_year>{YEAR}))",
    rf"(?<!\w)(?P<season>{SEASON})\s(?:van\s|of\s)?(?P<season_year>(?:20)\d\d)(?:\s?[-/–]\s?(?P<season_next>(?:20)?\d\d)(?!\d))?",
    rf"(?<!\w)(?P<study>{STUDY}(?:jaar|year)?)\s?(?P<study_year>20\d\d|(?<=jaar\s)\d\d(?!\d))\s?(?:[-/–—]|t/m|tot"
    rf"|en)\s?['’]?(?P<study_next>(?:20)?\d\d)(?!\d)",
    r"(?<!\w)(?:(?P<quarter_word>[1-4]|eerste|tweede|derde|vierde)(?:e|ste|de)?\skwartaal"
    r"|kwartaal\s(?P<quarter_number>[1-4])|Q(?P<quarter>[1-4]))\s(?:van\s|of\s)?(?P<quarter_year>20\d\d)",
)  # fmt: skip
DATE = re.compile("|".join(PATTERNS), re.I)
REACH = 40  # characters; a date has fewer before its first digit, and after its last one
DIGITS = re.compile(rf"\d+(?:\D{{1,{2 * REACH}}}\d+)*")
NEEDED = re.compile(rf"(?:19|20|21)\d\d|['’‘`]\d\d|\d[-/.]\d|(?=[jfmasond]){MONTH}", re.I)
"""One of these is in whatever `DATE` finds: a year, two numbers of a date, or a month's name."""
SHORT = 60  # characters of a date's own field; such words come back with every course of a site
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4}


def scan(text: str, today: date) -> tuple[Token, ...]:
    """Every date that the text names, in order. A day and month without a year have `year` None."""
    return _scanned(text, today) if len(text) <= SHORT else tuple(_tokens(text, today))


@lru_cache(maxsize=4096)
def _scanned(text: str, today: date) -> tuple[Token, ...]:
    return tuple(_tokens(text, today))


def dates_in(text: str) -> Iterator[re.Match[str]]:
    """What `DATE` finds in the text. It is slow, so that it looks only around digits that can be of a date."""
    for digits in DIGITS.finditer(text):
        begin, end = max(0, digits.start() - REACH), digits.end() + REACH
        if NEEDED.search(text, begin, end):
            yield from DATE.finditer(text, begin, end)


def _tokens(text: str, today: date) -> Iterator[Token]:
    for match in dates_in(text):
        reader = next(reader for name, reader in READERS.items() if match[name])
        if token := reader(match):
            yield judged(token, today)


def judged(token: Token, today: date) -> Token:
    """`dates.possible`: the day exists, the year can be meant, and a weekday named beside it fits."""
    if token.problem or token.span or token.year is None or token.month is None or token.day is None:
        return _in_range(token, today)
    try:
        day = date(token.year, token.month, token.day)
    except ValueError:
        return replace(token, problem="date_impossible")
    if token.weekday is not None and day.weekday() != token.weekday:
        return replace(token, problem="weekday_disagrees")
    return _in_range(replace(token, span=exact(day)), today)


def _in_range(token: Token, today: date) -> Token:
    if token.span and not FIRST_YEAR <= token.span.first.year <= today.year + YEARS_AHEAD:
        return replace(token, span=None, problem="date_out_of_range")
    return token


def exact(day: date) -> PartialDate:
    """One day."""
    return PartialDate(first=day, last=day, precision=Precision.DAY)


def spanned(span: tuple[date, date], precision: Precision) -> PartialDate:
    """All days of a month, week, season or year."""
    return PartialDate(first=span[0], last=span[1], precision=precision)


def year_of(text: str) -> int:
    """`2027` or `'27`."""
    digits = re.sub(r"\D", "", text)
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _word(text: str) -> str:
    return text.lower().rstrip(".")


def _weekday(text: str | None) -> int | None:
    return WEEKDAYS.get(_word(text)) if text else None


def _iso(match: re.Match[str]) -> Token:
    """`dates.iso`: `2027-01-12T09:00:00+01:00`; a time with a zone becomes the day in Amsterdam."""
    year, month, day = (int(part) for part in match["iso"].split("-"))
    token = Token(match.start(), match.end(), "dates.iso", day=day, month=month, year=year)
    return _in_amsterdam(token, match["clock"], match["zone"])


def _in_amsterdam(token: Token, clock: str | None, zone: str | None) -> Token:
    if not clock or not zone or token.year is None:
        return token
    zone = "+00:00" if zone.upper() in ("Z", "UTC") else zone
    try:
        moment = datetime.fromisoformat(f"{token.year:04}-{token.month:02}-{token.day:02}T{clock[:5]}{zone}")
        local = moment.astimezone(AMSTERDAM).date()
    except (ValueError, OverflowError):
        return replace(token, problem="date_impossible")
    return replace(token, day=local.day, month=local.month, year=local.year)


def _compact(match: re.Match[str]) -> Token:
    """`dates.compact`: `20270112T090000Z`, as in iCalendar."""
    digits = match["compact"]
    token = Token(
        match.start(), match.end(), "dates.compact", day=int(digits[6:]), month=int(digits[4:6]), year=int(digits[:4])
    )
    clock = match["compact_clock"]
    return _in_amsterdam(token, f"{clock[:2]}:{clock[2:4]}" if clock else None, match["compact_zone"])


def _iso_week(match: re.Match[str]) -> Token:
    return _week_token(match, int(match["iso_week"]), int(match["iso_week_number"]))


def _week(match: re.Match[str]) -> Token:
    """`dates.week`: `week 12 2027`, `2027-W12`: Monday to Sunday."""
    return _week_token(match, year_of(match["week_year"]), int(match["week"]))


def _week_token(match: re.Match[str], year: int, week: int) -> Token:
    token = Token(match.start(), match.end(), "dates.week")
    try:
        return replace(token, span=spanned(week_span(year, week), Precision.WEEK))
    except ValueError:
        return replace(token, problem="date_impossible")


def _numeric(match: re.Match[str]) -> Token | None:
    """`dates.numeric`: `12-01-2027`, `12/1/27`, `12.01.2027`: day first, always. With dots the year has four digits."""
    day, month, year = match["num"].split(match["sep"])
    if len(year) == 2 and match["sep"] == ".":
        return None  # 1.2.27 is a version or a section number as often as a date
    return Token(
        match.start(), match.end(), "dates.numeric",
        day=int(day), month=int(month), year=year_of(year), weekday=_weekday(match["num_weekday"]),
        problem=None if int(month) <= 12 else "date_impossible",
    )  # fmt: skip


def _day_month(match: re.Match[str]) -> Token:
    """`dates.words`: `maandag 12 januari 2027`, `12 jan. '27`, `the 12th of January`."""
    return _from_words(match, match["d"], match["m"], match["y"], match["weekday"])


def _month_day(match: re.Match[str]) -> Token:
    return _from_words(match, match["ed"], match["em"], match["ey"], match["en_weekday"])


def _from_words(match: re.Match[str], day: str, month: str, year: str | None, weekday: str | None) -> Token:
    number = int(re.match(r"\d+", day).group())  # type: ignore[union-attr]
    month_number = MONTHS[_word(month)]
    possible = 1 <= number <= month_span(2024, month_number)[1].day
    return Token(
        match.start(), match.end(), "dates.words",
        day=number, month=month_number, year=year_of(year) if year else None, weekday=_weekday(weekday),
        problem=None if possible else "date_impossible",
    )  # fmt: skip


def _month(match: re.Match[str]) -> Token:
    """`dates.month`: `januari 2027` is the whole month; `begin` or `eind` before it changes nothing."""
    span = month_span(year_of(match["month_year"]), MONTHS[_word(match["month"])])
    return Token(match.start(), match.end(), "dates.month", span=spanned(span, Precision.MONTH))


def _numbered_month(match: re.Match[str]) -> Token:
    """`dates.month` in digits: `2027-09`, `09-2027`."""
    one, other = (int(part) for part in re.split("[-/]", match["iso_month"]))
    year, month = (one, other) if one > 12 else (other, one)
    return Token(match.start(), match.end(), "dates.month", span=spanned(month_span(year, month), Precision.MONTH))


def _season(match: re.Match[str]) -> Token:
    """`dates.season`: `voorjaar 2027`; `winter 2027` alone may be either winter, so it is none."""
    token = Token(match.start(), match.end(), "dates.season")
    year, name = int(match["season_year"]), match["season"].lower()
    if name != "winter":
        return replace(token, span=spanned(month_span(year, *SEASONS[name]), Precision.SEASON))
    if not match["season_next"]:
        return replace(token, problem="date_ambiguous")
    return replace(token, span=spanned(winter_span(year), Precision.SEASON))


def _study_year(match: re.Match[str]) -> Token:
    """`dates.study_year`: `schooljaar 2026-2027`, `academisch jaar 2026/27`."""
    token = Token(match.start(), match.end(), "dates.study_year")
    year, following = year_of(match["study_year"]), match["study_next"]
    if year_of(following) != year + 1:
        return replace(token, problem="date_ambiguous")
    return replace(token, span=spanned(study_year_span(match["study"].lower(), year), Precision.YEAR))


def _quarter(match: re.Match[str]) -> Token:
    """`dates.quarter`: `eerste kwartaal 2027`, `Q1 2027`: three months, kept as a season."""
    said = (match["quarter_word"] or match["quarter_number"] or match["quarter"]).lower()
    number = ORDINALS.get(said) or int(said)
    span = month_span(int(match["quarter_year"]), number * 3 - 2, number * 3)
    return Token(match.start(), match.end(), "dates.quarter", span=spanned(span, Precision.SEASON))


READERS: dict[str, Callable[[re.Match[str]], Token | None]] = {
    "iso": _iso, "compact": _compact, "iso_week": _iso_week, "num": _numeric, "dmy": _day_month, "mdy": _month_day,
    "iso_month": _numbered_month, "month": _month, "week": _week, "season": _season, "study": _study_year,
    "quarter_year": _quarter,
}  # fmt: skip
