"""What is kept of old crawls. The rule: the pages of the last `KEPT_RUNS` applied runs, and all of `KEPT_DAYS` days.

Kept too: what the last answer to each address was (the next crawl asks "changed since?"), and runs that wait for an
editor. Of older runs the figures stay, without pages; bytes that no page points to any more are deleted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.runs import Door
from catalogue.runs.answers import last_answers
from catalogue.tables import CrawlRun, RawItem, Refused, RunItem, RunPage, RunState, Snapshot, Source

KEPT_RUNS = 5
KEPT_DAYS = 30
CHUNK = 500
OPEN = (RunState.RUNNING, RunState.APPLYING, RunState.QUARANTINED)
GRACE = timedelta(hours=24)  # bytes are written before the row that points to them


@dataclass(frozen=True)
class Pruned:
    """What went."""

    runs: int
    snapshots: int
    bodies: int


def prune(door: Door, source: Source, now: datetime) -> Pruned:
    """Apply the rule to one source. Safe beside crawls of other sources; call with `source_lock` held."""
    with unit_of_work(door.engine) as session:
        old = _old_runs(session, source, now)
        for run_id in old:
            for table in (RunPage, RunItem, Refused):
                session.execute(delete(table).where(col(table.run_id) == run_id))
        gone = _loose_snapshots(session, source, now)
        for start in range(0, len(gone), CHUNK):
            _forget(session, gone[start : start + CHUNK])
    return Pruned(len(old), len(gone), _delete_bodies(door, now))


def _old_runs(session: Session, source: Source, now: datetime) -> list[int | None]:
    """Closed runs that have pages and are beyond the rule."""
    mine = select(CrawlRun.id).where(CrawlRun.source_id == source.id)
    applied = mine.where(CrawlRun.state == RunState.APPLIED).order_by(col(CrawlRun.id).desc()).limit(KEPT_RUNS)
    kept = session.exec(applied).all()
    closed = mine.where(col(CrawlRun.state).not_in(OPEN), CrawlRun.started_at < now - timedelta(days=KEPT_DAYS))
    with_pages = col(CrawlRun.id).in_(select(RunPage.run_id).distinct())
    return list(session.exec(closed.where(col(CrawlRun.id).not_in(kept), with_pages)))


def _loose_snapshots(session: Session, source: Source, now: datetime) -> list[int | None]:
    """Snapshots that no run points to, beside the newest of each address."""
    mine: ColumnElement[bool] = col(Snapshot.source_id) == source.id
    used = select(RunPage.snapshot_id).where(col(RunPage.snapshot_id).is_not(None))
    old = Snapshot.fetched_at < now - timedelta(days=KEPT_DAYS)
    loose = select(Snapshot.id).where(
        mine, old, col(Snapshot.id).not_in(used), col(Snapshot.id).not_in(last_answers(source.id))
    )
    return list(session.exec(loose))


def _forget(session: Session, ids: list[int | None]) -> None:
    for table in (RawItem, Refused):
        session.execute(delete(table).where(col(table.snapshot_id).in_(ids)))
    session.execute(delete(Snapshot).where(col(Snapshot.id).in_(ids)))


def _delete_bodies(door: Door, now: datetime) -> int:
    """Files that no snapshot of any source points to, and what a process that died left half written."""
    count = 0
    for path in _old_files(door.home / "snapshots", "??/*.part", now):
        path.unlink(missing_ok=True)
    for hashes in _stored(door.home, now):
        with Session(door.engine) as session:
            known = set(session.exec(select(Snapshot.body_hash).where(col(Snapshot.body_hash).in_(list(hashes)))))
        for body_hash, path in hashes.items():
            if body_hash not in known:
                path.unlink(missing_ok=True)
                count += 1
    return count


def _stored(home: Path, now: datetime) -> Iterator[dict[str, Path]]:
    """The bytes on disk, folder by folder: hash -> file. What was just written may be about to get its row."""
    for folder in sorted((home / "snapshots").glob("??")):
        if files := _old_files(folder, "*.zst", now):
            yield {folder.name + file.stem: file for file in files}


def _old_files(folder: Path, names: str, now: datetime) -> list[Path]:
    return [file for file in folder.glob(names) if now.timestamp() - file.stat().st_mtime > GRACE.total_seconds()]
