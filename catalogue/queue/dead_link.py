"""A course's page gave no answer on several days: where do people go now?"""

from datetime import date

from sqlalchemy import and_
from sqlmodel import Session, col, select

from catalogue import curation
from catalogue.portals.shown import overridden
from catalogue.queue.kind import Deciding, Item, LiveKind, fingerprint, note, worth
from catalogue.runs.links import FAILING
from catalogue.tables import Course, CourseState, LinkCheck

HARM = 6
MOST = 500


def _items(session: Session, _today: date) -> list[Item]:
    failing = select(LinkCheck).where(LinkCheck.misses >= FAILING).order_by(col(LinkCheck.checked_at).desc())
    checks = session.exec(failing.limit(MOST)).all()
    titles = _titles(session, [check.course_id for check in checks])
    return [_item(check, titles[check.course_id]) for check in checks if check.course_id in titles]


def _titles(session: Session, ids: list[str]) -> dict[str, str]:
    """Of those that are offered and not hidden; the few checks come first, or SQLite would read all courses."""
    seen = and_(col(Course.state) == CourseState.ACTIVE, ~overridden("hidden"))
    rows = session.exec(select(Course.id, Course.title, seen).where(col(Course.id).in_(ids)))
    return {key: title for key, title, offered in rows if offered}


def _item(check: LinkCheck, title: str) -> Item:
    facts = {"url": check.url, "outcome": check.outcome}
    more = {**facts, "misses": check.misses}
    value, course = worth(HARM, 2), check.course_id
    return Item("dead_link", course, fingerprint(facts), value, check.checked_at, more, course, title)


def _hide(deciding: Deciding, item: Item) -> None:
    curation.hide(deciding.session, item.course_id or "", deciding.reason, deciding.editor)


DEAD_LINK = LiveKind("dead_link", HARM, _items, {"hide": _hide, "leave": note})
