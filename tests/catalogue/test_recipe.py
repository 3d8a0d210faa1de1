"""How long the same words surely mean the same: never longer than they do."""

from datetime import date

import pytest

from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawSession
from catalogue.recipe import recipe, valid_until
from tests.factories import raw

TODAY, YEAR_END = date(2026, 11, 24), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ({"sessions": ()}, YEAR_END),
        ({"sessions": (RawSession(start_text="2027-02-09"),)}, YEAR_END),
        ({"sessions": (RawSession(start_text="2026-12-01"),)}, date(2026, 12, 1)),
        ({"sessions": (RawSession(start_text="2026-01-01"),)}, YEAR_END),
        ({"sessions": (RawSession(start_text="start 12 januari"),)}, TODAY),
        ({"sessions": (RawSession(start_text="over 3 weken"),)}, TODAY),
        ({"sessions": (), "description": "Wij beginnen op 12 januari."}, TODAY),
        ({"sessions": (), "expires_text": "2026-11-30"}, date(2026, 11, 30)),
    ],
)
def test_words_hold_until_the_day_that_may_change_what_they_mean(words: dict[str, object], until: date) -> None:
    assert valid_until(raw("/a", **words), TODAY) == until


def test_the_recipe_follows_what_words_mean_and_not_when_they_are_fetched() -> None:
    declared = SourceDeclaration(name="school", format="csv", url="https://school.example/")
    assert recipe(declared) == recipe(declared.model_copy(update={"cadence": "weekly", "contact": "x"}))
    assert recipe(declared) != recipe(declared.model_copy(update={"province": "Drenthe"}))
