"""Replay: today's reader and normaliser over the stored pages of a source's last applied run, with no network.

A replay is a run of its own: it is planned and judged as any other, and shows what it would change. Only an applied
one stays; of the others nothing is kept. The pages keep the moment at which they were fetched, so that what they say
of days is read as it was meant then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import delete
from sqlmodel import Session, col, select

from catalogue.crawl import Fetched, Validators
from catalogue.database import unit_of_work
from catalogue.declaration import HAND, SourceDeclaration
from catalogue.feeds import FetchedFile
from catalogue.raw import Reading
from catalogue.runs import Door, RunProblem, finish_run, plan_run
from catalogue.runs.difference import Difference, differences
from catalogue.runs.door import key_of
from catalogue.runs.store import BATCH, StoredRun
from catalogue.snapshots import load, unpack
from catalogue.tables import CrawlRun, RawItem, Refused, RunItem, RunPage, RunState, Snapshot, Source

Reader = Callable[[bytes, str, str, SourceDeclaration], Reading]
"""Bytes, address, content type, declaration -> what the page gives. Handed in: the catalogue knows no reader."""
PartsReader = Callable[[BinaryIO, str, str, SourceDeclaration], Iterable[Reading]]
"""As `Reader`, of a feed that stays on disk, part by part."""


@dataclass(frozen=True)
class Replayed:
    """What a replay found. `run` is the applied (or quarantined) run; None when it was only shown."""

    of_run: int
    pages: int
    counts: dict[str, int]
    differences: list[Difference]
    run: CrawlRun | None = None


def replay(
    door: Door, source: Source, read: Reader, parts: PartsReader | None = None, *, apply: bool = False
) -> Replayed:
    """Show what today's code makes of the last applied run; with `apply`, judge and apply it.

    Call with `source_lock` held. Raises `RunProblem` without an applied run, `SnapshotMissing` without its bytes.
    """
    if source.name.startswith(HAND):
        raise RunProblem(f"the courses of '{source.name}' were made by hand: there are no pages to replay")
    last = _last_applied(door, source)
    run_id = _start(door, source, last)
    try:
        pages = _read_again(
            door, source, last, StoredRun(door.engine, door.home, key_of(source), run_id, BATCH), read, parts
        )
        planned = plan_run(door, run_id)
        found = {name: count for name, count in sorted(planned.outcomes.items()) if count}
        with Session(door.engine) as session:
            different = differences(session, run_id)
        run = finish_run(door, run_id) if apply else None
        return Replayed(key_of(last), pages, found, different, run)
    finally:
        if not apply:
            forget(door, run_id)


def _last_applied(door: Door, source: Source) -> CrawlRun:
    with Session(door.engine) as session:
        query = select(CrawlRun).where(CrawlRun.source_id == source.id, CrawlRun.state == RunState.APPLIED)
        last = session.exec(query.order_by(col(CrawlRun.id).desc())).first()
    if last is None:
        raise RunProblem(f"source '{source.name}' has no applied run to replay: `vakwijzer crawl {source.name}`")
    return last


def _start(door: Door, source: Source, last: CrawlRun) -> int:
    with unit_of_work(door.engine) as session:
        run = CrawlRun(source_id=key_of(source), started_at=last.started_at, decided_by=f"replay of run {last.id}")
        session.add(run)
        session.flush()
        return key_of(run)


def _read_again(
    door: Door, source: Source, last: CrawlRun, run: StoredRun, read: Reader, parts: PartsReader | None
) -> int:
    declaration = SourceDeclaration.model_validate(source.declaration)
    with Session(door.engine) as session:
        mine = select(Snapshot).join(RunPage, col(RunPage.snapshot_id) == col(Snapshot.id))
        snapshots = session.exec(mine.where(RunPage.run_id == last.id).order_by(col(Snapshot.id))).all()
    for snapshot in snapshots:
        about = _about(snapshot)
        told = (snapshot.final_url, snapshot.content_type, declaration)
        if parts is None:
            page = Fetched(body=load(door.home, snapshot.body_hash), **about)
            run.fetched(page)
            run.read(page.url, read(page.body, *told))
            continue
        with unpack(door.home, snapshot.body_hash) as file:
            run.read_file(FetchedFile(file=file, **about), _from_the_start(file, parts, told))
    run.flush()
    return len(snapshots)


def _from_the_start(file: BinaryIO, parts: PartsReader, told: tuple[str, str, SourceDeclaration]) -> Iterable[Reading]:
    file.seek(0)
    yield from parts(file, *told)


def _about(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "url": snapshot.url, "final_url": snapshot.final_url, "status": 200, "content_type": snapshot.content_type,
        "fetched_at": snapshot.fetched_at, "validators": Validators(snapshot.etag, snapshot.last_modified),
    }  # fmt: skip


def forget(door: Door, run_id: int) -> None:
    """Remove a run that was never applied, with the snapshots that only it made."""
    with unit_of_work(door.engine) as session:
        mine: Any = select(RunPage.snapshot_id).where(RunPage.run_id == run_id)
        ids = [key for key in session.exec(mine) if key is not None]
        for table in (RunItem, RunPage, Refused):
            session.execute(delete(table).where(col(table.run_id) == run_id))
        for start in range(0, len(ids), 500):
            chunk = ids[start : start + 500]
            session.execute(delete(RawItem).where(col(RawItem.snapshot_id).in_(chunk)))
            session.execute(delete(Refused).where(col(Refused.snapshot_id).in_(chunk)))
            session.execute(delete(Snapshot).where(col(Snapshot.id).in_(chunk)))
        session.execute(delete(CrawlRun).where(col(CrawlRun.id) == run_id))
