from datetime import UTC, datetime

from catalogue.effective import EffectiveCourse
from catalogue.explain import explain_course
from catalogue.normal import NormalCourse
from catalogue.raw import RawPrice


def explained(course: NormalCourse) -> dict[str, dict[str, object]]:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    effective = EffectiveCourse("1", "source", None, "provider", course, True, False, now, now)
    return {row["field"]: row for row in explain_course(effective)}


def test_every_field_with_evidence_is_explained(read) -> None:
    rows = explained(read())
    known = {name for name, field in NormalCourse.model_fields.items() if "Known[" in str(field.annotation)}
    assert known - {"extra_costs"} <= set(rows)


def test_costs_and_schedule_show_their_words(read) -> None:
    price = RawPrice(text="150.00", category="exam")
    rows = explained(read(prices=(price,), description="De lessen zijn op zaterdag in Arnhem, 3 x € 400,-."))
    assert rows["extra_costs[0]"]["value"] == {"kind": "exam", "cents": 15_000, "vat": "unknown"}
    assert (rows["schedule"]["value"], rows["schedule"]["known"]) == (["weekend"], "inferred")
    assert rows["instalments"]["quote"] == "3 x € 400,-"
