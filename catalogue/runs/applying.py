"""Apply a planned run, in chunks of one transaction. Doing it again after a crash changes nothing more."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.duplicates.owners import link_duplicates
from catalogue.runs.answers import outcomes_of
from catalogue.runs.door import Door
from catalogue.runs.ingest import Applying, store
from catalogue.runs.offers import offers_of
from catalogue.runs.opted_out import opt_out_of
from catalogue.runs.plan import CHUNK
from catalogue.runs.sightings import note_seen
from catalogue.runs.withdrawal import hold, withdraw_missed, withdraw_opted_out, withdraw_refused
from catalogue.tables import CrawlRun, RunItem, RunState, Source, utcnow


def apply_run(door: Door, run_id: int) -> CrawlRun:
    """Store what the run's plan says, note what it saw, and count what it missed. Needs `plan_run` before."""
    with unit_of_work(door.engine) as session:
        run = session.get_one(CrawlRun, run_id)
        source = session.get_one(Source, run.source_id)
        ids = session.exec(select(RunItem.id).where(RunItem.run_id == run_id).order_by(col(RunItem.id))).all()
        offers = {offer.course_id: offer for offer in offers_of(session, run, source.name)}
    applying, touched = Applying(source, run, offers), set[str]()
    for start in range(0, len(ids), CHUNK):
        with unit_of_work(door.engine) as session:
            touched |= _apply_chunk(session, applying, ids[start : start + CHUNK])
    return _complete(door, applying, touched)


def _apply_chunk(session: Session, applying: Applying, ids: Sequence[int | None]) -> set[str]:
    items = session.exec(select(RunItem).where(col(RunItem.id).in_(ids)).order_by(col(RunItem.id))).all()
    refused = withdraw_refused(session, applying.run, [item for item in items if item.outcome == "refused"])
    return refused | store(session, applying, [item for item in items if item.normal is not None])


def _complete(door: Door, applying: Applying, touched: set[str]) -> CrawlRun:
    """The last transaction: sightings, misses and the final state together, so a miss is never counted twice."""
    with unit_of_work(door.engine) as session:
        run, source = session.get_one(CrawlRun, applying.run.id), hold(session, applying.source.id)
        refused = _refused(session, run)
        note_seen(session, run, {key: one.page_url for key, one in applying.offers.items() if key not in refused})
        missed = withdraw_missed(session, run, outcomes_of(session, run), refused)
        link_duplicates(session, touched | missed.withdrawn | _obeyed(session, source))
        changes = _counts(session, run, len(applying.offers))
        changes.update({"missed": missed.count, "withdrawn": len(missed.withdrawn)})
        run.changes = {name: count for name, count in changes.items() if count}
        run.state, run.finished_at = RunState.APPLIED, utcnow()
        return run


def _obeyed(session: Session, source: Source) -> set[str]:
    """Courses withdrawn since their provider opted out while the run was applied."""
    wish = opt_out_of(session, source)
    return withdraw_opted_out(session, source, wish.reason, wish.actor) if wish else set()


def _refused(session: Session, run: CrawlRun) -> set[str]:
    return set(session.exec(select(RunItem.course_id).where(RunItem.run_id == run.id, RunItem.outcome == "refused")))


def _counts(session: Session, run: CrawlRun, offers: int) -> Counter[str]:
    """What became of the run's courses; those with no row in its plan are the same as before, or older."""
    query = select(RunItem.outcome, func.count()).where(RunItem.run_id == run.id).group_by(RunItem.outcome)
    counts = Counter(dict(session.exec(query).all()))
    older = run.counts.get("older", 0)
    return Counter({**counts, "same": offers - counts.total() - older, "older": older})
