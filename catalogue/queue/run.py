"""A crawl that waits: did the source really change this way?"""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue.queue.kind import Deciding, Item, LiveKind, fingerprint, worth
from catalogue.runs import reject, release
from catalogue.tables import CrawlRun, RunItem, RunState, Source

HARM = 9


def _items(session: Session, _today: date) -> list[Item]:
    waiting = select(CrawlRun, Source.name).join(Source, col(Source.id) == col(CrawlRun.source_id))
    found = session.exec(waiting.where(CrawlRun.state == RunState.QUARANTINED)).all()
    touched = _touched(session, [run.id or 0 for run, _ in found])
    return [_item(run, name, touched.get(run.id or 0, 0)) for run, name in found]


def _touched(session: Session, runs: list[int]) -> dict[int, int]:
    """Run -> courses that it would add, change, bring back or take away."""
    rows = select(RunItem.run_id, func.count()).where(col(RunItem.run_id).in_(runs)).group_by(col(RunItem.run_id))
    return dict(session.exec(rows).all()) if runs else {}


def _item(run: CrawlRun, name: str, touched: int) -> Item:
    facts = {"source": name, "reasons": run.reasons, "counts": run.counts}
    since = run.finished_at or run.started_at
    return Item("run", str(run.id), fingerprint(facts), worth(HARM, touched), since, facts, title=name)


def _release(deciding: Deciding, item: Item) -> None:
    release(deciding.door, int(item.subject), deciding.editor.email, deciding.reason)


def _reject(deciding: Deciding, item: Item) -> None:
    reject(deciding.door, int(item.subject), deciding.editor.email, deciding.reason)


RUN = LiveKind("run", HARM, _items, {"release": _release, "reject": _reject}, apart=True)
