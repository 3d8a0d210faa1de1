"""Store what a judged run's plan says: new, changed and restored courses.

Each chunk is one transaction that also marks its courses for the index. Applying twice gives the same
catalogue, so a killed process simply applies again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from catalogue import outbox
from catalogue.audit import record
from catalogue.declaration import SourceDeclaration
from catalogue.identity import slug
from catalogue.normal import NormalCourse
from catalogue.recipe import recipe
from catalogue.run_offers import Offer
from catalogue.sightings import sighted
from catalogue.tables import Course, CourseSession, CourseState, CrawlRun, Provider, RunItem, Sighting, Source

CRAWLER = "crawler"
"""Actor of what a crawl does, in the audit record."""


@dataclass(frozen=True)
class Applying:
    """The run that is being applied, with what its courses share."""

    source: Source
    run: CrawlRun
    offers: Mapping[str, Offer] = field(default_factory=dict)

    @cached_property
    def declaration(self) -> SourceDeclaration:
        """The source's declaration."""
        return SourceDeclaration.model_validate(self.source.declaration)

    @cached_property
    def recipe(self) -> str:
        """See `Sighting.recipe`."""
        return recipe(self.declaration)


def content_hash(content: NormalCourse) -> str:
    """32 hex digits, equal for equal content."""
    return hashlib.blake2b(content.model_dump_json().encode(), digest_size=16).hexdigest()


def store(session: Session, applying: Applying, items: Sequence[RunItem]) -> set[str]:
    """Store the planned content of these courses, but for those that a later run saw. Gives the ids of what changed."""
    ids = [item.course_id for item in items]
    stored = {course.id: course for course in session.exec(select(Course).where(col(Course.id).in_(ids)))}
    newer = select(Sighting.course_id).where(col(Sighting.course_id).in_(ids))
    later = set(session.exec(newer.where(col(Sighting.run_id) > applying.run.id)))
    todo = [item for item in items if item.course_id not in later]
    contents = {item.course_id: NormalCourse.model_validate(item.normal) for item in todo}
    for item in todo:
        _store_one(session, applying, stored.get(item.course_id), item.course_id, contents[item.course_id])
    session.flush()
    _replace_sessions(session, contents)
    sighted(session, [_sighting(applying, item) for item in todo])
    outbox.mark(session, contents)
    return set(contents)


def _store_one(
    session: Session, applying: Applying, course: Course | None, course_id: str, content: NormalCourse
) -> None:
    at, digest, offer = applying.run.started_at, content_hash(content), applying.offers[course_id]
    if course is None:
        course = Course(id=course_id, source_id=applying.run.source_id, source_key=content.source_key,
                        first_seen_at=at, title="", page_url="", normal={}, content_hash="",
                        changed_at=at, checked_at=at)  # fmt: skip
    if course.content_hash != digest:
        _fill(session, course, content, applying)
        course.content_hash, course.changed_at = digest, at
    if course.state == CourseState.WITHDRAWN:
        _restore(session, course, applying.run)
    course.page_url, course.run_id, course.checked_at = offer.page_url, applying.run.id, at
    course.misses, course.gone = 0, 0
    session.add(course)


def _restore(session: Session, course: Course, run: CrawlRun) -> None:
    reason = f"seen again in run {run.id}"
    record(session, CRAWLER, "course.restore", f"course:{course.id}", course.state_reason, None, reason)
    course.state, course.state_reason = CourseState.ACTIVE, None


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


def _sighting(applying: Applying, item: RunItem) -> dict[str, Any]:
    offer = applying.offers[item.course_id]
    return {
        "course_id": item.course_id,
        "run_id": applying.run.id,
        "seen_at": applying.run.started_at,
        "digest": offer.digest,
        "kin": offer.kin,
        "recipe": applying.recipe,
        "valid_until": item.valid_until,
    }


def _replace_sessions(session: Session, contents: Mapping[str, NormalCourse]) -> None:
    session.execute(delete(CourseSession).where(col(CourseSession.course_id).in_(list(contents))))
    rows = [row for course_id, content in contents.items() for row in _session_rows(course_id, content)]
    if rows:
        session.execute(insert(CourseSession), rows)


def _session_rows(course_id: str, content: NormalCourse) -> list[dict[str, Any]]:
    return [
        {
            "course_id": course_id,
            "position": position,
            "start_first": s.start.value.first if s.start else None,
            "start_last": s.start.value.last if s.start else None,
            "place": s.place.value.name if s.place else None,
            "province": s.place.value.province if s.place else None,
            "region": s.place.value.region if s.place else None,
            "latitude": s.place.value.latitude if s.place else None,
            "longitude": s.place.value.longitude if s.place else None,
        }
        for position, s in enumerate(content.sessions)
    ]
