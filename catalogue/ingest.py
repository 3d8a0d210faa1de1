"""Apply what a judged run read to the courses: new, changed, seen again, restored.

Each chunk is one transaction that also marks its courses for the index. Applying twice gives the same
catalogue, so a killed process simply applies again.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from catalogue import outbox
from catalogue.declaration import SourceDeclaration
from catalogue.identity import course_id, slug
from catalogue.normal import NormalCourse
from catalogue.normalise import normalise
from catalogue.raw import RawCourse, Refusal
from catalogue.tables import Course, CourseSession, CourseState, CrawlRun, Provider, Refused, Source

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class PageItem:
    """One quoted course with the page that gave it."""

    page_url: str
    raw: RawCourse


@dataclass(frozen=True)
class Applying:
    """The run that is being applied, with what its courses share."""

    source: Source
    run: CrawlRun

    @property
    def declaration(self) -> SourceDeclaration:
        """The source's declaration."""
        return SourceDeclaration.model_validate(self.source.declaration)

    @property
    def at(self) -> datetime:
        """When the run looked: what "today" was for its pages."""
        return self.run.started_at


def apply_items(session: Session, applying: Applying, items: Sequence[PageItem]) -> Counter[str]:
    """Store these items; gives counts `new`, `changed`, `same`, `restored`, `refused`, `older`. Flushes."""
    counts: Counter[str] = Counter()
    declaration, today = applying.declaration, applying.at.astimezone(AMSTERDAM).date()
    normal: list[tuple[str, NormalCourse]] = []
    for item in items:
        result = normalise(item.raw, declaration, today)
        if isinstance(result, Refusal):
            _refuse(session, applying.run, result)
            counts["refused"] += 1
        else:
            normal.append((item.page_url, result))
    counts.update(_store(session, applying, normal))
    return counts


def _refuse(session: Session, run: CrawlRun, refusal: Refusal) -> None:
    session.add(Refused(run_id=run.id, reason=refusal.reason, location=refusal.where, detail=refusal.detail))


def _store(session: Session, applying: Applying, normal: Sequence[tuple[str, NormalCourse]]) -> Counter[str]:
    ids = [course_id(applying.source.name, content.source_key) for _, content in normal]
    stored = {course.id: course for course in session.exec(select(Course).where(col(Course.id).in_(ids)))}
    counts: Counter[str] = Counter()
    changed: list[str] = []
    for public_id, (page_url, content) in zip(ids, normal, strict=True):
        outcome = _store_one(session, applying, stored, public_id, page_url, content)
        counts[outcome] += 1
        if outcome in ("new", "changed", "restored"):
            changed.append(public_id)
    session.flush()
    outbox.mark(session, changed)
    return counts


def _store_one(
    session: Session,
    applying: Applying,
    stored: dict[str, Course],
    public_id: str,
    page_url: str,
    content: NormalCourse,
) -> str:
    course = stored.get(public_id)
    if course is not None and course.run_id is not None and course.run_id > (applying.run.id or 0):
        return "older"
    digest = hashlib.blake2b(content.model_dump_json().encode(), digest_size=16).hexdigest()
    outcome = _outcome(course, digest)
    if course is None:
        course = Course(id=public_id, source_id=applying.run.source_id, source_key=content.source_key,
                        first_seen_at=applying.at, title="", page_url="", normal={}, content_hash="",
                        changed_at=applying.at, checked_at=applying.at)  # fmt: skip
    if course.content_hash != digest:
        _fill(session, course, content, applying)
        course.content_hash = digest
        course.changed_at = applying.at
    course.page_url, course.run_id, course.checked_at = page_url, applying.run.id, applying.at
    course.state, course.state_reason, course.misses, course.gone = CourseState.ACTIVE, None, 0, 0
    session.add(course)
    if outcome in ("new", "changed"):
        session.flush()
        _replace_sessions(session, course.id, content)
    return outcome


def _outcome(course: Course | None, digest: str) -> str:
    if course is None:
        return "new"
    if course.content_hash != digest:
        return "changed"
    return "restored" if course.state == CourseState.WITHDRAWN else "same"


def _fill(session: Session, course: Course, content: NormalCourse, applying: Applying) -> None:
    """Copy what is queried out of `content`, beside the whole."""
    name = content.provider_name or applying.declaration.provider or applying.source.name
    course.provider_id = _provider(session, name).id
    course.normal = content.model_dump(mode="json")
    course.title = content.title
    course.technical = content.technical.value if content.technical else None
    course.sector = content.sector.value if content.sector else None
    course.level = content.level.value if content.level else None
    course.price_cents = content.price.value.cents if content.price else None


def _provider(session: Session, name: str) -> Provider:
    found = session.exec(select(Provider).where(Provider.slug == slug(name))).first()
    if found is None:
        found = Provider(slug=slug(name), name=name)
        session.add(found)
        session.flush()
    return found


def _replace_sessions(session: Session, public_id: str, content: NormalCourse) -> None:
    session.execute(delete(CourseSession).where(col(CourseSession.course_id) == public_id))
    rows = [
        {
            "course_id": public_id,
            "position": position,
            "start_first": s.start.value.first if s.start else None,
            "start_last": s.start.value.last if s.start else None,
            "place": s.place.value.name if s.place else None,
            "province": s.place.value.province if s.place else None,
            "latitude": s.place.value.latitude if s.place else None,
            "longitude": s.place.value.longitude if s.place else None,
        }
        for position, s in enumerate(content.sessions)
    ]
    if rows:
        session.execute(insert(CourseSession), rows)
