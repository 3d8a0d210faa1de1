"""Suspected duplicates and the editors' word on them, as they are stored. Flushes, never commits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from catalogue import audit, outbox
from catalogue.tables import Course, DuplicateDecision, DuplicateSuspect, Editor, utcnow

CHUNK = 500


@dataclass(frozen=True)
class Suspect:
    """Two courses that may be one. `owner_id` would be shown; `doubts` names hard keys that are missing or in doubt."""

    owner_id: str
    other_id: str
    likeness: int
    doubts: tuple[str, ...]


def pair(one: str, other: str) -> frozenset[str]:
    """Two ids, whichever comes first."""
    return frozenset((one, other))


def decisions(session: Session, course_ids: Collection[str]) -> Mapping[frozenset[str], bool]:
    """What editors said of pairs that have one of these courses: same or not."""
    found: dict[frozenset[str], bool] = {}
    for ids in _chunks(course_ids):
        either = or_(col(DuplicateDecision.first_id).in_(ids), col(DuplicateDecision.second_id).in_(ids))
        rows = session.exec(select(DuplicateDecision).where(either))
        found |= {pair(row.first_id, row.second_id): row.same for row in rows}
    return found


def keep_suspects(session: Session, course_ids: Collection[str], suspects: Iterable[Suspect]) -> None:
    """Replace what was suspected of these courses; a pair that stays keeps its day."""
    old: dict[frozenset[str], datetime] = {}
    for ids in _chunks(course_ids):
        either = or_(col(DuplicateSuspect.owner_id).in_(ids), col(DuplicateSuspect.other_id).in_(ids))
        rows = session.exec(select(DuplicateSuspect).where(either)).all()
        old |= {pair(row.owner_id, row.other_id): row.since for row in rows}
        session.execute(delete(DuplicateSuspect).where(either).execution_options(synchronize_session="fetch"))
    for each in suspects:
        since = old.get(pair(each.owner_id, each.other_id), utcnow())
        row = DuplicateSuspect(owner_id=each.owner_id, other_id=each.other_id, likeness=each.likeness, since=since,
                               doubts=list(each.doubts))  # fmt: skip
        session.add(row)


def decide_pair(session: Session, owner_id: str, other_id: str, same: bool, reason: str, editor: Editor) -> None:
    """Two shown courses are the same, or are not. The same: `owner_id` shows them both from now on."""
    first, second = sorted((owner_id, other_id))
    known = session.get(DuplicateDecision, (first, second))
    before = {"same": known.same} if known else None
    row = known or DuplicateDecision(first_id=first, second_id=second, same=same, reason=reason, editor_id=0)
    row.same, row.reason, row.editor_id, row.at = same, reason, editor.id or 0, utcnow()
    session.add(row)
    if same:
        _show_by(session, owner_id, other_id)
    session.flush()
    audit.record(session, editor.email, "duplicate.decide", subject(first, second), before, {"same": same}, reason)


def restore_pair(session: Session, about: str, same: bool | None) -> list[str]:
    """Put an earlier word back, or none; gives both ids: `link_duplicates` then links them anew. `about`: `subject`."""
    first, second = about.split(":")[1:]
    row = session.get_one(DuplicateDecision, (first, second))
    if same is None:
        session.delete(row)
    else:
        row.same = same
    session.flush()
    return [first, second]


def said(session: Session, about: str) -> bool | None:
    """What the editors' word on a pair is today; None: there is none."""
    first, second = about.split(":")[1:]
    row = session.get(DuplicateDecision, (first, second))
    return row.same if row else None


def subject(first: str, second: str) -> str:
    """The pair as the audit record names it."""
    return f"duplicate:{first}:{second}"


def _show_by(session: Session, owner_id: str, other_id: str) -> None:
    """As `link_duplicates` will find: the owner shows the other, and what the other showed."""
    linked = list(session.exec(select(Course.id).where(Course.duplicate_of == other_id)))
    ids = [other_id, *linked]
    session.execute(update(Course).where(col(Course.id).in_(ids)).values(duplicate_of=owner_id))
    outbox.mark(session, [owner_id, *ids])


def _chunks(ids: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
