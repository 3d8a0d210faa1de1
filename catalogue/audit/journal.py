"""The audit record, looked through: by the course it is about, and by words in who, what and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_
from sqlmodel import Session, col, select

from catalogue.tables import AuditEvent

PAGE_SIZE = 50


@dataclass(frozen=True)
class EventPage:
    """One page of the record. `page` counts from 1 and is the nearest that exists."""

    events: Sequence[AuditEvent]
    total: int
    page: int
    pages: int


def wanted(course_id: str = "", text: str = "") -> Select[Any]:
    """The events that are asked for, the newest first; all of them without either."""
    asked: Select[Any] = select(AuditEvent)
    if course_id:
        asked = asked.where(col(AuditEvent.subject) == f"course:{course_id}")
    if text:
        columns = (AuditEvent.actor, AuditEvent.action, AuditEvent.subject, AuditEvent.reason)
        asked = asked.where(or_(*(col(column).icontains(text, autoescape=True) for column in columns)))
    return asked.order_by(col(AuditEvent.id).desc())


def page_of(session: Session, asked: Select[Any], page: int) -> EventPage:
    """One page of these events."""
    total = session.scalar(select(func.count()).select_from(asked.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    events = session.scalars(asked.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return EventPage(events, total, page, pages)
