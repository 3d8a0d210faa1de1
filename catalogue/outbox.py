"""Marks on courses that the index must follow, set in the transaction that changed them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import delete, func
from sqlmodel import Session, col, select, tuple_

from catalogue.tables import OutboxMark, utcnow
from catalogue.tables.base import insert_into

MARKED = "outbox_marked"


def mark(session: Session, course_ids: Iterable[str]) -> None:
    """Mark these courses as changed; a course already marked gets a higher `seq`. Flushes, never commits."""
    now, held = utcnow(), session.info.get(MARKED, frozenset())
    rows = [{"course_id": course_id, "seq": 1, "marked_at": now} for course_id in sorted(set(course_ids) - held)]
    if not rows:
        return
    insert = insert_into(session, OutboxMark)
    session.execute(
        insert.on_conflict_do_update(index_elements=["course_id"], set_={"seq": col(OutboxMark.seq) + 1}), rows
    )


@contextmanager
def marked(session: Session, course_ids: Iterable[str]) -> Iterator[None]:
    """Mark these courses in one statement; in the block, which ends within the transaction, they need no other mark."""
    ids = frozenset(course_ids)
    mark(session, ids)
    session.info[MARKED] = ids
    try:
        yield
    finally:
        del session.info[MARKED]


def waiting(session: Session) -> int:
    """How many courses the index has yet to follow."""
    return session.exec(select(func.count()).select_from(OutboxMark)).one()


def oldest(session: Session, limit: int) -> Sequence[OutboxMark]:
    """The marks to drain next, oldest first."""
    return session.exec(select(OutboxMark).order_by(col(OutboxMark.marked_at), OutboxMark.course_id).limit(limit)).all()


def unlisted(session: Session, limit: int) -> Sequence[OutboxMark]:
    """Marks that the listing has yet to follow."""
    return session.exec(select(OutboxMark).where(col(OutboxMark.listed) < col(OutboxMark.seq)).limit(limit)).all()


def clear(session: Session, marks: Sequence[OutboxMark]) -> None:
    """Drop marks that did not rise since they were read: a change made meanwhile keeps its mark."""
    pairs = [(mark.course_id, mark.seq) for mark in marks]
    session.execute(delete(OutboxMark).where(tuple_(col(OutboxMark.course_id), col(OutboxMark.seq)).in_(pairs)))
