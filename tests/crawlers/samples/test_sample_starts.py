"""Starts of the samples: always ahead, always in the words that the rule asks for."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.samples.render import courses_of, slugs
from crawlers.samples.starts import last_day, next_day, next_month, next_week, start

days = st.dates(min_value=date(2026, 1, 1), max_value=date(2060, 12, 31))
rules = st.dates(min_value=date(2027, 1, 1), max_value=date(2027, 12, 31)).map(lambda day: f"{day:%m-%d}")


@given(rules, days)
def test_the_next_day_is_a_working_day_within_a_year(rule: str, today: date) -> None:
    day = next_day(rule, today)
    assert today <= day <= today + timedelta(days=369)
    assert day.weekday() < 5


@given(rules, days)
def test_the_last_day_lies_before_today(rule: str, today: date) -> None:
    assert today - timedelta(days=369) <= last_day(rule, today) < today


@given(st.integers(1, 12), st.integers(1, 52), days)
def test_months_and_weeks_have_not_begun(month: int, week: int, today: date) -> None:
    assert next_month(month, today) >= today
    assert next_month(month, today).month == month
    assert next_week(week, today) >= today
    assert next_week(week, today).isocalendar()[1:] == (week, 1)


@settings(deadline=None)  # The first example reads the sites from disk.
@given(days)
def test_every_start_of_every_sample_lies_ahead_unless_it_is_meant_to_be_past(today: date) -> None:
    for slug in slugs():
        for course in courses_of(slug, "http://127.0.0.1:1", today):
            for one in course["starts"]:
                assert one.first is None or (one.first < today) == one.past, (slug, course["slug"], one.text)
                assert one.since <= today, (slug, course["slug"])


@settings(deadline=None)  # The first example reads the sites from disk.
@given(days)
def test_a_welder_in_gelderland_can_start_within_three_months(today: date) -> None:
    courses = [one for one in courses_of("rijnvonk", "", today) if "lassen" in one["slug"]]
    soon = today + timedelta(days=92)
    assert any(one.first and today <= one.first <= soon for course in courses for one in course["starts"])


@pytest.mark.parametrize(
    ("rule", "text", "iso"),
    [
        ({"day": "01-12", "as": "long"}, "dinsdag 12 januari 2027", "2027-01-12"),
        ({"day": "01-12", "as": "numeric"}, "12-01-2027", "2027-01-12"),
        ({"day": "01-12", "as": "iso"}, "2027-01-12", "2027-01-12"),
        ({"day": "01-12", "as": "english"}, "12 January 2027", "2027-01-12"),
        ({"day": "04-12", "days": 5, "as": "range"}, "12 t/m 16 april 2027", "2027-04-12"),
        ({"day": "04-28", "days": 5, "as": "range"}, "28 april t/m 2 mei 2027", "2027-04-28"),
        ({"day": "12-29", "days": 5, "as": "range"}, "29 december 2026 t/m 2 januari 2027", "2026-12-29"),
        ({"day": "02-13"}, "15 februari 2027", "2027-02-15"),
        ({"day": "02-13", "weekday": "zaterdag", "as": "long"}, "zaterdag 13 februari 2027", "2027-02-13"),
        ({"day": "02-14", "weekday": "zaterdag", "as": "long"}, "zaterdag 20 februari 2027", "2027-02-20"),
        ({"past": "03-02"}, "2 maart 2026", "2026-03-02"),
        ({"month": 2}, "februari 2027", "2027-02"),
        ({"week": 12}, "week 12 2027", None),
        ({"season": "voorjaar"}, "voorjaar 2027", None),
        ({"say": "in overleg"}, "in overleg", None),
    ],
)
def test_a_rule_is_written_as_people_write_it(rule: dict[str, object], text: str, iso: str | None) -> None:
    one = start(rule, date(2026, 11, 24))
    assert (one.text, one.iso) == (text, iso)


def test_a_time_gets_the_offset_of_that_day() -> None:
    today = date(2026, 11, 24)
    assert start({"day": "01-19", "time": "19:00"}, today).moment == "2027-01-19T19:00:00+01:00"
    assert start({"day": "07-08", "time": "09:00"}, today).moment == "2027-07-08T09:00:00+02:00"


def test_a_rule_of_no_known_kind_names_the_kinds() -> None:
    with pytest.raises(KeyError, match="day, past, month, week, season, say"):
        start({"dag": "01-12"}, date(2026, 11, 24))
