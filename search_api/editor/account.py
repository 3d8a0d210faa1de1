"""The own account: password, second factor, recovery codes, and signing out everywhere."""

from typing import Any

import segno
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.database import unit_of_work
from catalogue.people.accounts import InvalidAccount, authenticate, end_sessions
from catalogue.people.attempts import for_account
from catalogue.people.care import choose_password, note_second_factor
from catalogue.tables import Editor
from search_api.editor import sessions
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted

ACCOUNT = "/redactie/account"
DONE = ("password", "code")


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/account` and its forms. The router lets in whoever is signed in, also who must put the account in order."""

    @router.get("/account")
    def account(request: Request) -> Response:
        return _page(desk, request, None)

    @router.post("/account/wachtwoord")
    def password(request: Request) -> Response:
        return _new_password(desk, request)

    @router.get("/account/code")
    def second_factor(request: Request) -> Response:
        return _setup_page(desk, request, failed=False)

    @router.post("/account/code")
    def confirm(request: Request) -> Response:
        return _confirmed(desk, request)

    @router.post("/account/herstelcodes")
    def recovery(request: Request) -> Response:
        return _recovery_renewed(desk, request)

    @router.post("/account/overal-uitloggen")
    def sign_out_everywhere(request: Request) -> Response:
        with unit_of_work(desk.engine) as session:
            end_sessions(session, session.get_one(Editor, request.state.editor.id))
        sessions.end(request)
        return RedirectResponse("/redactie/inloggen", status_code=303)


def _page(desk: Desk, request: Request, problem: str | None, form: str = "") -> Response:
    editor: Editor = request.state.editor
    done = request.query_params.get("gedaan")
    names: dict[str, Any] = {
        "problem": problem,
        "form": form,
        "done": done if done in DONE else None,
        "second": editor.totp is not None,
        "codes_left": len(editor.recovery),
        "needs_password": editor.renew,
        "needs_second": desk.strict and editor.totp is None,
    }
    return desk.page(request, "account.html", names, 400 if problem else 200)


def _new_password(desk: Desk, request: Request) -> Response:
    form, editor = posted(request), request.state.editor
    _limit(desk, editor)
    with unit_of_work(desk.engine) as session:
        known = authenticate(session, editor.email, form.get("current", ""))
        if known is None:
            return _page(desk, request, "current_password", "password")
        try:
            choose_password(session, known, form.get("new", ""))
        except InvalidAccount:
            return _page(desk, request, "password_length", "password")
    sessions.begin(request, known)
    return RedirectResponse(f"{ACCOUNT}?gedaan=password", status_code=303)


def _setup_page(desk: Desk, request: Request, failed: bool) -> Response:
    """A secret that is not stored yet: it waits, encrypted, in the session until a code proves that the app has it."""
    editor: Editor = request.state.editor
    if editor.renew or editor.totp is not None:
        # Who has one must prove it or ask an administrator: a stolen session may not put another in its place.
        return RedirectResponse(ACCOUNT, status_code=303)
    sealed = request.session.setdefault("enrol", desk.second_factor.begin())
    address = desk.second_factor.address(sealed, editor.email)
    if address is None:
        del request.session["enrol"]
        return RedirectResponse(ACCOUNT, status_code=303)
    picture = segno.make(address).svg_inline(scale=5, svgclass=None, lineclass=None, title=None)
    names = {"letters": desk.second_factor.letters(sealed), "picture": picture, "failed": failed}
    return desk.page(request, "second_factor.html", names, 400 if failed else 200)


def _confirmed(desk: Desk, request: Request) -> Response:
    sealed = request.session.get("enrol")
    if sealed is None or request.state.editor.renew:
        return RedirectResponse(ACCOUNT, status_code=303)
    _limit(desk, request.state.editor)
    with unit_of_work(desk.engine) as session:
        editor = session.get_one(Editor, request.state.editor.id, with_for_update=True)
        code = "".join(posted(request).get("code", "").split())
        codes = desk.second_factor.confirm(session, editor, sealed, code) if editor.totp is None else None
        if codes is None:
            return _setup_page(desk, request, failed=True)
        note_second_factor(session, editor)
    desk.attempts.forget(for_account(editor.email))
    sessions.begin(request, editor)
    return desk.page(request, "recovery.html", {"codes": codes})


def _recovery_renewed(desk: Desk, request: Request) -> Response:
    _limit(desk, request.state.editor)
    with unit_of_work(desk.engine) as session:
        editor = session.get_one(Editor, request.state.editor.id, with_for_update=True)
        if not desk.second_factor.passes(session, editor, posted(request).get("code", "")):
            return _page(desk, request, "code", "recovery")
        codes = desk.second_factor.renew_recovery(session, editor)
    return desk.page(request, "recovery.html", {"codes": codes})


def _limit(desk: Desk, editor: Editor) -> None:
    """A stolen session must not be a way to guess on."""
    seconds = desk.attempts.wait(for_account(editor.email))
    if seconds:
        raise PageError(429, "too_many", retry_after=seconds)
