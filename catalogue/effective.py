"""The course as people see it: the crawled value with the editor's on top, never mixed in the store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from catalogue.careers.decisions import decided
from catalogue.careers.known import CareerTable, shipped
from catalogue.careers.match import CareerLink, link
from catalogue.careers.own import career_table
from catalogue.funding.answer import excluded
from catalogue.funding.facts import course_facts
from catalogue.funding.scheme import Scheme
from catalogue.funding.store import schemes
from catalogue.normal import (
    Certificate,
    Duration,
    Effort,
    ExtraCost,
    GroupSize,
    How,
    Kind,
    Known,
    Mode,
    NormalCourse,
    PartialDate,
    Price,
    QualityMark,
    Route,
    Schedule,
    Sector,
    TargetGroup,
    Workplace,
)
from catalogue.tables import CareerDecision, Course, CourseState, Override, Provider, Sighting, Source, Synonym
from catalogue.tables.course import HIDDEN

TEXT_FIELDS: Mapping[str, Any] = {"title": str, "description": str | None, "requirements": str | None}
KNOWN_FIELDS: Mapping[str, Any] = {
    "level": int | None, "mode": Mode | None, "route": Route | None, "kind": Kind | None, "language": str | None,
    "price": Price | None, "technical": bool | None, "sector": Sector | None, "duration": Duration | None,
    "schedule": tuple[Schedule, ...] | None, "effort": Effort | None, "group_size": GroupSize | None,
    "certificate": Certificate | None, "target_groups": tuple[TargetGroup, ...] | None,
    "workplace": Workplace | None, "quality_marks": tuple[QualityMark, ...] | None, "deadline": PartialDate | None,
}  # fmt: skip
EACH_KNOWN: Mapping[str, Any] = {"extra_costs": tuple[ExtraCost, ...]}
"""Fields that are lists of which each member is `Known`."""
OVERRIDABLE: Mapping[str, Any] = {HIDDEN: bool, **TEXT_FIELDS, **KNOWN_FIELDS, **EACH_KNOWN}
"""Field -> type of the value that an editor may set; None means "not known" where the type allows it."""


@dataclass(frozen=True)
class EffectiveCourse:
    """A stored course with its source, its provider and the editors' values applied."""

    id: str
    source_name: str
    provider_slug: str | None
    provider_name: str
    content: NormalCourse
    published: bool
    """Technical, offered, not hidden, its source approved, and no duplicate of another source's course."""
    withdrawn: bool
    checked_at: datetime
    changed_at: datetime
    overridden: tuple[str, ...] = field(default=())
    verified_at: Mapping[str, datetime] = field(default_factory=dict)
    """Field -> when an editor set it."""
    duplicate_of: str | None = None
    """The course that shows this offer; see `catalogue.duplicates.owners`."""
    career_links: tuple[CareerLink, ...] = ()
    """Careers it leads to, editors' decisions applied; also those that wait for an editor."""
    known_careers: CareerTable = field(default_factory=shipped)
    """What these careers are called, and whatever else is known of them."""

    funding: tuple[str, ...] = ()
    """Funding schemes that its public facts do not exclude, whatever the day; see `catalogue.funding`."""

    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The editors' synonyms: what people type -> what courses say."""

    state_reason: str | None = None
    """Why it was withdrawn: a refusal's name and what it means, or what the crawls found."""

    @property
    def careers(self) -> tuple[CareerLink, ...]:
        """The careers that people see, the surest first."""
        return tuple(each for each in self.career_links if each.linked)


def check_override(name: str, value: Any) -> Any:
    """The value as JSON when it fits the field. Raises KeyError (unknown field) or ValidationError (bad value)."""
    adapter: TypeAdapter[Any] = TypeAdapter(OVERRIDABLE[name])
    return adapter.dump_python(adapter.validate_python(value), mode="json")


def _verified(name: str, value: Any, reason: str) -> Any:
    """An editor's value in the form of its field: plain for texts, `Known` and verified for the rest."""
    if name in TEXT_FIELDS or value is None:
        return value
    typed = TypeAdapter(OVERRIDABLE[name]).validate_python(value)
    if name in EACH_KNOWN:
        return tuple(_known(one, reason) for one in typed)
    return _known(typed, reason)


