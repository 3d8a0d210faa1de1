"""What editors decided about careers: which courses lead there, what one is called, and what somebody does in it."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime, utcnow


class CareerDecision(SQLModel, table=True):
    """An editor's yes or no to one career of one course. No crawl writes here, so it outlives every crawl."""

    course_id: str = Field(primary_key=True, foreign_key="course.id", max_length=16)
    career_id: str = Field(primary_key=True, max_length=80)
    accepted: bool
    reason: str
    editor_id: int = Field(foreign_key="editor.id")
    at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class CareerText(SQLModel, table=True):
    """What somebody does in a career, in an editor's words; a career without a row has those that are shipped."""

    career_id: str = Field(primary_key=True, max_length=80)
    nl: str
    en: str


class OwnCareer(SQLModel, table=True):
    """What an editor changed of a career; parts that are not in `own` are as shipped."""

    career_id: str = Field(primary_key=True, max_length=80)
    own: dict[str, Any] = Field(sa_type=Json)
    """Parts of `catalogue.careers.own.CareerRecord`."""
