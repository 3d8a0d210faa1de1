"""A source without a good crawl for longer than its cadence allows: what people see gets old."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue.declaration import HAND
from catalogue.queue.kind import Deciding, Item, LiveKind, fingerprint, note, worth
from catalogue.sources.pausing import set_paused
from catalogue.tables import CrawlRun, RunState, Source

HARM = 5
PATIENCE = {"hourly": timedelta(days=1), "daily": timedelta(days=4), "weekly": timedelta(days=15)}
OTHERWISE = timedelta(days=35)  # a cron expression; none of those that crawl at all is rarer than monthly


def _items(session: Session, today: date) -> list[Item]:
    now = datetime.combine(today, time(), UTC)
    good = select(CrawlRun.source_id, func.max(CrawlRun.id).label("run")).where(CrawlRun.state == RunState.APPLIED)
    runs = good.group_by(col(CrawlRun.source_id)).subquery()
    rows = select(Source, CrawlRun).join(runs, runs.c.source_id == col(Source.id), isouter=True)
    rows = rows.join(CrawlRun, col(CrawlRun.id) == runs.c.run, isouter=True)
    found = session.exec(rows.where(col(Source.paused).is_(False), ~col(Source.name).startswith(HAND))).all()
    known = [(source, run, (run and run.finished_at) or source.created_at) for source, run in found]
    return [_item(source, run, at) for source, run, at in known if now - at > patience(source)]


def patience(source: Source) -> timedelta:
    """How long the source may be without a good crawl."""
    return PATIENCE.get(str(source.declaration.get("cadence", "daily")), OTHERWISE)


def _item(source: Source, run: CrawlRun | None, since: datetime) -> Item:
    # Counting them anew would take as long as the rest of the page.
    courses = run.counts.get("items", 0) if run else 0
    facts = {"last": since.date().isoformat(), "cadence": source.declaration.get("cadence", "daily")}
    more = {**facts, "courses": courses}
    value = worth(HARM, courses)
    return Item("overdue", source.name, fingerprint(facts), value, since, more, title=source.name)


def _pause(deciding: Deciding, item: Item) -> None:
    set_paused(deciding.session, item.subject, True, deciding.reason, deciding.editor)


OVERDUE = LiveKind("overdue", HARM, _items, {"wait": note, "pause": _pause})
