"""What waits for an editor, and what editors decided about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime, utcnow


class QueueItem(SQLModel, table=True):
    """One question about one course. Derived: made anew whenever the course changes, so it may be thrown away."""

    __table_args__ = (
        Index("ix_queueitem_value", "value", "since"),
        Index("ix_queueitem_kind_value", "kind", "value", "since"),
    )

    kind: str = Field(primary_key=True, max_length=20)
    subject: str = Field(primary_key=True, max_length=120)
    """`<course id>` or `<course id>:<what>`."""
    course_id: str = Field(index=True, max_length=16)
    evidence: str = Field(max_length=16)
    """Hash of what the editor looks at: a decision holds as long as it stays the same."""
    value: int
    """Harm times reach: what is most worth an editor's minute comes first."""
    since: datetime = Field(sa_type=UtcDateTime)
    facts: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class QueueDecision(SQLModel, table=True):
    """An editor looked and decided that nothing has to change. No crawl writes here."""

    kind: str = Field(primary_key=True, max_length=20)
    subject: str = Field(primary_key=True, max_length=120)
    course_id: str | None = Field(default=None, index=True, max_length=16)
    evidence: str = Field(max_length=16)
    decision: str = Field(max_length=20)
    editor_id: int = Field(foreign_key="editor.id")
    at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
