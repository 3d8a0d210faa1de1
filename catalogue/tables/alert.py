"""Searches that people asked to hear of by e-mail. With the alert its address is gone: nothing else holds it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from catalogue.tables.base import UtcDateTime, utcnow


class Alert(SQLModel, table=True):
    """One search of one portal for one address. Its id is random: a link to one that is over never fits another."""

    id: str = Field(primary_key=True, max_length=32)
    portal: str = Field(max_length=63)
    address: str = Field(max_length=254, index=True)
    search: str = Field(max_length=2000)
    """Query keys of `GET /v1/courses` as an address holds them, sorted, without `portal`, order and page."""
    lang: str = Field(max_length=2)
    asked_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime, index=True)
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its address was confirmed; None: nothing may be sent."""
    pending: str | None = Field(default=None, unique=True, max_length=254)
    """The mailbox while it is not confirmed: one at a time, so that nobody can fill it with questions."""
    refusals: int = 0
    """How often in a row a mail server refused its mail for good."""
    refusal: int | None = None
    """SMTP code of the last of them."""
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was refused too often: nothing is sent any more."""


class AlertCourse(SQLModel, table=True):
    """A course that this alert is silent about: it was there at the start, or was sent."""

    alert_id: str = Field(primary_key=True, foreign_key="alert.id", max_length=32)
    course_id: str = Field(primary_key=True, max_length=16)