def _known(value: Any, reason: str) -> Known[Any]:
    return Known(value=value, known=How.VERIFIED, rule="editor", quote=reason[:200])


def apply_overrides(content: NormalCourse, overrides: Iterable[Override]) -> NormalCourse:
    """`content` with each overridden field replaced; a pure function."""
    changed = {o.field: _verified(o.field, o.value, o.reason) for o in overrides if o.field != HIDDEN}
    return content.model_copy(update=changed)


def effective_courses(session: Session, course_ids: Sequence[str]) -> list[EffectiveCourse]:
    """These courses (those that exist) as people see them, in a handful of queries."""
    rows = session.exec(
        select(Course, Source, Provider, Sighting.seen_at)
        .join(Source, col(Source.id) == col(Course.source_id))
        .join(Provider, col(Provider.id) == col(Course.provider_id), isouter=True)
        .join(Sighting, col(Sighting.course_id) == col(Course.id), isouter=True)
        .where(col(Course.id).in_(course_ids))
    ).all()
    overrides = _by_course(session.exec(select(Override).where(col(Override.course_id).in_(course_ids))))
    decisions = _by_course(session.exec(select(CareerDecision).where(col(CareerDecision.course_id).in_(course_ids))))
    shared = _Shared(_Funding(schemes(session).values()), career_table(session), own_synonyms(session))
    return [_effective(*row, overrides.get(row[0].id, []), decisions.get(row[0].id, []), shared) for row in rows]


def own_synonyms(session: Session) -> dict[str, list[str]]:
    """What people type -> what courses say, as editors have it."""
    return {row.typed: row.says for row in session.exec(select(Synonym).order_by(Synonym.typed))}


class _Funding:
    """Schemes that a course's facts do not exclude; many courses share their facts, so each set is looked at once."""

    def __init__(self, known: Iterable[Scheme]):
        self._known = tuple(known)
        self._found: dict[frozenset[Any], tuple[str, ...]] = {}

    def of(self, content: NormalCourse) -> tuple[str, ...]:
        facts = course_facts(content)
        key = frozenset(facts.items())
        if key not in self._found:
            self._found[key] = tuple(scheme.id for scheme in self._known if not excluded(scheme, facts))
        return self._found[key]


@dataclass(frozen=True)
class _Shared:
    """What is the same for all courses."""

    funding: _Funding
    careers: CareerTable
    synonyms: Mapping[str, Sequence[str]]


Row = TypeVar("Row", Override, CareerDecision)


def _by_course(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.course_id, []).append(row)
    return found


def _effective(
    course: Course,
    source: Source,
    provider: Provider | None,
    seen_at: datetime | None,
    overrides: list[Override],
    decisions: list[CareerDecision],
    shared: _Shared,
) -> EffectiveCourse:
    content = apply_overrides(NormalCourse.model_validate(course.normal), overrides)
    hidden = any(o.field == HIDDEN and o.value for o in overrides)
    withdrawn = course.state == CourseState.WITHDRAWN
    technical = content.technical is not None and content.technical.value
    return EffectiveCourse(
        id=course.id,
        source_name=source.name,
        provider_slug=provider.slug if provider else None,
        provider_name=provider.name if provider else content.provider_name or source.name,
        content=content,
        published=technical and source.approved and not hidden and not withdrawn and course.duplicate_of is None,
        withdrawn=withdrawn,
        duplicate_of=course.duplicate_of,
        checked_at=max(course.checked_at, seen_at or course.checked_at),
        changed_at=course.changed_at,
        overridden=tuple(sorted(o.field for o in overrides)),
        verified_at={o.field: o.created_at for o in overrides if o.field != HIDDEN},
        career_links=decided(link(content, shared.careers), decisions),
        known_careers=shared.careers,
        funding=shared.funding.of(content),
        synonyms=shared.synonyms,
        state_reason=course.state_reason if withdrawn else None,
    )
