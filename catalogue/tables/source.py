"""The registry of sources, their runs, and what each run fetched and read."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime, one_of, utcnow


class RunState(StrEnum):
    """Life of a run: read, judged, then applied, or kept apart for an editor."""

    RUNNING = "running"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    APPLYING = "applying"
    APPLIED = "applied"
    REJECTED = "rejected"


class Source(SQLModel, table=True):
    """One declared source. `approved` False: its courses wait for an editor."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=63)
    declaration: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    approved: bool = True
    paused: bool = False
    created_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class CrawlRun(SQLModel, table=True):
    """One crawl of one source, with its verdict. `counts` and `changes` are figures by name."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    state: RunState = Field(default=RunState.RUNNING, sa_type=one_of(RunState, 16))
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reasons: list[Any] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    """Each a `catalogue.runs.reasons.Reason`; read them with its `stored`, since older runs have sentences."""
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    changes: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    coverage: dict[str, float] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """Share of the run's courses that have `price`, `start`, `place` and `level` (0 to 1)."""
    decided_by: str | None = None
    decision_reason: str | None = None


class Snapshot(SQLModel, table=True):
    """The bytes of one answer, kept compressed under their hash. `read_at` None: fetched, not yet read."""

    __table_args__ = (Index("ix_snapshot_source_url", "source_id", "url"),)

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id")
    url: str
    final_url: str
    content_type: str
    body_hash: str = Field(max_length=64, index=True)
    size: int
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    links: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    """Where this page leads, so that an unchanged list page need not be read again."""


class RawItem(SQLModel, table=True):
    """One `RawCourse` that a snapshot gave."""

    __table_args__ = (UniqueConstraint("snapshot_id", "source_key"),)

    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="snapshot.id")
    source_key: str
    raw: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    digest: str = Field(default="", max_length=32)
    """Hash of `raw`: equal for an offer whose words did not change. Empty: not known."""
    kin: str | None = Field(default=None, max_length=32)
    """Equal for items of one source that differ in nothing but their start: sessions of one course."""


class Refused(SQLModel, table=True):
    """Something not taken, with its named reason: by a reader (with the snapshot) or by a run's normalising."""

    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id", index=True)
    run_id: int | None = Field(default=None, foreign_key="crawlrun.id", index=True)
    reason: str
    location: str
    detail: str | None = None


class RunPage(SQLModel, table=True):
    """One page of one run: with the snapshot that holds it (fresh or unchanged), or the reason it gave none."""

    __table_args__ = (UniqueConstraint("run_id", "url"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="crawlrun.id")
    url: str
    outcome: str
    """`read`, `unchanged`, or the reason of a failure (`http_404`, `timeout`)."""
    status: int | None = None
    detail: str | None = None
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id", index=True)


class RunItem(SQLModel, table=True):
    """What a run would change: one course that is new, different, back or refused. Unchanged ones have no row."""

    __table_args__ = (UniqueConstraint("run_id", "course_id"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="crawlrun.id")
    course_id: str = Field(max_length=16)
    outcome: str
    """`new`, `changed`, `restored` or `refused`."""
    normal: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    valid_until: date | None = None
    """For `Sighting.valid_until`."""
    reason: str | None = None


class OptOut(SQLModel, table=True):
    """A provider asked not to be listed: no crawl of this name or host runs again while the row stands."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=63)
    host: str = Field(index=True)
    """Host of the source's address, so that a new name does not get around it."""
    reason: str
    actor: str
    created_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
