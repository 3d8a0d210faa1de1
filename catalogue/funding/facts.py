"""The public facts of a course that rules look at. What is not known is left out."""

from typing import Any

from catalogue.funding.rules import Value
from catalogue.funding.scheme import Fact
from catalogue.normal import Duration, How, Known, NormalCourse, Schedule, Unit

WEEKS_IN = {Unit.WEEK: 1.0, Unit.MONTH: 52 / 12, Unit.YEAR: 52.0}
"""Of days and hours nobody knows over how many weeks they are spread."""


def course_facts(course: NormalCourse) -> dict[Fact, Value]:
    """Route, official level, sector, certificate, full time, length in weeks, as far as they are known."""
    found: dict[Fact, Value | None] = {
        Fact.ROUTE: _text(course.route),
        Fact.LEVEL: float(course.level.value) if course.level and course.level.known != How.INFERRED else None,
        Fact.SECTOR: _text(course.sector),
        Fact.CERTIFICATE: _text(course.certificate),
        Fact.FULL_TIME: _full_time(course),
        Fact.WEEKS: _weeks(course.duration.value) if course.duration else None,
    }
    return {fact: value for fact, value in found.items() if value is not None}


def _text(known: Known[Any] | None) -> str | None:
    return str(known.value) if known else None


def _full_time(course: NormalCourse) -> bool | None:
    """None where the words say neither, or offer both."""
    said = set(course.schedule.value) & {Schedule.FULL_TIME, Schedule.PART_TIME} if course.schedule else set()
    return said == {Schedule.FULL_TIME} if len(said) == 1 else None


def _weeks(duration: Duration) -> float | None:
    weeks = WEEKS_IN.get(duration.unit)
    return duration.amount * weeks if weeks else None
