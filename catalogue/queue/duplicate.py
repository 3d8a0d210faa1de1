"""Two courses of two sources look alike: are they one offer? The editor's answer outlives every crawl."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, or_
from sqlmodel import Session, col, select

from catalogue.duplicate_care import decide_pair
from catalogue.queue.kind import Decide, Deciding, Item, LiveKind, fingerprint, worth
from catalogue.shown import published
from catalogue.tables import Course, DuplicateDecision, DuplicateSuspect, Provider, Source

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


def _courses(session: Session, ids: set[str]) -> Mapping[str, tuple[Course, str]]:
    """Course and source of those that people see."""
    rows = select(Course, Source.name).join(Source, col(Source.id) == col(Course.source_id))
    rows = rows.join(Provider, col(Provider.id) == col(Course.provider_id), isouter=True)
    found = session.exec(rows.where(col(Course.id).in_(ids), published())).all()
    return {course.id: (course, name) for course, name in found}


def _item(row: DuplicateSuspect, owner: tuple[Course, str], other: tuple[Course, str]) -> Item:
    (one, its_source), (two, other_source) = owner, other
    facts = {"sources": [its_source, other_source], "title": two.title, "other": two.id, "doubts": row.doubts}
    more = {**facts, "likeness": row.likeness, "urls": [one.page_url, two.page_url]}
    subject, value = f"{row.owner_id}:{row.other_id}", worth(HARM, REACH)
    return Item("duplicate", subject, fingerprint(facts), value, row.since, more, row.owner_id, one.title)


def _answer(same: bool) -> Decide:
    def decide(deciding: Deciding, item: Item) -> None:
        owner, other = item.subject.split(":")
        decide_pair(deciding.session, owner, other, same, deciding.reason, deciding.editor)

    return decide


DUPLICATE = LiveKind("duplicate", HARM, _items, {"same": _answer(True), "different": _answer(False)})
