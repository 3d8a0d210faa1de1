"""What editors do to courses: own values beside the crawled ones, hiding and showing. Flushes, never commits.

Each change needs a reason and the right to make it (`catalogue.portals.access`), leaves an audit event with the value
that people saw before and after, and marks the course for the index. Nothing here touches `Course`: no crawl undoes it.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, select

from catalogue import audit, outbox
from catalogue.audit.change import (
    ChangedMeanwhile,
    CourseNotFound,
    InvalidOverride,
    checked_reason,
    folded,
    has_controls,
)
from catalogue.careers.table import careers
from catalogue.effective import (
    EACH_KNOWN,
    KNOWN_FIELDS,
    OVERRIDABLE,
    TEXT_FIELDS,
    check_override,
)  # fmt: skip
from catalogue.portals.access import require_all_portals, require_course
from catalogue.raw import MAX_DESCRIPTION
from catalogue.tables import CareerDecision, Course, Editor, Override, utcnow
from catalogue.tables.course import HIDDEN

MAX_TITLE = 300
MAX_CENTS = 100_000_000  # a million euros: above it somebody forgot the decimal comma
NLQF = range(1, 9)
YEARS = range(2000, 2101)
MAX_FIGURE = 10_000  # hours, learners, or units of duration
FIGURES = {"effort": ("hours", "most"), "group_size": ("least", "most"), "duration": ("amount",)}


class UnknownCareer(LookupError):
    """No career has this id."""


def set_override(
    session: Session, course_id: str, field: str, value: Any, reason: str, editor: Editor, seen: str | None = None
) -> Override:
    """Give one field the editor's value, in place of an earlier one. `seen` is the `version` that the editor saw.

    Raises CourseNotFound, InvalidOverride, ChangedMeanwhile, or NotAllowed: hiding is for editors of all portals.
    """
    checked = _checked(field, value)
    reason = checked_reason(reason)
    course = _lock(session, course_id, editor, field)
    override = _find(session, course_id, field)
    _refuse_stale(course, field, override, editor, seen)
    before = _seen(course, field, override)
    if override is None:
        override = Override(course_id=course_id, field=field, reason=reason, editor_id=_id(editor))
    override.value, override.reason, override.editor_id, override.created_at = checked, reason, _id(editor), utcnow()
    override.base = {"value": crawled_value(course.normal, field)}
    session.add(override)
    session.flush()
    _record(session, "override.set", course, (before, _seen(course, field, override)), reason, editor)
    return override


def clear_override(
    session: Session, course_id: str, field: str, reason: str, editor: Editor, seen: str | None = None
) -> None:
    """Let the crawled value be seen again. Raises InvalidOverride when there is no own value; see `set_override`."""
    reason = checked_reason(reason)
    course = _lock(session, course_id, editor, field)
    override = _find(session, course_id, field)
    if override is None:
        raise InvalidOverride(field, "not_set" if field in OVERRIDABLE else "unknown_field")
    _refuse_stale(course, field, override, editor, seen)
    before = _seen(course, field, override)
    session.delete(override)
    session.flush()
    _record(session, "override.clear", course, (before, _seen(course, field, None)), reason, editor)


def keep_override(session: Session, course_id: str, field: str, reason: str, editor: Editor) -> None:
    """The source says something else now, and the editor's value still holds. Raises as `clear_override`."""
    reason = checked_reason(reason)
    course = _lock(session, course_id, editor, field)
    override = _find(session, course_id, field)
    if override is None:
        raise InvalidOverride(field, "not_set")
    before, after = override.base, {"value": crawled_value(course.normal, field)}
    override.base = after
    session.add(override)
    session.flush()
    change = ({"field": field, "base": before}, {"field": field, "base": after})
    _record(session, "override.keep", course, change, reason, editor)


