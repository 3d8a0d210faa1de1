"""The one shape that the engine indexes: a course at one place, with the starts it has there.

One document per course and place, so that place, radius and start date hold for the same session. Searches are
distinct on `courseId`; the province facet is counted distinct on `courseProvince`.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from catalogue.careers.table import Career
from catalogue.database import packed
from catalogue.effective import EffectiveCourse
from catalogue.identity import slug
from catalogue.index.circle import squares
from catalogue.index.facts import brief_facts
from catalogue.language.attendance import attendance
from catalogue.language.expand import kin, mentioned, names, near_forms, synonyms
from catalogue.language.lexicon import lexicon
from catalogue.normal import Known, NormalCourse, NormalSession, PartialDate, Per, Place, Price

DESCRIPTION_LENGTH = 4000  # characters that are searched
SUMMARY_LENGTH = 280  # characters that are shown in a list
SEVERAL = re.compile(r"\b(?:en|and|&)\b|[,/&]", re.I)
"""A heading over several subjects ("Metaal en lassen") says little of one course: it is not searched."""
KNOWN_IN_LISTS = {
    name: to_camel(name)
    for name in ("level", "mode", "route", "kind", "language", "price", "sector", "schedule", "certificate",
                 "workplace", "job_guarantee", "target_groups")
}  # fmt: skip
DAYS_IN_A_MONTH = 31  # spans up to this long are indexed day by day, longer ones week by week


class CourseDocument(BaseModel):
    """What is searched, filtered and sorted on, and `card`, what a list shows. Days count from 1970-01-01."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    courseId: str  # noqa: N815  (the engine's attributes are the API's camelCase names)
    courseProvince: str  # noqa: N815
    version: str
    """Hash of the whole course's documents; tells an old document from today's."""
    title: str
    provider: str
    providerName: str  # noqa: N815
    description: str
    subjects: list[str]
    words: list[str]
    kin: list[str]
    subjectWords: list[str]  # noqa: N815
    careerNames: list[str]  # noqa: N815
    """What people call the careers it leads to."""
    typed: list[str]
    mentioned: list[str]
    """Dutch beside the course's own words, see `catalogue.language.expand`."""
    schedule: list[str]
    """When people attend: `catalogue.normal.Schedule`, and `evening` or `weekend` that the texts tell of."""
    certificate: str | None = None
    workplace: str | None = None
    jobGuarantee: bool | None = None  # noqa: N815
    targetGroups: list[str] = Field(default_factory=list)  # noqa: N815
    source: str
    sector: str | None
    level: int | None
    mode: list[str]
    route: str | None
    kind: str | None
    language: str | None
    price: float | None
    """Euros for the whole course as stated; None when unknown or per month or term."""
    priced: int
    """1 with a price, 0 without: what the engine can rank by."""
    place: str | None
    municipality: str | None
    province: str | None
    region: str | None = None
    starts: list[int]
    nextStart: int | None  # noqa: N815
    geo: dict[str, float] | None = Field(default=None, serialization_alias="_geo")
    squares: list[str] = Field(default_factory=list)
    """Of the map, that it lies in: `catalogue.index.circle`."""
    career: list[str] = Field(default_factory=list)
    funding: list[str] = Field(default_factory=list)
    card: dict[str, Any]

    def line(self) -> bytes:
        """As the engine takes it: one line of JSON, without `_geo` where there is none (null is refused)."""
        return self.model_dump_json(by_alias=True, exclude={"geo"} if self.geo is None else None).encode()


def day_number(day: date) -> int:
    """Days since 1970-01-01: what the engine compares."""
    return (day - date(1970, 1, 1)).days


def documents(course: EffectiveCourse, today: date) -> list[CourseDocument]:
    """The documents of a published course, at least one; none for one that must not be found."""
    return draft_documents(course, today) if course.published else []


def draft_documents(course: EffectiveCourse, today: date) -> list[CourseDocument]:
    """The documents a course would have, published or not; what a portal's rules are held against."""
    shared = _shared(course, today)
    groups = list(_by_place(course.content.sessions))
    parts = [_part(course, number, place, sessions, today) for number, (place, sessions) in enumerate(groups)]
    version = hashlib.blake2b(packed((shared, parts)).encode(), digest_size=8).hexdigest()
    return [CourseDocument(**shared, **part, version=version) for part in parts]


def _by_place(sessions: Sequence[NormalSession]) -> Iterator[tuple[Place | None, list[NormalSession]]]:
    groups: dict[str, tuple[Place | None, list[NormalSession]]] = {}
    for session in sessions:
        place = session.place.value if session.place else None
        key = f"{place.name}|{place.postcode}|{place.municipality}" if place else ""
        groups.setdefault(key, (place, []))[1].append(session)
    if not groups:
        groups[""] = (None, [])
    return iter(groups.values())


def _shared(course: EffectiveCourse, today: date) -> dict[str, Any]:
    content = course.content
    subjects = [subject for subject in content.subjects if not SEVERAL.search(subject)]
    return {
        "courseId": course.id,
        "title": content.title,
        "provider": course.provider_slug or slug(course.provider_name),
        "providerName": course.provider_name,
        "description": (content.description or "")[:DESCRIPTION_LENGTH],
        "subjects": subjects,
        **_dutch(content, subjects, course.synonyms),
        "careerNames": [name for link in course.careers for name in _names_of(course.known_careers[link.career_id])],
        "source": course.source_name,
        "sector": _value(content.sector),
        "level": _value(content.level),
        "mode": modes(content),
        "route": _value(content.route),
        "kind": _value(content.kind),
        "language": _value(content.language),
        "price": _whole_price(content.price),
        "priced": int(content.price is not None),
        "nextStart": _next(content.sessions, today),
        "career": [link.career_id for link in course.careers],
        **brief_facts(content),
        "schedule": _schedule(content),
        "funding": list(course.funding),
        "card": card(course),
    }


