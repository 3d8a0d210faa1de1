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
from catalogue.portals import PortalSettings
from search_api import funding_models, models
from search_api.answers import PortalKey, json_answer
from search_api.courses import offered
from search_api.funding_answers import course_answers, of_portal, scheme_body
from search_api.funding_feed import MEDIA_TYPE, atom
from search_api.parameters import Text
from search_api.problems import Problem
from search_api.services import services, today
from search_api.tenancy import cors_headers, may_post, portal_settings

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
    portal, day = portal_settings(request, parameters.portal), today()
    found = of_portal(services(request).directory.funding(), portal, day)
    if parameters.state:
        found = [scheme for scheme in found if status(scheme, day).state in parameters.state]
    if parameters.applicant:
        found = [scheme for scheme in found if scheme.applicant in parameters.applicant]
    first = (parameters.page - 1) * parameters.page_size
    results = [scheme_body(scheme, parameters.portal, day) for scheme in found[first : first + parameters.page_size]]
    body = {"total": len(found), "page": parameters.page, "pageSize": parameters.page_size, "results": results}
    return json_answer(request, portal, body)


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
    found = {scheme.id: scheme for scheme in of_portal(services(request).directory.funding(), settings, day)}
    if scheme_id not in found:
        raise Problem(404, f"There is no funding scheme '{scheme_id}' in this portal.")
    return json_answer(request, settings, scheme_body(found[scheme_id], portal, day))


@router.post(
    "/courses/{course_id}/funding-answers",
    operation_id="answerFunding",
    summary="Who pays for one course, with facts of a person",
    response_model=funding_models.FundingAnswers,
    responses=models.problems(400, 404, 410, 413, 503),
    openapi_extra={"requestBody": BODY},
)
async def answer_person(
    request: Request, course_id: Annotated[str, Path(max_length=16)], portal: PortalKey = "nl"
) -> Response:
    """The answers with facts of a person; each is optional. The facts are neither logged nor kept."""
    settings, day = portal_settings(request, portal), today()
    person = checked_person(await request.body())
    course = await run_in_threadpool(offered, services(request), settings, course_id)
    body = {"course": course.id, "date": day.isoformat(), "answers": funded(request, settings, portal, course, person)}
    headers = {**cors_headers(request, settings), **NO_STORE}
    return Response(orjson.dumps(body), media_type="application/json", headers=headers)


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
    request: Request, portal: PortalSettings, slug: str, course: EffectiveCourse, person: Person | None = None
) -> list[dict[str, Any]]:
    """What the portal's schemes say to a course today."""
    day: date = today()
    known = of_portal(services(request).directory.funding(), portal, day)
    return course_answers(known, slug, course, day, person)


def choices(portal: PortalSettings) -> dict[str, Any]:
    """What the form offers: sectors, and the regions of the portal."""
    here = [name for name, inside in regions().items() if not portal.provinces or inside & set(portal.provinces)]
    return {"employer_sectors": [str(sector) for sector in EmployerSector], "regions": here}