def field_state(session: Session, course_id: str, field: str) -> tuple[Course, str, Override | None]:
    """What `version` stands for, as it is now. Raises CourseNotFound."""
    course = session.get(Course, course_id) if course_id.isalnum() else None
    if course is None:
        raise CourseNotFound(course_id)
    return course, field, _find(session, course_id, field)


def version(course: Course, field: str, override: Override | None) -> str:
    """Stands for what an editor sees of one field, own and crawled; a form gives it back."""
    at = override.created_at.isoformat() if override else None
    seen = [_seen(course, field, override), crawled_value(course.normal, field), at]
    return hashlib.blake2b(json.dumps(seen).encode(), digest_size=8).hexdigest()


def _refuse_stale(course: Course, field: str, override: Override | None, editor: Editor, seen: str | None) -> None:
    """Who says nothing of what was seen may still replace a crawled value, or an own one."""
    if seen is None:
        stale = override is not None and override.editor_id != _id(editor)
    else:
        stale = seen != version(course, field, override)
    if stale:
        raise ChangedMeanwhile(field)


def hide(session: Session, course_id: str, reason: str, editor: Editor) -> Override:
    """Take a course out of all portals until `show`, whatever crawls find."""
    return set_override(session, course_id, HIDDEN, True, reason, editor)


def show(session: Session, course_id: str, reason: str, editor: Editor) -> None:
    """Undo `hide`. Raises InvalidOverride when the course is not hidden."""
    clear_override(session, course_id, HIDDEN, reason, editor)


def accept_career(session: Session, course_id: str, career_id: str, reason: str, editor: Editor) -> CareerDecision:
    """Show the course with this career, whatever the rules find. Raises CourseNotFound or UnknownCareer."""
    return _decide(session, course_id, career_id, True, reason, editor)


def reject_career(session: Session, course_id: str, career_id: str, reason: str, editor: Editor) -> CareerDecision:
    """Never show the course with this career, whatever the rules find. Raises CourseNotFound or UnknownCareer."""
    return _decide(session, course_id, career_id, False, reason, editor)


def clear_career(session: Session, course_id: str, career_id: str, reason: str, editor: Editor) -> None:
    """Let the rules decide again. Raises InvalidOverride (`not_set`) when nobody had decided."""
    reason = checked_reason(reason)
    course = _lock(session, course_id, editor)
    decision = session.get(CareerDecision, (course_id, career_id))
    if decision is None:
        raise InvalidOverride("career", "not_set")
    before = _decision(career_id, decision)
    session.delete(decision)
    session.flush()
    _record(session, "career.clear", course, (before, _decision(career_id, None)), reason, editor)


def _decide(
    session: Session, course_id: str, career_id: str, accepted: bool, reason: str, editor: Editor
) -> CareerDecision:
    reason = checked_reason(reason)
    if career_id not in careers():
        raise UnknownCareer(career_id)
    course = _lock(session, course_id, editor)
    found = session.get(CareerDecision, (course_id, career_id))
    before = _decision(career_id, found)
    decision = found or CareerDecision(course_id=course_id, career_id=career_id, accepted=accepted, reason=reason,
                                       editor_id=_id(editor))  # fmt: skip
    decision.accepted, decision.reason, decision.editor_id, decision.at = accepted, reason, _id(editor), utcnow()
    session.add(decision)
    session.flush()
    action = "career.accept" if accepted else "career.reject"
    _record(session, action, course, (before, _decision(career_id, decision)), reason, editor)
    return decision


def _decision(career_id: str, decision: CareerDecision | None) -> dict[str, Any]:
    return {"field": "career", "value": career_id, "accepted": decision.accepted if decision else None}


def crawled_value(normal: dict[str, Any], field: str) -> Any:
    """The JSON value of an overridable field as the crawl found it; None when unknown, False for `hidden`."""
    if field == HIDDEN:
        return False
    stored = normal.get(field)
    if field in EACH_KNOWN:
        return [each["value"] for each in stored or ()]
    return stored["value"] if field in KNOWN_FIELDS and stored is not None else stored


