"""The source contradicts itself, or says what cannot be: is the shown value right?"""

from collections.abc import Iterator

from catalogue import curation
from catalogue.audit.change import InvalidOverride
from catalogue.effective import OVERRIDABLE
from catalogue.normal import Known
from catalogue.queue.kind import CourseKind, Deciding, Found, Item, Seen, note

REASONS = frozenset({
    "end_before_start", "weekday_disagrees", "date_ambiguous", "date_impossible", "amount_absurd", "amount_negative",
    "amount_notation_ambiguous", "amounts_several", "price_zero_placeholder",
})  # fmt: skip
"""Beside each reason that ends in `_contradiction`."""


def _find(seen: Seen) -> Iterator[Found]:
    course = seen.course
    for flag in dict.fromkeys(course.content.flags):
        doubtful = flag.reason in REASONS or flag.reason.endswith("_contradiction")
        if doubtful and flag.field not in course.overridden:
            known = getattr(course.content, flag.field, None)
            value = known.model_dump(mode="json")["value"] if isinstance(known, Known) else None
            facts = {"field": flag.field, "reason": flag.reason, "value": value, "quote": flag.quote[:500]}
            yield Found(f"{flag.reason}:{flag.field}", facts)


def _unknown(deciding: Deciding, item: Item) -> None:
    field = item.facts["field"]
    if field not in OVERRIDABLE or field in ("title", "technical"):
        raise InvalidOverride(field, "unknown_field")
    course_id = item.course_id or ""
    curation.set_override(deciding.session, course_id, field, None, deciding.reason, deciding.editor)


CONTRADICTION = CourseKind("contradiction", 7, _find, {"right": note, "unknown": _unknown})
