"""Funding schemes, each change a version of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime, utcnow


class FundingVersion(SQLModel, table=True):
    """One scheme as it stood from `at` on; the newest row of a scheme holds. Rows are added, never changed."""

    id: int | None = Field(default=None, primary_key=True)
    scheme_id: str = Field(index=True, max_length=63)
    record: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    """A `catalogue.funding.scheme.Scheme`."""
    digest: str = Field(max_length=32)
    """Hash of the record."""
    actor: str
    """E-mail of the editor, `command line`, or `shipped`."""
    reason: str | None = None
    at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
