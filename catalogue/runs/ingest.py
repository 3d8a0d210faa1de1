"""Store what a judged run's plan says: new, changed and restored courses.

Each chunk is one transaction that also marks its courses for the index. Applying twice gives the same
catalogue, so a killed process simply applies again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import Row, delete, update
from sqlmodel import Session, col, select

from catalogue import outbox
from catalogue.audit import record
from catalogue.database import add_rows
from catalogue.declaration import SourceDeclaration
from catalogue.identity import slug
from catalogue.normal import NormalCourse
from catalogue.recipe import recipe
from catalogue.runs.offers import Offer
from catalogue.runs.sightings import sighted
from catalogue.tables import Course, CourseSession, CourseState, CrawlRun, Provider, RunItem, Sighting, Source
from catalogue.tables.base import insert_into

CRAWLER = "crawler"
"""Actor of what a crawl does, in the audit record."""


@dataclass(frozen=True)
class Applying:
    """The run that is being applied, with what its courses share."""

    source: Source
    run: CrawlRun
    offers: Mapping[str, Offer] = field(default_factory=dict)
    providers: dict[str, int] = field(default_factory=dict)
    """Name -> key of the providers met so far: most sources have one."""

    @cached_property
    def declaration(self) -> SourceDeclaration:
        """The source's declaration."""
        return SourceDeclaration.model_validate(self.source.declaration)

    @cached_property
    def recipe(self) -> str:
        """See `Sighting.recipe`."""
        return recipe(self.declaration)


def content_hash(normal: Mapping[str, Any]) -> str:
    """32 hex digits, equal for equal content (a dumped `NormalCourse`)."""
    return hashlib.blake2b(orjson.dumps(normal), digest_size=16).hexdigest()


def store(session: Session, applying: Applying, items: Sequence[RunItem]) -> set[str]:
    """Store the planned content of these courses, but for those that a later run saw. Gives the ids of what changed."""
    ids = [item.course_id for item in items]
    newer = select(Sighting.course_id).where(col(Sighting.course_id).in_(ids))
    later = set(session.exec(newer.where(col(Sighting.run_id) > applying.run.id)))
    todo = [item for item in items if item.course_id not in later]
    normals = {item.course_id: item.normal or {} for item in todo}
    contents = {course_id: NormalCourse.model_validate(normal) for course_id, normal in normals.items()}
    _store_courses(session, applying, contents, normals)
    _replace_sessions(session, contents)
    sighted(session, [_sighting(applying, item) for item in todo])
    outbox.mark(session, contents)
    return set(contents)


def _store_courses(
    session: Session, applying: Applying, contents: Mapping[str, NormalCourse], normals: Mapping[str, dict[str, Any]]
) -> None:
    stored = _stored(session, list(contents))
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for course_id, content in contents.items():
        row = {"id": course_id, **_seen(applying, course_id)}
        digest, before = content_hash(normals[course_id]), stored.get(course_id)
        if before is None or before.content_hash != digest:
            row |= _filled(session, applying, content)
            row |= {"normal": normals[course_id], "content_hash": digest}
        if before is not None and before.state == CourseState.WITHDRAWN:
            _record_return(session, applying.run, course_id, before.state_reason)
        (new if before is None else changed).append(row)
    at = applying.run.started_at
    first = {"source_id": applying.run.source_id, "first_seen_at": at, "duplicate_of": None}
    add_rows(session, Course, [{**first, "source_key": contents[row["id"]].source_key, **row} for row in new])
    if changed:
        session.execute(update(Course), changed)


def _stored(session: Session, ids: list[str]) -> dict[str, Row[Any]]:
    columns = map(col, (Course.id, Course.content_hash, Course.state, Course.state_reason))
    return {row.id: row for row in session.execute(select(*columns).where(col(Course.id).in_(ids)))}


def _seen(applying: Applying, course_id: str) -> dict[str, Any]:
    """What every stored course gets: the run sees it, so it is offered."""
    return {
        "state": CourseState.ACTIVE,
        "state_reason": None,
        "page_url": applying.offers[course_id].page_url,
        "run_id": applying.run.id,
        "checked_at": applying.run.started_at,
        "misses": 0,
        "gone": 0,
    }


def _record_return(session: Session, run: CrawlRun, course_id: str, withdrawn: str | None) -> None:
    record(session, CRAWLER, "course.restore", f"course:{course_id}", withdrawn, None, f"seen again in run {run.id}")


def _filled(session: Session, applying: Applying, content: NormalCourse) -> dict[str, Any]:
    """What is queried out of the content, beside the whole."""
    name = content.provider_name or applying.declaration.provider or applying.source.name
    return {
        "changed_at": applying.run.started_at,
        "provider_id": _provider(session, applying, name),
        "title": content.title,
        "technical": content.technical.value if content.technical else None,
        "sector": content.sector.value if content.sector else None,
        "level": content.level.value if content.level else None,
        "price_cents": content.price.value.cents if content.price else None,
    }


def _provider(session: Session, applying: Applying, name: str) -> int:
    """The key of the provider of that name, new where there is none."""
    known = applying.providers.get(name)
    if known is None:
        mine = select(Provider.id).where(Provider.slug == slug(name))
        known = session.exec(mine).first()
        if known is None:
            # Another source may bring the same provider at this moment.
            new = insert_into(session, Provider).values(slug=slug(name), name=name)
            session.execute(new.on_conflict_do_nothing(index_elements=["slug"]))
            known = session.exec(mine).one()
        applying.providers[name] = known or 0
    return applying.providers[name]


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
    add_rows(session, CourseSession, rows)


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
