"""Pairs of courses of two sources that may be one offer, and what editors decided about them."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime, utcnow


class DuplicateSuspect(SQLModel, table=True):
    """Two courses that look alike. Derived: made anew whenever the links are, so it may be thrown away."""

    owner_id: str = Field(primary_key=True, foreign_key="course.id", max_length=16)
    """The one that would be shown."""
    other_id: str = Field(primary_key=True, foreign_key="course.id", max_length=16, index=True)
    likeness: int
    """Of the titles, 0 to 100."""
    doubts: list[str] = Field(sa_column=Column(Json, nullable=False))
    """Hard keys that one of them lacks, or that differ where a rule read them: see `catalogue.duplicates.owners`."""
    since: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class DuplicateDecision(SQLModel, table=True):
    """An editor's word on a pair, `first_id` < `second_id`. No crawl writes here, so it outlives every crawl."""

    first_id: str = Field(primary_key=True, foreign_key="course.id", max_length=16)
    second_id: str = Field(primary_key=True, foreign_key="course.id", max_length=16, index=True)
    same: bool
    reason: str
    editor_id: int = Field(foreign_key="editor.id")
    at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
