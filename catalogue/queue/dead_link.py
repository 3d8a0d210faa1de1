"""A course's page gave no answer on several days: where do people go now?"""

from datetime import date

from sqlmodel import Session, col, select

from catalogue import curation
from catalogue.links import FAILING
from catalogue.queue.kind import Deciding, Item, LiveKind, fingerprint, note, worth
from catalogue.shown import joined, overridden
from catalogue.tables import Course, CourseState, LinkCheck

HARM = 6
MOST = 500


def _items(session: Session, _today: date) -> list[Item]:
    rows = (
        joined(select(LinkCheck, Course.title))
        .join(LinkCheck, col(LinkCheck.course_id) == col(Course.id))
        .where(LinkCheck.misses >= FAILING, Course.state == CourseState.ACTIVE, ~overridden("hidden"))
        .order_by(col(LinkCheck.checked_at).desc())
    )
    return [_item(check, title) for check, title in session.exec(rows.limit(MOST))]


def _item(check: LinkCheck, title: str) -> Item:
    facts = {"url": check.url, "outcome": check.outcome}
    more = {**facts, "misses": check.misses}
    value, course = worth(HARM, 2), check.course_id
    return Item("dead_link", course, fingerprint(facts), value, check.checked_at, more, course, title)


def _hide(deciding: Deciding, item: Item) -> None:
    curation.hide(deciding.session, item.course_id or "", deciding.reason, deciding.editor)


DEAD_LINK = LiveKind("dead_link", HARM, _items, {"hide": _hide, "leave": note})
