"""Dutch and English words of the calendar, and the spans that seasons and school years allow."""

import re
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb febr", "maart march mrt mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "augustus august aug", "september sep sept", "oktober october okt oct",
            "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "maandag monday ma mon", "dinsdag tuesday di tue tues", "woensdag wednesday wo wed",
            "donderdag thursday do thu thurs",
            "vrijdag friday vr vrij fri", "zaterdag saturday za zat sat", "zondag sunday zo zon sun",
        )
    )
    for name in names.split()
}  # fmt: skip
# Meteorological seasons, as the KNMI counts them. Winter runs over New Year and has its own rule.
SEASONS = {
    "voorjaar": (3, 5), "lente": (3, 5), "spring": (3, 5), "zomer": (6, 8), "summer": (6, 8),
    "najaar": (9, 11), "herfst": (9, 11), "autumn": (9, 11), "fall": (9, 11),
}  # fmt: skip


def month_span(year: int, first: int, last: int | None = None) -> tuple[date, date]:
    """First day of month `first` to last day of month `last` (default: the same month)."""
    end = last or first
    following = date(year + 1, 1, 1) if end == 12 else date(year, end + 1, 1)
    return date(year, first, 1), following - timedelta(days=1)


def week_span(year: int, week: int) -> tuple[date, date]:
    """Monday to Sunday of an ISO week; ValueError when the year has no such week."""
    monday = date.fromisocalendar(year, week, 1)
    return monday, monday + timedelta(days=6)


def winter_span(year: int) -> tuple[date, date]:
    """The winter that starts in December of `year`."""
    return date(year, 12, 1), month_span(year + 1, 2)[1]


def study_year_span(word: str, year: int) -> tuple[date, date]:
    """School years run from 1 August (WEB, art. 1.1.1), study years of hbo and wo from 1 September (WHW, art. 1.1)."""
    month = 8 if word.startswith(("school", "les")) else 9
    return date(year, month, 1), date(year + 1, month, 1) - timedelta(days=1)


START_CUE = re.compile(
    r"\b(?:start(?:s|en|t)?|start(?:datum|data|moment|momenten)|begin(?:t|nen|datum)|aanvang(?:sdatum)?|van start"
    r"|eerstvolgende|eerste\sles(?:dag)?"
    r"|(?:cursus|trainings|les)(?:data|datum)|starting|begins|start\sdates?)\b",
    re.I,
)
"""Announces the start of a course."""