def _checked(field: str, value: Any) -> Any:
    if field not in OVERRIDABLE:
        raise InvalidOverride(field, "unknown_field")
    if isinstance(value, bool) and field not in (HIDDEN, "technical"):
        raise InvalidOverride(field, "wrong_value")  # pydantic would read True as level 1
    if field == HIDDEN and value is not True:
        raise InvalidOverride(field, "wrong_value")  # `show` takes the row away, so that a row always means hidden
    try:
        checked = check_override(field, folded(value) if isinstance(value, str) else value)
    except ValidationError as error:
        raise InvalidOverride(field, "wrong_value") from error
    complaint = _complaint(field, checked)
    if complaint:
        raise InvalidOverride(field, complaint)
    return checked


def _complaint(field: str, value: Any) -> str | None:
    """What is wrong with a value of the right type; None when nothing is."""
    if field in TEXT_FIELDS:
        return _text_complaint(field, value)
    if value is None:
        return None
    if field == "level":
        return None if value in NLQF else "level_range"
    if field == "language":
        return None if re.fullmatch(r"[a-z]{2}", value) else "language_code"
    if field == "price":
        return "price_range" if value["cents"] > MAX_CENTS else None
    return _figures_complaint(field, value)


def _figures_complaint(field: str, value: Any) -> str | None:
    if field == "extra_costs":
        return _costs_complaint(value)
    if field == "deadline":
        years = [int(value[end][:4]) for end in ("first", "last")]
        return None if all(year in YEARS for year in years) and value["first"] <= value["last"] else "date_range"
    if field not in FIGURES:
        return None
    figures = [value[name] for name in FIGURES[field] if value[name] is not None]
    # Least and most, in that order; infinity is a number to JSON's reader.
    return None if figures and max(figures) <= MAX_FIGURE and figures == sorted(figures) else "figure_range"


def _costs_complaint(costs: Sequence[dict[str, Any]]) -> str | None:
    if len({each["kind"] for each in costs}) < len(costs):
        return "wrong_value"
    return "price_range" if any(each["cents"] > MAX_CENTS for each in costs) else None


def _text_complaint(field: str, text: str | None) -> str | None:
    if not text:
        return "title_missing" if field == "title" else None
    if has_controls(text):
        return "control_characters"
    return "too_long" if len(text) > (MAX_TITLE if field == "title" else MAX_DESCRIPTION) else None


def _lock(session: Session, course_id: str, editor: Editor, field: str | None = None) -> Course:
    """The course, when this editor may change it (and this field). Raises CourseNotFound or NotAllowed."""
    course = session.get(Course, course_id) if course_id.isalnum() else None
    if course is None:
        raise CourseNotFound(course_id)
    require_course(session, editor, course_id)
    if field == HIDDEN:
        require_all_portals(editor)
    # The mark comes before the override is read: its row makes two editors of one course wait for each other.
    outbox.mark(session, [course_id])
    return course


def _find(session: Session, course_id: str, field: str) -> Override | None:
    return session.exec(select(Override).where(Override.course_id == course_id, Override.field == field)).one_or_none()


def _seen(course: Course, field: str, override: Override | None) -> dict[str, Any]:
    """One field as people see it. `own` tells an editor's value from the crawled one."""
    if override is None:
        return {"field": field, "value": crawled_value(course.normal, field), "own": False}
    return {"field": field, "value": override.value, "own": True}


def _record(
    session: Session, action: str, course: Course, change: tuple[Any, Any], reason: str, editor: Editor
) -> None:
    before, after = change
    subject = f"course:{course.id}"
    audit.record(session, actor=editor.email, action=action, subject=subject, before=before, after=after, reason=reason)


def _id(editor: Editor) -> int:
    if editor.id is None:
        raise ValueError("the editor is not stored yet")
    return editor.id
