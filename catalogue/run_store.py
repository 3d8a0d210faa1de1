"""A run of a source in the database: implements `catalogue.crawl.CrawlRun`.

Pages belong to runs, quoted items to snapshots. An unchanged page is therefore one row that points at the
snapshot an earlier run made, and a killed run leaves nothing behind but snapshots that the next one reuses.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, insert
from sqlmodel import Session, col, select

from catalogue.crawl import Fetched, Validators
from catalogue.database import unit_of_work
from catalogue.raw import RawCourse, Reading
from catalogue.snapshots import keep
from catalogue.tables import RawItem, Refused, RunPage, Snapshot, utcnow


class StoredRun:
    """One run of one source, written as it goes. Not for use by two threads at once."""

    def __init__(self, engine: Engine, home: Path, source_id: int, run_id: int):
        self._engine = engine
        self._home = home
        self.source_id = source_id
        self.run_id = run_id
        self._pending: dict[str, Snapshot] = {}

    def validators(self, url: str) -> Validators:
        """Validators of the last answer to `url` that was read to its end; empty when there is none."""
        with Session(self._engine) as session:
            last = self._last_read(session, url)
            return Validators(last.etag, last.last_modified) if last else Validators()

    def fetched(self, page: Fetched) -> None:
        """Keep the bytes; the snapshot counts only once `read` has given what they say."""
        self._pending[page.url] = Snapshot(
            source_id=self.source_id,
            url=page.url,
            final_url=page.final_url,
            content_type=page.content_type,
            body_hash=keep(self._home, page.body),
            size=len(page.body),
            etag=page.validators.etag,
            last_modified=page.validators.last_modified,
            fetched_at=page.fetched_at,
        )

    def unchanged(self, url: str, fetched_at: datetime) -> bool:
        """Carry the last snapshot of `url` over into this run."""
        with unit_of_work(self._engine) as session:
            last = self._last_read(session, url)
            if last is None:
                return False
            self._page(session, url, "unchanged", 304, snapshot_id=last.id)
            return True

    def read(self, url: str, reading: Reading) -> None:
        """Store snapshot, items and refusals of `url` together. Needs `fetched(url)` before."""
        snapshot = self._pending.pop(url)
        snapshot.read_at = utcnow()
        with unit_of_work(self._engine) as session:
            session.add(snapshot)
            session.flush()
            assert snapshot.id is not None  # noqa: S101  (a flushed row has its key)
            _store_items(session, snapshot.id, reading)
            _store_refusals(session, snapshot.id, reading)
            self._page(session, url, "read", 200, snapshot_id=snapshot.id)

    def failed(self, url: str, reason: str, detail: str, status: int | None = None) -> None:
        """Record a page that gave nothing."""
        with unit_of_work(self._engine) as session:
            self._page(session, url, reason, status, detail=detail[:500])

    def _last_read(self, session: Session, url: str) -> Snapshot | None:
        newest = col(Snapshot.id).desc()
        query = select(Snapshot).where(Snapshot.source_id == self.source_id, Snapshot.url == url)
        return session.exec(query.where(col(Snapshot.read_at).is_not(None)).order_by(newest).limit(1)).first()

    def _page(
        self, session: Session, url: str, outcome: str, status: int | None,
        detail: str | None = None, snapshot_id: int | None = None,
    ) -> None:  # fmt: skip
        session.execute(delete(RunPage).where(col(RunPage.run_id) == self.run_id, col(RunPage.url) == url))
        values = {"outcome": outcome, "status": status, "detail": detail, "snapshot_id": snapshot_id}
        session.execute(insert(RunPage).values(run_id=self.run_id, url=url, **values))


def _store_items(session: Session, snapshot_id: int, reading: Reading) -> None:
    by_key: dict[str, RawCourse] = {}
    for course in reading.courses:
        if by_key.setdefault(course.source_key, course) != course:
            detail = f"two items share the key {course.source_key}"
            session.add(Refused(snapshot_id=snapshot_id, reason="duplicate_key", location=course.url, detail=detail))
    rows = [
        {"snapshot_id": snapshot_id, "source_key": key, "raw": course.model_dump(mode="json", exclude_defaults=True)}
        for key, course in by_key.items()
    ]
    if rows:
        session.execute(insert(RawItem), rows)


def _store_refusals(session: Session, snapshot_id: int, reading: Reading) -> None:
    rows = [
        {"snapshot_id": snapshot_id, "reason": r.reason, "location": r.where, "detail": r.detail}
        for r in reading.refusals
    ]
    if rows:
        session.execute(insert(Refused), rows)
