"""Odd forms that providers might write: read as they are meant, or left alone, never misread."""

from collections.abc import Callable

import pytest

from catalogue.normal import Mode, NormalCourse, Schedule, Unit
from catalogue.raw import RawPlace, RawPrice, RawSession, Refusal

Read = Callable[..., NormalCourse | Refusal]


def taken(read: Read, **fields: object) -> NormalCourse:
    course = read("Lasser", **fields)
    assert isinstance(course, NormalCourse)
    return course


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("februari 2027 (vol), maart 2027", ["2027-02-01", "2027-03-01"]),
        ("1 februari 2027 (volgeboekt), 1 maart 2027", ["2027-02-01", "2027-03-01"]),
        ("schooljaar 27/28", ["2027-08-01"]),
        ("cursus 40-12", []),
        ("week 40 of 41", []),
    ],
)
def test_starts_in_a_field(read: Read, text: str, first: list[str]) -> None:
    course = taken(read, sessions=(RawSession(start_text=text),), prices=())
    assert [str(session.start.value.first) for session in course.sessions if session.start] == first


def test_we_start_together(read: Read) -> None:
    course = taken(read, sessions=(), description="Op maandag 11 januari 2027 gaan we van start.")
    assert [str(session.start.value.first) for session in course.sessions if session.start] == ["2027-01-11"]


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("1 jaar en 6 maanden", 18, Unit.MONTH),
        ("2 jaar, 3 maanden", 27, Unit.MONTH),
        ("1 jaar, 2 maanden stage", 1, Unit.YEAR),
        ("240 SLU", 240, Unit.HOUR),
        ("2-jarig", 2, Unit.YEAR),
        ("vierjarig", 4, Unit.YEAR),
    ],
)
def test_durations_in_their_field(read: Read, text: str, amount: float, unit: Unit) -> None:
    duration = taken(read, duration_text=text).duration
    assert duration is not None
    assert (duration.value.amount, duration.value.unit) == (amount, unit)


@pytest.mark.parametrize("text", ["4 jaar voltijd / 5 jaar deeltijd", "2 jaar (BBL) of 3 jaar (BOL)"])
def test_another_length_for_another_form_of_study_is_no_duration(read: Read, text: str) -> None:
    course = taken(read, duration_text=text)
    assert course.duration is None
    assert "duration_range" in [flag.reason for flag in course.flags]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("De training vindt plaats bij jou in het bedrijf.", Mode.AT_WORK),
        ("Wij komen bij u op locatie.", Mode.AT_WORK),
        ("De lessen volg je via Teams.", Mode.ONLINE),
        ("Je volgt de theorie online en de praktijk in onze werkplaats.", Mode.BLENDED),
        ("Deze training kan ook bij u op locatie worden gegeven.", None),
        ("De training is ook mogelijk bij u in het bedrijf.", None),
        ("Je werkt en je leert bij een baan bij jou in het bedrijf.", None),
        ("De bijeenkomst is via Teams of klassikaal.", None),
        ("Stel je vraag via Teams.", None),
    ],
)
def test_the_way_it_is_given_as_a_text_tells_it(read: Read, text: str, mode: Mode | None) -> None:
    found = taken(read, sessions=(), description=text).mode
    assert (found and found.value) == mode


def test_bergen_op_zoom_is_a_town_and_no_meeting(read: Read) -> None:
    session = taken(read, sessions=(RawSession(place=RawPlace(locality="Bergen op Zoom")),)).sessions[0]
    assert session.place is not None
    assert session.place.value.name == "Bergen op Zoom"
    assert session.mode is not None
    assert session.mode.value is Mode.ONSITE
    online = taken(read, sessions=(RawSession(place=RawPlace(locality="Zoom")),)).sessions[0]
    assert online.place is None
    assert online.mode is not None
    assert online.mode.value is Mode.ONLINE


@pytest.mark.parametrize("words", ["provincie Utrecht", "Utrecht (provincie)", "de provincie Groningen", "Friesland"])
def test_a_province_is_not_the_town_of_its_name(read: Read, words: str) -> None:
    course = taken(read, sessions=(RawSession(place=RawPlace(locality=words)),))
    assert [session.place for session in course.sessions] == [None]
    assert course.flags == ()


def test_effort_group_and_schedule_in_short_forms(read: Read) -> None:
    course = taken(
        read, effort_text="ca. 10 uur p/w", sessions=(RawSession(schedule_text="vrijdagmiddag"),),
        description="Je leert in kleine groepen (max. 8).",
    )  # fmt: skip
    assert course.effort is not None
    assert course.effort.value.hours == 10
    assert course.group_size is not None
    assert (course.group_size.value.least, course.group_size.value.most) == (None, 8)
    assert course.schedule is not None
    assert course.schedule.value == (Schedule.DAY,)


def test_a_price_of_a_part_is_none_and_a_course_that_costs_nothing_is_free(read: Read) -> None:
    part = taken(read, prices=(RawPrice(text="€ 500 per lesblok"),))
    assert part.price is None
    assert [flag.reason for flag in part.flags] == ["price_per_unit"]
    free = taken(read, prices=(), description="Deze opleiding kost je niets.").price
    assert free is not None
    assert free.value.cents == 0
    assert taken(read, prices=(), description="Deze opleiding kost niets extra voor leden.").price is None
