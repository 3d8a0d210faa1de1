"""Signing in, with a second factor where the account has one, and out."""

import re
from urllib.parse import quote

import structlog
from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.database import unit_of_work
from catalogue.people.accounts import authenticate, end_sessions
from catalogue.people.attempts import failures, for_account, from_address
from catalogue.tables import Editor
from search_api.editor import sessions
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted
from search_api.limits import client

HOME = "/redactie/"
# Only pages of ours: `//host`, `/\host` and control characters, which browsers read as another host, do not fit.
LOCAL = re.compile(r"(?!.*(//|\.\.))/redactie/[\w/.?=&%+:-]*", re.ASCII)
log = structlog.get_logger()


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/inloggen`, `/inloggen/code` and `/uitloggen`."""

    @router.get("/inloggen")
    def sign_in_form(request: Request) -> Response:
        to = local_path(request.query_params.get("next", ""))
        if sessions.current_editor(request, desk.engine) is not None:
            return RedirectResponse(to, status_code=303)
        return _form(desk, request, to)

    @router.post("/inloggen")
    def sign_in(request: Request) -> Response:
        return _password_given(desk, request)

    @router.get("/inloggen/code")
    def code_form(request: Request) -> Response:
        return _code_page(desk, request, request.query_params.get("next", ""), failed=False)

    @router.post("/inloggen/code")
    def code(request: Request) -> Response:
        return _code_given(desk, request)

    @router.post("/uitloggen")
    def sign_out(request: Request) -> Response:
        editor = sessions.current_editor(request, desk.engine)
        if editor is not None:
            # The cookie alone would stay valid where somebody copied it.
            with unit_of_work(desk.engine) as session:
                end_sessions(session, session.merge(editor))
        provider = sessions.provider_of(request)
        sessions.end(request)
        out = f"?uit={quote(provider)}" if provider else ""
        return RedirectResponse(f"/redactie/inloggen{out}", status_code=303)


def _form(desk: Desk, request: Request, to: str, email: str = "", failed: bool = False) -> Response:
    left = desk.providers.get(request.query_params.get("uit", ""))
    names = {
        "next": to, "email": email, "failed": failed, "left": left.provider if left else None,
        "providers": [client.provider for client in desk.providers.values()],
    }  # fmt: skip
    return desk.page(request, "sign_in.html", names, 400 if failed else 200)


def _password_given(desk: Desk, request: Request) -> Response:
    form = posted(request)
    email, to = form.get("email", ""), local_path(form.get("next", ""))
    _limit(desk, request, email)
    with unit_of_work(desk.engine) as session:
        editor = authenticate(session, email, form.get("password", ""))
    if editor is None:
        log.warning("sign_in_failed")  # without what was typed: people type passwords into the wrong box
        return _form(desk, request, to, email, failed=True)
    if editor.totp is not None:
        sessions.begin_half(request, editor)
        return RedirectResponse(f"/redactie/inloggen/code?next={quote(to, safe='/')}", status_code=303)
    return _signed_in(desk, request, editor, to)


def _code_page(desk: Desk, request: Request, to: str, failed: bool) -> Response:
    with Session(desk.engine) as session:
        if sessions.half_signed_in(request, session) is None:
            return RedirectResponse("/redactie/inloggen", status_code=303)
    return desk.page(request, "code.html", {"next": local_path(to), "failed": failed}, 400 if failed else 200)


def _code_given(desk: Desk, request: Request) -> Response:
    form = posted(request)
    with unit_of_work(desk.engine) as session:
        editor = sessions.half_signed_in(request, session)
        if editor is None:
            return RedirectResponse("/redactie/inloggen", status_code=303)
    _limit(desk, request, editor.email)
    with unit_of_work(desk.engine) as session:
        editor = sessions.half_signed_in(request, session)
        passed = editor is not None and desk.second_factor.passes(session, editor, form.get("code", ""))
    if editor is None or not passed:
        log.warning("second_factor_failed")
        return _code_page(desk, request, form.get("next", ""), failed=True)
    return _signed_in(desk, request, editor, local_path(form.get("next", "")))


def _signed_in(desk: Desk, request: Request, editor: Editor, to: str) -> Response:
    desk.attempts.forget(failures(editor.email), for_account(editor.email))
    sessions.begin(request, editor)
    log.info("signed_in", editor=editor.id)
    return RedirectResponse(to, status_code=303)


def local_path(path: str) -> str:
    """`path` when it is a page of the editors; the list otherwise."""
    return path if LOCAL.fullmatch(path) else HOME


def _limit(desk: Desk, request: Request, email: str) -> None:
    """Count this try for the client and for the account, known or not. Raises PageError 429."""
    address = client(request.scope, desk.trusted_proxies)
    seconds = desk.attempts.wait(from_address(address), for_account(email), failures(email))
    if seconds:
        log.warning("sign_in_limited", seconds=seconds)
        raise PageError(429, "too_many", retry_after=seconds)
