"""Keep the stored questions up with the courses: in the transaction in which the index has followed a change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from catalogue.curation import crawled_value
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.queue.kind import Seen, fingerprint, reach, worth
from catalogue.queue.kinds import COURSE_KINDS
from catalogue.tables import Course, Override, QueueDecision, QueueItem, SearchOpening, utcnow


def refresh(session: Session, course_ids: Sequence[str], courses: Sequence[EffectiveCourse] | None = None) -> None:
    """Ask all questions of these courses anew; an answered one stays so while its evidence is the same. Flushes."""
    ids = list(course_ids)
    seen = _seen(session, ids, effective_courses(session, ids) if courses is None else courses)
    old = _old(session, ids)
    decided = _decided(session, ids) if seen else set()
    rows = {(row["kind"], row["subject"]): row for each in seen for row in _rows(each)}
    rows = {key: row for key, row in rows.items() if (*key, row["evidence"]) not in decided}
    for key, row in rows.items():
        evidence, since = old.get(key, ("", utcnow()))
        row["since"] = since if evidence == row["evidence"] else utcnow()
    if old:
        session.execute(delete(QueueItem).where(col(QueueItem.course_id).in_(ids)))
    if rows:
        session.execute(insert(QueueItem), list(rows.values()))


def _old(session: Session, ids: list[str]) -> dict[tuple[str, str], tuple[str, datetime]]:
    known = select(QueueItem.kind, QueueItem.subject, QueueItem.evidence, QueueItem.since)
    rows = session.exec(known.where(col(QueueItem.course_id).in_(ids)))
    return {(kind, subject): (evidence, since) for kind, subject, evidence, since in rows}


def _seen(session: Session, ids: list[str], courses: Sequence[EffectiveCourse]) -> list[Seen]:
    """Only courses that people could see: not withdrawn, hidden, or shown by another."""
    own = _overrides(session, ids)
    shown = [c for c in courses if not c.withdrawn and c.duplicate_of is None and "hidden" not in c.overridden]
    openings = _openings(session, [course.id for course in shown])
    return [Seen(course, tuple(own.get(course.id, ())), openings.get(course.id, 0)) for course in shown]


def _overrides(session: Session, ids: list[str]) -> dict[str, list[tuple[Override, Any]]]:
    found: dict[str, list[tuple[Override, Any]]] = {}
    rows = select(Override, Course.normal).join(Course, col(Course.id) == col(Override.course_id))
    for override, normal in session.exec(rows.where(col(Override.course_id).in_(ids))):
        found.setdefault(override.course_id, []).append((override, crawled_value(dict(normal), override.field)))
    return found


def _openings(session: Session, ids: list[str]) -> dict[str, int]:
    total = func.sum(SearchOpening.openings)
    rows = select(SearchOpening.course_id, total).where(col(SearchOpening.course_id).in_(ids))
    return dict(session.exec(rows.group_by(col(SearchOpening.course_id))).all())


def _decided(session: Session, ids: list[str]) -> set[tuple[str, str, str]]:
    """What editors answered about these courses, with the evidence they saw."""
    known = select(QueueDecision.kind, QueueDecision.subject, QueueDecision.evidence)
    return set(session.exec(known.where(col(QueueDecision.course_id).in_(ids))).all())


def _rows(seen: Seen) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind.name,
            "subject": f"{seen.course.id}:{found.part}" if found.part else seen.course.id,
            "course_id": seen.course.id,
            "evidence": fingerprint(found.facts),
            "value": worth(kind.harm, reach(seen)),
            "facts": dict(found.facts),
        }
        for kind in COURSE_KINDS.values()
        for found in kind.find(seen)
    ]
