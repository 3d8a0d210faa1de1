"""Reports from the public: filed as they come, seen by editors, and forgotten where they hold an address.

Nothing is stored of who sent one. An e-mail address is there to answer this one report: it goes when the report is
dealt with, and after `EMAIL_DAYS` at the latest.
"""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from catalogue.audit import record
from catalogue.tables import Signal, SignalKind, SignalState, utcnow

EMAIL_DAYS = 90
MOST_AN_HOUR = 500
"""Reports of all readers together: above it somebody is playing, and editors could not read them anyway."""


class TooManySignals(Exception):
    """More than `MOST_AN_HOUR` reports came in within the hour."""


def file_signal(
    session: Session, portal: str, kind: SignalKind, course_id: str | None, text: str, email: str | None
) -> Signal:
    """Keep a report; one that says the same of the same course and is still open is kept once. Flushes.

    `portal` and `course_id` exist. Raises TooManySignals.
    """
    same = select(Signal).where(
        Signal.portal == portal,
        Signal.kind == kind,
        col(Signal.course_id) == course_id if course_id else col(Signal.course_id).is_(None),
        Signal.text == text,
        Signal.state == SignalState.OPEN,
    )
    forget(session, utcnow())
    known = session.exec(same.limit(1)).first()
    if known is None and _last_hour(session) >= MOST_AN_HOUR:
        raise TooManySignals
    signal = known or Signal(portal=portal, kind=kind, course_id=course_id, text=text)
    signal.email = email or signal.email
    session.add(signal)
    session.flush()
    return signal


def _last_hour(session: Session) -> int:
    since = utcnow() - timedelta(hours=1)
    return session.exec(select(func.count()).select_from(Signal).where(Signal.at >= since)).one()


def settle(session: Session, signal_id: int, state: SignalState, actor: str, reason: str) -> Signal:
    """Deal with a report, on record, and erase its e-mail address. Flushes. Raises LookupError for an unknown one."""
    signal = session.get(Signal, signal_id)
    if signal is None:
        raise LookupError(f"no signal {signal_id}")
    before = str(signal.state)
    signal.state, signal.decided_by, signal.decided_at, signal.email = state, actor, utcnow(), None
    session.add(signal)
    record(session, actor, "signal.settle", f"signal:{signal_id}", before, str(state), reason)
    return signal


def forget(session: Session, now: datetime) -> int:
    """Erase the e-mail addresses of reports older than `EMAIL_DAYS`; gives how many."""
    old = update(Signal).where(col(Signal.at) < now - timedelta(days=EMAIL_DAYS), col(Signal.email).is_not(None))
    return int(session.execute(old.values(email=None)).rowcount)  # type: ignore[attr-defined]
