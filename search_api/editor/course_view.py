"""One course as its page shows it: field by field the source's value, how it is known, and the editor's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from catalogue.audit.change import InvalidOverride
from catalogue.curation import crawled_value, version
from catalogue.editing.course_list import Standing, standing
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.normal import Known, NormalCourse
from catalogue.tables import Course, Editor, Override
from catalogue.tables.course import HIDDEN
from search_api.editor.fields import INPUTS, as_typed
from search_api.editor.texts import Texts

VISIBILITY = "visibility"
"""The form that hides or shows a course, named as the fields' forms are."""


@dataclass(frozen=True)
class Attempt:
    """A form that was refused: which field, what was typed, and why. `form` is one of `courses.DONE`."""

    field: str
    typed: Mapping[str, str]
    problem: InvalidOverride
    form: str

    @property
    def on_reason(self) -> bool:
        """Whether the reason is what is wrong; otherwise the value."""
        return self.problem.field == "reason"


@dataclass(frozen=True)
class Own:
    """An editor's value: in words, by whom, when and why."""

    text: str
    editor: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class FieldView:
    """One field. `typed` is what its form starts with."""

    name: str
    input: str
    crawled: str
    evidence: Known[Any] | None
    own: Own | None
    typed: Mapping[str, str]
    attempt: Attempt | None
    seen: str
    """`curation.version`: what the form was filled in beside."""
    then: str | None
    """What the source said when the own value was chosen, where it says something else now."""


@dataclass(frozen=True)
class CourseView:
    """All that the page of one course shows."""

    course: EffectiveCourse
    crawled: NormalCourse
    stored: Course
    standing: Standing
    hidden: Own | None
    fields: Sequence[FieldView]
    attempt: Attempt | None


def course_view(session: Session, course_id: str, attempt: Attempt | None, t: Texts) -> CourseView | None:
    """The view of one course, or None when there is no such course."""
    stored = session.get(Course, course_id) if course_id.isalnum() else None
    if stored is None:
        return None
    [course] = effective_courses(session, [course_id])
    overrides = _overrides(session, course_id)
    owns = {field: _own(override, name, t) for field, (override, name) in overrides.items()}
    crawled = NormalCourse.model_validate(stored.normal)
    fields = [_field_view(name, crawled, stored, overrides, owns.get(name), attempt, t) for name in INPUTS]
    return CourseView(course, crawled, stored, standing(course), owns.get(HIDDEN), fields, attempt)


def _overrides(session: Session, course_id: str) -> dict[str, tuple[Override, str]]:
    """Field -> override and the name of its editor."""
    rows = session.exec(
        select(Override, Editor.name)
        .join(Editor, col(Editor.id) == col(Override.editor_id))
        .where(Override.course_id == course_id)
    )
    return {override.field: (override, name) for override, name in rows}


def _own(override: Override, editor: str, t: Texts) -> Own:
    return Own(t.value(override.field, override.value), editor, override.created_at, override.reason)


def _field_view(
    name: str,
    crawled: NormalCourse,
    stored: Course,
    overrides: Mapping[str, tuple[Override, str]],
    own: Own | None,
    attempt: Attempt | None,
    t: Texts,
) -> FieldView:
    mine = attempt if attempt is not None and attempt.field == name else None
    value = crawled_value(stored.normal, name)
    start = overrides[name][0].value if name in overrides else value
    typed = mine.typed if mine is not None and mine.form == "set" else as_typed(name, start)
    evidence = getattr(crawled, name)
    known = evidence if isinstance(evidence, Known) else None
    override = overrides[name][0] if name in overrides else None
    then = t.value(name, override.base["value"]) if override and _moved(override, value) and override.base else None
    seen = version(stored, name, override)
    return FieldView(name, INPUTS[name], t.value(name, value), known, own, typed, mine, seen, then)


def _moved(override: Override, value: Any) -> bool:
    return override.base is not None and override.base["value"] != value
