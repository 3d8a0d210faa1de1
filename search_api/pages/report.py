"""`/{portal}/melding`: the form of `POST /v1/signals` for who has no JavaScript."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from catalogue.portals.portal import PortalSettings
from search_api.pages.form_token import complaint, made
from search_api.pages.page import failed, known_portal, language, page
from search_api.problems import Problem
from search_api.services import services
from search_api.v1.courses import find_course
from search_api.v1.signals import SignalBody, take

router = APIRouter(include_in_schema=False)
Slug = Annotated[str, Path(max_length=63)]
FIELDS = ("kind", "text", "email", "website")


@router.get("/{slug}/melding")
def form(request: Request, slug: Slug) -> Response:
    """The form, about one course where `course` names it."""
    try:
        settings, shown = known_portal(request, slug)
        return _form(request, settings, shown, request.query_params.get("course", ""))
    except Problem as problem:
        return failed(request, None, problem)


@router.post("/{slug}/melding")
async def send(request: Request, slug: Slug) -> Response:
    """File the report and thank for it; whatever is wrong is said beside what was typed."""
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        typed = await request.form(max_files=0, max_fields=20)
        given = {name: value for name, value in typed.items() if isinstance(value, str)}
        return await run_in_threadpool(_filed, request, slug, settings, shown, given)
    except Problem as problem:
        return failed(request, shown, problem)


@router.get("/{slug}/melding/bedankt")
def thanks(request: Request, slug: Slug) -> Response:
    """The report has come in."""
    try:
        _, shown = known_portal(request, slug)
    except Problem as problem:
        return failed(request, None, problem)
    return page(request, "report_thanks.html", shown)


def _filed(
    request: Request, slug: str, settings: PortalSettings, shown: dict[str, Any], given: dict[str, str]
) -> Response:
    subject = given.get("course", "")
    if wrong := complaint(services(request).settings, given.get("token", ""), f"{slug}/{subject}"):
        return _form(request, settings, shown, subject, given, wrong)
    try:
        body = SignalBody.model_validate(
            {"courseId": subject or None}
            | {name: given[name].strip() for name in FIELDS if given.get(name, "").strip()}
        )
    except ValidationError as error:
        return _form(request, settings, shown, subject, given, _field(error))
    try:
        take(request, slug, settings, body)
    except Problem as problem:
        if problem.status_code != 429:
            raise
        return _form(request, settings, shown, subject, given, "many", 429)
    asked = language(request)
    return RedirectResponse(f"/{slug}/melding/bedankt" + (f"?lang={asked}" if asked != "nl" else ""), 303)


def _field(error: ValidationError) -> str:
    """The first field that does not fit, if the page has words for it."""
    name = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
    return name if name in ("kind", "text", "email") else "form"


def _form(
    request: Request,
    settings: PortalSettings,
    shown: dict[str, Any],
    subject: str,
    typed: dict[str, str] | None = None,
    problem: str | None = None,
    status: int = 400,
) -> Response:
    service, slug = services(request), shown["slug"]
    course = find_course(service, settings, subject) if subject else None
    # A form that came too fast keeps its moment: the second press is late enough.
    token = (typed or {}).get("token") if problem not in (None, "late", "forged") else None
    answer = page(
        request,
        "report.html",
        shown,
        status if problem else 200,
        token=token or made(service.settings, f"{slug}/{subject}"),
        subject=subject,
        course_title=course and course.content.title,
        typed=typed,
        problem=problem,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
