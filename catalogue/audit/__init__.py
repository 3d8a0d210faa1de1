"""The record of what people did. Rows are only ever added; a database trigger refuses the rest."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlmodel import Session

from catalogue.tables import AuditEvent

BATCH = "audit_batch"
_via: ContextVar[str | None] = ContextVar("via", default=None)


def record(
    session: Session, actor: str, action: str, subject: str, before: Any, after: Any, reason: str | None
) -> AuditEvent:
    """Append one event: `actor` is an editor's e-mail or `command line`; `before` and `after` are JSON. Flushes."""
    via = _via.get()
    who = f"{actor} ({via})" if via else actor
    event = AuditEvent(
        actor=who, action=action, subject=subject, before=before, after=after, reason=reason,
        batch=session.info.get(BATCH),
    )  # fmt: skip
    session.add(event)
    session.flush()
    return event


@contextmanager
def through(means: str) -> Iterator[None]:
    """What is recorded in this block was done by these means, such as a token: the record says so beside the name."""
    mark = _via.set(means)
    try:
        yield
    finally:
        _via.reset(mark)


@contextmanager
def together(session: Session) -> Iterator[str]:
    """The events recorded in this block belong together: one action, to be taken back as one. Gives its id."""
    batch = session.info[BATCH] = secrets.token_hex(8)
    try:
        yield batch
    finally:
        del session.info[BATCH]
