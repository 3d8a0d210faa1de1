"""From a rule in site.yaml to the start that a visitor reads.

Rules carry no year, so that the samples show future starts whenever they are served:

* `{day: 02-09}`: the next 9 February, or the Monday after when it falls in a weekend; `weekday: zaterdag` makes it the
  first Saturday from then on;
* `{month: 2}`, `{week: 12}`, `{season: voorjaar}`: the next one whose first day is not yet past;
* `{past: 02-09}`: the last 9 February before today, on purpose;
* `{say: in overleg}`: words instead of a date.

With a day go `days` (length), `time` (quoted, "09:00") and `as` (long, short, numeric, iso, range, english); with a day
or a month goes `deadline` (days before it). `at` names a place of the site.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
SEASONS = {"voorjaar": 3, "zomer": 6, "najaar": 9, "winter": 12}
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVER = date(2024, 9, 2)


@dataclass(frozen=True)
class Start:
    """One start, resolved for one day.

    text: as printed. iso: `2027-02-09`, `2027-02` or None when only words are known. first: the earliest day it can
    mean. end: the last day. deadline: the last day to enrol. since: the day on which this text became the right one,
    so that Last-Modified is honest.
    """

    text: str
    iso: str | None = None
    first: date | None = None
    end: date | None = None
    deadline: date | None = None
    time: str | None = None
    place: Mapping[str, Any] | None = None
    past: bool = False
    since: date = EVER

    @property
    def moment(self) -> str | None:
        """ISO 8601 with the offset of Amsterdam on that day; the plain `iso` when no time is known."""
        if self.time is None or self.first is None:
            return self.iso
        return datetime.combine(self.first, time.fromisoformat(self.time), AMSTERDAM).isoformat()


def next_day(rule: str, today: date, weekday: str | None = None) -> date:
    """`02-09` -> the first such day on or after `today`, on to `weekday` or out of a weekend. Never 29 February."""
    return _next(_yearly(rule, weekday), today)[0]


def last_day(rule: str, today: date) -> date:
    """`02-09` -> the last such day before `today`."""
    return _next(_yearly(rule), today)[1]


def next_month(month: int, today: date) -> date:
    """The first day of the next such month that has not begun before `today`."""
    return _next(lambda year: date(year, month, 1), today)[0]


def next_week(week: int, today: date) -> date:
    """The Monday of the next such ISO week that has not begun before `today`. Weeks 1 to 52."""
    return _next(lambda year: date.fromisocalendar(year, week, 1), today)[0]


def start(rule: Mapping[str, Any], today: date, place: Mapping[str, Any] | None = None) -> Start:
    """The start that `rule` means on `today`. Raises KeyError for a rule of no known kind."""
    kind = next(iter(rule.keys() & KINDS.keys()), None)
    if kind is None:
        raise KeyError(f"no kind of start in {dict(rule)}: expected one of {', '.join(KINDS)}")
    return KINDS[kind](rule, today, place)


def _yearly(rule: str, weekday: str | None = None) -> Callable[[int], date]:
    month, day = map(int, rule.split("-"))
    return lambda year: _moved(date(year, month, day), weekday)


def _moved(day: date, weekday: str | None) -> date:
    """On to that weekday; without one, from Saturday or Sunday to Monday."""
    wanted = WEEKDAYS.index(weekday) if weekday else day.weekday() if day.weekday() < 5 else 0
    return day + timedelta(days=(wanted - day.weekday()) % 7)


def _next(of_year: Callable[[int], date], today: date) -> tuple[date, date]:
    """The first occurrence on or after `today`, and the last one before it."""
    days = [of_year(year) for year in range(today.year - 2, today.year + 3)]
    return min(day for day in days if day >= today), max(day for day in days if day < today)


def _day(rule: Mapping[str, Any], today: date, place: Mapping[str, Any] | None) -> Start:
    past = "past" in rule
    coming, gone = _next(_yearly(rule["past" if past else "day"], rule.get("weekday")), today)
    first = gone if past else coming
    end = first + timedelta(days=rule["days"] - 1) if "days" in rule else None
    return Start(
        text=written(first, end, rule.get("as", "short")),
        iso=first.isoformat(),
        first=first,
        end=end,
        deadline=_deadline(rule, first),
        time=rule.get("time"),
        place=place,
        past=past,
        since=gone + timedelta(days=1),
    )


def _month(rule: Mapping[str, Any], today: date, place: Mapping[str, Any] | None) -> Start:
    coming, gone = _next(lambda year: date(year, rule["month"], 1), today)
    text = f"{MONTHS[coming.month - 1]} {coming.year}"
    deadline = _deadline(rule, coming)
    return Start(text, f"{coming:%Y-%m}", coming, deadline=deadline, place=place, since=gone + timedelta(days=1))


def _deadline(rule: Mapping[str, Any], first: date) -> date | None:
    return first - timedelta(days=rule["deadline"]) if "deadline" in rule else None


def _week(rule: Mapping[str, Any], today: date, place: Mapping[str, Any] | None) -> Start:
    coming, gone = _next(lambda year: date.fromisocalendar(year, rule["week"], 1), today)
    text = f"week {rule['week']} {coming.isocalendar().year}"
    return Start(text, None, coming, place=place, since=gone + timedelta(days=1))


def _season(rule: Mapping[str, Any], today: date, place: Mapping[str, Any] | None) -> Start:
    coming, gone = _next(lambda year: date(year, SEASONS[rule["season"]], 1), today)
    return Start(f"{rule['season']} {coming.year}", None, coming, place=place, since=gone + timedelta(days=1))


def _say(rule: Mapping[str, Any], today: date, place: Mapping[str, Any] | None) -> Start:
    return Start(rule["say"], place=place)


KINDS: dict[str, Callable[[Mapping[str, Any], date, Mapping[str, Any] | None], Start]] = {
    "day": _day,
    "past": _day,
    "month": _month,
    "week": _week,
    "season": _season,
    "say": _say,
}


def written(first: date, end: date | None, style: str) -> str:
    """A day in words: long `maandag 12 januari 2027`, range `12 t/m 16 april 2027`, numeric `12-01-2027`, ..."""
    short = f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    match style:
        case "long":
            return f"{WEEKDAYS[first.weekday()]} {short}"
        case "numeric":
            return f"{first:%d-%m-%Y}"
        case "iso":
            return first.isoformat()
        case "english":
            return f"{first.day} {ENGLISH_MONTHS[first.month - 1]} {first.year}"
        case "range" if end is not None:
            return _span(first, end)
    return short


def _span(first: date, end: date) -> str:
    """The shortest usual way to write a period: month and year once when they are the same."""
    last = f"{end.day} {MONTHS[end.month - 1]} {end.year}"
    if (first.year, first.month) == (end.year, end.month):
        return f"{first.day} t/m {last}"
    month = f"{first.day} {MONTHS[first.month - 1]}"
    return f"{month} t/m {last}" if first.year == end.year else f"{month} {first.year} t/m {last}"
