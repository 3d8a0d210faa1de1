"""A portal's pages on careers: all of them, and one with the ways into it side by side."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from catalogue.careers.find import find_careers
from catalogue.index.engine import EngineUnavailable
from catalogue.index.query import Near, SearchQuery
from catalogue.normalise.places import place_named
from search_api.alerts.search import described, saved
from search_api.formats.course_ld import script
from search_api.i18n import texts
from search_api.pages.page import failed, known_portal, language, named_for, page
from search_api.problems import Problem
from search_api.services import services
from search_api.v1.career import career_view, known_career
from search_api.v1.careers import course_counts, summary
from search_api.v1.parameters import DEFAULT_RADIUS, Text, find_near

router = APIRouter(include_in_schema=False)
Slug = Annotated[str, Path(max_length=63)]
RADIUS = 2.5 * DEFAULT_RADIUS  # km: a career is worth some travel


@router.get("/{slug}/beroepen")
@router.get("/{slug}/beroepen/")
async def overview(request: Request, slug: Slug, q: Annotated[Text, Query()] = "") -> Response:
    """All careers by sector, or those that fit the words."""
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        counts = await course_counts(services(request), settings, SearchQuery())
    except (Problem, EngineUnavailable) as problem:
        return failed(request, shown, problem)
    found = [summary(career, counts) for career in find_careers(services(request).directory.careers(), q, counts or {})]
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in found:
        groups.setdefault(each["sector"], []).append(each)
    return page(request, "careers.html", shown, q=q, groups=groups, found=found)


@router.get("/{slug}/beroepen/{career_id}")
async def one(
    request: Request,
    slug: Slug,
    career_id: Annotated[str, Path(max_length=80)],
    near: Annotated[Text, Query()] = "",
) -> Response:
    """One career. A place that does not exist is said beside the field; the rest of the page stands."""
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        around = _near(near)
        body = await career_view(services(request), slug, settings, known_career(services(request), career_id), around)
    except (Problem, EngineUnavailable) as problem:
        return failed(request, shown, problem)
    place = place_named(near) if around else None
    search = saved({"career": [career_id], **({"near": [near.strip()], "radius": [f"{RADIUS:g}"]} if around else {})})
    nearby = any(course["distance"] is not None for course in body["upcoming"] or ())
    more: dict[str, Any] = {"near": near, "around": around, "region": place and place.region, "search": search}
    more |= {"nearby": nearby, "radius": f"{RADIUS:g}"}
    more["about"] = described(texts(language(request)), search, named_for(request, slug))
    wrong = bool(near.strip()) and around is None
    return page(request, "career.html", shown, 400 if wrong else 200, career=body, wrong=wrong,
                json_ld=script(occupation(body)), **more)  # fmt: skip


def _near(text: str) -> Near | None:
    try:
        return find_near(text, RADIUS) if text.strip() else None
    except ValueError:
        return None


def occupation(career: dict[str, Any]) -> dict[str, Any]:
    """The career as schema.org `Occupation`."""
    data = {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "name": career["label"],
        "alternateName": career["synonyms"],
        "description": career["description"] and career["description"]["nl"],
        "occupationalCategory": {"@type": "CategoryCode", "codeValue": career["isco"], "inCodeSet": "ISCO-08"},
        "sameAs": career["esco"] if career["escoExact"] else None,
    }
    return {name: value for name, value in data.items() if value not in (None, [], "")}
