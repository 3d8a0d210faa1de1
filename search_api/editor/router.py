"""The editors' pages as one router, to be included in the application that adds the session middleware."""

from collections.abc import Callable

from fastapi import APIRouter, Depends
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.people.attempts import Attempts
from catalogue.people.second_factor import SecondFactor
from catalogue.runs import Door
from catalogue.settings import Settings
from search_api.editor import (
    account,
    by_hand,
    careers,
    collections,
    course_portals,
    courses,
    importing,
    journal,
    new_source,
    people,
    portals,
    provider_signing,
    runs,
    schemes,
    signing,
    snapshot,
    sources,
    synonyms,
    tokens,
    work,
)
from search_api.editor.commands import Commands
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, refuse_forged
from search_api.editor.oidc import providers
from search_api.editor.route import route_class
from search_api.editor.sessions import PATH, secret_of


def editor_router(engine: Engine, drain: Callable[[], None], settings: Settings) -> APIRouter:
    """Routes under `/redactie`. They need `SessionMiddleware` with `session_middleware_options(settings)`.

    `drain` is called in a worker thread after each committed change; what it raises is logged, not shown.
    """
    desk = _desk(engine, drain, settings)
    answering = route_class(desk)
    doors = APIRouter(
        prefix=PATH, include_in_schema=False, route_class=answering, dependencies=[Depends(refuse_forged)]
    )
    own, reader, everywhere, administrator = (
        APIRouter(include_in_schema=False, route_class=answering, dependencies=[Depends(may)])
        for may in (desk.signed_in, desk.reader, desk.everywhere, desk.administrator)
    )
    doors.add_api_route("", _to_the_list, methods=["GET"])
    signing.add_routes(doors, desk)
    provider_signing.add_routes(doors, desk)
    account.add_routes(own, desk)
    door, commands = Door(engine, settings.home), Commands(settings)
    work.add_routes(reader, desk, door)
    courses.add_routes(reader, desk)
    course_portals.add_routes(reader, desk)
    snapshot.add_routes(reader, desk, door)
    journal.add_routes(reader, desk)
    portals.add_routes(reader, desk)
    collections.add_routes(reader, desk)
    runs.add_routes(everywhere, desk, door)
    new_source.add_routes(everywhere, desk, commands)  # before any source's name
    sources.add_routes(everywhere, desk, door, commands)
    by_hand.add_routes(everywhere, desk, door)
    for pages in (schemes, careers, synonyms):
        pages.add_routes(everywhere, desk)
    importing.add_routes(everywhere, desk, door, commands)
    people.add_routes(administrator, desk)
    tokens.add_routes(administrator, desk)
    for inside in (own, reader, everywhere, administrator):
        doors.include_router(inside)
    doors.add_api_route("/{rest:path}", _no_such_page, methods=["GET", "POST"])
    return doors


def _desk(engine: Engine, drain: Callable[[], None], settings: Settings) -> Desk:
    secret = secret_of(settings)
    return Desk(
        engine,
        drain,
        Attempts(engine, secret),
        SecondFactor(secret),
        settings.trusted_proxies,
        strict=settings.environment == "production",
        providers=providers(settings.oidc_file),
        public_url=(settings.public_url or "").rstrip("/"),
    )


def _to_the_list(request: Request) -> Response:
    return RedirectResponse(f"{PATH}/", status_code=303)


def _no_such_page(request: Request) -> Response:
    raise PageError(404, "no_page")
