"""Tokens for programs, as an administrator makes and revokes them. Each is shown once, on the page that answers."""

from datetime import date, datetime, time

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalogue.database import unit_of_work
from catalogue.people.tokens import make_token, open_tokens, revoke_token
from catalogue.tables import Scope, utcnow
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted
from search_api.editor.people import people_page, person_of
from search_api.editor.texts import AMSTERDAM


def add_routes(router: APIRouter, desk: Desk) -> None:
    """The forms on tokens of `/mensen`. The router lets only administrators in."""

    @router.post("/mensen/{editor_id}/sleutels")
    def token(request: Request, editor_id: str) -> Response:
        return _token_made(desk, request, editor_id)

    @router.post("/mensen/{editor_id}/sleutels/{token_id}/weg")
    def revoke(request: Request, editor_id: str, token_id: str) -> Response:
        return _token_revoked(desk, request, editor_id, token_id)


def _token_made(desk: Desk, request: Request, editor_id: str) -> Response:
    form = posted(request)
    try:
        # The day that is chosen belongs to it, whichever the zone.
        ends = datetime.combine(date.fromisoformat(form.get("ends", "")), time(23, 59), AMSTERDAM)
        scope = Scope(form.get("scope", ""))
        with unit_of_work(desk.engine) as session:
            person, actor = person_of(session, editor_id), request.state.editor.email
            secret = make_token(session, person, form.get("name", ""), scope, ends, actor)
    except ValueError:  # InvalidAccount is one
        return people_page(desk, request, "token")
    return people_page(desk, request, token_given=(form.get("name", "").strip(), secret))


def _token_revoked(desk: Desk, request: Request, editor_id: str, token_id: str) -> Response:
    with unit_of_work(desk.engine) as session:
        person = person_of(session, editor_id)
        mine = {str(token.id): token.id for token in open_tokens(session, utcnow()) if token.editor_id == person.id}
        if token_id not in mine:
            raise PageError(404, "no_page")
        revoke_token(session, mine[token_id] or 0, request.state.editor.email)
    return desk.changed("/redactie/mensen?gedaan=token")
