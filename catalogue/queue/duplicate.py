"""Two courses of two sources look alike: are they one offer? The editor's answer outlives every crawl."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, or_
from sqlmodel import Session, col, select

from catalogue.duplicates.care import decide_pair
from catalogue.portals.shown import joined, published
from catalogue.queue.kind import Decide, Deciding, Item, LiveKind, fingerprint, worth
from catalogue.tables import Course, DuplicateDecision, DuplicateSuspect, Source

HARM = 4
REACH = 4  # both are seen, and one of them for nothing
MOST = 500


def _items(session: Session, _today: date) -> list[Item]:
    rows = select(DuplicateSuspect).where(~_decided()).order_by(col(DuplicateSuspect.likeness).desc())
    suspects = session.exec(rows.limit(MOST)).all()
    courses = _courses(session, {key for each in suspects for key in (each.owner_id, each.other_id)})
    # Since the links were made, an editor may have hidden one, or said that it is no technique.
    both = (each for each in suspects if each.owner_id in courses and each.other_id in courses)
    return [_item(each, courses[each.owner_id], courses[each.other_id]) for each in both]


def _decided() -> Any:
    one, other = col(DuplicateSuspect.owner_id), col(DuplicateSuspect.other_id)
    first, second = col(DuplicateDecision.first_id), col(DuplicateDecision.second_id)
    return exists().where(or_(and_(first == one, second == other), and_(first == other, second == one)))


class Named(NamedTuple):
    """What is shown of one of the two; their whole content is not read for that."""

    id: str
    title: str
    url: str
    source: str


def _courses(session: Session, ids: set[str]) -> Mapping[str, Named]:
    """Those that people see."""
    # Asked beside the rest, not as a condition: SQLite would look for it among all courses instead of by these ids.
    columns: list[Any] = [Course.id, Course.title, Course.page_url, Source.name, published()]
    rows = joined(select(*columns))
    found = session.exec(rows.where(col(Course.id).in_(ids)))
    return {key: Named(key, *named) for key, *named, seen in found if seen}


def _item(row: DuplicateSuspect, one: Named, two: Named) -> Item:
    facts = {"sources": [one.source, two.source], "title": two.title, "other": two.id, "doubts": row.doubts}
    more = {**facts, "likeness": row.likeness, "urls": [one.url, two.url]}
    subject, value = f"{row.owner_id}:{row.other_id}", worth(HARM, REACH)
    return Item("duplicate", subject, fingerprint(facts), value, row.since, more, row.owner_id, one.title)


def _answer(same: bool) -> Decide:
    def decide(deciding: Deciding, item: Item) -> None:
        owner, other = item.subject.split(":")
        decide_pair(deciding.session, owner, other, same, deciding.reason, deciding.editor)

    return decide


DUPLICATE = LiveKind("duplicate", HARM, _items, {"same": _answer(True), "different": _answer(False)})
