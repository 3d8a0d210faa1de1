"""A portal's own pages, complete without JavaScript: search, course, about the data, accessibility."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from catalogue.effective import EffectiveCourse
from catalogue.index.engine import EngineUnavailable
from catalogue.portals.contrast import light_only
from catalogue.portals.portal import NATIONAL, PortalSettings
from search_api.alerts.search import Named, alert_form, described
from search_api.formats.course_ld import course_ld, script
from search_api.i18n import Texts, texts
from search_api.pages.page import Query, address, asked, failed, known_portal, language, page, page_url, read_keys
from search_api.problems import Problem
from search_api.services import Services, services, today
from search_api.tenancy import portal_settings
from search_api.v1.courses import checked_query, find_course, search_answer
from search_api.v1.detail import detail
from search_api.v1.funding import choices, funded
from search_api.v1.similar import similar

router = APIRouter(include_in_schema=False)
FROM = "from"
"""Key of a course's address that names the search it was opened from (`searchId`)."""
KEY_NAMES = {"radius": "search.radius", "sort": "sort.label", "page": "paging.page"}


@router.get("/")
def root() -> Response:
    """The whole country's portal."""
    return RedirectResponse(f"/{NATIONAL}/", 307)


@router.get("/{slug}/")
async def search(request: Request, slug: str) -> Response:
    """The search page of a portal."""
    query = asked(request)
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        found = await search_answer(services(request), checked_query(read_keys(query, slug)), slug, settings)
    except Problem as problem:
        return unread(request, shown, query, problem) if shown and problem.errors else failed(request, shown, problem)
    except EngineUnavailable as problem:
        return failed(request, shown, problem)
    if found["page"] == 1:
        services(request).searches.count(found["searchId"])
    alert = alert_form(services(request).settings, slug, query)
    more: dict[str, Any] = {
        "canonical": address(request, query),
        "page_url": page_url(request, query),
        "label": services(request).label,
        "alert": alert,
        "about": described(texts(language(request)), alert["search"], _named(services(request), found)),
    }
    return page(request, "search.html", shown, answer=found, query=query, **more)


def _named(service: Services, found: Mapping[str, Any]) -> Named:
    """Names of facets' values, of a provider as the answer names it: one that the portal does not show has none."""
    providers = {row["value"]: row["label"] for row in found["facets"]["provider"]}
    return lambda facet, value: providers.get(value, value) if facet == "provider" else service.label(facet, value)


def unread(request: Request, portal: Mapping[str, Any], query: Query, problem: Problem) -> Response:
    """The page for a search that cannot be read: what is wrong, and all that was asked to go on with."""
    wrong = sorted({error["field"].partition(".")[0] for error in problem.errors})
    without = page_url(request, query)(**dict.fromkeys([*wrong, "page"]))
    t = texts(language(request))
    named = [key_name(t, key) for key in wrong if key != "near"]  # a place has a sentence of its own
    more: dict[str, Any] = {"query": query, "wrong": wrong, "named": named, "without": without}
    return page(request, "unread.html", portal, problem.status_code, **more)


def key_name(t: Texts, key: str) -> str:
    """What the page calls a key of the search; the key itself where the page has no field for it."""
    known = (KEY_NAMES.get(key, ""), f"filter.{key}", f"facet.{key}")
    return next((t(name) for name in known if name in t.words), key)


@router.get("/{slug}/opleidingen/{course_id}")
async def course(request: Request, slug: str, course_id: str) -> Response:
    """Everything known of one course. 410 with a way on once it is no longer offered."""
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        found = await run_in_threadpool(find_course, services(request), settings, course_id)
    except Problem as problem:
        return failed(request, shown, problem)
    if found.id != course_id:  # the link between duplicates may be undone: nothing for a browser to remember
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{slug}/opleidingen/{found.id}{query}", 307)
    alike = await similar(services(request), slug, settings, found)
    if found.withdrawn:
        return page(request, "gone.html", shown, 410, course_title=found.content.title, similar=alike)
    if opened_from := request.query_params.get(FROM, ""):
        services(request).searches.opened(opened_from[:16], course_id)
    body = detail(settings, found, today())
    more: dict[str, Any] = {"similar": alike, "report_url": f"/{slug}/melding?" + urlencode({"course": course_id})}
    more |= paid(request, settings, slug, found)
    return page(request, "course.html", shown, course=body, json_ld=script(course_ld(body, address(request))), **more)


def paid(request: Request, portal: PortalSettings, slug: str, course: EffectiveCourse) -> dict[str, Any]:
    """What the page's block on funding shows, and what its form offers."""
    return {"funding": funded(services(request), portal, slug, course), **choices(portal)}


@router.get("/{slug}/over")
def about(request: Request, slug: str) -> Response:
    """Where the data comes from."""
    return _plain(request, slug, "about.html")


@router.get("/{slug}/bewaard")
def kept(request: Request, slug: str) -> Response:
    """What the reader's own browser keeps: the server has only the frame of it."""
    return _plain(request, slug, "saved.html")


@router.get("/{slug}/toegankelijkheid")
def accessibility(request: Request, slug: str) -> Response:
    """The accessibility statement."""
    return _plain(request, slug, "accessibility.html")


def _plain(request: Request, slug: str, template: str) -> Response:
    try:
        _, shown = known_portal(request, slug)
    except Problem as problem:
        return failed(request, None, problem)
    return page(request, template, shown)


@router.get("/{slug}/theme.css")
def theme(request: Request, slug: str) -> Response:
    """The portal's design tokens as a style sheet, so that no page needs an inline style."""
    settings = portal_settings(request, slug)
    lines = "".join(f"  {name}: {value};\n" for name, value in sorted(settings.tokens.items()))
    if light_only(settings.tokens):
        lines += "  color-scheme: light;\n"
    return Response(f":root {{\n{lines}}}\n", media_type="text/css", headers={"Cache-Control": "public, max-age=60"})
