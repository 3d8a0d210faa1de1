"""The audit record as pages: who did what, to what, when and why."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Select
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import ChangedMeanwhile, InvalidOverride
from catalogue.audit.journal import page_of, wanted
from catalogue.audit.records import Change
from catalogue.careers.known import CareerTable
from catalogue.careers.own import career_table
from catalogue.database import unit_of_work
from catalogue.editing.revert import Irreversible, can_revert, revert
from catalogue.people.accounts import InvalidAccount
from catalogue.portals.access import NotAllowed
from catalogue.tables import AuditEvent
from search_api.editor.asked import number, page_number, printable
from search_api.editor.changes import actor_of, parts_of, subject_of
from search_api.editor.desk import Desk, words
from search_api.editor.guard import PageError, posted
from search_api.editor.texts import Texts

MOST_EXPORTED = 50_000  # lines; who needs older ones searches for them
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Entry:
    """One line of the record, in words."""

    event: AuditEvent
    actor: str
    subject: str
    page: str | None
    parts: Sequence[Change]
    revertible: bool


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/logboek`, its exports and its form. The router lets only editors in."""

    @router.get("/logboek")
    def journal(request: Request) -> Response:
        return _page(desk, request)

    @router.get("/logboek.csv")
    def as_csv(request: Request) -> Response:
        with Session(desk.engine) as session:
            lines = csv_lines(session.scalars(_wanted(request).limit(MOST_EXPORTED)))
        return _download(lines, "text/csv; charset=utf-8", "logboek.csv")

    @router.get("/logboek.json")
    def as_json(request: Request) -> Response:
        with Session(desk.engine) as session:
            events = [event.model_dump(mode="json") for event in session.scalars(_wanted(request).limit(MOST_EXPORTED))]
        return _download(json.dumps(events, ensure_ascii=False, indent=1), "application/json", "logboek.json")

    @router.post("/logboek/{event_id}/terug")
    def take_back(request: Request, event_id: str) -> Response:
        return _taken_back(desk, request, event_id)


def _page(desk: Desk, request: Request, problem: str | None = None) -> Response:
    t, query = words(request), {name: printable(request.query_params.get(name, "")) for name in ("opleiding", "q")}
    with Session(desk.engine) as session:
        found, known = page_of(session, _wanted(request), page_number(request)), career_table(session)
    names = {
        "entries": [_entry(event, t, known) for event in found.events], "total": found.total, "page": found.page,
        "pages": found.pages, "query": query,
        "course_id": query["opleiding"], "problem": problem, "done": request.query_params.get("gedaan") == "terug",
    }  # fmt: skip
    return desk.page(request, "journal.html", names, 400 if problem else 200)


def _taken_back(desk: Desk, request: Request, event_id: str) -> Response:
    wanted_id = number(event_id)
    if wanted_id is None:
        raise PageError(404, "no_page")
    try:
        with unit_of_work(desk.engine) as session:
            revert(session, wanted_id, posted(request).get("reason", ""), request.state.editor)
    except NotAllowed:
        raise
    except LookupError as error:
        raise PageError(404, "no_page") from error
    except InvalidOverride as error:
        return _page(desk, request, error.message)
    except (ChangedMeanwhile, Irreversible, InvalidAccount) as error:
        raise PageError(409, "cannot_revert") from error
    return desk.changed("/redactie/logboek?gedaan=terug")


def _download(body: str, media_type: str, name: str) -> Response:
    return Response(body, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def csv_lines(events: Iterable[AuditEvent]) -> str:
    """The events as CSV. A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("id", "at", "actor", "action", "subject", "before", "after", "reason", "batch"))
    for e in events:
        sides = [json.dumps(side, ensure_ascii=False) if side is not None else "" for side in (e.before, e.after)]
        row = (e.id, e.at.isoformat(), e.actor, e.action, e.subject, *sides, e.reason or "", e.batch or "")
        writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in row])
    return out.getvalue()


def _wanted(request: Request) -> Select[Any]:
    """The events that are asked for, the newest first."""
    return wanted(*(printable(request.query_params.get(name, "")) for name in ("opleiding", "q")))


def _entry(event: AuditEvent, t: Texts, known: CareerTable) -> Entry:
    return Entry(event, actor_of(event, t), *subject_of(event, t, known), parts_of(event, t, known), can_revert(event))
