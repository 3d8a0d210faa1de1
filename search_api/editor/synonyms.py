"""Synonyms as a form: tried against what people really search for, and only then live."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import InvalidOverride
from catalogue.audit.records import history, version
from catalogue.editing.synonyms import SynonymRecord, Trial, all_synonyms, drop_synonym, set_synonym, synonym, tried
from search_api.editor.asked import printable
from search_api.editor.changes import told
from search_api.editor.desk import Desk, words
from search_api.editor.forms import Given, attempt, begun, lines
from search_api.editor.guard import posted

SYNONYMS = "/redactie/zoekwoorden"
DONE = ("set", "dropped")


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/zoekwoorden` and its forms. The router lets only editors of all portals send them."""

    @router.get("/zoekwoorden")
    def synonyms(request: Request) -> Response:
        return _page(desk, request, None)

    @router.post("/zoekwoorden")
    def try_or_save(request: Request) -> Response:
        return _sent(desk, request)

    @router.post("/zoekwoorden/weg")
    def drop(request: Request) -> Response:
        return _dropped(desk, request)


def _page(desk: Desk, request: Request, given: Given | None, trial: Sequence[Trial] = (), token: str = "") -> Response:
    """`token` stands for what was tried: only that can go live."""
    typed = given.typed.get("typed", "") if given else printable(request.query_params.get("woord", ""))
    with Session(desk.engine) as session:
        known = all_synonyms(session)
        # What is typed may be written in another way than it is kept.
        held = synonym(session, " ".join(typed.lower().split()))
        past = told(history(session, f"synonym:{held.typed}"), words(request)) if held else []
    if given and token:
        given = replace(given, seen=version(held))  # what the trial is shown beside
    done = request.query_params.get("gedaan")
    start = {"typed": held.typed, "says": "\n".join(held.says)} if held else {"typed": typed}
    names = {
        **begun(given, held, start), "held": held, "known": known, "trial": trial, "tried": token, "history": past,
        "done": done if done in DONE else None,
    }  # fmt: skip
    return desk.page(request, "synonyms.html", names, given.status if given else 200)


def _record(form: Mapping[str, str]) -> SynonymRecord:
    return SynonymRecord(typed=form.get("typed", ""), says=lines(form.get("says", "")))


def _sent(desk: Desk, request: Request) -> Response:
    """What was not tried exactly so is tried first, whatever button was pressed."""
    form, found = posted(request), list[Trial]()
    live = "live" in form

    def change(session: Session) -> None:
        record = _record(form)
        found.extend(tried(session, record))
        if live and form.get("tried") != version(record):
            raise InvalidOverride("record", "not_tried")
        if live:
            set_synonym(session, record, form.get("reason", ""), request.state.editor, form.get("seen", ""))

    wrong = attempt(desk, request, change)
    if live and wrong is None:
        return desk.changed(f"{SYNONYMS}?gedaan=set")
    token = version(_record(form)) if found else ""
    return _page(desk, request, wrong or Given(form, form.get("seen", ""), (), 200), found, token)


def _dropped(desk: Desk, request: Request) -> Response:
    form, editor = posted(request), request.state.editor
    typed, seen, reason = printable(form.get("typed", "")), form.get("seen", ""), form.get("reason", "")
    wrong = attempt(desk, request, lambda session: drop_synonym(session, typed, reason, editor, seen))
    return _page(desk, request, wrong) if wrong else desk.changed(f"{SYNONYMS}?gedaan=dropped")
