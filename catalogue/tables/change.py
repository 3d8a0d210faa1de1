"""What portals that keep a copy of their courses must follow."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime


class CourseChange(SQLModel, table=True):
    """When the index last followed a change of this course, and everywhere it was ever shown."""

    __table_args__ = (Index("ix_coursechange_at", "at", "course_id"),)

    course_id: str = Field(primary_key=True, max_length=16)
    at: datetime = Field(sa_type=UtcDateTime)
    reach: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    """What a portal's rules look at, once for each different document: `catalogue.index.changes.REACH`."""
