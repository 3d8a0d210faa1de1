"""Schemes in the database: read, changed by editors with every version kept, and loaded from the shipped file.

The shipped file never overwrites what an editor changed: once somebody did, the scheme is the editors' own.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson
import yaml
from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue import audit, outbox
from catalogue.funding.scheme import Scheme
from catalogue.tables import Course, FundingVersion

SHIPPED_FILE = Path(__file__).parents[1] / "data" / "funding.yaml"
SHIPPED = "shipped"
KEPT = 500  # parsed records that are remembered


class UnknownScheme(LookupError):
    """No scheme has this id; the text says so."""


class FundingProblem(ValueError):
    """A change that does not fit; the text says why."""


@dataclass(frozen=True)
class Version:
    """One version of a scheme, with who made it and why."""

    number: int
    scheme: Scheme
    actor: str
    reason: str | None
    at: datetime


@cache
def shipped() -> tuple[Scheme, ...]:
    """The schemes of the shipped file."""
    rows = yaml.load(SHIPPED_FILE.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))["schemes"]  # noqa: S506
    return tuple(Scheme.model_validate(row) for row in rows)


def load_shipped(session: Session) -> int:
    """Add what the shipped file says anew; gives how many versions. Flushes, never commits."""
    newest = {row.scheme_id: row for row in _newest(session)}
    fresh = [scheme for scheme in shipped() if _takes(newest.get(scheme.id), scheme)]
    for scheme in fresh:
        _add(session, scheme, SHIPPED, None)
        _follow(session, newest.get(scheme.id), scheme)
    return len(fresh)


def _takes(held: FundingVersion | None, scheme: Scheme) -> bool:
    return held is None or (held.actor == SHIPPED and held.digest != _digest(scheme))


def schemes(session: Session) -> dict[str, Scheme]:
    """Every scheme as it stands, by id."""
    newest = select(func.max(FundingVersion.id)).group_by(FundingVersion.scheme_id)
    rows = session.exec(select(FundingVersion.scheme_id, FundingVersion.digest, FundingVersion.record).where(
        col(FundingVersion.id).in_(newest)))  # fmt: skip
    return {scheme_id: parsed(digest, record) for scheme_id, digest, record in sorted(rows, key=lambda row: row[0])}


def _newest(session: Session) -> Sequence[FundingVersion]:
    newest = select(func.max(FundingVersion.id)).group_by(FundingVersion.scheme_id)
    return session.exec(select(FundingVersion).where(col(FundingVersion.id).in_(newest))).all()


def versions(session: Session, limit: int) -> list[Version]:
    """The latest changes of all schemes, newest first."""
    rows = session.exec(select(FundingVersion).order_by(col(FundingVersion.id).desc()).limit(limit))
    return [Version(row.id or 0, parsed(row.digest, row.record), row.actor, row.reason, row.at) for row in rows]


def set_scheme(session: Session, scheme: Scheme, today: date, actor: str, reason: str) -> None:
    """Add or change a scheme, on record. Raises FundingProblem. Flushes, never commits."""
    if scheme.checked_on and scheme.checked_on > today:
        raise FundingProblem(f"{scheme.id}: checked_on {scheme.checked_on} lies in the future")
    if not reason.strip():
        raise FundingProblem(f"{scheme.id}: say why, with the source")
    held = {row.scheme_id: row for row in _newest(session)}.get(scheme.id)
    if held and held.digest == _digest(scheme):
        raise FundingProblem(f"{scheme.id}: nothing changed")
    _add(session, scheme, actor, reason.strip())
    before = held.record if held else None
    audit.record(session, actor, "funding.set", f"funding:{scheme.id}", before, _json(scheme), reason.strip())
    _follow(session, held, scheme)


def confirm(session: Session, scheme_id: str, today: date, actor: str, reason: str) -> Scheme:
    """Somebody held the record against its source today and found it right. Raises UnknownScheme, FundingProblem."""
    found = schemes(session).get(scheme_id)
    if found is None:
        raise UnknownScheme(f"there is no funding scheme '{scheme_id}'")
    checked = found.model_copy(update={"checked_on": today})
    set_scheme(session, checked, today, actor, reason)
    return checked


def _add(session: Session, scheme: Scheme, actor: str, reason: str | None) -> None:
    row = FundingVersion(scheme_id=scheme.id, record=_json(scheme), digest=_digest(scheme), actor=actor, reason=reason)
    session.add(row)
    session.flush()


def _follow(session: Session, held: FundingVersion | None, scheme: Scheme) -> None:
    """Other rules may fit other courses: the index follows. Dates need none of this, they are looked at when asked."""
    if held is None or parsed(held.digest, held.record).conditions != scheme.conditions:
        outbox.mark(session, session.exec(select(Course.id)).all())


def _json(scheme: Scheme) -> dict[str, Any]:
    return scheme.model_dump(mode="json", exclude_defaults=True)


def _digest(scheme: Scheme) -> str:
    return hashlib.blake2b(orjson.dumps(_json(scheme), option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def parsed(digest: str, record: Mapping[str, Any]) -> Scheme:
    """The scheme of a stored record; one that was met before is not read again."""
    return _parsed(digest, orjson.dumps(record))


@lru_cache(maxsize=KEPT)
def _parsed(_digest: str, record: bytes) -> Scheme:
    return Scheme.model_validate(orjson.loads(record))
