"""How often somebody may try to sign in, counted in the database: the same for all processes, and after a restart."""

import hashlib
import ipaddress
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from catalogue.tables import Attempt, utcnow

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """`most` tries of `what` in a window of `seconds`, which begins with the first."""

    what: str
    most: int
    seconds: int


def from_address(address: str | None) -> Limit:
    """What one client may try; an IPv6 client counts as its /64, because it can pick any address in it."""
    return Limit(f"address:{_network(address or '')}", 5, 60)


def for_account(email: str) -> Limit:
    """What may be tried for one account, known or not."""
    return Limit(f"account:{_name(email)}", 5, 60)


def failures(email: str) -> Limit:
    """When an account, known or not, is locked: it opens after the window, or when an administrator opens it."""
    return Limit(f"failures:{_name(email)}", 10, 3600)


def _name(email: str) -> str:
    return email.strip().lower()[:254]


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    wide = parsed.version == 6 and parsed.ipv4_mapped is None
    return str(ipaddress.ip_network((parsed, 64), strict=False) if wide else parsed)


class Attempts:
    """Counts tries under hashes that only this installation's `secret` can make."""

    def __init__(self, engine: Engine, secret: str, clock: Callable[[], datetime] = utcnow) -> None:
        self._engine, self._secret, self._clock = engine, secret.encode()[:64], clock

    def wait(self, *limits: Limit) -> int:
        """Count one try under each. 0: go on; otherwise the seconds to wait, and nothing is counted."""
        now = self._clock()
        with Session(self._engine) as session:
            waits = [self._count(session, limit, now) for limit in limits]
            if not any(waits):
                session.execute(delete(Attempt).where(col(Attempt.since) < now - KEPT))
                session.commit()
        return max(waits)

    def forget(self, *limits: Limit) -> None:
        """Begin anew: after a success, or when an administrator opens a locked account."""
        with Session(self._engine) as session:
            session.execute(delete(Attempt).where(col(Attempt.key).in_([self._key(limit) for limit in limits])))
            session.commit()

    def _count(self, session: Session, limit: Limit, now: datetime) -> int:
        """The row is locked until the transaction ends, so that tries at the same moment count one by one."""
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        over = col(Attempt.since) <= now - timedelta(seconds=limit.seconds)
        insert = dialect.insert(Attempt).values(key=self._key(limit), since=now, count=1)
        upsert = insert.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, 1), else_=col(Attempt.count) + 1),
                "since": case((over, insert.excluded.since), else_=col(Attempt.since)),
            },
        )
        since, count = session.execute(upsert.returning(col(Attempt.since), col(Attempt.count))).one()
        if count <= limit.most:
            return 0
        left: float = limit.seconds - (now - since).total_seconds()
        return max(1, math.ceil(left))

    def _key(self, limit: Limit) -> str:
        return hashlib.blake2b(limit.what.encode("utf-8", "replace"), key=self._secret, digest_size=32).hexdigest()
