"""What was searched for, counted by day; nothing of who searched."""

from datetime import date
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json


class SearchDay(SQLModel, table=True):
    """One search (the same portal, words, filters and region) on one day, however often it was asked."""

    day: date = Field(primary_key=True)
    search: str = Field(primary_key=True, max_length=16)
    """`catalogue.search.log.Search.id`: made of what was asked, so the same for everybody who asks it."""
    portal: str = Field(max_length=63)
    words: str = Field(max_length=100)
    """Folded, without what was understood as a filter, a place or a person's address."""
    filters: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    region: str | None = None
    """Labour-market region of the place that the search named, or the province; None when it named none."""
    total: int
    """Courses found, the last time it was asked."""
    searches: int
    without_result: int


class SearchOpening(SQLModel, table=True):
    """How often a course was opened from a search, by day."""

    day: date = Field(primary_key=True)
    search: str = Field(primary_key=True, max_length=16)
    course_id: str = Field(primary_key=True, max_length=16)
    openings: int
