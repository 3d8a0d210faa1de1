"""The life of an alert: asked for, confirmed, ended. Nothing here sends; nothing outlives the alert.

Who types somebody else's address costs them one mail in `KEPT`, however often it is typed and with whatever search.
"""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, delete, func, select

from catalogue.database import add_rows
from catalogue.tables import Alert, AlertCourse

KEPT = timedelta(days=2)
"""How long an address waits for its confirmation; then it is deleted."""
KEPT_STOPPED = timedelta(days=30)
"""How long an alert that was stopped can be resumed; then it is deleted."""
MOST = 10  # alerts of one address
MOST_AN_HOUR = 300
"""Unconfirmed alerts of all readers together: above it somebody is playing."""
LONGEST = 254
# The HTML standard's address: ASCII without spaces, so that it cannot end a mail header.
HOST = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
ADDRESS = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{HOST}(\.{HOST})+")


class TooManyAlerts(Exception):
    """More than `MOST_AN_HOUR` were asked for within the hour."""


def address_of(typed: str) -> str | None:
    """The address in lower case; None for what is none."""
    address = typed.strip(" ").lower()
    return address if len(address) <= LONGEST and ADDRESS.fullmatch(address) else None


def mailbox_of(address: str) -> str:
    """The mailbox that an address reaches at most providers: without `+label`."""
    name, _, host = address.rpartition("@")
    return f"{name.partition('+')[0] or name}@{host}"


def ask(session: Session, portal: str, address: str, search: str, lang: str, now: datetime) -> Alert | None:
    """An alert to be confirmed, flushed; None where no mail may go out: one waits already, or it is there.

    Raises TooManyAlerts; IntegrityError when another request was first with this mailbox.
    """
    forget_old(session, now)  # also takes SQLite's write lock before anything is read
    mailbox = mailbox_of(address)
    if _exists(session, Alert.pending == mailbox) or _confirmed(session, portal, address, search):
        return None
    if _count(session, col(Alert.since).is_(None), col(Alert.asked_at) >= now - timedelta(hours=1)) >= MOST_AN_HOUR:
        raise TooManyAlerts
    alert = Alert(id=secrets.token_hex(16), portal=portal, address=address, search=search, lang=lang, asked_at=now,
                  pending=mailbox)  # fmt: skip
    session.add(alert)
    session.flush()
    return alert


def _confirmed(session: Session, portal: str, address: str, search: str) -> bool:
    mine = (col(Alert.address) == address, col(Alert.stopped_at).is_(None))
    same = _exists(session, *mine, Alert.portal == portal, Alert.search == search)
    return same or _count(session, *mine) >= MOST


def _exists(session: Session, *conditions: ColumnElement[bool] | bool) -> bool:
    return _count(session, *conditions) > 0


def _count(session: Session, *conditions: ColumnElement[bool] | bool) -> int:
    return session.exec(select(func.count()).select_from(Alert).where(*conditions)).one()


def confirm(session: Session, alert: Alert, shown: Sequence[str], now: datetime) -> None:
    """From now on; silent about the courses `shown` by the search at this moment. Once: later calls do nothing."""
    if alert.since is not None:
        return
    _delete(session, and_(col(Alert.stopped_at).is_not(None), *_like(alert)))
    alert.since, alert.pending = now, None
    session.add(alert)
    session.flush()
    silence(session, alert, shown)


def _like(alert: Alert) -> tuple[ColumnElement[bool] | bool, ...]:
    return Alert.portal == alert.portal, Alert.address == alert.address, Alert.search == alert.search


def silence(session: Session, alert: Alert, course_ids: Sequence[str]) -> None:
    """Never (again) mail of these courses. Raises IntegrityError when another process did the same meanwhile."""
    add_rows(session, AlertCourse, [{"alert_id": alert.id, "course_id": each} for each in course_ids])


def end(session: Session, alert: Alert) -> None:
    """Delete the alert, its address and its courses."""
    _delete(session, col(Alert.id) == alert.id)


def end_all(session: Session, address: str) -> None:
    """Delete every alert of this address in every portal: nothing of the address is left."""
    _delete(session, col(Alert.address) == address)


def forget_old(session: Session, now: datetime) -> None:
    """Delete what was not confirmed in time, or was stopped long ago, with its address."""
    _delete(session, col(Alert.since).is_(None) & (col(Alert.asked_at) < now - KEPT))
    _delete(session, col(Alert.stopped_at) < now - KEPT_STOPPED)


def resume(session: Session) -> int:
    """Send to all that were stopped again; gives how many."""
    stopped = session.exec(select(Alert).where(col(Alert.stopped_at).is_not(None))).all()
    for alert in stopped:
        alert.refusals, alert.stopped_at = 0, None
    return len(stopped)


def _delete(session: Session, which: ColumnElement[bool]) -> None:
    gone = select(Alert.id).where(which)
    session.exec(delete(AlertCourse).where(col(AlertCourse.alert_id).in_(gone)))
    session.exec(delete(Alert).where(which))