def _schedule(content: NormalCourse) -> list[str]:
    texts = [content.title, content.description or "", *(s.schedule or "" for s in content.sessions)]
    texts += [content.duration.quote] if content.duration else []  # "8 avonden van 3 uur"
    return sorted({*brief_facts(content)["schedule"], *attendance(texts)})


def _dutch(content: NormalCourse, subjects: Sequence[str], own: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    description = (content.description or "")[:DESCRIPTION_LENGTH]
    title = [content.title]
    return {
        "words": near_forms(title),
        "kin": kin(title),
        "subjectWords": [*near_forms(subjects), *kin(subjects)],
        "typed": [*synonyms([*title, *subjects], own), *lexicon().sectors.get(_value(content.sector) or "", ())],
        "mentioned": mentioned(description),
    }


@lru_cache(maxsize=1000)
def _names_of(career: Career) -> list[str]:
    """Words of a career's names."""
    return names([career.label, *career.synonyms])


def _part(
    course: EffectiveCourse, number: int, place: Place | None, sessions: Sequence[NormalSession], today: date
) -> dict[str, Any]:
    province = place.province if place else None
    return {
        "id": f"{course.id}-{number}",
        "courseProvince": f"{course.id}-{slug(province or 'none')}",
        "place": town(place),
        "municipality": place.municipality if place else None,
        "province": province,
        "region": place.region if place else None,
        **_where(place),
        "starts": sorted({day for s in sessions if s.start for day in _days(s.start.value)}),
    }


def _where(place: Place | None) -> dict[str, Any]:
    if place is None or place.latitude is None or place.longitude is None:
        return {"geo": None, "squares": []}
    return {"geo": {"lat": place.latitude, "lng": place.longitude},
            "squares": squares(place.latitude, place.longitude)}  # fmt: skip


def _value(known: Known[Any] | None) -> Any:
    return known.value if known else None


def modes(content: NormalCourse) -> list[str]:
    """Every way the course is given: its own and its sessions'."""
    found = [content.mode, *(session.mode for session in content.sessions)]
    return sorted({str(known.value) for known in found if known})


def _whole_price(price: Known[Price] | None) -> float | None:
    return price.value.cents / 100 if price and price.value.per == Per.COURSE else None


def _days(span: PartialDate) -> Iterator[int]:
    """Days on which a start may fall, close enough to meet any window of a week."""
    first, last = day_number(span.first), day_number(span.last)
    step = 1 if last - first <= DAYS_IN_A_MONTH else 7
    yield from range(first, last, step)
    yield last


def _next(sessions: Sequence[NormalSession], today: date) -> int | None:
    """The day that the next start is sorted by; of a span that has begun, its last day, so that it stays valid."""
    spans = [s.start.value for s in sessions if s.start and s.start.value.last >= today]
    days = [span.first if span.first >= today else span.last for span in spans]
    return day_number(min(days)) if days else None


def summary(text: str | None) -> str | None:
    """The first sentences of a description, cut at a word."""
    if text is None or len(text) <= SUMMARY_LENGTH:
        return text
    return text[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def card(course: EffectiveCourse) -> dict[str, Any]:
    """What a list shows, whole; `catalogue.index.answer` keeps what the portal and the filters allow."""
    content = course.content
    known: dict[str, str] = {
        shown: str(value.known)
        for name, shown in KNOWN_IN_LISTS.items()
        if (value := getattr(content, name)) is not None
    }
    return {
        "id": course.id,
        "title": content.title,
        "provider": course.provider_name,
        "url": content.url,
        "summary": summary(content.description),
        "sector": _value(content.sector),
        "level": f"nlqf-{content.level.value}" if content.level else None,
        "mode": modes(content),
        "route": _value(content.route),
        "kind": _value(content.kind),
        "language": _value(content.language),
        "price": content.price.value.cents / 100 if content.price else None,
        "priceDetails": price_details(content.price),
        "duration": content.duration.value.model_dump(mode="json") if content.duration else None,
        **brief_facts(content),
        "known": known,
        "sessions": [_brief(session) for session in content.sessions],
    }


def price_details(price: Known[Price] | None) -> dict[str, Any] | None:
    """The price with what is known of it."""
    if price is None:
        return None
    value = price.value
    return {
        "amount": value.cents / 100,
        "currency": "EUR",
        "vat": str(value.vat),
        "per": str(value.per),
        "isFrom": value.is_from,
        "known": str(price.known),
        "quote": price.source_words,
    }


def _brief(session: NormalSession) -> dict[str, Any]:
    place = session.place.value if session.place else None
    span = session.start.value if session.start else None
    return {
        "first": span.first.isoformat() if span else None,
        "last": span.last.isoformat() if span else None,
        "precision": str(span.precision) if span else None,
        "note": session.start_note,
        "place": town(place),
        "province": place.province if place else None,
        "region": place.region if place else None,
    }


def town(place: Place | None) -> str | None:
    """The place's name; None where no more than the province is known (from the source's declaration)."""
    return place.name if place and place.municipality else None
