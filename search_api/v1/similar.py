"""Courses like one: the same career, else the same sector, near its place first. Never outside the portal's rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalogue.effective import EffectiveCourse
from catalogue.index.documents import town
from catalogue.index.engine import EngineUnavailable
from catalogue.index.query import Near, SearchQuery
from catalogue.index.tenancy import permits_place
from catalogue.normal import Place
from catalogue.portals.portal import PortalSettings
from search_api.services import Services
from search_api.v1.courses import search_answer

MOST = 4
NEARBY = 40.0  # kilometres


async def similar(service: Services, slug: str, portal: PortalSettings, course: EffectiveCourse) -> list[Any]:
    """Up to `MOST` summaries as a search gives them, the likest first; none while search is away."""
    answers: list[dict[str, Any]] = []
    try:
        for question in _questions(course, portal):  # one at a time: the first mostly gives enough
            answers.append(await search_answer(service, question, slug, portal))
            if len(found := _first(answers, course.id)) == MOST:
                return found
    except EngineUnavailable:
        return []
    return _first(answers, course.id)


def _questions(course: EffectiveCourse, portal: PortalSettings) -> Iterator[SearchQuery]:
    """From the likest to the least like."""
    careers = [link.career_id for link in course.careers]
    sector = course.content.sector and str(course.content.sector.value)
    chosen = [{"career": careers}] if careers else []
    chosen += [{"sector": [sector]}] if sector else []
    near = _near(course, portal)
    if near:
        yield from (replace(_like(each), near=near, sort="distance") for each in chosen)
    yield from (_like(each) for each in chosen)


def _like(selected: Mapping[str, Sequence[str]]) -> SearchQuery:
    return SearchQuery(selected=selected, page_size=MOST + 1, counted=())


def _near(course: EffectiveCourse, portal: PortalSettings) -> Near | None:
    """A circle around the first place that the portal shows."""
    places = [session.place.value for session in course.content.sessions if session.place]
    shown = (place for place in places if permits_place(portal, town(place), place.province, place.region))
    return next((_circle(place) for place in shown if place.latitude and place.longitude), None)


def _circle(place: Place) -> Near:
    return Near(place.latitude or 0, place.longitude or 0, NEARBY, place.name)


def _first(answers: Sequence[dict[str, Any]], but: str) -> list[Any]:
    # How far it is from the course's place is not how far it is from the reader.
    hits = (hit | {"distance": None} for answer in answers for hit in answer["results"] if hit["id"] != but)
    found: dict[str, Any] = {}
    for hit in hits:
        found.setdefault(hit["id"], hit)
    return list(found.values())[:MOST]
