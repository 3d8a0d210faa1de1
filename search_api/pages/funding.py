"""A portal's pages on funding: the overview, one scheme, and who helps to pay for one course.

The form about a person is POSTed, so that nothing of it stands in an address; its answer is kept by nobody.
"""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from catalogue.effective import EffectiveCourse
from catalogue.funding.person import Person
from catalogue.portals.portal import PortalSettings
from search_api.pages.page import failed, known_portal, page
from search_api.problems import Problem
from search_api.services import services, today
from search_api.v1.courses import offered
from search_api.v1.funding import NO_STORE, choices, funded, person_problem
from search_api.v1.funding_answers import of_portal, scheme_body

router = APIRouter(include_in_schema=False)
Slug = Annotated[str, Path(max_length=63)]
FIELDS = ("employed", "employerSector", "age", "region", "province", "education", "paidByOthers")


@router.get("/{slug}/regelingen")
def overview(request: Request, slug: Slug) -> Response:
    """Every scheme for the whole country and for the portal's provinces, as it stands today."""
    try:
        settings, shown = known_portal(request, slug)
    except Problem as problem:
        return failed(request, None, problem)
    found = of_portal(services(request).directory.funding(), settings, today())
    bodies = [scheme_body(scheme, slug, today()) for scheme in found]
    over = [body for body in bodies if body["state"] == "ended"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for body in (body for body in bodies if body["state"] != "ended"):
        groups.setdefault(", ".join(body["provinces"] or ()), []).append(body)
    return page(request, "funding.html", shown, groups=sorted(groups.items()), over=over)


@router.get("/{slug}/regelingen/{scheme_id}")
def one(request: Request, slug: Slug, scheme_id: Annotated[str, Path(max_length=63)]) -> Response:
    """One scheme, with its sources and what they disagree on."""
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        found = {each.id: each for each in of_portal(services(request).directory.funding(), settings, today())}
        if scheme_id not in found:
            raise Problem(404, f"There is no funding scheme '{scheme_id}' in this portal.")
    except Problem as problem:
        return failed(request, shown, problem)
    return page(request, "funding_scheme.html", shown, scheme=scheme_body(found[scheme_id], slug, today()))


@router.get("/{slug}/opleidingen/{course_id}/wie-betaalt-mee")
async def course(request: Request, slug: Slug, course_id: str) -> Response:
    """What each scheme says to the course, by its public facts."""
    return await _answered(request, slug, course_id, {})


@router.post("/{slug}/opleidingen/{course_id}/wie-betaalt-mee")
async def course_and_person(request: Request, slug: Slug, course_id: str) -> Response:
    """The same with what a person tells; the form comes back as it was filled in."""
    typed = parse_qsl((await request.body()).decode("utf-8", "replace"))
    return await _answered(request, slug, course_id, {name: value.strip() for name, value in typed if value.strip()})


async def _answered(request: Request, slug: str, course_id: str, typed: Mapping[str, str]) -> Response:
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        found = await run_in_threadpool(offered, services(request), settings, course_id)
    except Problem as problem:
        return failed(request, shown, problem)
    person, wrong = _person(typed)
    return _course_page(request, settings, shown, found, typed, person, wrong)


def _person(typed: Mapping[str, str]) -> tuple[Person | None, list[str]]:
    """The person, or the fields that are wrong."""
    try:
        return Person.model_validate(dict(typed)), []
    except ValidationError as wrong:
        return None, list(dict.fromkeys(error["field"] for error in person_problem(wrong).errors))


def _course_page(
    request: Request,
    settings: PortalSettings,
    shown: dict[str, Any],
    course: EffectiveCourse,
    typed: Mapping[str, str],
    person: Person | None,
    wrong: list[str],
) -> Response:
    response = page(
        request,
        "funding_course.html",
        shown,
        400 if wrong else 200,
        course={"id": course.id, "title": course.content.title},
        funding=funded(services(request), settings, shown["slug"], course, person),
        typed=typed,
        wrong=wrong,
        **choices(settings),
    )
    response.headers.update(NO_STORE)
    return response
