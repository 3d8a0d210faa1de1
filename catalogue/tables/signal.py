"""What the public tells editors of the listings."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from catalogue.tables.base import UtcDateTime, one_of, utcnow


class SignalKind(StrEnum):
    """What is the matter: the provider's page fails, a course or value is missing, or something told is wrong."""

    BROKEN = "broken"
    MISSING = "missing"
    WRONG = "wrong"


class SignalState(StrEnum):
    """Open until an editor has dealt with it."""

    OPEN = "open"
    DONE = "done"
    DISMISSED = "dismissed"


class Signal(SQLModel, table=True):
    """One report of a reader of a portal. Who sent it is not stored; an e-mail address only where one was given."""

    __table_args__ = (Index("ix_signal_state_at", "state", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
    portal: str = Field(max_length=63)
    kind: SignalKind = Field(sa_type=one_of(SignalKind, 16))
    course_id: str | None = Field(default=None, foreign_key="course.id", index=True, max_length=16)
    text: str = ""
    email: str | None = Field(default=None, max_length=254)
    """For the answer to this report only; erased with it, see `catalogue.signals.forget`."""
    state: SignalState = Field(default=SignalState.OPEN, sa_type=one_of(SignalState, 16))
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
