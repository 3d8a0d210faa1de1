"""The web application: every router, header and error in one place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from search_api import health, problems, widget_files
from search_api.assistants import Assistants
from search_api.editor.router import editor_router
from search_api.editor.sessions import PATH as EDITORS
from search_api.editor.sessions import session_middleware_options
from search_api.editor_api import PREFIX as EDITOR_API
from search_api.editor_api import UPLOADS, editor_api_router
from search_api.formats import feeds, ooapi, open_data, sitemap
from search_api.formats.open_data import PREFIX as OPEN_DATA
from search_api.limits import BodyLimit, RateLimit
from search_api.openapi import openapi_document
from search_api.pages import alerts as alert_pages
from search_api.pages import careers as career_pages
from search_api.pages import collections as collection_pages
from search_api.pages import embedding
from search_api.pages import errors as error_pages
from search_api.pages import funding as funding_pages
from search_api.pages import portal as portal_pages
from search_api.pages import report as report_pages
from search_api.pages import start as start_pages
from search_api.services import running
from search_api.v1 import career, careers, changes, courses, funding, portals, providers, searches, signals, suggestions

API_VERSION = "1.0.0"
STATIC = Path(__file__).parent / "static"
HEADERS = {
    "API-Version": API_VERSION,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
API = ("/v1/", "/health/", "/mcp")
API_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Frame-Options": "DENY",
}
EVERYWHERE = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
IN_API = [(name.lower().encode(), value.encode()) for name, value in API_HEADERS.items()]


def create_app(settings: Settings, database: Engine, address: EngineAddress) -> FastAPI:
    """The application on an open database and a healthy engine."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(app, settings, database, address), assistants.manager.run():
            yield

    app = FastAPI(title="Vakwijzer", version=API_VERSION, lifespan=lifespan, openapi_url=None, docs_url=None,
                  redoc_url=None, redirect_slashes=False)  # fmt: skip
    assistants = Assistants(app, API_VERSION)
    app.router.routes.append(assistants.route())
    problems.install(app)
    error_pages.install(app)
    app.add_middleware(PublicGzip, minimum_size=1000, compresslevel=5)
    app.add_middleware(RateLimit, per_minute=settings.rate_limit, trusted_proxies=settings.trusted_proxies)
    app.add_middleware(BodyLimit, exempt=(EDITORS,), editors=(EDITOR_API,), tables=(UPLOADS,))
    app.add_middleware(FixedHeaders)
    app.add_middleware(HeadAsGet)
    for router in (
        changes.router,
        feeds.router,
        courses.router,
        careers.router,
        career.router,
        funding.router,
        suggestions.router,
        searches.router,
        portals.router,
        providers.router,
        signals.router,
    ):
        app.include_router(router, dependencies=[Depends(problems.known_keys)])
    app.include_router(ooapi.router)  # its standard lets a client send keys of its own
    app.include_router(health.router)
    app.include_router(editor_api_router())  # looks at the token before the keys
    app.add_api_route("/v1/openapi.json", _openapi, include_in_schema=False)
    app.include_router(widget_files.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(SessionMiddleware, **session_middleware_options(settings))
    app.include_router(editor_router(database, lambda: app.state.services.drainer.soon(), settings))
    app.include_router(open_data.router)
    app.include_router(sitemap.router)
    app.include_router(report_pages.router)
    app.include_router(embedding.router)
    app.include_router(funding_pages.router)
    app.include_router(career_pages.router)
    app.include_router(start_pages.router)
    app.include_router(alert_pages.router)
    app.include_router(collection_pages.router)
    app.include_router(portal_pages.router)  # last: its first path segment is any portal
    return app


class PublicGzip(GZipMiddleware):
    """Compresses public answers only: a page that holds a form token must not show its size (BREACH)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass editors' pages and the dump on as they are."""
        path = str(scope.get("path", ""))
        if path.startswith((EDITORS, OPEN_DATA)):  # the dump's files are packed already
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class FixedHeaders:
    """Gives every answer `HEADERS`, and those of the API `API_HEADERS` (NLGov /core/transport/security-headers).

    Plain ASGI, because a wrapped request costs each search a task switch.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding the headers an answer has not set itself."""
        added = EVERYWHERE + IN_API if str(scope.get("path", "")).startswith(API) else EVERYWHERE

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(header for header in added if header[0] not in held)]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class HeadAsGet:
    """Answers HEAD wherever GET is answered (RFC 9110, 9.3.2); the server leaves the body out."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on as GET."""
        await self._app({**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope, receive, send)


def _openapi(request: Request) -> JSONResponse:
    """OpenAPI 3.1, readable from any origin."""
    app: FastAPI = request.app
    document = openapi_document(app, app.state.services.settings.contact)
    return JSONResponse(document, headers={"Access-Control-Allow-Origin": "*"})
