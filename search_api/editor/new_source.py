"""A new source from an address: what its page gives, the declaration to correct, and then it waits for a look."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import InvalidOverride
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.editing.by_hand import ADDRESS, AMSTERDAM, Proposal
from catalogue.normalise import normalise
from catalogue.raw import RawCourse, Refusal
from catalogue.runs.opted_out import OptedOut
from catalogue.sources.declaring import InvalidDeclaration, add_source, read_declaration, written
from catalogue.tables import utcnow
from search_api.editor.commands import CommandFailed, Commands
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted
from search_api.editor.sources import SOURCES

SECONDS = 90  # a slow provider answers in 30
MOST_SHOWN = 50  # courses
LONGEST_URL = 2000


def add_routes(router: APIRouter, desk: Desk, commands: Commands) -> None:
    """`/bronnen/nieuw`. The router lets only editors of all portals send its form."""

    @router.get("/bronnen/nieuw")
    def form(request: Request) -> Response:
        return _page(desk, request, {})

    @router.post("/bronnen/nieuw")
    def look_or_add(request: Request) -> Response:
        return _added(desk, request) if posted(request).get("do") == "add" else _looked(desk, commands, request)


def _page(
    desk: Desk, request: Request, typed: Mapping[str, str], problem: InvalidDeclaration | str | None = None,
    status: int = 400, **names: Any,
) -> Response:  # fmt: skip
    shown = {"found": None, "proposals": (), "said": "", "typed": typed, "problem": problem, **names}
    return desk.page(request, "source_new.html", shown, status if problem else 200)


def _looked(desk: Desk, commands: Commands, request: Request) -> Response:
    """Fetch the page with all the care of a crawl (robots.txt, public hosts only, bounded), and store nothing."""
    typed = posted(request)
    url = typed.get("url", "").strip()
    if not ADDRESS.fullmatch(url) or not url.isprintable() or len(url) > LONGEST_URL:
        return _page(desk, request, typed, "address")
    try:
        found: Mapping[str, Any] = commands.answer("source", "inspect", url, "--json", seconds=SECONDS)
        declaration = SourceDeclaration.model_validate(found["declaration"])
    except CommandFailed as failed:
        return _page(desk, request, typed, "no_answer", said=str(failed))
    except ValidationError:
        return _page(desk, request, typed, "address")
    raws = [RawCourse.model_validate(one) for one in found["courses"][:MOST_SHOWN]]
    proposals = _proposals(raws, declaration)
    return _page(desk, request, {**typed, "declaration": written(declaration)}, found=found, proposals=proposals)


def _proposals(raws: Sequence[RawCourse], declaration: SourceDeclaration) -> list[Proposal]:
    """What the normaliser makes of each course."""
    today = utcnow().astimezone(AMSTERDAM).date()
    made = [(raw, normalise(raw, declaration, today)) for raw in raws]
    return [
        Proposal("", raw, "refused", reason=content.reason)
        if isinstance(content, Refusal)
        else Proposal("", raw, "new", content)
        for raw, content in made
    ]


def _added(desk: Desk, request: Request) -> Response:
    typed = posted(request)
    try:
        with unit_of_work(desk.engine) as session:
            declaration = read_declaration(typed.get("declaration", ""))
            name = add_source(session, declaration, typed.get("reason", ""), request.state.editor).name
    except InvalidDeclaration as problem:
        return _page(desk, request, typed, problem)
    except InvalidOverride as problem:
        return _page(desk, request, typed, problem.message)
    except OptedOut as wish:
        raise PageError(409, "opted_out") from wish
    return desk.changed(f"{SOURCES}/{quote(name)}?gedaan=declared")
