"""The queue as an editor reads it: the most valuable first, of all kinds or one, page by page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue.portals.access import of_their_portals
from catalogue.queue.kind import Item
from catalogue.queue.kinds import COURSE_KINDS, LIVE_KINDS
from catalogue.tables import Course, Editor, QueueDecision, QueueItem

PAGE_SIZE = 25
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Page:
    """One page of the queue. `page` counts from 1 and is the nearest that exists."""

    items: Sequence[Item]
    total: int
    page: int
    pages: int


def look(session: Session, kind: str | None, today: date, page: int = 1) -> tuple[Page, dict[str, int]]:
    """One page of the queue with the counts of all kinds: what is not stored is asked once for both."""
    live = _live(session, LIVE_KINDS, today)
    return _page(session, kind, live, page, PAGE_SIZE), _counts(session, live)


def counts(session: Session, today: date) -> dict[str, int]:
    """Open questions by kind; kinds without any are left out."""
    return _counts(session, _live(session, LIVE_KINDS, today))


def _counts(session: Session, live: Iterable[Item]) -> dict[str, int]:
    grouped = select(QueueItem.kind, func.count()).group_by(col(QueueItem.kind))
    found = {kind: count for kind, count in session.exec(grouped) if kind in COURSE_KINDS}
    return {**found, **Counter(item.kind for item in live)}


def open_items(session: Session, kind: str | None, today: date, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """The open questions of one kind, or of all; a kind that is not known has none."""
    live = _live(session, [name for name in LIVE_KINDS if kind in (None, name)], today)
    return _page(session, kind, live, page, size)


def _page(session: Session, kind: str | None, live: Iterable[Item], page: int, size: int) -> Page:
    stored = [name for name in COURSE_KINDS if kind in (None, name)]
    live = [item for item in live if kind in (None, item.kind)]
    total = _count(session, stored) + len(live)
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    # The live ones are few. However they lie among the stored rows, so many rows before this page cannot be on it.
    first = (page - 1) * size
    before = max(0, first - len(live))
    merged = sorted([*_stored(session, stored, first + size - before, before), *live], key=_order)
    return Page(merged[first - before : first - before + size], total, page, pages)


def items_by_subject(session: Session, kind: str, subjects: Sequence[str], today: date) -> dict[str, Item]:
    """These questions, as far as they are open."""
    if kind in LIVE_KINDS:
        return {item.subject: item for item in _live(session, [kind], today) if item.subject in subjects}
    return {item.subject: item for item in _rows(session, QueueItem.kind == kind, col(QueueItem.subject).in_(subjects))}


def mine(session: Session, editor: Editor, items: Iterable[Item]) -> list[Item]:
    """Those about courses that this editor may change; all others as they are."""
    items = list(items)
    allowed = of_their_portals(session, editor, [item.course_id for item in items if item.course_id])
    return [item for item in items if item.course_id is None or item.course_id in allowed]


def _order(item: Item) -> tuple[int, float, str, str]:
    return -item.value, item.since.timestamp(), item.kind, item.subject


def _count(session: Session, kinds: Sequence[str]) -> int:
    return session.exec(select(func.count()).select_from(QueueItem).where(col(QueueItem.kind).in_(kinds))).one()


def _stored(session: Session, kinds: Sequence[str], limit: int, offset: int) -> list[Item]:
    wanted = [QueueItem.kind == kinds[0]] if len(kinds) == 1 else []  # without a condition the index on value is used
    return _rows(session, *wanted, limit=limit, offset=offset) if kinds else []


def _rows(session: Session, *conditions: object, limit: int = MOST_AT_ONCE, offset: int = 0) -> list[Item]:
    # The titles are looked up for the rows that are shown only.
    rows = (
        select(QueueItem)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(col(QueueItem.value).desc(), col(QueueItem.since), QueueItem.kind, QueueItem.subject)
        .limit(limit)
        .offset(offset)
    )
    found = session.exec(rows).all()
    ids = {row.course_id for row in found}
    titles = dict(session.exec(select(Course.id, Course.title).where(col(Course.id).in_(ids))).all())
    return [_item(row, titles.get(row.course_id, "")) for row in found]


def _item(row: QueueItem, title: str) -> Item:
    return Item(row.kind, row.subject, row.evidence, row.value, row.since, row.facts, row.course_id, title)


def _live(session: Session, names: Iterable[str], today: date) -> list[Item]:
    items = [item for name in names for item in LIVE_KINDS[name].items(session, today)]
    if not items:
        return []
    rows = select(QueueDecision.kind, QueueDecision.subject, QueueDecision.evidence)
    decided = set(session.exec(rows.where(col(QueueDecision.kind).in_({item.kind for item in items}))).all())
    return [item for item in items if (item.kind, item.subject, item.evidence) not in decided]
