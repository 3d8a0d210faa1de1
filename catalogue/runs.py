"""The life of a run: start, judge, apply or quarantine, release, reject.

One process at a time crawls a source (a lock that a killed process cannot leave behind). A run that died while
reading is closed as failed; one that died while applying is applied again.
"""

import fcntl
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, delete, func
from sqlmodel import Session, col, select

from catalogue.audit import record
from catalogue.database import unit_of_work
from catalogue.identity import course_id
from catalogue.ingest import Applying, PageItem, apply_items
from catalogue.judge import RunFigures, failures, suspicions
from catalogue.raw import RawCourse
from catalogue.tables import (
    Course,
    CourseState,
    CrawlRun,
    RawItem,
    Refused,
    RunPage,
    RunState,
    Snapshot,
    Source,
    utcnow,
)
from catalogue.withdrawal import count_misses

CHUNK = 200  # courses per transaction: short enough for an editor to write in between


class RunProblem(Exception):
    """Something about a run that a person must know; the text says what to do."""


@dataclass(frozen=True)
class Door:
    """Where runs live: the database and the home of the snapshots."""

    engine: Engine
    home: Path


@contextmanager
def source_lock(home: Path, name: str) -> Iterator[None]:
    """Hold the source for this process. Raises `RunProblem` when another holds it."""
    folder = home / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise RunProblem(f"source '{name}' is being crawled already: wait until that run ends") from busy
        yield


def start_run(door: Door, source: Source) -> int:
    """Close what an earlier process left behind, then open a run. Call with `source_lock` held."""
    mend(door, source)
    with unit_of_work(door.engine) as session:
        run = CrawlRun(source_id=_key(source), started_at=utcnow())
        session.add(run)
        session.flush()
        return _key(run)


def mend(door: Door, source: Source) -> None:
    """Finish runs of a process that died: reading ones fail, half-applied ones are applied."""
    with unit_of_work(door.engine) as session:
        for run in _in_state(session, source, RunState.RUNNING):
            _close(run, RunState.FAILED, ["the process that crawled was ended"])
        half_applied = [_key(run) for run in _in_state(session, source, RunState.APPLYING)]
    for run_id in half_applied:
        apply_run(door, run_id)


def _in_state(session: Session, source: Source, state: RunState) -> Sequence[CrawlRun]:
    query = select(CrawlRun).where(CrawlRun.source_id == source.id, CrawlRun.state == state)
    return session.exec(query.order_by(col(CrawlRun.id))).all()


def finish_run(door: Door, run_id: int) -> CrawlRun:
    """Judge the run; apply it when healthy. Gives the closed run: applied, quarantined or failed."""
    with unit_of_work(door.engine) as session:
        run = session.get_one(CrawlRun, run_id)
        figures = figures_of(session, run)
        run.counts = {**figures.outcomes, "items": figures.items}
        failed, suspect = failures(figures), suspicions(figures)
        if failed:
            _close(run, RunState.FAILED, failed)
        elif suspect:
            _close(run, RunState.QUARANTINED, suspect)
        else:
            run.state = RunState.APPLYING
    return apply_run(door, run_id) if run.state == RunState.APPLYING else run


def fail_run(door: Door, run_id: int, reason: str) -> CrawlRun:
    """Close a run that could not be carried out."""
    with unit_of_work(door.engine) as session:
        run = session.get_one(CrawlRun, run_id)
        _close(run, RunState.FAILED, [reason])
        return run


def _close(run: CrawlRun, state: RunState, reasons: list[str]) -> None:
    run.state, run.reasons, run.finished_at = state, reasons, utcnow()


def figures_of(session: Session, run: CrawlRun) -> RunFigures:
    """What the judge looks at, from the database."""
    outcomes = session.exec(
        select(RunPage.outcome, func.count()).where(RunPage.run_id == run.id).group_by(RunPage.outcome)
    ).all()
    source = session.get_one(Source, run.source_id)
    seen = {course_id(source.name, key) for key in session.exec(_items(run, RawItem.source_key))}
    query = select(Course.id).where(Course.source_id == run.source_id, Course.state == CourseState.ACTIVE)
    before = set(session.exec(query))
    return RunFigures(dict(outcomes), len(seen), len(before), len(before - seen))


