"""How a source is doing: last healthy run, freshness, count, coverage, what was refused, dead links."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import case, exists, func
from sqlmodel import Session, col, select

from catalogue.runs.figures import refusals_of
from catalogue.runs.judge import FIELDS
from catalogue.runs.links import dead_links
from catalogue.tables import Course, CourseSession, CourseState, CrawlRun, OptOut, RunState, Source


class Scorecard(BaseModel):
    """One source today. Coverage is the share (0 to 1) of its offered courses that have the field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    state: str
    """`never crawled`, `opted out`, `paused`, `waits for approval`, or the state of the last run."""
    last_run: int | None
    last_run_at: datetime | None
    last_healthy_run: int | None
    last_healthy_at: datetime | None
    hours_since_healthy: int | None
    courses: int
    withdrawn: int
    coverage: dict[str, float]
    refused: dict[str, int]
    """Of the last run, by reason."""
    waiting: tuple[int, ...]
    """Quarantined runs that wait for an editor."""
    dead_links: tuple[str, ...]


def scorecard(session: Session, source: Source, now: datetime) -> Scorecard:
    """The card of one source."""
    last, healthy = _last(session, source), _last(session, source, RunState.APPLIED)
    waiting = select(CrawlRun.id).where(CrawlRun.source_id == source.id, CrawlRun.state == RunState.QUARANTINED)
    healthy_at = healthy.finished_at or healthy.started_at if healthy else None
    courses = _count(session, source, CourseState.ACTIVE)
    return Scorecard(
        source=source.name,
        state=_state(session, source, last),
        last_run=last.id if last else None,
        last_run_at=last.started_at if last else None,
        last_healthy_run=healthy.id if healthy else None,
        last_healthy_at=healthy_at,
        hours_since_healthy=int((now - healthy_at).total_seconds() // 3600) if healthy_at else None,
        courses=courses,
        withdrawn=_count(session, source, CourseState.WITHDRAWN),
        coverage=_coverage(session, source, courses),
        refused=refusals_of(session, last) if last else {},
        waiting=tuple(key for key in session.exec(waiting.order_by(col(CrawlRun.id))) if key is not None),
        dead_links=tuple(check.url for check in dead_links(session, source)),
    )


def _last(session: Session, source: Source, state: RunState | None = None) -> CrawlRun | None:
    query = select(CrawlRun).where(CrawlRun.source_id == source.id)
    query = query.where(CrawlRun.state == state) if state else query
    return session.exec(query.order_by(col(CrawlRun.id).desc())).first()


def _state(session: Session, source: Source, last: CrawlRun | None) -> str:
    if session.exec(select(OptOut.id).where(OptOut.name == source.name)).first() is not None:
        return "opted out"
    if source.paused:
        return "paused"
    if not source.approved:
        return "waits for approval"
    return str(last.state) if last else "never crawled"


def _count(session: Session, source: Source, state: CourseState) -> int:
    query = select(func.count()).select_from(Course).where(Course.source_id == source.id, Course.state == state)
    return session.exec(query).one()


def _coverage(session: Session, source: Source, courses: int) -> dict[str, float]:
    """In one pass over the source's courses."""
    has = {
        "price": col(Course.price_cents), "level": col(Course.level),
        "start": case((_some_session(col(CourseSession.start_first)), 1)),
        "place": case((_some_session(col(CourseSession.place)), 1)),
    }  # fmt: skip
    counted = select(*(func.count(has[name]) for name in FIELDS)).where(
        Course.source_id == source.id, Course.state == CourseState.ACTIVE
    )
    counts = session.execute(counted).one()
    return {name: round(count / courses, 4) for name, count in zip(FIELDS, counts, strict=True)} if courses else {}


def _some_session(column: Any) -> Any:
    return exists().where(col(CourseSession.course_id) == col(Course.id), column.is_not(None))
