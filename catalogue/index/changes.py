"""What changed since a moment, for a portal that keeps a copy of its courses.

A course is removed from a portal when the portal does not show it now and showed it once: it was withdrawn or hidden,
or moved out of the portal's rules. A course that a portal never showed is never named to it. When the portal's own
rules change, a copy must be made anew: rules are not part of a course.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from catalogue.index.documents import CourseDocument
from catalogue.index.tenancy import permits
from catalogue.portals.portal import PortalSettings
from catalogue.portals.shown import joined, shown
from catalogue.tables import Course, CourseChange, utcnow

REACH = ("source", "sector", "route", "provider", "language", "place", "province", "region")


@dataclass(frozen=True)
class Changes:
    """Ids in the order of their change. `last`: where the next page begins; None after the last page."""

    changed: list[str]
    removed: list[str]
    last: tuple[datetime, str] | None


def follow(session: Session, course_ids: Iterable[str], docs: Iterable[CourseDocument]) -> None:
    """Note that the index now holds `docs` of these courses, and nothing else of them. Flushes, never commits."""
    ids = list(course_ids)
    rows = {
        row.course_id: row for row in session.exec(select(CourseChange).where(col(CourseChange.course_id).in_(ids)))
    }
    reaches: dict[str, list[dict[str, object]]] = {}
    for doc in docs:
        reaches.setdefault(doc.courseId, []).append({name: getattr(doc, name) for name in REACH})
    for course_id in ids:
        row = rows.get(course_id) or CourseChange(course_id=course_id, at=utcnow())
        new = [reach for reach in _once(reaches.get(course_id, [])) if reach not in row.reach]
        row.at, row.reach = utcnow(), [*row.reach, *new]
        session.add(row)
    session.flush()


def _once(reaches: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return [reach for number, reach in enumerate(reaches) if reach not in reaches[:number]]


def changes(
    session: Session, portal: PortalSettings, since: datetime, after: tuple[datetime, str] | None, limit: int
) -> Changes:
    """What changed at or after `since`, from after `after` on; `limit` courses are looked at."""
    rows = _rows(session, since, after, limit + 1)
    page = rows[:limit]
    ids = [row.course_id for row in page]
    visible = set(session.exec(joined(select(Course.id)).where(col(Course.id).in_(ids), shown(portal))))
    removed = [row.course_id for row in page if row.course_id not in visible and was_shown(portal, row)]
    last = (page[-1].at, page[-1].course_id) if len(rows) > limit else None
    return Changes([each for each in ids if each in visible], removed, last)


def _rows(session: Session, since: datetime, after: tuple[datetime, str] | None, limit: int) -> Sequence[CourseChange]:
    query = select(CourseChange).where(CourseChange.at >= since)
    if after:
        moment, course_id = after
        later = (col(CourseChange.at) == moment) & (col(CourseChange.course_id) > course_id)
        query = query.where((col(CourseChange.at) > moment) | later)
    return session.exec(query.order_by(col(CourseChange.at), CourseChange.course_id).limit(limit)).all()


def was_shown(portal: PortalSettings, row: CourseChange) -> bool:
    """Did the index ever hold a document of this course that the portal's rules of today permit?"""
    held = ({**reach, "courseId": row.course_id} for reach in row.reach)
    return any(permits(portal, CourseDocument.model_construct(**each)) for each in held)
