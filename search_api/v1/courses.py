"""`/v1/courses`: search, and one course."""

from dataclasses import replace
from typing import Annotated, Any

import orjson
from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.explain import explain_course
from catalogue.index.answer import answer
from catalogue.index.find import find as find_courses
from catalogue.index.query import SearchQuery
from catalogue.portals.portal import PortalSettings
from catalogue.search import fallback
from search_api.caching import etag, respond
from search_api.formats.elm import elm
from search_api.problems import Problem, bad_field
from search_api.services import Services, services, today
from search_api.tenancy import cors_headers, portal_settings
from search_api.v1 import models
from search_api.v1.answers import PortalKey as PortalKey
from search_api.v1.answers import json_answer as json_answer
from search_api.v1.detail import detail, visible
from search_api.v1.explaining import ExplainedParameters, ExplainKey, demand_editor, explained
from search_api.v1.funding_answers import course_answers, of_portal, unavailable
from search_api.v1.parameters import SearchParameters

NOTHING = "-"  # no scheme has this id


class LinkedData(JSONResponse):
    """JSON-LD."""

    media_type = "application/ld+json"


router = APIRouter(prefix="/v1", tags=["courses"])


def checked_query(parameters: SearchParameters) -> SearchQuery:
    """The search, or a 400 that names `near`."""
    try:
        return parameters.query()
    except ValueError as problem:
        raise bad_field("near", str(problem)) from problem


async def find(service: Services, query: SearchQuery, slug: str, portal: PortalSettings) -> dict[str, Any]:
    """The search's answer as the API gives it."""
    found = await find_courses(service.search, query, portal, today(), service.directory.careers())
    body = answer(found.query, slug, portal, found.results, service.label, today())
    name = service.searches.name(found.asked, slug, found.fitting)
    return {**body, "interpretation": found.interpretation, "searchId": name}


async def search_answer(service: Services, query: SearchQuery, slug: str, portal: PortalSettings) -> dict[str, Any]:
    """The same from the engine or, while it is away or slow, from the database with `degraded` true."""
    over = unavailable(service.directory.funding(), portal, today())
    asked = without_ended(query, over)
    body = await service.breaker.answer(
        lambda: find(service, asked, slug, portal),
        lambda: run_sync(_from_database, service, asked, slug, portal, limiter=service.database_turns),
    )
    unnamed = over | {NOTHING}
    body["facets"]["funding"] = [row for row in body["facets"]["funding"] if row["value"] not in unnamed]
    if body["degraded"]:
        body["searchId"] = service.searches.name(query, slug, body["total"])
    return body


def without_ended(query: SearchQuery, over: frozenset[str]) -> SearchQuery:
    """A scheme that is over pays for nothing, whatever the index holds; asked for alone, it finds nothing."""
    asked = query.selected.get("funding", ())
    if over.isdisjoint(asked):
        return query
    kept = tuple(scheme for scheme in asked if scheme not in over) or (NOTHING,)
    return replace(query, selected={**query.selected, "funding": kept})


def _from_database(service: Services, query: SearchQuery, slug: str, portal: PortalSettings) -> dict[str, Any]:
    with Session(service.database) as session:
        return fallback.search(session, query, slug, portal, today(), service.label)


@router.get(
    "/courses",
    operation_id="searchCourses",
    summary="Search technical courses",
    response_model=models.SearchAnswer,
    responses={**models.NOT_MODIFIED, **models.problems(400, 403, 404, 503)},
)
async def search(request: Request, parameters: Annotated[ExplainedParameters, Query()]) -> Response:
    """Search the courses a portal may show. Repeat a key for OR; different keys are AND."""
    service, portal = services(request), portal_settings(request, parameters.portal)
    if parameters.explain:
        await demand_editor(request)
        query = replace(checked_query(parameters), explain=True)
        return explained(await find(service, query, parameters.portal, portal), cors_headers(request, portal))
    headers, key = cors_headers(request, portal), (request.url.query, service.state(), today())
    if kept := service.cache.get(key):
        service.searches.count(kept.search)
        return respond(request, kept.body, kept.etag, headers)
    body = await search_answer(service, checked_query(parameters), parameters.portal, portal)
    search = body["searchId"] if parameters.page == 1 else ""  # a further page is the same search
    service.searches.count(search)
    written = orjson.dumps(body)
    tag = etag(written) if body["degraded"] else service.cache.put(key, written, search).etag
    return respond(request, written, tag, headers)


@router.get(
    "/courses/{course_id}",
    operation_id="getCourse",
    summary="One course",
    response_model=models.CourseDetail,
    responses={**models.NOT_MODIFIED, **models.problems(400, 403, 404, 410, 503)},
)
async def one(
    request: Request, course_id: Annotated[str, Path(max_length=16)], portal: PortalKey = "nl",
    explain: ExplainKey = False,
) -> Response:  # fmt: skip
    """Everything known of one course, with how it is known. 410 once the provider no longer offers it.

    A course that another source's course shows is answered with that one, under that one's `id`.
    """
    settings = portal_settings(request, portal)
    course = await run_in_threadpool(offered, services(request), settings, course_id)
    known = of_portal(services(request).directory.funding(), settings, today())
    funding = course_answers(known, portal, course, today())
    told = {**detail(settings, course, today()), "funding": funding}
    if explain:
        await demand_editor(request)
        return explained({**told, "explain": explain_course(course)}, cors_headers(request, settings))
    body = orjson.dumps(told)
    return respond(request, body, etag(body), cors_headers(request, settings))


@router.get(
    "/courses/{course_id}/elm",
    operation_id="getCourseElm",
    summary="One course in the European Learning Model",
    response_model=models.LearningModel,
    response_class=LinkedData,
    responses=models.problems(400, 404, 410),
)
def learning_model(
    request: Request, course_id: Annotated[str, Path(max_length=16)], portal: PortalKey = "nl"
) -> Response:
    """The course as JSON-LD of the European Learning Model (profile LOQ): a `LearningOpportunity` for each start that
    this portal shows, and the `LearningAchievementSpecification` they share. What is not known is left out.
    """
    settings = portal_settings(request, portal)
    course = offered(services(request), settings, course_id)
    address = f"{str(request.base_url).rstrip('/')}/{portal}/opleidingen/{course.id}"
    body = elm(detail(settings, course, today()), address, course.known_careers)
    return LinkedData(body, headers=cors_headers(request, settings))


def offered(service: Services, portal: PortalSettings, course_id: str) -> EffectiveCourse:
    """The course if this portal shows it; 410 once it is withdrawn, 404 for any other."""
    course = find_course(service, portal, course_id)
    if course.withdrawn:
        raise Problem(410, f"Course '{course_id}' is no longer offered by its provider.")
    return course


def find_course(service: Services, portal: PortalSettings, course_id: str) -> EffectiveCourse:
    """The course if this portal shows or has shown it. Anything else is 404, whatever the reason.

    Of a duplicate it is the owner, since the same offer must not be gone from a portal that linked to it.
    """
    with Session(service.database) as session:
        found = effective_courses(session, [course_id]) if course_id.isalnum() else []
        owners = [course.duplicate_of for course in found if course.duplicate_of and not course.withdrawn]
        found = effective_courses(session, owners) if owners else found
    for course in found:
        if (course.published or course.withdrawn) and visible(portal, course, today()):
            return course
    raise Problem(404, f"There is no course '{course_id}' in this portal.")
