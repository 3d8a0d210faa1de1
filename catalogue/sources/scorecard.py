"""How a source is doing: last healthy run, freshness, count, coverage, what was refused, dead links."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func
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
    active: Any = select(Course.id).where(Course.source_id == source.id, Course.state == CourseState.ACTIVE)
    columns = {"start": CourseSession.start_first, "place": CourseSession.place}
    has = {
        "price": active.where(col(Course.price_cents).is_not(None)),
        "level": active.where(col(Course.level).is_not(None)),
        **{
            name: select(CourseSession.course_id)
            .where(col(CourseSession.course_id).in_(active), col(column).is_not(None))
            .distinct()
            for name, column in columns.items()
        },
    }
    counts = {name: session.exec(select(func.count()).select_from(has[name].subquery())).one() for name in FIELDS}
    return {name: round(count / courses, 4) for name, count in counts.items()} if courses else {}
