"""One source: how its crawls went, its declaration, and the forms that crawl it now, approve it or change it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import ChangedMeanwhile, InvalidOverride, checked_reason
from catalogue.database import unit_of_work
from catalogue.declaration import HAND, SourceDeclaration
from catalogue.runs import Door, RunProblem
from catalogue.runs.opted_out import OptedOut
from catalogue.sources.approval import approve
from catalogue.sources.declaring import InvalidDeclaration, change_declaration, read_declaration, version, written
from catalogue.sources.registry import UnknownSource, find_source
from catalogue.sources.run_now import ask_crawl
from catalogue.sources.scorecard import scorecard
from catalogue.tables import CrawlRun, utcnow
from search_api.editor.commands import Commands
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted

SOURCES = "/redactie/bronnen"
RUNS_SHOWN = 30
DONE = ("declared", "changed", "crawling", "approved")
Act = Callable[[Session, str, Request], None]


def add_routes(router: APIRouter, desk: Desk, door: Door, commands: Commands) -> None:
    """`/bronnen/{source}` and its forms. The router lets only editors of all portals send them."""

    @router.get("/bronnen/{source}")
    def one(request: Request, source: str) -> Response:
        return _page(desk, request, source)

    @router.post("/bronnen/{source}/nu")
    def now(request: Request, source: str) -> Response:
        return _crawled(desk, door, commands, request, source)

    @router.post("/bronnen/{source}/goedkeuren")
    def approved(request: Request, source: str) -> Response:
        return _done(desk, request, source, "approve", _approve, "approved")

    @router.post("/bronnen/{source}/declaratie")
    def declared(request: Request, source: str) -> Response:
        return _done(desk, request, source, "declaration", _declare, "changed")


def _page(
    desk: Desk, request: Request, name: str, problem: InvalidDeclaration | str | None = None, form: str = "",
    status: int = 400,
) -> Response:  # fmt: skip
    with Session(desk.engine) as session:
        try:
            source = find_source(session, name)
        except UnknownSource as error:
            raise PageError(404, "no_page") from error
        runs = select(CrawlRun).where(CrawlRun.source_id == source.id).order_by(col(CrawlRun.id).desc())
        text = written(SourceDeclaration.model_validate(source.declaration))
        done = request.query_params.get("gedaan")
        names: dict[str, Any] = {
            "source": source, "card": scorecard(session, source, utcnow()), "by_hand": name.startswith(HAND),
            "runs": session.exec(runs.limit(RUNS_SHOWN)).all(), "seen": version(source), "form": form,
            "text": posted(request).get("declaration", text) if form == "declaration" else text,
            "typed": posted(request) if form else {}, "problem": problem, "done": done if done in DONE else None,
        }  # fmt: skip
    return desk.page(request, "source.html", names, status if problem else 200)


def _done(desk: Desk, request: Request, name: str, form: str, act: Act, done: str) -> Response:
    """Commit the change, or show the page again with what was typed and what is wrong with it."""
    try:
        with unit_of_work(desk.engine) as session:
            act(session, name, request)
    except UnknownSource as error:
        raise PageError(404, "no_page") from error
    except OptedOut as error:
        raise PageError(409, "opted_out") from error
    except InvalidOverride as error:
        return _page(desk, request, name, error.message, form)
    except InvalidDeclaration as error:
        return _page(desk, request, name, error, form)
    except ChangedMeanwhile:
        return _page(desk, request, name, "changed_meanwhile", form, 409)
    return desk.changed(f"{SOURCES}/{quote(name)}?gedaan={done}")


def _approve(session: Session, name: str, request: Request) -> None:
    approve(session, name, request.state.editor.email, checked_reason(posted(request).get("reason", "")))


def _declare(session: Session, name: str, request: Request) -> None:
    typed, editor = posted(request), request.state.editor
    declaration = read_declaration(typed.get("declaration", ""))
    change_declaration(session, name, declaration, typed.get("reason", ""), editor, typed.get("seen"))


def _crawled(desk: Desk, door: Door, commands: Commands, request: Request, name: str) -> Response:
    """Begin a crawl in a process of its own; who started it is on record."""
    try:
        with unit_of_work(desk.engine) as session:
            ask_crawl(session, door.home, name, request.state.editor)
    except UnknownSource as error:
        raise PageError(404, "no_page") from error
    except OptedOut as error:
        raise PageError(409, "opted_out") from error
    except RunProblem:
        return _page(desk, request, name, "crawl_runs", "crawl", 409)
    commands.start("crawl", name)
    return desk.changed(f"{SOURCES}/{quote(name)}?gedaan=crawling")
