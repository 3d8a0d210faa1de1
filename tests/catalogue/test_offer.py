"""What makes two items sessions of one course, and what surely does not."""

from typing import Any

import pytest

from catalogue.offer import digest, kin
from catalogue.raw import RawPlace, RawPrice, RawSession
from tests.factories import raw


def kin_of(key: str, start: str | None = "2027-02-09", place: str = "Arnhem", **changes: Any) -> str | None:
    session = RawSession(start_text=start, place=RawPlace(locality=place))
    course = raw(key, **{"title": "Lassen niveau 1", "sessions": (session,), **changes})
    return kin(course.model_dump(mode="json", exclude_defaults=True))


def test_items_that_differ_in_key_address_and_start_only_are_sessions_of_one_course() -> None:
    assert kin_of("/a", "2027-02-09") == kin_of("/b", "2027-03-09") is not None


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Lassen niveau 2"},
        {"level_text": "mbo 3"},
        {"place": "Zwolle"},
        {"prices": (RawPrice(text="€ 1.900,-"),)},
        {"description": "Anders."},
        {"provider_name": "Een ander"},
    ],
)
def test_any_other_difference_makes_another_course(other: dict[str, Any]) -> None:
    assert kin_of("/a") != kin_of("/b", **other)


def test_without_a_start_nothing_says_that_two_items_are_one_course() -> None:
    assert kin_of("/a", None) is None
    assert kin_of("/a", sessions=()) is None


def test_equal_words_have_equal_digests_whatever_their_order() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})
