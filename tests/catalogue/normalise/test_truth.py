"""What `make truth` counts: a wrong value costs precision and recall, a missing one recall only."""

import pytest

from bench.truth.labelled import Label
from bench.truth.score import FIELDS, Tally, Technical

PRICE = {"cents": 95_000, "vat": "unknown", "per": "course", "is_from": False}


def label(**facts) -> Label:
    return Label("one", "part1", "file.csv", {}, facts)


@pytest.mark.parametrize(
    ("fact", "shown", "precision", "recall"),
    [
        (PRICE, "Kosten: € 950", 1.0, 1.0),
        (PRICE, "Kosten: € 900", 0.0, 0.0),
        (PRICE, "Veel vuur", None, 0.0),
        (None, "Kosten: € 950", 0.0, None),
        (None, "Veel vuur", None, None),
        (PRICE | {"currency": "USD"}, "Veel vuur", None, None),
    ],
)
def test_a_wrong_value_costs_more_than_a_missing_one(read, fact, shown, precision, recall) -> None:
    tally = Tally()
    FIELDS["price"](tally, label(price=fact), read(description=shown))
    assert (tally.precision, tally.recall) == (precision, recall)


def test_any_value_of_a_list_is_right_and_a_question_mark_is_not_scored(read) -> None:
    tally = Tally()
    FIELDS["mode"](tally, label(mode=["online", "self-paced"]), read(mode_text="online"))
    assert tally.precision == 1.0
    assert not label(mode="?").decided("mode")


def test_borderline_must_not_reach_the_portal(read) -> None:
    counts = Technical()
    counts.add(label(technical="borderline"), read("Lasser"))
    counts.add(label(technical=True), read("Lasser"))
    assert (counts.true, counts.false, counts.missed) == (1, 1, 0)
