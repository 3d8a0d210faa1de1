"""Signing in and out."""

import re

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.accounts import authenticate, end_sessions
from catalogue.database import unit_of_work
from catalogue.tables import Editor
from search_api.editor import sessions
from search_api.editor.attempts import account_key, address_key
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted

HOME = "/redactie/"
# Only pages of ours: `//host`, `/\host` and control characters, which browsers read as another host, do not fit.
LOCAL = re.compile(r"(?!.*(//|\.\.))/redactie/[\w/.?=&%+:-]*", re.ASCII)
log = structlog.get_logger()


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/inloggen` and `/uitloggen`."""

    @router.get("/inloggen")
    def sign_in_form(request: Request) -> Response:
        to = local_path(request.query_params.get("next", ""))
        if sessions.current_editor(request, desk.engine) is not None:
            return RedirectResponse(to, status_code=303)
        return desk.page(request, "sign_in.html", {"next": to, "email": "", "failed": False})

    @router.post("/inloggen")
    def sign_in(request: Request) -> Response:
        form = posted(request)
        email, to = form.get("email", ""), local_path(form.get("next", ""))
        _limit(desk, request, email)
        editor = _authenticated(desk, email, form.get("password", ""))
        if editor is None:
            log.warning("sign_in_failed")  # without what was typed: people type passwords into the wrong box
            return desk.page(request, "sign_in.html", {"next": to, "email": email, "failed": True}, 400)
        sessions.begin(request, editor)
        log.info("signed_in", editor=editor.id)
        return RedirectResponse(to, status_code=303)

    @router.post("/uitloggen")
    def sign_out(request: Request) -> Response:
        editor = sessions.current_editor(request, desk.engine)
        if editor is not None:
            # The cookie alone would stay valid where somebody copied it.
            with unit_of_work(desk.engine) as session:
                end_sessions(session, session.merge(editor))
        sessions.end(request)
        return RedirectResponse("/redactie/inloggen", status_code=303)


def local_path(path: str) -> str:
    """`path` when it is a page of the editors; the list otherwise."""
    return path if LOCAL.fullmatch(path) else HOME


def _limit(desk: Desk, request: Request, email: str) -> None:
    address = request.client.host if request.client else None
    seconds = desk.attempts.wait(address_key(address), account_key(email))
    if seconds:
        log.warning("sign_in_limited", seconds=seconds)
        raise PageError(429, "too_many", retry_after=seconds)


def _authenticated(desk: Desk, email: str, password: str) -> Editor | None:
    with unit_of_work(desk.engine) as session:
        return authenticate(session, email, password)
