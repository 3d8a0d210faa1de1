"""A run of a source in the database: implements `catalogue.crawl.CrawlRun`.

Pages belong to runs, quoted items to snapshots. An unchanged page is therefore one row that points at the
snapshot an earlier run made, and a killed run leaves nothing behind but snapshots that the next one reuses.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, select, update
from sqlmodel import Session, col

from catalogue.crawl import Fetched, Validators
from catalogue.database import add_rows, add_rows_with_keys, unit_of_work
from catalogue.feeds import FetchedFile
from catalogue.offer import digest, kin
from catalogue.raw import RawCourse, Reading, Refusal
from catalogue.runs.answers import last_answers
from catalogue.runs.opted_out import wish_at
from catalogue.runs.reasons import INTERRUPTED, stored
from catalogue.runs.walls import MAX_BODY, WALLS, wall
from catalogue.snapshots import SnapshotMissing, has, keep, keep_file, load
from catalogue.tables import CrawlRun, RawItem, Refused, RunPage, RunState, Snapshot, utcnow

BATCH = 50
"""Pages written in one transaction by a crawl: what a killed process has to fetch again at most."""
MOST_RESUMED = 20
"""Runs broken off one after the other that are gone on with: a large site takes several."""
HELD = 0.5
"""Seconds that pages wait for each other: on a slow site a killed process loses one or two."""


@dataclass(frozen=True)
class Known:
    """What is needed of the last answer to an address before asking again."""

    snapshot_id: int
    validators: Validators
    fetched_at: datetime


@dataclass(frozen=True)
class Staged:
    """One page on its way to the database."""

    page: dict[str, Any]
    snapshot: dict[str, Any] | None = None
    items: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)


class StoredRun:
    """One run of one source, written as it goes. Not for use by two threads at once.

    batch: pages per transaction; above 1 the last ones are written by `flush`.
    """

    def __init__(self, engine: Engine, home: Path, source_id: int, run_id: int, batch: int = 1):
        self._engine = engine
        self._home = home
        self.source_id = source_id
        self.run_id = run_id
        self._batch = batch
        self._pending: dict[str, Fetched] = {}
        self._staged: dict[str, Staged] = {}
        self._written_at = time.monotonic()

    def validators(self, url: str) -> Validators:
        """Validators of the last answer to `url` that was read to its end; empty when there is none."""
        known = self._known.get(url)
        return known.validators if known else Validators()

    def links(self, url: str) -> tuple[str, ...]:
        """Where the last answer to `url` led."""
        if url not in self._known:
            return ()
        with Session(self._engine) as session:
            return tuple(session.get_one(Snapshot, self._known[url].snapshot_id).links)

    def kept(self, url: str) -> Fetched | None:
        """The last answer to `url` that was read to its end; None when there is none or its bytes are gone."""
        if url not in self._known:
            return None
        with Session(self._engine) as session:
            kept = session.get_one(Snapshot, self._known[url].snapshot_id)
        try:
            body = load(self._home, kept.body_hash)
        except SnapshotMissing:
            return None
        moment, told = kept.fetched_at, self._known[url].validators
        return Fetched(url, kept.final_url, 200, kept.content_type, body, moment, told)

    def fetched_at(self, url: str) -> datetime | None:
        """When the last answer to `url` that was read to its end was fetched."""
        known = self._known.get(url)
        return known.fetched_at if known else None

    def resumes(self) -> datetime | None:
        """When the first of the runs before this one began that were all broken off. Replays fetched nothing."""
        query = select(CrawlRun).where(col(CrawlRun.source_id) == self.source_id, col(CrawlRun.id) < self.run_id)
        crawls = query.where(col(CrawlRun.decided_by).is_(None)).order_by(col(CrawlRun.id).desc()).limit(MOST_RESUMED)
        with Session(self._engine) as session:
            broken_off = list(takewhile(_is_broken_off, session.scalars(crawls)))
        return broken_off[-1].started_at if broken_off else None

    def unwanted(self, url: str) -> str | None:
        """When and why the provider at the host of `url` opted out."""
        with Session(self._engine) as session:
            return wish_at(session, url)

    def fetched(self, page: Fetched) -> None:
        """Keep the bytes until `read` has given what they say."""
        self._pending[page.url] = page

    def unchanged(self, url: str, fetched_at: datetime) -> bool:
        """Carry the last snapshot of `url` over into this run."""
        known = self._known.get(url)
        if known is None:
            return False
        self._stage(url, Staged(self._page(url, "unchanged", 304, snapshot_id=known.snapshot_id)))
        return True

    def read(self, url: str, reading: Reading) -> None:
        """Store snapshot, items and refusals of `url` together. Needs `fetched(url)` before."""
        fetched = self._pending.pop(url)
        self._stage(
            url,
            Staged(
                self._page(url, "read", 200),
                self._snapshot(fetched, keep(self._home, fetched.body), len(fetched.body), reading.links),
                _items(reading),
                [_refused(refusal) for refusal in (*reading.refusals, *_repeated(reading), *_walls(fetched, reading))],
            ),
        )

    def read_file(self, page: FetchedFile, parts: Iterable[Reading]) -> None:
        """Store a feed part by part, each in a transaction of its own; its page is staged once all are there."""
        start = page.file.read(MAX_BODY)
        snapshot = {**self._snapshot(page, *keep_file(self._home, page.file), ()), "read_at": None}
        with unit_of_work(self._engine) as session:
            (snapshot_id,) = add_rows_with_keys(session, Snapshot, [snapshot])
        links: dict[str, None] = {}
        found = False
        for part in parts:
            links.update(dict.fromkeys(part.links))
            found = found or bool(part.courses or part.links)
            self._store_part(snapshot_id, part)
        if not found:
            self._store_part(snapshot_id, Reading(refusals=tuple(_walls(_beginning(page, start), Reading()))))
        with unit_of_work(self._engine) as session:
            done = {"read_at": utcnow(), "links": list(links)}
            session.execute(update(Snapshot).where(col(Snapshot.id) == snapshot_id).values(**done))
        self._stage(page.url, Staged(self._page(page.url, "read", 200, snapshot_id=snapshot_id)))

    def failed(self, url: str, reason: str, detail: str, status: int | None = None) -> None:
        """Record a page that gave nothing."""
        self._pending.pop(url, None)
        self._stage(url, Staged(self._page(url, reason, status, detail=detail[:500])))

    def flush(self) -> None:
        """Write what is staged. Call it before the run is judged."""
        if not self._staged:
            return
        staged, self._staged, self._written_at = self._staged, {}, time.monotonic()
        with unit_of_work(self._engine) as session:
            mine = [col(RunPage.run_id) == self.run_id, col(RunPage.url).in_(list(staged))]
            session.execute(delete(RunPage).where(*mine))
            _write(session, list(staged.values()))

    @cached_property
    def _known(self) -> dict[str, Known]:
        """The last page at each address of this source, with its bytes: a re-crawl asks for every one of them."""
        columns = (
            Snapshot.url, Snapshot.id, Snapshot.body_hash, Snapshot.etag, Snapshot.last_modified, Snapshot.fetched_at,
        )  # fmt: skip
        with Session(self._engine) as session:
            rows = session.execute(select(*map(col, columns)).where(col(Snapshot.id).in_(last_answers(self.source_id))))
            return {
                url: Known(key or 0, Validators(*told), moment)
                for url, key, body_hash, *told, moment in rows
                if has(self._home, body_hash)
            }

    def _store_part(self, snapshot_id: int, part: Reading) -> None:
        refused = [_refused(refusal) for refusal in (*part.refusals, *_repeated(part))]
        with unit_of_work(self._engine) as session:
            for table, rows in ((RawItem, _items(part)), (Refused, refused)):
                add_rows(session, table, [{"snapshot_id": snapshot_id, **row} for row in rows])

    def _stage(self, url: str, staged: Staged) -> None:
        self._staged[url] = staged
        if len(self._staged) >= self._batch or time.monotonic() - self._written_at >= HELD:
            self.flush()

    def _snapshot(
        self, page: Fetched | FetchedFile, body_hash: str, size: int, links: tuple[str, ...]
    ) -> dict[str, Any]:
        return {
            "source_id": self.source_id,
            "url": page.url,
            "final_url": page.final_url,
            "content_type": page.content_type,
            "body_hash": body_hash,
            "size": size,
            "etag": page.validators.etag,
            "last_modified": page.validators.last_modified,
            "fetched_at": page.fetched_at,
            "read_at": utcnow(),
            "links": list(links),
        }

    def _page(
        self, url: str, outcome: str, status: int | None, detail: str | None = None, snapshot_id: int | None = None
    ) -> dict[str, Any]:
        values = {"outcome": outcome, "status": status, "detail": detail, "snapshot_id": snapshot_id}
        return {"run_id": self.run_id, "url": url, **values}


def _is_broken_off(run: CrawlRun) -> bool:
    return run.state == RunState.FAILED and any(reason.code in INTERRUPTED for reason in stored(run.reasons))


def _write(session: Session, staged: list[Staged]) -> None:
    """The pages; before them the snapshots with what they gave, since a page's row has its snapshot's key."""
    new = [(one, one.snapshot) for one in staged if one.snapshot is not None]
    keys = add_rows_with_keys(session, Snapshot, [snapshot for _, snapshot in new])
    for (one, _), key in zip(new, keys, strict=True):
        one.page["snapshot_id"] = key
    add_rows(session, RawItem, [row for one, _ in new for row in _of_snapshot(one, one.items)])
    add_rows(session, Refused, [row for one, _ in new for row in _of_snapshot(one, one.refused)])
    add_rows(session, RunPage, [one.page for one in staged])


def _of_snapshot(staged: Staged, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"snapshot_id": staged.page["snapshot_id"], **row} for row in rows]


def _beginning(page: FetchedFile, start: bytes) -> Fetched:
    return Fetched(**{name: value for name, value in vars(page).items() if name != "file"}, body=start)


def _items(reading: Reading) -> list[dict[str, Any]]:
    first: dict[str, RawCourse] = {}
    for course in reading.courses:
        first.setdefault(course.source_key, course)
    return [_item(course) for course in first.values()]


def _item(course: RawCourse) -> dict[str, Any]:
    raw = course.model_dump(mode="json", exclude_defaults=True)
    return {"source_key": course.source_key, "raw": raw, "digest": digest(raw), "kin": kin(raw)}


def _repeated(reading: Reading) -> list[Refusal]:
    """Items under a key that another item of the page has with other words."""
    first: dict[str, RawCourse] = {}
    return [
        Refusal(reason="duplicate_key", where=course.url, detail=f"two items share the key {course.source_key}")
        for course in reading.courses
        if first.setdefault(course.source_key, course) != course
    ]


def _walls(page: Fetched, reading: Reading) -> list[Refusal]:
    """What stands in the way on a page that gave no course. A page that leads further did its work."""
    name = None if reading.courses or reading.links else wall(page)
    return [Refusal(reason=name, where=page.url, detail=WALLS[name])] if name else []


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"reason": refusal.reason, "location": refusal.where, "detail": refusal.detail}
