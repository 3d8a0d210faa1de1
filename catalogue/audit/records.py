"""What editors keep in forms (a portal, a scheme, a synonym, a career): nobody overwrites what they did not see.

A record is a pydantic model under a subject of the audit record, such as `portal:gelderland`. Its history is what the
audit record tells of that subject.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel
from sqlalchemy import delete, false, func
from sqlmodel import Session, col, select

from catalogue.audit.change import ChangedMeanwhile, InvalidOverride, has_controls
from catalogue.tables import Attempt, AuditEvent

MOST_SHOWN = 20  # changes of one record that its page tells of


@dataclass(frozen=True)
class Change:
    """One part of a record before and after; None where it had none."""

    key: str
    before: Any
    after: Any


def stored(record: BaseModel | None) -> dict[str, Any] | None:
    """The record as the audit record and the tables hold it: JSON without what is left to its default."""
    return record.model_dump(mode="json", exclude_defaults=True) if record is not None else None


def version(record: BaseModel | None) -> str:
    """Stands for all that a record says; a form or an `If-Match` gives it back."""
    said = orjson.dumps(stored(record), option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(said, digest_size=12).hexdigest()


def hold(session: Session, subject: str) -> None:
    """Whoever changes the same record waits here until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(subject))))
    else:
        # SQLite has one writer at a time; one that only read so far would not be it yet.
        session.execute(delete(Attempt).where(false()))
    # What was read before the wait may be old by now.
    session.flush()
    session.expire_all()


def refuse_stale(held: BaseModel | None, seen: str | None) -> None:
    """Raises ChangedMeanwhile unless `seen` is the version held; None: the caller says nothing of what was seen."""
    if seen is not None and seen != version(held):
        raise ChangedMeanwhile("record")


def refuse_controls(record: BaseModel) -> None:
    """Raises InvalidOverride naming the part that has a sign no text should have."""
    for key, value in record.model_dump(mode="json").items():
        if any(has_controls(text) for text in _texts(value)):
            raise InvalidOverride(key, "control_characters")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            yield key
            yield from _texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside)


def changes(before: Any, after: Any) -> list[Change]:
    """The parts in which two records differ; none when either is no record."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return []
    keys = [*after, *(key for key in before if key not in after)]
    pairs = ((key, before.get(key), after.get(key)) for key in keys)
    return [Change(key, was, now) for key, was, now in pairs if was != now]


def history(session: Session, subject: str) -> Sequence[AuditEvent]:
    """What was done to a record, the newest first."""
    mine = select(AuditEvent).where(AuditEvent.subject == subject).order_by(col(AuditEvent.id).desc())
    return session.exec(mine.limit(MOST_SHOWN)).all()