def _items(run: CrawlRun, *columns: object):  # type: ignore[no-untyped-def]
    """Select over the items of a run's pages, oldest first."""
    return (
        select(*columns)  # type: ignore[call-overload]
        .join(RunPage, col(RunPage.snapshot_id) == col(RawItem.snapshot_id))
        .where(RunPage.run_id == run.id)
        .order_by(col(RawItem.id))
    )


def apply_run(door: Door, run_id: int) -> CrawlRun:
    """Store what the run read and count what it missed. Doing it again after a crash changes nothing more."""
    with unit_of_work(door.engine) as session:
        run = session.get_one(CrawlRun, run_id)
        source = session.get_one(Source, run.source_id)
        session.execute(delete(Refused).where(col(Refused.run_id) == run_id))
        ids = _first_of_each_key(session, run)
    changes: Counter[str] = Counter()
    for start in range(0, len(ids), CHUNK):
        with unit_of_work(door.engine) as session:
            items = _load(session, run, ids[start : start + CHUNK])
            changes.update(apply_items(session, Applying(source, run), items))
    return _complete(door, run_id, changes)


def _first_of_each_key(session: Session, run: CrawlRun) -> list[int]:
    first: dict[str, int] = {}
    for key, item_id in session.exec(_items(run, RawItem.source_key, RawItem.id)):
        first.setdefault(key, item_id)
    return list(first.values())


def _load(session: Session, run: CrawlRun, ids: Sequence[int]) -> list[PageItem]:
    query = (
        select(Snapshot.url, RawItem.raw)
        .join(Snapshot, col(Snapshot.id) == col(RawItem.snapshot_id))
        .where(col(RawItem.id).in_(ids))
        .order_by(col(RawItem.id))
    )
    return [PageItem(url, RawCourse.model_validate(raw)) for url, raw in session.exec(query)]


def _complete(door: Door, run_id: int, changes: Counter[str]) -> CrawlRun:
    """The last transaction: misses and the final state together, so a miss is never counted twice."""
    with unit_of_work(door.engine) as session:
        run = session.get_one(CrawlRun, run_id)
        outcomes = dict(session.exec(select(RunPage.url, RunPage.outcome).where(RunPage.run_id == run_id)).all())
        changes.update(count_misses(session, run, outcomes))
        run.changes = dict(changes)
        run.state, run.finished_at = RunState.APPLIED, utcnow()
        return run


def release(door: Door, run_id: int, actor: str) -> CrawlRun:
    """An editor says a quarantined run is right: apply it."""
    with unit_of_work(door.engine) as session:
        _decide(session, run_id, RunState.APPLYING, actor)
    return apply_run(door, run_id)


def reject(door: Door, run_id: int, actor: str) -> CrawlRun:
    """An editor says a quarantined run is wrong: it stays on record and changes nothing."""
    with unit_of_work(door.engine) as session:
        return _decide(session, run_id, RunState.REJECTED, actor)


def _decide(session: Session, run_id: int, state: RunState, actor: str) -> CrawlRun:
    run = session.get(CrawlRun, run_id)
    if run is None:
        raise RunProblem(f"there is no run {run_id}: `vakwijzer run show` lists them")
    if run.state != RunState.QUARANTINED:
        raise RunProblem(f"run {run_id} is {run.state}: only a quarantined run waits for a decision")
    action = "run.release" if state == RunState.APPLYING else "run.reject"
    record(session, actor, action, f"run:{run_id}", before=str(run.state), after=str(state), reason=None)
    run.state, run.decided_by = state, actor
    return run


def _key(row: Source | CrawlRun) -> int:
    if row.id is None:
        raise RunProblem("a row without a key was never stored")
    return row.id
