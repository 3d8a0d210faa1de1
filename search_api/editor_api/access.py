"""Who asks, with which token, and how what the catalogue refuses becomes a problem of the API."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Any, get_origin

from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from catalogue import audit
from catalogue.audit.change import ChangedMeanwhile, InvalidOverride
from catalogue.database import unit_of_work
from catalogue.editing.by_hand import InvalidCourse
from catalogue.editing.revert import Irreversible
from catalogue.people.tokens import token_of
from catalogue.portals.access import NotAllowed
from catalogue.queue.decide import UnknownDecision
from catalogue.runs import RunProblem
from catalogue.sources.declaring import InvalidDeclaration
from catalogue.tables import Editor, Scope, utcnow
from search_api.limits import Buckets
from search_api.problems import Problem, bad_field
from search_api.services import services

A_MINUTE = 600  # requests of one token
READING = ("GET", "HEAD")
REFUSED = {
    "role": "The account of this token may only look.",
    "other_portal": "This belongs to a portal that the account of this token does not work for.",
    "all_portals": "All portals share this: the token needs an account that works for all of them.",
    "wider": "These rules let more courses through; that needs an account that works for all portals.",
}
bearer = HTTPBearer(auto_error=False, scheme_name="editorToken", description="A token made at /redactie/mensen")
buckets = Buckets(A_MINUTE)


@dataclass(frozen=True)
class Caller:
    """An editor's account at work through a token."""

    editor: Editor
    token: str
    """Name of the token, for the audit record."""


def caller(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)] = None) -> Caller:
    """Raises `Problem` 401 without a token that opens anything, 403 for a change with one that only reads, or 429."""
    service = services(request)
    with Session(service.database) as session:
        found = token_of(session, given.credentials, utcnow()) if given else None
    if found is None:
        detail = "Send a token that is not ended or revoked: 'Authorization: Bearer …'. An administrator makes one."
        raise Problem(401, detail, headers={"WWW-Authenticate": "Bearer"})
    token, editor = found
    wait = buckets.wait(f"token:{token.id}", time.monotonic()) if service.settings.rate_limit else 0
    if wait:
        raise Problem(429, f"At most {A_MINUTE} a minute with one token.", headers={"Retry-After": str(ceil(wait))})
    if request.method not in READING and token.scope != Scope.WRITE:
        raise Problem(403, "This token may only read.")
    _refuse_wrong_keys(request)
    return Caller(editor, token.name)


def _refuse_wrong_keys(request: Request) -> None:
    """Raises `Problem` 400 for a query key that the operation does not have, or has once and was given more often.

    A typing error must not go unseen, nor one of two values be passed over.
    """
    known = {field.alias: field.field_info.annotation for field in request.scope["route"].dependant.query_params}
    for key in request.query_params:
        if key not in known:
            raise bad_field(key, "unknown key")
        if get_origin(known[key]) is not list and len(request.query_params.getlist(key)) > 1:
            raise bad_field(key, "more than one value")


Asking = Annotated[Caller, Depends(caller)]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", max_length=100, description="The ETag of what the caller saw; needed")
]


def seen(if_match: str | None) -> str:
    """The version that the caller saw. Raises `Problem` 428 for who does not say."""
    if not if_match:
        raise Problem(428, "If-Match: send the ETag of what you saw, so that nobody's change is overwritten unseen.")
    return if_match.removeprefix("W/").strip('"')


@contextmanager
def reading(request: Request) -> Iterator[Session]:
    """A session to read with."""
    with told_as_problems(), Session(services(request).database) as session:
        yield session


@contextmanager
def changing(request: Request, who: Caller) -> Iterator[Session]:
    """All of the block is committed and on record with the token's name, or nothing of it; the index follows."""
    with working(request, who), unit_of_work(services(request).database) as session:
        yield session


@contextmanager
def working(request: Request, who: Caller) -> Iterator[None]:
    """As `changing`, for what commits by itself."""
    with told_as_problems(), audit.through(f"token {who.token}"):
        yield
    services(request).drainer.soon()


@contextmanager
def told_as_problems() -> Iterator[None]:
    """Each refusal of the catalogue as its problem."""
    try:
        yield
    except NotAllowed as refused:
        raise Problem(403, REFUSED.get(refused.reason, refused.reason)) from refused
    except ChangedMeanwhile as stale:
        raise Problem(412, "Somebody changed this meanwhile. Ask for it again, look, and send it anew.") from stale
    except (InvalidOverride, InvalidCourse) as wrong:
        said = {"field": wrong.field, "message": wrong.message}
        raise Problem(400, str(wrong), [said]) from wrong
    except InvalidDeclaration as wrong:
        raise Problem(400, str(wrong), [{"field": key, "message": what} for key, what in wrong.problems]) from wrong
    except UnknownDecision as unknown:
        raise Problem(400, f"decision: there is no such decision ({unknown})") from unknown
    except LookupError as missing:
        raise Problem(404, f"There is no such thing: {missing}") from missing
    except (Irreversible, RunProblem) as late:
        raise Problem(409, str(late)) from late


def tagged(version: str) -> dict[str, str]:
    """The header that tells which version an answer is of."""
    return {"ETag": f'"{version}"'}


NEW = "*"
"""`If-None-Match: *`: make it, when there is none (RFC 9110, 13.1.2)."""
ETAG: dict[str, Any] = {"ETag": {"description": "For If-Match of a change", "schema": {"type": "string"}}}
