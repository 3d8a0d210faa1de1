"""`/v1/careers`: technical occupations, with the courses that the portal has for them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from catalogue.careers.find import find_careers
from catalogue.careers.table import Career
from catalogue.index.facets import BY_NAME
from catalogue.index.query import SearchQuery, engine_queries
from catalogue.portals.portal import PortalSettings
from search_api.i18n import texts
from search_api.services import Services, services
from search_api.tenancy import portal_settings
from search_api.v1 import career_models, models
from search_api.v1.answers import json_answer
from search_api.v1.parameters import Provinces, Sectors, Text

router = APIRouter(prefix="/v1", tags=["careers"])
Counts = Mapping[str, int] | None
MAX_PAGE = 1000


class CareerParameters(BaseModel):
    """Query keys of `GET /v1/careers`. `sector` is the career's; `province` narrows the courses that are counted."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)

    portal: Annotated[Text, Field(max_length=63)] = "nl"
    q: Text = ""
    sector: Sectors = Field(default_factory=list)
    province: Provinces = Field(default_factory=list)
    with_courses: bool = Field(default=False, description="Only careers that the portal has a course for")
    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    page_size: int = Field(default=20, ge=1, le=100)


@router.get(
    "/careers",
    operation_id="searchCareers",
    summary="Technical careers",
    response_model=career_models.CareerAnswer,
    responses=models.problems(400, 404, 503),
)
async def search(request: Request, parameters: Annotated[CareerParameters, Query()]) -> Response:
    """Careers by name, synonym or sector, each with the number of courses that this portal has for it."""
    portal = portal_settings(request, parameters.portal)
    return json_answer(request, portal, await found(services(request), portal, parameters))


async def found(service: Services, portal: PortalSettings, asked: CareerParameters) -> dict[str, Any]:
    """The body of `GET /v1/careers`."""
    counts = await course_counts(service, portal, SearchQuery(selected={"province": asked.province}))
    fitting = _narrowed(find_careers(service.directory.careers(), asked.q, counts or {}), asked, counts)
    first = (asked.page - 1) * asked.page_size
    results = [summary(career, counts) for career in fitting[first : first + asked.page_size]]
    return {"total": len(fitting), "page": asked.page, "pageSize": asked.page_size, "results": results}


async def course_counts(service: Services, portal: PortalSettings, query: SearchQuery) -> Counts:
    """Career id -> courses that the portal shows for it among those that `query` asks for. None: not known now."""
    found = await service.breaker.answer(lambda: _counted(service, query, portal), _not_counted)
    counts: Counts = found["career"]
    return counts


async def _counted(service: Services, query: SearchQuery, portal: PortalSettings) -> dict[str, Any]:
    [whole, *_] = engine_queries(replace(query, page_size=1), portal)
    # Only these are counted, and within the careers that are asked for: less to look at for the engine.
    question = {**whole, "facets": [BY_NAME["career"].attribute]}
    key = ("careers", orjson.dumps(question), service.state())
    if kept := service.cache.get(key):
        return {"career": orjson.loads(kept.body)}
    [found] = await service.search.ask([question])
    counts = found["facetDistribution"].get("career", {})
    service.cache.put(key, orjson.dumps(counts))
    return {"career": counts}


async def _not_counted() -> dict[str, Any]:
    # Only the index knows which courses a career has; occupations are shown without it, too.
    return {"career": None}


def _narrowed(found: Iterable[Career], asked: CareerParameters, counts: Counts) -> list[Career]:
    in_sector = (career for career in found if not asked.sector or career.sector in asked.sector)
    return [career for career in in_sector if not asked.with_courses or counts is None or counts.get(career.id)]


def summary(career: Career, counts: Counts) -> dict[str, Any]:
    """One `CareerSummary`."""
    return {
        "id": career.id,
        "label": career.label,
        "sector": str(career.sector),
        "sectorLabel": texts().label("sector", career.sector),
        "synonyms": list(career.synonyms),
        "isco": career.isco,
        "levels": [f"nlqf-{level}" for level in sorted({each.level for each in career.qualifications})],
        "count": None if counts is None else counts.get(career.id, 0),
    }


def detail(career: Career, slug: str, counts: Counts) -> dict[str, Any]:
    """One `CareerDetail` in the portal `slug`."""
    return {
        **summary(career, counts),
        "esco": career.esco,
        "escoExact": career.esco_exact,
        "qualifications": [
            {"crebo": each.crebo, "name": each.name, "level": f"nlqf-{each.level}"} for each in career.qualifications
        ],
        "courses": "/v1/courses?" + urlencode({"portal": slug, "career": career.id}),
        "page": f"/{slug}/beroepen/{career.id}",
    }
