"""Editors' synonyms: tried against what people really search for, then live, then taken away again.

The documents of the courses that say one of the words get the typed word as well, as those of the lexicon do. Flushes,
never commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue import audit, outbox
from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.audit.records import hold, refuse_stale, stored
from catalogue.effective import own_synonyms
from catalogue.index.query import SearchQuery
from catalogue.language.text import words
from catalogue.portals.access import require_all_portals
from catalogue.portals.portal import NATIONAL_SETTINGS
from catalogue.search.fallback import MOST, found
from catalogue.tables import Course, Editor, SearchDay, Synonym

MOST_TRIED = 8  # real searches that a trial shows
MOST_NEW = 5  # titles of courses that a search would newly find


class SynonymRecord(BaseModel):
    """Who types `typed` also finds courses that say one of `says`. Words are folded, as the search has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    typed: str = Field(max_length=60)
    says: tuple[str, ...] = Field(min_length=1, max_length=12)

    @field_validator("typed")
    @classmethod
    def _one_spelling(cls, typed: str) -> str:
        return _folded(typed)

    @field_validator("says")
    @classmethod
    def _each_once(cls, says: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_folded(one[:60]) for one in says))


def _folded(text: str) -> str:
    folded = " ".join(words(text))
    if not folded:
        raise PydanticCustomError("no_word", "write a word of letters or digits")
    return folded


@dataclass(frozen=True)
class Trial:
    """One search with the courses that it finds in the whole country before and after; `MOST` means: or more."""

    words: str
    searches: int
    """How often it was asked in the days that the log holds; 0 for the synonym itself."""
    before: int
    after: int
    new: Sequence[str]
    """Titles of some courses that are found only after."""


def synonym(session: Session, typed: str) -> SynonymRecord | None:
    """The synonym as it stands."""
    row = session.get(Synonym, typed)
    return SynonymRecord(typed=row.typed, says=tuple(row.says)) if row else None


def all_synonyms(session: Session) -> dict[str, SynonymRecord]:
    """Every synonym of the editors, by what is typed."""
    return {typed: SynonymRecord(typed=typed, says=tuple(says)) for typed, says in own_synonyms(session).items()}


def set_synonym(session: Session, record: SynonymRecord, reason: str, editor: Editor, seen: str | None) -> None:
    """Make it live, or change it. Raises NotAllowed, ChangedMeanwhile or InvalidOverride."""
    held = _held(session, record.typed, editor, seen)
    if held == record:
        raise InvalidOverride("record", "nothing_changed")
    row = session.get(Synonym, record.typed) or Synonym(typed=record.typed, says=[])
    row.says = list(record.says)
    session.add(row)
    _note(session, record.typed, held, record, reason, editor)


def drop_synonym(session: Session, typed: str, reason: str, editor: Editor, seen: str | None) -> None:
    """Take it away. Raises LookupError, NotAllowed, ChangedMeanwhile or InvalidOverride."""
    held = _held(session, typed, editor, seen)
    if held is None:
        raise LookupError(f"there is no synonym {typed!r}")
    session.delete(session.get_one(Synonym, typed))
    _note(session, typed, held, None, reason, editor)


def _held(session: Session, typed: str, editor: Editor, seen: str | None) -> SynonymRecord | None:
    require_all_portals(editor)
    hold(session, f"synonym:{typed}")
    held = synonym(session, typed)
    refuse_stale(held, seen)
    return held


def _note(
    session: Session, typed: str, held: SynonymRecord | None, new: SynonymRecord | None, reason: str, editor: Editor
) -> None:
    session.flush()
    subject = f"synonym:{typed}"
    audit.record(session, editor.email, "synonym.set", subject, stored(held), stored(new), checked_reason(reason))
    says = {one for record in (held, new) if record for one in record.says}
    outbox.mark(session, {course for one in says for course in _saying(session, one)})


def _saying(session: Session, phrase: str) -> list[str]:
    return found(session, SearchQuery(q=f"{phrase} ", literal=True), NATIONAL_SETTINGS, most=None)


def tried(session: Session, record: SynonymRecord) -> list[Trial]:
    """The word itself and the real searches with it, the most asked first, before and after."""
    return [_trial(session, record, text, times) for text, times in [(record.typed, 0), *_asked(session, record)]]


def _asked(session: Session, record: SynonymRecord) -> list[tuple[str, int]]:
    times = func.sum(SearchDay.searches)
    asked = select(SearchDay.words, times).where(col(SearchDay.words).contains(record.typed, autoescape=True))
    rows = session.exec(asked.group_by(col(SearchDay.words)).order_by(times.desc(), SearchDay.words).limit(50)).all()
    fitting = [(text, int(count)) for text, count in rows if text != record.typed and _with(text, record.typed, "")]
    return fitting[:MOST_TRIED]


def _with(text: str, typed: str, phrase: str) -> str | None:
    """The search with the typed words replaced; None where it does not hold them as whole words."""
    spaced = f" {' '.join(words(text))} "
    return spaced.replace(f" {typed} ", f" {phrase} ", 1).strip() or "*" if f" {typed} " in spaced else None


def _trial(session: Session, record: SynonymRecord, text: str, times: int) -> Trial:
    before = _found(session, text)
    others = (_with(text, record.typed, one) for one in record.says)
    after = dict.fromkeys([*before, *(course for other in others if other for course in _found(session, other))])
    new = [course for course in after if course not in set(before)][:MOST_NEW]
    titles = dict(session.exec(select(Course.id, Course.title).where(col(Course.id).in_(new))).all())
    return Trial(text, times, len(before), min(len(after), MOST), [titles[course] for course in new])


def _found(session: Session, text: str) -> list[str]:
    # A space at the end: the last word is whole, as it is for who has finished typing.
    return found(session, SearchQuery(q=f"{text} ", literal=True), NATIONAL_SETTINGS)
