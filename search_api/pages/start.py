"""Finding a way: the guided start (five questions to three careers) and courses side by side. Forms by GET."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from catalogue.careers.about import duties
from catalogue.careers.start import Doing, Subject, Suggestion, Where, Wishes, candidates, suggest
from catalogue.index.engine import EngineUnavailable
from catalogue.index.query import Near, SearchQuery
from catalogue.normal import Route
from catalogue.portals.portal import PortalSettings
from search_api.i18n import texts
from search_api.pages.careers import RADIUS
from search_api.pages.page import failed, known_portal, language, page
from search_api.problems import Problem
from search_api.services import services, today
from search_api.v1.careers import course_counts
from search_api.v1.courses import offered
from search_api.v1.detail import detail
from search_api.v1.funding import funded
from search_api.v1.parameters import find_near

router = APIRouter(include_in_schema=False)
Slug = Annotated[str, Path(max_length=63)]
MOST_COMPARED = 4
QUESTIONS = {"where": list(Where), "doing": list(Doing), "subject": list(Subject), "route": list(Route)}


class StartAnswers(BaseModel):
    """The five answers; an unknown one is as none."""

    model_config = ConfigDict(extra="ignore")

    where: Where | None = None
    doing: Doing | None = None
    subject: Subject | None = None
    route: Route | None = None
    near: str = Field(default="", max_length=80)
    lang: Literal["nl", "en"] = "nl"


@router.get("/{slug}/start")
async def start(request: Request, slug: Slug) -> Response:
    """Five questions; with answers, three careers and why."""
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        given, wrong = _answers(request)
        near = _near(given.near)
        found = await _suggested(request, slug, settings, given, near)
    except (Problem, EngineUnavailable) as problem:
        return failed(request, shown, problem)
    lost = bool(given.near.strip()) and near is None
    more: dict[str, Any] = {"given": given, "found": found, "lost": lost, "questions": QUESTIONS}
    return page(request, "start.html", shown, 400 if lost or wrong else 200, **more)


def _answers(request: Request) -> tuple[StartAnswers, bool]:
    typed = {name: value for name, value in request.query_params.items() if value.strip()}
    try:
        return StartAnswers.model_validate(typed), False
    except ValidationError as error:
        wrong = {str(each["loc"][0]) for each in error.errors()}
        return StartAnswers.model_validate({n: v for n, v in typed.items() if n not in wrong}), True


def _near(text: str) -> Near | None:
    try:
        return find_near(text, RADIUS) if text.strip() else None
    except ValueError:
        return None


async def _suggested(
    request: Request, slug: str, portal: PortalSettings, given: StartAnswers, near: Near | None
) -> list[dict[str, Any]] | None:
    """The careers with their reasons; None before anything was answered."""
    wishes = Wishes(given.where, given.doing, given.subject)
    known = services(request).directory.careers()
    if not wishes.given:
        return None
    selected = {"career": list(candidates(known, wishes)), "route": (str(given.route),) if given.route else ()}
    counts = await course_counts(services(request), portal, SearchQuery(selected=selected, near=near))
    counted = counts is not None
    return [_suggestion(request, slug, each, given, counted) for each in suggest(known, wishes, counts or {})]


def _suggestion(request: Request, slug: str, found: Suggestion, given: StartAnswers, counted: bool) -> dict[str, Any]:
    near = given.near.strip()
    t = texts(language(request))
    why = [t(f"page.start.why.{name}", answer=t(f"page.start.{name}.{getattr(given, name)}")) for name in found.fits]
    return {
        "label": found.career.label,
        "page": f"/{slug}/beroepen/{found.career.id}" + ("?" + urlencode({"near": near}) if near else ""),
        "description": services(request).directory.career_texts().get(found.career.id) or duties()[found.career.id],
        "why": why,
        "courses": found.courses if counted else None,
    }


@router.get("/{slug}/vergelijk")
async def compare(request: Request, slug: Slug) -> Response:
    """Up to four courses side by side; one that is not there is said, the others stand."""
    shown = None
    ids = list(dict.fromkeys(each.strip() for each in request.query_params.getlist("id") if each.strip()))
    try:
        settings, shown = known_portal(request, slug)
        found = await run_in_threadpool(_compared, request, slug, settings, ids[:MOST_COMPARED])
    except Problem as problem:
        return failed(request, shown, problem)
    gone = len(ids[:MOST_COMPARED]) - len(found)
    return page(request, "compare.html", shown, courses=found, gone=gone, many=len(ids) > MOST_COMPARED)


def _compared(request: Request, slug: str, portal: PortalSettings, ids: list[str]) -> list[dict[str, Any]]:
    found = []
    for course_id in ids:
        try:
            course = offered(services(request), portal, course_id[:16])
        except Problem:
            continue
        paid = [each for each in funded(services(request), portal, slug, course) if each["answer"] != "no"]
        body = detail(portal, course, today())
        found.append({**body, "page": f"/{slug}/opleidingen/{course.id}", "paid": paid})
    return found
