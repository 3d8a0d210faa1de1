"""Courses as crawled, the editors' values beside them, and the marks that the index must follow."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime, one_of, utcnow


class CourseState(StrEnum):
    """Whether the source still offers it."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class Provider(SQLModel, table=True):
    """Who gives courses. `slug` is made from the name and is stable."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=80)
    name: str


class Course(SQLModel, table=True):
    """One offer of one source as crawled. `normal` is the `NormalCourse`; the columns repeat what is queried."""

    __table_args__ = (
        UniqueConstraint("source_id", "source_key"),
        Index("ix_course_state_technical", "state", "technical"),
        # What the editors' list asks of a course, in the order of that list.
        Index("ix_course_order", text("lower(title)"), "id", "state", "technical", "duplicate_of", "source_id"),
    )

    id: str = Field(primary_key=True, max_length=16)
    source_id: int = Field(foreign_key="source.id", index=True)
    source_key: str
    page_url: str
    """The page or feed that gave it."""
    provider_id: int | None = Field(default=None, foreign_key="provider.id", index=True)
    title: str
    technical: bool | None = None
    sector: str | None = None
    level: int | None = None
    price_cents: int | None = None
    normal: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    content_hash: str = Field(max_length=32)
    state: CourseState = Field(default=CourseState.ACTIVE, sa_type=one_of(CourseState, 16))
    state_reason: str | None = None
    misses: int = 0
    """Healthy runs in a row that did not see it."""
    gone: int = 0
    """Runs in a row in which its page answered 404 or 410."""
    duplicate_of: str | None = Field(default=None, foreign_key="course.id", index=True, max_length=16)
    """The course of another source that shows this offer; None: it shows itself."""
    run_id: int | None = Field(default=None, foreign_key="crawlrun.id")
    """The run that last changed this row; `Sighting` has the run that last saw the course."""
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime, index=True)
    checked_at: datetime = Field(sa_type=UtcDateTime)
    """When this row was last written from its source; `Sighting.seen_at` is at least as late."""


class Sighting(SQLModel, table=True):
    """When a course was last seen, and what its stored content was made from. Written for many courses at once."""

    course_id: str = Field(primary_key=True, foreign_key="course.id", max_length=16)
    run_id: int = Field(foreign_key="crawlrun.id")
    seen_at: datetime = Field(sa_type=UtcDateTime)
    digest: str = Field(default="", max_length=32)
    """`RawItem.digest` of the words that were normalised."""
    kin: str | None = Field(default=None, max_length=32)
    """`RawItem.kin`: the course stays itself when its next session comes under another key."""
    recipe: str = Field(default="", max_length=32)
    """Version of the normaliser and hash of the declaration that were used."""
    valid_until: date | None = None
    """Last day on which the same words surely still give the same content."""


class LinkCheck(SQLModel, table=True):
    """How a course's deep link answered. Failing only after misses on several days."""

    course_id: str = Field(primary_key=True, foreign_key="course.id", max_length=16)
    url: str
    outcome: str
    """`ok`, or the reason of the last failure (`http_404`, `timeout`)."""
    misses: int = 0
    """Different days in a row on which it failed."""
    missed_on: date | None = None
    checked_at: datetime = Field(sa_type=UtcDateTime)


class CourseSession(SQLModel, table=True):
    """One start of a course as crawled, in columns that can be queried."""

    # Searches look at all of a course's sessions: with what they ask for in the index they read no row.
    __table_args__ = (
        Index("ix_coursesession_of", "course_id", "start_first", "start_last", "province", "latitude", "longitude"),
    )

    id: int | None = Field(default=None, primary_key=True)
    course_id: str = Field(foreign_key="course.id")
    position: int
    start_first: date | None = Field(default=None, index=True)
    start_last: date | None = None
    place: str | None = None
    province: str | None = None
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None


HIDDEN = "hidden"
"""The field of an override that hides its course."""


class Override(SQLModel, table=True):
    """An editor's value for one field of one course. No crawl writes here."""

    __table_args__ = (UniqueConstraint("course_id", "field"), Index("ix_override_field", "field", "course_id"))

    id: int | None = Field(default=None, primary_key=True)
    course_id: str = Field(foreign_key="course.id", index=True)
    field: str
    value: Any = Field(default=None, sa_column=Column(Json))
    base: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    """`{"value": …}`: what the source said when the editor looked last; None: not written down."""
    reason: str
    editor_id: int = Field(foreign_key="editor.id")
    created_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class OutboxMark(SQLModel, table=True):
    """This course changed and the index does not know yet. `seq` rises with each change, so a late drain loses none."""

    course_id: str = Field(primary_key=True, max_length=16)
    seq: int = 1
    listed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """The `seq` that `Listing` follows already, while the engine is away."""
    marked_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
