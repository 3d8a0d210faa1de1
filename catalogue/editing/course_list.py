"""The editors' list of courses: why people see each or not, looked through by words and narrowed by that standing."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, not_, or_, true
from sqlmodel import Session, col, select

from catalogue.audit.change import has_controls
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.tables import Course, CourseState, Override, Provider, Source
from catalogue.tables.course import HIDDEN

PAGE_SIZE = 50
Likes = Callable[[Any, str], ColumnElement[bool]]
"""A text holds these letters, whatever their capitals."""


class Standing(StrEnum):
    """Why people see a course or not; the first that holds, in this order."""

    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    BORDERLINE = "borderline"
    NOT_TECHNICAL = "not-technical"
    DUPLICATE = "duplicate"
    """Another source's course shows it."""
    WAITING = "waiting"
    """Its source is not approved yet."""
    PUBLISHED = "published"


class CourseFilter(StrEnum):
    """What the editors' list can be narrowed to: each `Standing`, and `edited` for courses with an own value."""

    ALL = "all"
    PUBLISHED = "published"
    BORDERLINE = "borderline"
    WAITING = "waiting"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    NOT_TECHNICAL = "not-technical"
    DUPLICATE = "duplicate"
    EDITED = "edited"


@dataclass(frozen=True)
class CoursePage:
    """One page of the editors' list. `page` counts from 1 and is the nearest that exists."""

    courses: Sequence[EffectiveCourse]
    total: int
    page: int
    pages: int


def find_courses(session: Session, text: str = "", which: CourseFilter = CourseFilter.ALL, page: int = 1) -> CoursePage:
    """Courses by title (crawled or own), provider, source or id, in order of title, `PAGE_SIZE` a page.

    Capitals do not count; on SQLite only those of plain letters.
    """
    asked = _matches(_printable(text), _likes(session)), _narrowed(which)
    total = session.exec(select(func.count()).select_from(Course).where(*asked)).one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    ordered = select(Course.id).where(*asked).order_by(func.lower(Course.title), Course.id)
    ids = list(session.exec(ordered.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)))
    courses = sorted(effective_courses(session, ids), key=lambda course: ids.index(course.id))
    return CoursePage(courses=courses, total=total, page=page, pages=pages)


def standing(course: EffectiveCourse) -> Standing:
    """Why people see this course or not."""
    technical = course.content.technical
    if course.withdrawn:
        return Standing.WITHDRAWN
    if HIDDEN in course.overridden:
        return Standing.HIDDEN
    if technical is None:
        return Standing.BORDERLINE
    if not technical.value:
        return Standing.NOT_TECHNICAL
    if course.duplicate_of is not None:
        return Standing.DUPLICATE
    return Standing.PUBLISHED if course.published else Standing.WAITING


def _printable(text: str) -> str:
    return "".join(sign for sign in text if not has_controls(sign)).strip()


def _likes(session: Session) -> Likes:
    """SQLite passes over capitals by itself; asked to lower them, it would write each title anew first."""
    if session.get_bind().dialect.name == "sqlite":
        return lambda column, text: column.contains(text, autoescape=True)
    return lambda column, text: column.icontains(text, autoescape=True)


def _matches(text: str, likes: Likes) -> ColumnElement[bool]:
    if not text:
        return true()
    own_title = or_(*(likes(cast(col(Override.value), String), each) for each in _as_json(text)))
    return or_(
        likes(col(Course.title), text),
        col(Course.provider_id).in_(select(Provider.id).where(likes(col(Provider.name), text))),
        col(Course.source_id).in_(select(Source.id).where(likes(col(Source.name), text))),
        col(Course.id) == text.lower(),
        _overridden(col(Override.field) == "title", own_title),
    )


def _as_json(text: str) -> set[str]:
    """The text as it stands inside JSON: letters as they are, or escaped beyond ASCII, as rows of before orjson are."""
    return {json.dumps(text, ensure_ascii=escaped)[1:-1] for escaped in (False, True)}


def _overridden(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """An editor set it. The few own values are read once, not looked for beside each of the many courses."""
    return col(Course.id).in_(select(Override.course_id).where(*conditions))


def _own(field: str, value: bool | None) -> ColumnElement[bool]:
    return _overridden(col(Override.field) == field, cast(col(Override.value), String) == json.dumps(value))


def _technical_is(value: bool | None) -> ColumnElement[bool]:
    """The same rule as `apply_overrides`, in SQL: the editor's answer, and the crawled one where there is none."""
    crawled = col(Course.technical).is_(value)
    return or_(_own("technical", value), and_(not_(_overridden(col(Override.field) == "technical")), crawled))


def _narrowed(which: CourseFilter) -> ColumnElement[bool]:
    """The same order as `standing`, in SQL."""
    withdrawn = col(Course.state) == CourseState.WITHDRAWN
    hidden = _own(HIDDEN, True)
    seen = and_(not_(withdrawn), not_(hidden))
    waiting = select(Source.id).where(not_(col(Source.approved)))
    # Asked in another way, SQLite would take an index that holds nearly all courses, and sort them.
    technical, linked = and_(seen, _technical_is(True)), func.coalesce(Course.duplicate_of, "") != ""
    conditions = {
        CourseFilter.ALL: true(),
        CourseFilter.EDITED: _overridden(),
        CourseFilter.WITHDRAWN: withdrawn,
        CourseFilter.HIDDEN: and_(not_(withdrawn), hidden),
        CourseFilter.BORDERLINE: and_(seen, _technical_is(None)),
        CourseFilter.NOT_TECHNICAL: and_(seen, _technical_is(False)),
        CourseFilter.DUPLICATE: and_(technical, linked),
        CourseFilter.WAITING: and_(technical, not_(linked), col(Course.source_id).in_(waiting)),
        CourseFilter.PUBLISHED: and_(technical, not_(linked), col(Course.source_id).not_in(waiting)),
    }
    return conditions[which]
