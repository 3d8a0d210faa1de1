from datetime import UTC, datetime

import pytest

from catalogue.effective import EffectiveCourse
from catalogue.explain import explain_course
from catalogue.normal import Flag, NormalCourse
from catalogue.normalise import FLAGS, REASONS
from catalogue.raw import RawPrice


def explained(course: NormalCourse) -> dict[str, dict[str, object]]:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    effective = EffectiveCourse("1", "source", None, "provider", course, True, False, now, now)
    return {row["field"]: row for row in explain_course(effective)}


def test_every_field_with_evidence_is_explained(read) -> None:
    rows = explained(read())
    known = {name for name, field in NormalCourse.model_fields.items() if "Known[" in str(field.annotation)}
    assert known - {"extra_costs"} <= set(rows)


@pytest.mark.parametrize("reason", REASONS)
def test_a_course_that_was_refused_later_names_the_reason(read, reason: str) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    words = f"{reason}: {REASONS[reason]}"
    gone = EffectiveCourse("1", "source", None, "provider", read(), False, True, now, now, state_reason=words)
    row = next(row for row in explain_course(gone) if row["field"] == "state")
    assert (row["value"], row["rule"], row["quote"]) == ("withdrawn", reason, words)


@pytest.mark.parametrize("reason", FLAGS)
def test_every_flag_is_a_row_with_its_words(read, reason: str) -> None:
    course = read().model_copy(update={"flags": (Flag(reason=reason, field="price", quote="the words"),)})
    row = explained(course)[f"flag:{reason}"]
    assert (row["rule"], row["value"], row["quote"]) == (reason, "price", "the words")


def test_costs_and_schedule_show_their_words(read) -> None:
    price = RawPrice(text="150.00", category="exam")
    rows = explained(read(prices=(price,), description="De lessen zijn op zaterdag in Arnhem, 3 x € 400,-."))
    assert rows["extra_costs[0]"]["value"] == {"kind": "exam", "cents": 15_000, "vat": "unknown"}
    assert (rows["schedule"]["value"], rows["schedule"]["known"]) == (["weekend"], "inferred")
    assert rows["instalments"]["quote"] == "3 x € 400,-"


def test_wording_is_flagged_and_the_text_stays_as_it_is(read) -> None:
    text = "Word jij onze nieuwe vakman? Je tekent een POK met het bedrijf waar je gaat werken en leren in de week. "
    course = read(description=text)
    rows = explained(course)
    assert course.description == text.strip()
    assert rows["flag:wording_gendered"]["quote"] == "vakman"
    assert rows["flag:wording_jargon"]["quote"] == "POK"


def test_the_readability_of_a_dutch_text_is_shown_also_when_it_is_good(read) -> None:
    easy = "Je leert lassen. Je werkt met staal. Een docent helpt je. Je oefent elke week. Dat is leuk. "
    row = explained(read(description=easy * 6))["readability"]
    assert row["rule"] == "wording.flesch_douma"
    assert row["value"] > 60


def test_two_prices_that_contradict_each_other_are_both_shown(read) -> None:
    rows = explained(read(prices=(RawPrice(text="100"),), description="De kosten zijn € 1.000 per persoon."))
    assert rows["price"]["value"]["cents"] == 10_000
    assert rows["flag:price_contradiction"]["quote"] == "100 ↔ De kosten zijn € 1.000 per persoon."
