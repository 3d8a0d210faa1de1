"""A crawl that waits: did the source really change this way?"""

from datetime import date

from sqlmodel import Session, col, select

from catalogue.queue.kind import Deciding, Item, LiveKind, fingerprint, worth
from catalogue.runs import reject, release
from catalogue.tables import CrawlRun, RunState, Source

HARM = 9


def _items(session: Session, _today: date) -> list[Item]:
    waiting = select(CrawlRun, Source.name).join(Source, col(Source.id) == col(CrawlRun.source_id))
    return [_item(run, name) for run, name in session.exec(waiting.where(CrawlRun.state == RunState.QUARANTINED))]


def _item(run: CrawlRun, name: str) -> Item:
    facts = {"source": name, "reasons": run.reasons, "counts": run.counts}
    touched = sum(run.counts.get(outcome, 0) for outcome in ("new", "changed", "restored", "refused"))
    since = run.finished_at or run.started_at
    return Item("run", str(run.id), fingerprint(facts), worth(HARM, touched), since, facts, title=name)


def _release(deciding: Deciding, item: Item) -> None:
    release(deciding.door, int(item.subject), deciding.editor.email, deciding.reason)


def _reject(deciding: Deciding, item: Item) -> None:
    reject(deciding.door, int(item.subject), deciding.editor.email, deciding.reason)


RUN = LiveKind("run", HARM, _items, {"release": _release, "reject": _reject}, apart=True)
