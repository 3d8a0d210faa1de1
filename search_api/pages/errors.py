"""Errors where no page answers itself: an unknown address, a method or a key that is not taken, a failure of ours.

Who asks for HTML gets the portal's page for it; any other program gets the problem, as in the API.
"""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import WebSocketRequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Match

from search_api.editor.sessions import PATH as EDITORS
from search_api.formats.open_data import PREFIX as OPEN_DATA
from search_api.pages.page import known_portal, refused
from search_api.problems import Problem

Answer = Callable[[Request, Any], Any]  # as Starlette keeps them
NOT_PAGES = ("/v1/", "/health/", "/mcp", "/ooapi/", "/static/", "/widget/", EDITORS, OPEN_DATA)
KEPT = ("allow", "retry-after")
"""Headers of a problem that its page has too."""


def install(app: FastAPI) -> None:
    """Give each error that `app` answers as a problem a page, for who reads pages."""
    for kind, answer in list(app.exception_handlers.items()):
        if kind is not WebSocketRequestValidationError:
            app.add_exception_handler(kind, _for_readers(answer))


def _for_readers(answer: Answer) -> Answer:
    async def either(request: Request, error: Exception) -> Response:
        told: Response = await answer(request, error)
        if request.url.path.startswith(NOT_PAGES):
            return told
        if told.status_code == 404 and (elsewhere := _other_slash(request)):
            return RedirectResponse(elsewhere, 308)
        if "text/html" not in request.headers.get("accept", ""):
            return told
        return _page(request, told)

    return either


def _other_slash(request: Request) -> str | None:
    """The same address with its last slash, or without, where a portal has a page of that name."""
    path = request.url.path
    other = path[:-1] if path.endswith("/") else path + "/"
    if request.method != "GET" or not _portal(request):
        return None
    scope = {**request.scope, "path": other}
    if not any(route.matches(scope)[0] == Match.FULL for route in request.app.router.routes):
        return None
    return other + (f"?{request.url.query}" if request.url.query else "")


def _portal(request: Request) -> dict[str, Any] | None:
    """What pages show of the portal in the address; None when there is none, or nobody can say."""
    try:
        return known_portal(request, request.url.path.split("/")[1])[1]
    except (Problem, SQLAlchemyError):
        return None


def _page(request: Request, told: Response) -> Response:
    shown = refused(request, _portal(request), told.status_code)
    shown.headers.update({name: value for name, value in told.headers.items() if name in KEPT})
    return shown
