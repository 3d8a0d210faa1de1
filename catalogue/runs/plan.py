"""What a run would change, written down before anything is changed.

Each course of the run is held against the stored one. Words that did not change and cannot mean anything else today
are not normalised again. What is new, different, back or refused becomes a `RunItem`; the rest has no row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from catalogue.database import add_rows, unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.normal import NormalCourse
from catalogue.normalise import normalise
from catalogue.raw import Refusal
from catalogue.recipe import recipe, valid_until
from catalogue.runs.door import Door
from catalogue.runs.ingest import content_hash
from catalogue.runs.judge import FIELDS
from catalogue.runs.offers import Offer, load_offer, load_raws, offers_of
from catalogue.tables import Course, CourseSession, CourseState, CrawlRun, Refused, RunItem, Sighting, Source

CHUNK = 200  # courses per transaction: short enough for an editor to write in between
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Stored:
    """What is compared of a stored course."""

    content_hash: str
    active: bool
    fields: frozenset[str]
    run_id: int
    digest: str
    recipe: str
    valid_until: date | None


@dataclass
class Planned:
    """A plan in figures. `outcomes`: courses by `new`, `changed`, `same`, `restored`, `refused`, `older`."""

    outcomes: Counter[str] = field(default_factory=Counter)
    have: Counter[str] = field(default_factory=Counter)
    seen: frozenset[str] = frozenset()
    """Ids of all courses of the run."""
    refused_before: int = 0
    changed_words: int = 0
    """Offered before, with other words now: what a new version of ours changes does not count."""

    @property
    def items(self) -> int:
        """Courses of the run, without the refused ones."""
        return self.outcomes.total() - self.outcomes["refused"]

    @property
    def coverage(self) -> dict[str, float]:
        """Share of the courses that have each field."""
        return {name: round(self.have[name] / self.items, 4) for name in FIELDS} if self.items else {}


@dataclass(frozen=True)
class Ground:
    """What all courses of one plan share."""

    run_id: int
    at: datetime
    declaration: SourceDeclaration
    stored: Mapping[str, Stored]

    @property
    def today(self) -> date:
        """The day on which the pages were seen, in the Netherlands."""
        return self.at.astimezone(AMSTERDAM).date()


def plan_run(door: Door, run_id: int) -> Planned:
    """Write the run's plan, in place of an earlier one. Touches no course."""
    with unit_of_work(door.engine) as session:
        run = session.get_one(CrawlRun, run_id)
        source = session.get_one(Source, run.source_id)
        session.execute(delete(RunItem).where(col(RunItem.run_id) == run_id))
        session.execute(delete(Refused).where(col(Refused.run_id) == run_id))
        declaration = SourceDeclaration.model_validate(source.declaration)
        ground = Ground(run_id, run.started_at, declaration, stored_courses(session, run.source_id))
        offers = offers_of(session, run, source.name)
    planned, made = Planned(seen=frozenset(offer.course_id for offer in offers)), recipe(declaration)
    to_read = [offer for offer in offers if not _settled(offer, ground, made, planned)]
    for start in range(0, len(to_read), CHUNK):
        with unit_of_work(door.engine) as session:
            _plan_chunk(session, ground, to_read[start : start + CHUNK], made, planned)
    with unit_of_work(door.engine) as session:
        _note(session.get_one(CrawlRun, run_id), planned)
    return planned


def _note(run: CrawlRun, planned: Planned) -> None:
    counts = {"changed_words": planned.changed_words, "older": planned.outcomes["older"]}
    run.counts = {**run.counts, "items": planned.items, **{name: count for name, count in counts.items() if count}}
    run.coverage = planned.coverage


def stored_courses(session: Session, source_id: int) -> dict[str, Stored]:
    """The source's courses, as they are compared."""
    mine = select(Course.id).where(Course.source_id == source_id)
    starts = _with(session, CourseSession.start_first, mine)
    places = _with(session, CourseSession.place, mine)
    columns = (
        Course.id, Course.content_hash, Course.state, Course.price_cents, Course.level,
        Sighting.run_id, Sighting.digest, Sighting.recipe, Sighting.valid_until,
    )  # fmt: skip
    query = select(*columns).join(Sighting, col(Sighting.course_id) == col(Course.id), isouter=True)  # type: ignore[call-overload]
    found = {}
    for key, digest, state, price, level, *sighting in session.exec(query.where(Course.source_id == source_id)):
        have = {"price": price is not None, "level": level is not None, "start": key in starts, "place": key in places}
        run_id, words, made, until = sighting
        fields = frozenset(name for name, has in have.items() if has)
        found[key] = Stored(digest, state == CourseState.ACTIVE, fields, run_id or 0, words or "", made or "", until)
    return found


