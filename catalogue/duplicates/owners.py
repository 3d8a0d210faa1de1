"""One course, many sources: duplicates are linked, never deleted. One of a linked set is shown: its owner.

Rules, in this order. Only courses of one provider and of different sources are compared. A hard key that both have and
that differs (code, level, duration, route, place, a number in the title) makes them two courses: "niveau 1" is never
"niveau 2". A code in common with a title somewhat alike makes them one; without a code the titles must be alike.
An editor's word on a pair goes before all of this. Titles rather alike, with nothing stated that tells the courses
apart, make a suspected pair (`suspects`): an editor decides.
The owner gives all fields: an approved source before one that waits, a provider's own source before an aggregator,
the longest known before the newest.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from catalogue import outbox
from catalogue.duplicates.care import Suspect, decisions, keep_suspects
from catalogue.identity import slug
from catalogue.normal import How, NormalCourse
from catalogue.tables import Course, CourseState, Provider, Source

ALIKE = 92  # of 100: titles with no code in common
SOMEWHAT_ALIKE = 60  # of 100: titles with a code in common
SUSPECT = 84  # of 100: titles that an editor is asked about
CODES = frozenset({"crebo", "croho", "rio"})
"""Schemes whose code names one programme; others name a field or a provider's own number."""
FIELDS = ("level", "route", "duration", "language")
KEYS = (*FIELDS, "codes", "place")
"""The hard keys beside the numbers in the title."""
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

    def key(self, name: str) -> frozenset[Any]:
        """What it has for one of `KEYS`; empty when that is not known."""
        if name in FIELDS:
            known = getattr(self.content, name)
            return frozenset([known.value]) if known else frozenset()
        return self.codes if name == "codes" else self.places


def same_offer(one: Candidate, other: Candidate) -> bool:
    """Whether two courses of one provider are the same course."""
    if one.numbers != other.numbers or _differing(one, other):
        return False
    return likeness(one, other) >= (SOMEWHAT_ALIKE if one.codes & other.codes else ALIKE)


def likeness(one: Candidate, other: Candidate) -> float:
    """Of the titles, 0 to 100; the order of the words does not count."""
    return fuzz.token_sort_ratio(one.title, other.title)


def suspect(one: Candidate, other: Candidate) -> Suspect | None:
    """The pair, when it may be one course: titles alike, and no key that both state tells them apart."""
    alike = likeness(one, other) if one.numbers == other.numbers else 0
    if alike < SUSPECT:
        return None
    differing = _differing(one, other)
    if not all(differing.values()):
        return None
    lacking = [name for name in KEYS if not (one.key(name) and other.key(name))]
    return Suspect(one.id, other.id, round(alike), tuple(sorted([*differing, *lacking])))


def _differing(one: Candidate, other: Candidate) -> dict[str, bool]:
    """Hard keys that both have and that differ -> whether that is in doubt, since a rule read one of them."""
    found = {}
    for name in KEYS:
        ours, theirs = one.key(name), other.key(name)
        if ours and theirs and not ours & theirs:
            known = [getattr(each.content, name).known for each in (one, other)] if name in FIELDS else []
            found[name] = How.INFERRED in known
    return found


def link_duplicates(session: Session, course_ids: Iterable[str]) -> int:
    """Link the courses of these courses' providers anew; gives how many links changed. Marks them for the index."""
    changed = 0
    for group in _groups(session, set(course_ids)):
        courses = {course.id: course for course in group}
        candidates, decided = _candidates(session, group), decisions(session, courses)
        found = owners(candidates, decided)
        for course_id, owner in found.items():
            if courses[course_id].duplicate_of != owner:
                courses[course_id].duplicate_of = owner
                outbox.mark(session, [course_id])
                changed += 1
        keep_suspects(session, courses, suspects(candidates, found))
    session.flush()
    return changed


def owners(
    candidates: Sequence[Candidate], decided: Mapping[frozenset[str], bool] | None = None
) -> dict[str, str | None]:
    """Course -> the course that shows it; None for one that shows itself. A pure function.

    `decided`: pair of ids -> whether an editor said that they are the same.
    """
    found: dict[str, str | None] = {}
    linked = _Linked(decided or {})
    for one in sorted(candidates, key=lambda candidate: candidate.rank):
        group = linked.group_of(one)
        found[one.id] = group[0].id if group else None
        linked.add(one, group)
    return found


class _Linked:
    """The linked sets found so far, each with its owner first. A provider may have thousands of courses."""

    def __init__(self, decided: Mapping[frozenset[str], bool]) -> None:
        self._groups: list[list[Candidate]] = []
        self._number: dict[str, int] = {}
        """Course -> the number of its set."""
        self._titles: dict[frozenset[str], tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
        """Numbers in a title -> the titles of owners with these numbers, and their sets."""
        self._said: dict[str, dict[str, bool]] = defaultdict(dict)
        for (first, second), same in ((tuple(ids), same) for ids, same in decided.items()):
            self._said[first][second] = self._said[second][first] = same

    def group_of(self, one: Candidate) -> list[Candidate] | None:
        """The set that this course belongs to. What an editor said goes before the rules."""
        said = [(self._number[id_], same) for id_, same in self._said[one.id].items() if id_ in self._number]
        if joined := [number for number, same in said if same]:
            return self._groups[min(joined)]
        apart = {number for number, _ in said}
        free = (self._groups[number] for number in self._alike(one) if number not in apart)
        return next((group for group in free if _may_join(one, group) and same_offer(group[0], one)), None)

    def _alike(self, one: Candidate) -> list[int]:
        """Sets whose owner's title is alike enough, the first before the later: one call for all of them."""
        titles, numbers = self._titles[one.numbers]
        least = SOMEWHAT_ALIKE if one.codes else ALIKE
        hits = process.extract(one.title, titles, scorer=fuzz.token_sort_ratio, score_cutoff=least, limit=None)
        return sorted(numbers[position] for _, _, position in hits)

    def add(self, one: Candidate, group: list[Candidate] | None) -> None:
        """Put it into its set, or into a new one that it owns."""
        if group is not None:
            self._number[one.id] = self._number[group[0].id]
            group.append(one)
            return
        self._number[one.id] = len(self._groups)
        titles, numbers = self._titles[one.numbers]
        titles.append(one.title)
        numbers.append(len(self._groups))
        self._groups.append([one])


def _may_join(one: Candidate, group: list[Candidate]) -> bool:
    """One course of a source is never two of another."""
    return all(one.source_id != member.source_id for member in group)


def suspects(candidates: Sequence[Candidate], found: Mapping[str, str | None]) -> list[Suspect]:
    """Pairs of shown courses that may be one, whatever editors said of them. `found` is of `owners`."""
    sources: dict[str, set[int]] = defaultdict(set)
    for one in candidates:
        sources[found[one.id] or one.id].add(one.source_id)
    alone: dict[frozenset[str], list[Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=lambda candidate: candidate.rank):
        if found[one.id] is None:
            alone[one.numbers].append(one)
    pairs = (two for same in alone.values() for two in _alike(same))
    asked = (suspect(one, other) for one, other in pairs if not sources[one.id] & sources[other.id])
    return [each for each in asked if each is not None]


def _alike(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Pairs with titles alike, in the given order. A provider may have thousands: one call for all of a row."""
    titles = [one.title for one in candidates]
    for row, one in enumerate(candidates):
        rest = titles[row + 1 :]
        hits = process.extract(one.title, rest, scorer=fuzz.token_sort_ratio, score_cutoff=SUSPECT, limit=None)
        yield from ((one, candidates[row + 1 + position]) for _, _, position in hits)


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
