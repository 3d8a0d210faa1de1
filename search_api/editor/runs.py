"""The sources' scorecards, and one run: why it waits, what it would change, and the two forms that decide."""

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from sqlalchemy import func
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.database import unit_of_work
from catalogue.runs import Door, RunProblem, reject, release
from catalogue.runs.difference import differences
from catalogue.runs.door import SourceHeld
from catalogue.runs.figures import refusals_of
from catalogue.runs.opted_out import OptedOut
from catalogue.runs.reasons import stored
from catalogue.sources.pausing import paused_since, set_paused
from catalogue.sources.registry import UnknownSource, all_sources
from catalogue.sources.scorecard import scorecard
from catalogue.tables import CrawlRun, RunPage, RunState, Source, utcnow
from search_api.editor.asked import number
from search_api.editor.desk import Desk, words
from search_api.editor.guard import PageError, posted
from search_api.editor.run_view import in_words, not_taken

Decide = Callable[[Door, int, str, str | None], CrawlRun]


def add_routes(router: APIRouter, desk: Desk, door: Door) -> None:
    """`/bronnen`, `/runs/{id}` and its forms. The router lets only editors in."""

    @router.get("/bronnen")
    def sources(request: Request) -> Response:
        return _sources_page(desk, request)

    @router.post("/bronnen/{source}/pauzeren")
    def pause(request: Request, source: str) -> Response:
        return _paused(desk, request, source, True)

    @router.post("/bronnen/{source}/hervatten")
    def resume(request: Request, source: str) -> Response:
        return _paused(desk, request, source, False)

    @router.get("/runs/{run_id}")
    def run(request: Request, run_id: str) -> Response:
        return _run_page(desk, request, _number(run_id), None)

    @router.post("/runs/{run_id}/vrijgeven")
    def let_go(request: Request, run_id: str) -> Response:
        return _decided(desk, door, request, _number(run_id), release)

    @router.post("/runs/{run_id}/afkeuren")
    def turn_down(request: Request, run_id: str) -> Response:
        return _decided(desk, door, request, _number(run_id), reject)


def _number(run_id: str) -> int:
    found = number(run_id)
    if found is None:
        raise PageError(404, "no_page")
    return found


def _sources_page(desk: Desk, request: Request, refused: tuple[str, str] | None = None) -> Response:
    """`refused`: source and what was wrong with its form."""
    now = utcnow()
    with Session(desk.engine) as session:
        sources = all_sources(session)
        names = {
            "cards": [scorecard(session, source, now) for source in sources],
            "paused": {source.name for source in sources if source.paused},
            "since": paused_since(session),
            "not_taken": partial(not_taken, t=words(request)),
            "refused": refused,
        }
    return desk.page(request, "runs_sources.html", names, 400 if refused else 200)


def _paused(desk: Desk, request: Request, source: str, paused: bool) -> Response:
    try:
        with unit_of_work(desk.engine) as session:
            set_paused(session, source, paused, posted(request).get("reason", ""), request.state.editor)
    except UnknownSource as error:
        raise PageError(404, "no_page") from error
    except InvalidOverride as error:
        return _sources_page(desk, request, (source, error.message))
    return desk.changed("/redactie/bronnen")


def _run_page(desk: Desk, request: Request, run_id: int, problem: str | None) -> Response:
    with Session(desk.engine) as session:
        run = session.get(CrawlRun, run_id)
        if run is None:
            raise PageError(404, "no_page")
        pages = select(RunPage.outcome, func.count()).where(RunPage.run_id == run_id).group_by(RunPage.outcome)
        names = {
            "run": run,
            "source": session.get_one(Source, run.source_id).name,
            "pages": dict(session.exec(pages.order_by(col(RunPage.outcome))).all()),
            "reasons": stored(run.reasons),
            "refused": not_taken(refusals_of(session, run), words(request)),
            "differences": in_words(differences(session, run_id), words(request)),
            "waits": run.state == RunState.QUARANTINED,
            "problem": problem,
        }
    return desk.page(request, "runs_one.html", names, 400 if problem else 200)


def _decided(desk: Desk, door: Door, request: Request, run_id: int, decide: Decide) -> Response:
    """Commit the decision, or show the page again when no reason is given."""
    try:
        reason = checked_reason(posted(request).get("reason", ""))
    except InvalidOverride as error:
        return _run_page(desk, request, run_id, error.message)
    try:
        decide(door, run_id, request.state.editor.email, reason)
    except SourceHeld as held:
        raise PageError(409, "run_held") from held
    except OptedOut as wish:
        raise PageError(409, "opted_out") from wish
    except RunProblem as problem:
        # A colleague was first, or there is no such run.
        raise PageError(409, "run_decided") from problem
    return desk.changed(f"/redactie/runs/{run_id}")
