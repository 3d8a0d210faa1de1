"""`/v1/careers/{id}`: one career, what it is, the ways into it, courses, funding, the chance of work.

Courses are those that an editor or the normaliser linked to the career: nothing else is ever in the answer.
"""

from asyncio import gather
from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic.alias_generators import to_camel
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from catalogue.careers.about import duties, related
from catalogue.careers.outlook import outlooks
from catalogue.careers.routes import RouteSummary, compare
from catalogue.careers.table import Career
from catalogue.index.query import Near, SearchQuery
from catalogue.portals.portal import PortalSettings
from search_api.problems import Problem
from search_api.services import Services, services, today
from search_api.tenancy import portal_settings
from search_api.v1 import career_models, models
from search_api.v1.answers import PortalKey, json_answer
from search_api.v1.careers import detail
from search_api.v1.courses import search_answer

router = APIRouter(prefix="/v1", tags=["careers"])
CareerKey = Annotated[str, Path(max_length=80)]
READ, SHOWN = 100, 5
"""Courses that the figures are taken from, and that are shown; those that start first."""


@router.get(
    "/careers/{career_id}",
    operation_id="getCareer",
    summary="One technical career",
    response_model=career_models.CareerDetail,
    responses=models.problems(400, 404, 503),
)
async def one(request: Request, career_id: CareerKey, portal: PortalKey = "nl") -> Response:
    """What an occupation is, the ways into it, and this portal's courses and figures for it."""
    settings = portal_settings(request, portal)
    body = await career_view(services(request), portal, settings, known_career(services(request), career_id))
    return json_answer(request, settings, body)


def known_career(service: Services, career_id: str) -> Career:
    """The career. Raises `Problem` 404."""
    career = service.directory.careers().careers.get(career_id)
    if career is None:
        raise Problem(404, f"There is no career '{career_id}'.")
    return career


async def career_view(
    service: Services, slug: str, portal: PortalSettings, career: Career, near: Near | None = None
) -> dict[str, Any]:
    """The body of `GET /v1/careers/{id}`; `near`: the nearest courses, where there are any. None: search is away."""
    query = SearchQuery(selected={"career": (career.id,)}, sort="start", page_size=READ, counted=("funding",))
    around = replace(query, near=near, sort="distance", page_size=SHOWN, counted=())
    asked = (query, around) if near else (query,)
    found, *nearby = await gather(*(search_answer(service, each, slug, portal) for each in asked))
    away = found["degraded"]
    shown = (nearby and nearby[0]["results"]) or found["results"][:SHOWN]
    figures = await run_in_threadpool(_outlook, service, career.id, slug, portal)
    words = service.directory.career_texts().get(career.id) or duties().get(career.id)
    return {
        **detail(career, slug, None if away else {career.id: found["total"]}),
        "description": {"nl": words.nl, "en": words.en} if words else None,
        "related": [{"id": each.id, "label": each.label} for each in related(service.directory.careers(), career.id)],
        "outlook": figures,
        "routes": None if away else [_route(each) for each in compare(found["results"], today())],
        "upcoming": None if away else shown,
        "funding": None if away else found["facets"]["funding"],
    }


def _route(summary: RouteSummary) -> dict[str, Any]:
    return {to_camel(name): value for name, value in asdict(summary).items()}


def _outlook(service: Services, career_id: str, slug: str, portal: PortalSettings) -> list[dict[str, Any]]:
    with Session(service.database) as session:
        return [
            {"region": row.region, "outlook": row.outlook, "source": row.source, "url": row.url,
             "dated": row.dated.isoformat(), "test": row.test}
            for row in outlooks(session, career_id, slug, portal)
        ]  # fmt: skip
