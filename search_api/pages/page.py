"""What all pages of a portal share: templates in the reader's language, the portal, a search's keys, errors."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader
from pydantic import ValidationError
from sqlmodel import Session

from catalogue.portals.portal import PortalSettings
from catalogue.portals.shown import shows_provider
from search_api.i18n import DEFAULT, languages, texts
from search_api.problems import Problem, misread
from search_api.services import services, today
from search_api.tenancy import portal_settings
from search_api.v1.parameters import SearchParameters, given
from search_api.v1.portals import collections

TEMPLATES = Path(__file__).parents[1] / "templates"
HEADERS = {
    # Portals may show the pages in a frame; nothing but our own files is ever loaded, and no text becomes HTML.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'",
    "Vary": "Accept-Language",
}
Query = dict[str, list[str]]


@cache
def environment() -> Environment:
    """Templates that escape every value; names they call optional may be absent."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    made.filters["unbroken"] = unbroken
    return made


def unbroken(text: str) -> str:
    """`text` in which no line ends between the sign of the euro and its amount."""
    return text.replace("€ ", "€\N{NO-BREAK SPACE}")


def page(
    request: Request, template: str, portal: Mapping[str, Any] | None, status: int = 200, **names: Any
) -> Response:
    """`templates/public/<template>` in the reader's language."""
    words = texts(language(request))
    shared = {
        "t": words,
        "lang": words.lang,
        "to": in_language(words.lang),
        "other_languages": _others(request, words.lang),
        "portal": portal,
        "theme_url": portal and f"/{portal['slug']}/theme.css",
        "base": str(request.base_url).rstrip("/"),
        "canonical": address(request),
        "today": today(),
    }
    html = environment().get_template(f"public/{template}").render(shared | names)
    return HTMLResponse(html, status, HEADERS)


def in_language(lang: str) -> Callable[[str], str]:
    """A function that gives the path of another page of ours in the same language."""

    def to(path: str) -> str:
        return path if lang == DEFAULT else f"{path}{'&' if '?' in path else '?'}lang={lang}"

    return to


def _others(request: Request, lang: str) -> list[dict[str, str]]:
    """Links to this page in the other languages; none for the answer to a form, which has no address."""
    if request.method != "GET":
        return []
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return [
        {
            "code": code,
            "name": texts(code)("page.language"),
            "url": "?" + urlencode(kept if code == DEFAULT else [*kept, ("lang", code)]),
        }
        for code in languages()
        if code != lang
    ]


def address(request: Request, query: Mapping[str, Any] | None = None) -> str:
    """The one address of this page: without keys that do not change what it shows."""
    keys = {**(query or {}), **({"lang": language(request)} if language(request) != "nl" else {})}
    written = urlencode(sorted(keys.items()), doseq=True)
    return str(request.base_url).rstrip("/") + request.url.path + ("?" + written if written else "")


def language(request: Request) -> str:
    """`lang` of the URL; Dutch otherwise, whatever the browser prefers: portals are Dutch."""
    asked = request.query_params.get("lang", DEFAULT)
    return asked if asked in languages() else DEFAULT


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
        raise misread(wrong) from wrong


def failed(request: Request, portal: Mapping[str, Any] | None, problem: Exception) -> Response:
    """The page for an error: not found, a search that cannot be read, or an engine that is away."""
    return refused(request, portal, problem.status_code if isinstance(problem, Problem) else 503)


def refused(request: Request, portal: Mapping[str, Any] | None, status: int) -> Response:
    """The page for the status of an error. What passes may be tried again; what was asked wrongly may not."""
    template = "not_found.html" if status == 404 else "error.html"
    response = page(request, template, portal, status, passes=status == 429 or status >= 500)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def named_for(request: Request, slug: str) -> Callable[[str, str], str]:
    """Names of facets' values as this portal may tell them: a provider it shows no course of stays as it was asked."""
    service, portal = services(request), portal_settings(request, slug)

    def name(facet: str, value: str) -> str:
        if facet == "provider":
            with Session(service.database) as session:
                if not shows_provider(session, portal, value):
                    return value
        return service.label(facet, value)

    return name