def _with(session: Session, column: Any, courses: Any) -> set[str]:
    query = select(CourseSession.course_id).where(col(column).is_not(None), col(CourseSession.course_id).in_(courses))
    return set(session.exec(query.distinct()))


def _settled(offer: Offer, ground: Ground, made: str, planned: Planned) -> bool:
    """Whether nothing needs to be read: a later run saw it, or its words surely mean what they meant."""
    stored = ground.stored.get(offer.course_id)
    if stored is None or (stored.run_id <= ground.run_id and not _unchanged(offer, stored, made, ground.today)):
        return False
    planned.outcomes["older" if stored.run_id > ground.run_id else "same"] += 1
    planned.have.update(stored.fields)
    return True


def _unchanged(offer: Offer, stored: Stored, made: str, today: date) -> bool:
    same_words = bool(offer.digest) and stored.digest == offer.digest and stored.recipe == made
    return same_words and stored.active and stored.valid_until is not None and today <= stored.valid_until


def _plan_chunk(session: Session, ground: Ground, offers: Sequence[Offer], made: str, planned: Planned) -> None:
    raws = load_raws(session, [item for offer in offers for item in offer.items])
    rows = []
    for offer in offers:
        raw = load_offer(offer, raws)
        result, stored = normalise(raw, ground.declaration, ground.today), ground.stored.get(offer.course_id)
        if isinstance(result, Refusal):
            rows.append(_refused(session, ground, offer, result, planned))
            continue
        normal = result.model_dump(mode="json")
        outcome, until = _outcome(stored, normal), valid_until(raw, ground.today)
        planned.outcomes[outcome] += 1
        planned.have.update(fields_of(result))
        planned.changed_words += bool(stored and stored.active and stored.digest and stored.digest != offer.digest)
        if outcome == "same":
            _remember(session, offer, made, until)
        else:
            rows.append(_row(ground, offer, outcome, normal=normal, valid_until=until))
    add_rows(session, RunItem, rows)


def _outcome(stored: Stored | None, normal: Mapping[str, Any]) -> str:
    if stored is None:
        return "new"
    # A course that no run has seen yet has no sighting: it is stored anew, to get one.
    if stored.content_hash != content_hash(normal) or not stored.run_id:
        return "changed"
    return "same" if stored.active else "restored"


def _refused(session: Session, ground: Ground, offer: Offer, refusal: Refusal, planned: Planned) -> dict[str, Any]:
    session.add(Refused(run_id=ground.run_id, reason=refusal.reason, location=refusal.where, detail=refusal.detail))
    stored = ground.stored.get(offer.course_id)
    planned.outcomes["refused"] += 1
    planned.refused_before += bool(stored and stored.active)
    return _row(ground, offer, "refused", reason=refusal.reason)


def _row(ground: Ground, offer: Offer, outcome: str, **values: Any) -> dict[str, Any]:
    row = {"run_id": ground.run_id, "course_id": offer.course_id, "outcome": outcome}
    return {**row, "normal": None, "reason": None, "valid_until": None, **values}


def _remember(session: Session, offer: Offer, made: str, until: date) -> None:
    """Other words with the same meaning: true of what is stored, whatever becomes of the run."""
    values = {"digest": offer.digest, "recipe": made, "valid_until": until, "kin": offer.kin}
    session.execute(update(Sighting).where(col(Sighting.course_id) == offer.course_id).values(**values))


def fields_of(content: NormalCourse) -> Iterable[str]:
    """Which of the followed fields a course has."""
    have = {
        "price": content.price is not None,
        "level": content.level is not None,
        "start": any(session.start for session in content.sessions),
        "place": any(session.place for session in content.sessions),
    }
    return [name for name, has in have.items() if has]
