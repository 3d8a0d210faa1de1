"""A portal's own pages, complete without JavaScript: search, course, about the data, accessibility."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from catalogue.contrast import light_only
from catalogue.effective import EffectiveCourse
from catalogue.index.engine import EngineUnavailable
from catalogue.portals import NATIONAL, PortalSettings
from search_api.alert_search import alert_form, described
from search_api.course_ld import course_ld, script
from search_api.courses import checked_query, find_course, search_answer
from search_api.detail import detail
from search_api.funding import choices, funded
from search_api.i18n import languages, texts
from search_api.parameters import SearchParameters, given
from search_api.portals import collections
from search_api.problems import Problem
from search_api.services import services, today
from search_api.similar import similar
from search_api.tenancy import portal_settings

router = APIRouter(include_in_schema=False)
TEMPLATES = Path(__file__).parent / "templates"
HEADERS = {
    # Portals may show the pages in a frame; nothing but our own files is ever loaded, and no text becomes HTML.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'",
    "Vary": "Accept-Language",
}
Query = dict[str, list[str]]
FROM = "from"
"""Key of a course's address that names the search it was opened from (`searchId`)."""


@cache
def environment() -> Environment:
    """Templates that escape every value; names they call optional may be absent."""
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def page(
    request: Request, template: str, portal: Mapping[str, Any] | None, status: int = 200, **names: Any
) -> Response:
    """`templates/public/<template>` in the reader's language."""
    words = texts(language(request))
    shared = {
        "t": words,
        "lang": words.lang,
        "portal": portal,
        "theme_url": portal and f"/{portal['slug']}/theme.css",
        "base": str(request.base_url).rstrip("/"),
        "canonical": address(request),
        "today": today(),
    }
    html = environment().get_template(f"public/{template}").render(shared | names)
    return HTMLResponse(html, status, HEADERS)


def address(request: Request, query: Mapping[str, Any] | None = None) -> str:
    """The one address of this page: without keys that do not change what it shows."""
    keys = {**(query or {}), **({"lang": language(request)} if language(request) != "nl" else {})}
    written = urlencode(sorted(keys.items()), doseq=True)
    return str(request.base_url).rstrip("/") + request.url.path + ("?" + written if written else "")


def language(request: Request) -> str:
    """`lang` of the URL; Dutch otherwise, whatever the browser prefers: portals are Dutch."""
    asked = request.query_params.get("lang", "nl")
    return asked if asked in languages() else "nl"


def known_portal(request: Request, slug: str) -> tuple[PortalSettings, dict[str, Any]]:
    """The portal's settings and what its pages show of it. Raises `Problem` 404."""
    settings = portal_settings(request, slug)
    more = {
        "provinces": settings.provinces,
        "online": settings.online,
        "texts": settings.texts,
        "collections": collections(slug, settings),
    }
    return settings, {"slug": slug, "name": settings.name, "contact": settings.contact, **more}


def asked(request: Request) -> Query:
    """The URL's keys without empty fields (a form sends them all) and without what only pages know."""
    found: Query = {}
    for key, value in request.query_params.multi_items():
        if value.strip() and key not in ("lang", "portal"):
            found.setdefault(key, []).append(value)
    if "near" not in found:  # the form always sends a radius, and keeps a sort that has lost its place
        found.pop("radius", None)
        found = {key: values for key, values in found.items() if (key, values) != ("sort", ["distance"])}
    return found


def page_url(request: Request, query: Query) -> Callable[..., str]:
    """A function that gives this URL with keys changed; None drops a key."""

    def changed(**changes: Any) -> str:
        keys: dict[str, Any] = {**query, **{k: v for k, v in (("lang", language(request)),) if v != "nl"}, **changes}
        kept = {key: value for key, value in keys.items() if value not in (None, [], "")}
        return "?" + urlencode(kept, doseq=True)

    return changed


def read_keys(query: Mapping[str, list[str]], slug: str) -> SearchParameters:
    """The keys of a page's search, checked. Raises `Problem` 400."""
    try:
        return SearchParameters.model_validate({**given(query), "portal": slug})
    except ValidationError as wrong:
        errors = [{"field": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in wrong.errors()]
        raise Problem(400, "; ".join(f"{e['field']}: {e['message']}" for e in errors), errors) from wrong


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
        "about": described(texts(language(request)), alert["search"]),
    }
    return page(request, "search.html", shown, answer=found, query=query, **more)


def unread(request: Request, portal: Mapping[str, Any], query: Query, problem: Problem) -> Response:
    """The page for a search that cannot be read: what is wrong, and all that was asked to go on with."""
    wrong = sorted({error["field"].partition(".")[0] for error in problem.errors})
    without = page_url(request, query)(page=None, **dict.fromkeys(wrong))
    return page(request, "unread.html", portal, problem.status_code, query=query, wrong=wrong, without=without)


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


def failed(request: Request, portal: Mapping[str, Any] | None, problem: Exception) -> Response:
    """The page for an error: not found, a search that cannot be read, or an engine that is away."""
    status = problem.status_code if isinstance(problem, Problem) else 503
    template = "not_found.html" if status == 404 else "error.html"
    response = page(request, template, portal, status)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response
