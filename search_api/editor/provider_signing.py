"""Signing in through a province's own provider: there, back, and out."""

import hmac
import time
from typing import Any

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.database import unit_of_work
from catalogue.people.identities import NotWelcome, account_of
from search_api.editor import sessions
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError
from search_api.editor.oidc import Client, OidcProblem
from search_api.editor.signing import local_path

BACK = "/redactie/inloggen/terug"
KEPT_SECONDS = 10 * 60  # between going there and coming back
MOST = 4096  # characters of a code or a state
log = structlog.get_logger()


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/inloggen/met/{name}`, `/inloggen/terug` and the way out at the provider."""

    @router.get("/inloggen/met/{name}")
    def there(request: Request, name: str) -> Response:
        return _sent(desk, request, _client(desk, name))

    @router.get("/inloggen/terug")
    def back(request: Request) -> Response:
        return _came_back(desk, request)

    @router.get("/inloggen/met/{name}/uit")
    def out(request: Request, name: str) -> Response:
        return _left(desk, _client(desk, name))


def _client(desk: Desk, name: str) -> Client:
    if name not in desk.providers:
        raise PageError(404, "no_page")
    return desk.providers[name]


def _sent(desk: Desk, request: Request, client: Client) -> Response:
    try:
        address, kept = client.begin(desk.public_url + BACK)
    except OidcProblem as problem:
        raise _refused("provider", str(problem)) from problem
    to = local_path(request.query_params.get("next", ""))
    request.session["oidc"] = {**kept, "name": client.provider.name, "next": to, "since": int(time.time())}
    return RedirectResponse(address, status_code=303)


def _came_back(desk: Desk, request: Request) -> Response:
    kept, client = _expected(desk, request)
    if request.query_params.get("iss", client.provider.issuer) != client.provider.issuer:
        raise _refused("provider", "iss")  # another provider answers (RFC 9207)
    code = request.query_params.get("code", "")
    if not code or len(code) > MOST:
        raise _refused("provider", "no code")
    try:
        person = client.finish(code, kept, desk.public_url + BACK)
        with unit_of_work(desk.engine) as session:
            editor = account_of(session, person)
    except OidcProblem as problem:
        raise _refused("provider", str(problem)) from problem
    except NotWelcome as refused:
        raise _refused(refused.reason, refused.reason) from refused
    sessions.begin(request, editor, client.provider.name)
    log.info("signed_in", editor=editor.id, provider=client.provider.name)
    return RedirectResponse(kept["next"], status_code=303)


def _expected(desk: Desk, request: Request) -> tuple[dict[str, Any], Client]:
    """What this browser went away with; good once. Raises PageError 400."""
    kept: dict[str, Any] = request.session.pop("oidc", None) or {}
    state = request.query_params.get("state", "")[:MOST]
    fresh = time.time() - kept.get("since", 0) <= KEPT_SECONDS
    if not fresh or not hmac.compare_digest(kept["state"].encode(), state.encode("utf-8", "replace")):
        raise _refused("provider", "state")
    return kept, _client(desk, kept["name"])


def _left(desk: Desk, client: Client) -> Response:
    try:
        address = client.sign_out_address(f"{desk.public_url}/redactie/inloggen")
    except OidcProblem:
        address = None
    return RedirectResponse(address or "/redactie/inloggen", status_code=303)


def _refused(key: str, why: str) -> PageError:
    log.warning("provider_sign_in_refused", reason=why)  # never the code, the state or a token
    return PageError(400 if key == "provider" else 403, f"oidc.{key}")
