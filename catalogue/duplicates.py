"""One course, many sources: duplicates are linked, never deleted. One of a linked set is shown: its owner.

Rules, in this order. Only courses of one provider and of different sources are compared. A hard key that both have and
that differs (code, level, duration, route, place, a number in the title) makes them two courses: "niveau 1" is never
"niveau 2". A code in common with a title somewhat alike makes them one; without a code the titles must be alike.
The owner gives all fields: an approved source before one that waits, a provider's own source before an aggregator,
the longest known before the newest.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from catalogue import outbox
from catalogue.identity import slug
from catalogue.normal import NormalCourse
from catalogue.tables import Course, CourseState, Provider, Source

ALIKE = 92  # of 100: titles with no code in common
SOMEWHAT_ALIKE = 60  # of 100: titles with a code in common
CODES = frozenset({"crebo", "croho", "rio"})
"""Schemes whose code names one programme; others name a field or a provider's own number."""
LEGAL_FORM = re.compile(r"-(?:b-?v|n-?v|vof|stichting|holding)(?=-|$)|^stichting-")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?|\b(?:i{1,3}|iv|v|vi)\b", re.I)
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}


@dataclass(frozen=True)
class Candidate:
    """A course as it is compared."""

    id: str
    source_id: int
    rank: tuple[bool, bool, datetime, str]
    """The lowest owns: not approved, aggregator, first seen, id."""
    content: NormalCourse

    @cached_property
    def title(self) -> str:
        """The title in plain lower-case words, without its numbers."""
        return slug(NUMBER.sub(" ", self.content.title)).replace("-", " ")

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in the title, Roman ones too."""
        return frozenset(ROMAN.get(number.lower(), number) for number in NUMBER.findall(self.content.title))

    @cached_property
    def codes(self) -> frozenset[tuple[str, str]]:
        """Codes that name one programme."""
        return frozenset((code.scheme, code.value) for code in self.content.codes if code.scheme in CODES)

    @cached_property
    def places(self) -> frozenset[str]:
        """Names of the places where it is given."""
        return frozenset(one.place.value.name for one in self.content.sessions if one.place)


def same_offer(one: Candidate, other: Candidate) -> bool:
    """Whether two courses of one provider are the same course."""
    if _contradict(one, other):
        return False
    likeness = fuzz.token_sort_ratio(one.title, other.title)
    return likeness >= (SOMEWHAT_ALIKE if one.codes & other.codes else ALIKE)


def _contradict(one: Candidate, other: Candidate) -> bool:
    """A hard key that both have, and that differs."""
    if one.numbers != other.numbers:
        return True
    a, b = one.content, other.content
    known = ((a.level, b.level), (a.route, b.route), (a.duration, b.duration), (a.language, b.language))
    if any(left and right and left.value != right.value for left, right in known):
        return True
    sets = ((one.codes, other.codes), (one.places, other.places))
    return any(left and right and not left & right for left, right in sets)


def link_duplicates(session: Session, course_ids: Iterable[str]) -> int:
    """Link the courses of these courses' providers anew; gives how many links changed. Marks them for the index."""
    changed = 0
    for group in _groups(session, set(course_ids)):
        courses = {course.id: course for course in group}
        for course_id, owner in owners(_candidates(session, group)).items():
            if courses[course_id].duplicate_of != owner:
                courses[course_id].duplicate_of = owner
                outbox.mark(session, [course_id])
                changed += 1
    session.flush()
    return changed


def owners(candidates: Sequence[Candidate]) -> dict[str, str | None]:
    """Course -> the course that shows it; None for one that shows itself. A pure function."""
    found: dict[str, str | None] = {}
    alone: list[Candidate] = []
    taken: dict[str, set[int]] = {}
    for one in sorted(candidates, key=lambda candidate: candidate.rank):
        # One course of a source is never two of another.
        match = next((own for own in alone if one.source_id not in taken[own.id] and same_offer(own, one)), None)
        found[one.id] = match.id if match else None
        if match is None:
            alone.append(one)
        taken.setdefault(match.id if match else one.id, set()).add(one.source_id)
    return found


def _groups(session: Session, course_ids: set[str]) -> list[list[Course]]:
    """Active courses of each provider that the given courses have, where more than one source has some."""
    by_name = _providers_by_name(session)
    asked: set[int] = set()
    ids = sorted(course_ids)
    for start in range(0, len(ids), 500):
        query = select(Course.provider_id).where(col(Course.id).in_(ids[start : start + 500])).distinct()
        asked |= {key for key in session.exec(query) if key is not None}
    groups = [group for group in by_name.values() if asked & set(group)]
    return [courses for group in groups if (courses := _courses(session, group))]


def _providers_by_name(session: Session) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for key, name in session.exec(select(Provider.id, Provider.slug)):
        found[LEGAL_FORM.sub("", name)].append(key or 0)
    return found


def _courses(session: Session, providers: Sequence[int]) -> list[Course]:
    mine = col(Course.provider_id).in_(providers)
    sources = session.exec(select(Course.source_id).where(mine).distinct()).all()
    if len(sources) < 2:
        return []
    active = select(Course).where(mine, Course.state == CourseState.ACTIVE)
    return list(session.exec(active))


def _candidates(session: Session, courses: Sequence[Course]) -> list[Candidate]:
    ids = {course.source_id for course in courses}
    sources = {source.id: source for source in session.exec(select(Source).where(col(Source.id).in_(ids)))}
    return [_candidate(course, sources[course.source_id]) for course in courses]


def _candidate(course: Course, source: Source) -> Candidate:
    aggregator = bool(source.declaration.get("aggregator"))
    rank = (not source.approved, aggregator, course.first_seen_at, course.id)
    return Candidate(course.id, course.source_id, rank, NormalCourse.model_validate(course.normal))
