"""`/v1/funding-schemes`, and what each scheme says to one course and one person.

What a person tells of themselves comes in the body of a POST, is answered `no-store`, and is neither logged nor kept.
"""

from datetime import date
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from starlette.concurrency import run_in_threadpool

from catalogue.effective import EffectiveCourse
from catalogue.funding.person import Person, regions
from catalogue.funding.scheme import EmployerSector
from catalogue.funding.status import status
from catalogue.portals.portal import PortalSettings
from search_api.formats.funding_feed import MEDIA_TYPE, atom
from search_api.problems import Problem
from search_api.services import Services, services, today
from search_api.tenancy import cors_headers, may_post, portal_settings
from search_api.v1 import funding_models, models
from search_api.v1.answers import PortalKey, json_answer
from search_api.v1.courses import offered
from search_api.v1.funding_answers import course_answers, of_portal, scheme_body
from search_api.v1.parameters import Text

router = APIRouter(prefix="/v1", tags=["funding"])
SchemeKey = Annotated[str, Path(max_length=63)]
NO_STORE = {"Cache-Control": "no-store"}
PERSON = Person.model_json_schema(ref_template="#/components/schemas/{model}")
BODY = {"content": {"application/json": {"schema": PERSON}}, "required": True}


class SchemeParameters(BaseModel):
    """Query keys of `GET /v1/funding-schemes`."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)

    portal: Annotated[Text, Field(max_length=63)] = "nl"
    state: list[Literal["open", "closed", "announced", "ended", "unknown"]] = Field(default_factory=list, max_length=10)
    applicant: list[Literal["learner", "employer", "partnership"]] = Field(default_factory=list, max_length=10)
    page: int = Field(default=1, ge=1, le=1000)
    page_size: int = Field(default=20, ge=1, le=100)


@router.get(
    "/funding-schemes",
    operation_id="searchFundingSchemes",
    summary="Funding schemes",
    response_model=funding_models.FundingSchemePage,
    responses=models.problems(400, 404, 503),
)
def search(request: Request, parameters: Annotated[SchemeParameters, Query()]) -> Response:
    """The schemes for the whole country and for the portal's provinces, with their state today."""
    portal = portal_settings(request, parameters.portal)
    return json_answer(request, portal, found(services(request), portal, parameters))


def found(service: Services, portal: PortalSettings, asked: SchemeParameters) -> dict[str, Any]:
    """The portal's schemes that were asked for, as `FundingSchemePage`."""
    day = today()
    fitting = of_portal(service.directory.funding(), portal, day)
    if asked.state:
        fitting = [scheme for scheme in fitting if status(scheme, day).state in asked.state]
    if asked.applicant:
        fitting = [scheme for scheme in fitting if scheme.applicant in asked.applicant]
    first = (asked.page - 1) * asked.page_size
    results = [scheme_body(scheme, asked.portal, day) for scheme in fitting[first : first + asked.page_size]]
    return {"total": len(fitting), "page": asked.page, "pageSize": asked.page_size, "results": results}


@router.get(
    "/funding-schemes/feed",
    operation_id="feedFundingSchemes",
    summary="Changes of funding schemes as Atom",
    response_class=Response,
    responses={
        200: {"description": "The feed", "content": {"application/atom+xml": {"schema": {"type": "string"}}}},
        **models.problems(400, 404, 503),
    },
)
def feed(request: Request, portal: PortalKey = "nl") -> Response:
    """What changed: new and changed records, and windows that opened or closed, newest first."""
    settings = portal_settings(request, portal)
    base = str(request.base_url).rstrip("/")
    text = atom(services(request).database, settings, portal, base, today())
    return Response(text, media_type=MEDIA_TYPE, headers=cors_headers(request, settings))


@router.get(
    "/funding-schemes/{scheme_id}",
    operation_id="getFundingScheme",
    summary="One funding scheme",
    response_model=funding_models.FundingScheme,
    responses=models.problems(400, 404, 503),
)
def one(request: Request, scheme_id: SchemeKey, portal: PortalKey = "nl") -> Response:
    """Windows, conditions, amount and sources of one scheme."""
    settings, day = portal_settings(request, portal), today()
    known = {scheme.id: scheme for scheme in of_portal(services(request).directory.funding(), settings, day)}
    if scheme_id not in known:
        raise Problem(404, f"There is no funding scheme '{scheme_id}' in this portal.")
    return json_answer(request, settings, scheme_body(known[scheme_id], portal, day))


@router.post(
    "/courses/{course_id}/funding-answers",
    operation_id="answerFunding",
    summary="Who pays for one course, with facts of a person",
    response_model=funding_models.FundingAnswers,
    responses=models.problems(400, 404, 410, *models.POSTED, 503),
    openapi_extra={"requestBody": BODY},
)
async def answer_person(
    request: Request, course_id: Annotated[str, Path(max_length=16)], portal: PortalKey = "nl"
) -> Response:
    """The answers with facts of a person; each is optional. The facts are neither logged nor kept."""
    settings = portal_settings(request, portal)
    person = checked_person(await request.body())
    body = await answers(services(request), settings, portal, course_id, person)
    headers = {**cors_headers(request, settings), **NO_STORE}
    return Response(orjson.dumps(body), media_type="application/json", headers=headers)


async def answers(
    service: Services, portal: PortalSettings, slug: str, course_id: str, person: Person | None
) -> dict[str, Any]:
    """`FundingAnswers` for one course of the portal. Raises `Problem` 404 or 410 for one that it does not offer."""
    course = await run_in_threadpool(offered, service, portal, course_id)
    told = funded(service, portal, slug, course, person)
    return {"course": course.id, "date": today().isoformat(), "answers": told}


@router.options("/courses/{course_id}/funding-answers", include_in_schema=False)
def preflight(request: Request, course_id: Annotated[str, Path(max_length=16)], portal: PortalKey = "nl") -> Response:
    """A browser asks whether a page of another origin may post; the same for any course."""
    return may_post(request, portal_settings(request, portal))


def checked_person(body: bytes) -> Person:
    """The facts, or a 400 that names what is wrong without repeating it."""
    try:
        return Person.model_validate_json(body)
    except ValidationError as wrong:
        raise person_problem(wrong) from None


def person_problem(wrong: ValidationError) -> Problem:
    """What is wrong with the facts, field by field; a contradiction names its field itself."""
    errors = []
    for each in wrong.errors(include_input=False, include_url=False):
        message = str(each["msg"]).removeprefix("Value error, ")
        field = ".".join(map(str, each["loc"]))
        if not field and each["type"] == "value_error":
            field, _, message = message.partition(": ")
        errors.append({"field": field or "body", "message": message})
    return Problem(400, "; ".join(f"{e['field']}: {e['message']}" for e in errors), errors)


def funded(
    service: Services, portal: PortalSettings, slug: str, course: EffectiveCourse, person: Person | None = None
) -> list[dict[str, Any]]:
    """What the portal's schemes say to a course today."""
    day: date = today()
    known = of_portal(service.directory.funding(), portal, day)
    return course_answers(known, slug, course, day, person)


def choices(portal: PortalSettings) -> dict[str, Any]:
    """What the form offers: sectors, and the regions of the portal."""
    here = [name for name, inside in regions().items() if not portal.provinces or inside & set(portal.provinces)]
    return {"employer_sectors": [str(sector) for sector in EmployerSector], "regions": here}
