"""Sending what is new: each course once at most for each alert.

The order is: connect, write down that these courses are sent, commit, send. A crash in between loses one mail and
never doubles one. Only a server that surely did not take the message has the note taken back, for the next night; what
is refused for good `MOST_REFUSALS` times in a row is stopped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

import structlog
from sqlalchemy import Engine, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from catalogue.alerts.post import Post, Refused
from catalogue.alerts.subscribe import forget_old, silence
from catalogue.database import unit_of_work
from catalogue.tables import Alert, AlertCourse

MOST_REFUSALS = 3
log = structlog.get_logger()
Find = Callable[[Session, Alert], Sequence[str]]
"""Ids of the courses that the alert's search shows and the alert is not silent about; none where it cannot be asked."""
Write = Callable[[Session, Alert, Sequence[str]], EmailMessage]


@dataclass
class Sent:
    """What a round did: mails sent, mails that the server refused (they are tried again), alerts stopped for it."""

    mails: int = 0
    refused: int = 0
    stopped: int = 0


def send_all(database: Engine, post: Post, find: Find, write: Write, now: datetime) -> Sent:
    """One mail for each alert with something new. Raises `MailUnavailable` when the connection breaks."""
    sent = Sent()
    with unit_of_work(database) as session:
        forget_old(session, now)
        open_ones = select(Alert.id).where(col(Alert.since).is_not(None), col(Alert.stopped_at).is_(None))
        ids = session.exec(open_ones.order_by(col(Alert.id))).all()
    for alert_id in ids:
        _send(database, post, find, write, alert_id, sent, now)
    return sent


def _send(database: Engine, post: Post, find: Find, write: Write, alert_id: str, sent: Sent, now: datetime) -> None:
    try:
        claimed = _claim(database, find, write, alert_id)
    except IntegrityError:  # another process sends these
        return
    if claimed is None:
        return
    message, courses = claimed
    try:
        post(message)
    except Refused as refused:
        sent.refused += 1
        log.warning("alert_refused", status=refused.status, for_good=refused.for_good)  # never the address
        with unit_of_work(database) as session:
            _take_back(session, alert_id, courses)
            sent.stopped += _note_refusal(session, alert_id, refused, now)
        return
    sent.mails += 1
    with unit_of_work(database) as session:
        session.execute(update(Alert).where(col(Alert.id) == alert_id, col(Alert.refusals) > 0).values(refusals=0))


def _claim(database: Engine, find: Find, write: Write, alert_id: str) -> tuple[EmailMessage, Sequence[str]] | None:
    with unit_of_work(database) as session:
        alert = session.get(Alert, alert_id, with_for_update=True)
        courses = find(session, alert) if alert else ()
        if not alert or not courses:
            return None
        message = write(session, alert, courses)
        silence(session, alert, courses)
        return message, courses


def _take_back(session: Session, alert_id: str, courses: Sequence[str]) -> None:
    mine = col(AlertCourse.alert_id) == alert_id
    session.exec(delete(AlertCourse).where(mine, col(AlertCourse.course_id).in_(courses)))


def _note_refusal(session: Session, alert_id: str, refused: Refused, now: datetime) -> bool:
    """Whether it was one too many."""
    alert = session.get(Alert, alert_id, with_for_update=True)
    if alert is None or not refused.for_good:
        return False
    alert.refusals, alert.refusal = alert.refusals + 1, refused.status
    if alert.refusals >= MOST_REFUSALS:
        alert.stopped_at = now
    return alert.stopped_at is not None
