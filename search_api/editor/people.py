"""Accounts as an administrator sees them: add, change what they may do, close, and help who cannot sign in."""

import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.database import unit_of_work
from catalogue.people import care
from catalogue.people.accounts import InvalidAccount, add_editor
from catalogue.people.attempts import failures, for_account
from catalogue.people.tokens import open_tokens
from catalogue.portals.portal import all_portals
from catalogue.tables import Editor, Role, Scope, utcnow
from search_api.editor.asked import number
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/mensen` and its forms. The router lets only administrators in."""

    @router.get("/mensen")
    def people(request: Request) -> Response:
        return people_page(desk, request)

    @router.post("/mensen")
    def add(request: Request) -> Response:
        return _added(desk, request)

    @router.post("/mensen/{editor_id}")
    def access(request: Request, editor_id: str) -> Response:
        return _access(desk, request, editor_id)

    @router.post("/mensen/{editor_id}/wachtwoord")
    def reset(request: Request, editor_id: str) -> Response:
        return _given(desk, request, editor_id)

    @router.post("/mensen/{editor_id}/code-weg")
    def drop_code(request: Request, editor_id: str) -> Response:
        return _code_dropped(desk, request, editor_id)

    @router.post("/mensen/{editor_id}/openen")
    def unlock(request: Request, editor_id: str) -> Response:
        with unit_of_work(desk.engine) as session:
            email = person_of(session, editor_id).email
        desk.attempts.forget(failures(email), for_account(email))
        return desk.changed("/redactie/mensen?gedaan=unlocked")


def people_page(desk: Desk, request: Request, problem: str | None = None, **names: Any) -> Response:
    """All accounts with their forms, and what came of the last form."""
    done = request.query_params.get("gedaan")
    with Session(desk.engine) as session:
        shown: dict[str, Any] = {"people": care.all_accounts(session), "portals": all_portals(session)}
        shown["tokens"] = open_tokens(session, utcnow())
    shown |= {"roles": tuple(Role), "scopes": tuple(Scope), "problem": problem, "given": None, "typed": {}}
    shown["token_given"] = None
    shown["done"] = done if done in ("access", "unlocked", "code", "token") else None
    return desk.page(request, "people.html", shown | names, 400 if problem else 200)


def person_of(session: Session, editor_id: str) -> Editor:
    """The account that an address names. Raises PageError 404."""
    asked = number(editor_id)
    known = session.get(Editor, asked) if asked is not None else None
    if known is None:
        raise PageError(404, "no_page")
    return known


def _portals(desk: Desk, form: Mapping[str, str]) -> list[str] | None:
    """The portals that are ticked; none ticked is all of them."""
    with Session(desk.engine) as session:
        known = all_portals(session)
    return [slug for slug in known if f"portal-{slug}" in form] or None


def _role(form: Mapping[str, str]) -> Role:
    try:
        return Role(form.get("role", ""))
    except ValueError:
        raise PageError(400, "bad_request") from None


def _added(desk: Desk, request: Request) -> Response:
    form, actor = posted(request), request.state.editor.email
    role, portals = _role(form), _portals(desk, form)
    try:
        with unit_of_work(desk.engine) as session:
            email, name, unknown = form.get("email", ""), form.get("name", ""), secrets.token_urlsafe()
            editor = add_editor(session, email, name, unknown, actor, role, portals)
            given = care.give_password(session, editor, actor, None)
    except InvalidAccount:
        return people_page(desk, request, "account", typed=form)
    return people_page(desk, request, given=(editor.email, given))


def _access(desk: Desk, request: Request, editor_id: str) -> Response:
    form = posted(request)
    role, portals = _role(form), _portals(desk, form)
    try:
        reason = checked_reason(form.get("reason", ""))
        with unit_of_work(desk.engine) as session:
            person = person_of(session, editor_id)
            care.set_access(session, person, role, portals, "active" in form, request.state.editor.email, reason)
    except InvalidOverride as error:
        return people_page(desk, request, error.message)
    except InvalidAccount:
        return people_page(desk, request, "last_administrator")
    return desk.changed("/redactie/mensen?gedaan=access")


def _given(desk: Desk, request: Request, editor_id: str) -> Response:
    with unit_of_work(desk.engine) as session:
        person = person_of(session, editor_id)
        given = care.give_password(session, person, request.state.editor.email, None)
    desk.attempts.forget(failures(person.email), for_account(person.email))
    return people_page(desk, request, given=(person.email, given))


def _code_dropped(desk: Desk, request: Request, editor_id: str) -> Response:
    with unit_of_work(desk.engine) as session:
        care.drop_second_factor(session, person_of(session, editor_id), request.state.editor.email, None)
    return desk.changed("/redactie/mensen?gedaan=code")
