"""What `make truth` counts: a wrong value costs precision and recall, a missing one recall only."""

import pytest
import yaml

from bench.truth.labelled import Label
from bench.truth.offers import _located
from bench.truth.score import FIELDS, Tally, Technical
from bench.truth.unlabelled import shown
from catalogue.raw import RawCourse

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


def test_a_part_of_a_price_that_the_reader_could_not_decide_is_not_compared(read) -> None:
    tally = Tally()
    FIELDS["price"](tally, label(price=PRICE | {"per": "?"}), read(description="Kosten: € 950"))
    FIELDS["price"](tally, label(price=PRICE | {"per": "?"}), read(description="Kosten: € 900"))
    assert (tally.shown, tally.right) == (2, 1)


def test_of_offers_with_one_title_the_label_means_the_one_at_its_number() -> None:
    offers = tuple(
        RawCourse(source_key=key, url="https://p.example", node_type="Course", title=title)
        for key, title in (("a", "Lassen Basis"), ("b", "Lassen basis"), ("c", "Frezen"))
    )
    found = [
        _located(offers, Label("one", "part1", "f", {"index": index}, {"title": "Lassen basis"})) for index in (1, 2)
    ]
    assert [each and each.source_key for each in found] == ["b", "a"]


def test_what_a_reader_is_given_to_label_is_what_the_file_says_and_no_value() -> None:
    raw = RawCourse(
        source_key="1", url="https://p.example", node_type="Course", title="Lassen", description="<b>€ 5</b>"
    )
    printed = shown(1, ("file.csv", 3, raw))
    assert yaml.safe_load(printed) == [{"id": 1, "file": "file.csv", "locator": {"index": 3}, "title": "Lassen"}]
    assert "# description: € 5" in printed
