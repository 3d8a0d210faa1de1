"""A source without a good crawl for longer than its cadence allows: what people see gets old."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue.declaration import HAND
from catalogue.pausing import set_paused
from catalogue.queue.kind import Deciding, Item, LiveKind, fingerprint, note, worth
from catalogue.tables import Course, CourseState, CrawlRun, RunState, Source

HARM = 5
PATIENCE = {"hourly": timedelta(days=1), "daily": timedelta(days=4), "weekly": timedelta(days=15)}
OTHERWISE = timedelta(days=35)  # a cron expression; none of those that crawl at all is rarer than monthly


def _items(session: Session, today: date) -> list[Item]:
    now = datetime.combine(today, time(), UTC)
    good = func.max(CrawlRun.finished_at).label("at")
    last = select(CrawlRun.source_id, good).where(CrawlRun.state == RunState.APPLIED).group_by(col(CrawlRun.source_id))
    runs = last.subquery()
    rows = select(Source, runs.c.at).join(runs, runs.c.source_id == col(Source.id), isouter=True)
    found = session.exec(rows.where(col(Source.paused).is_(False), ~col(Source.name).startswith(HAND))).all()
    known = [(source, at or source.created_at) for source, at in found]
    late = [(source, at) for source, at in known if now - at > patience(source)]
    courses = _courses(session, [source.id for source, _ in late])
    return [_item(source, at, courses.get(source.id, 0)) for source, at in late]


def _courses(session: Session, sources: list[int | None]) -> dict[int | None, int]:
    """Source -> courses that people see of it."""
    offered = select(Course.source_id, func.count()).where(Course.state == CourseState.ACTIVE)
    mine = offered.where(col(Course.source_id).in_(sources)).group_by(col(Course.source_id))
    return dict(session.exec(mine).all()) if sources else {}


def patience(source: Source) -> timedelta:
    """How long the source may be without a good crawl."""
    return PATIENCE.get(str(source.declaration.get("cadence", "daily")), OTHERWISE)


def _item(source: Source, since: datetime, courses: int) -> Item:
    facts = {"last": since.date().isoformat(), "cadence": source.declaration.get("cadence", "daily")}
    more = {**facts, "courses": courses}
    value = worth(HARM, courses)
    return Item("overdue", source.name, fingerprint(facts), value, since, more, title=source.name)


def _pause(deciding: Deciding, item: Item) -> None:
    set_paused(deciding.session, item.subject, True, deciding.reason, deciding.editor)


OVERDUE = LiveKind("overdue", HARM, _items, {"wait": note, "pause": _pause})
