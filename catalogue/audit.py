"""The record of what people did. Rows are only ever added; a database trigger refuses the rest."""

from typing import Any

from sqlmodel import Session

from catalogue.tables import AuditEvent


def record(
    session: Session, actor: str, action: str, subject: str, before: Any, after: Any, reason: str | None
) -> AuditEvent:
    """Append one event: `actor` is an editor's e-mail or `command line`; `before` and `after` are JSON. Flushes."""
    event = AuditEvent(actor=actor, action=action, subject=subject, before=before, after=after, reason=reason)
    session.add(event)
    session.flush()
    return event
