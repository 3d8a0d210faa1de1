"""The audit record as pages: who did what, to what, when and why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Select, func
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalogue.tables import AuditEvent
from search_api.editor.desk import Desk, words
from search_api.editor.texts import Texts

PAGE_SIZE = 50


@dataclass(frozen=True)
class Entry:
    """One line of the record, in words."""

    event: AuditEvent
    before: str
    after: str
    course_id: str | None


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/logboek`. The router lets only editors in."""

    @router.get("/logboek")
    def journal(request: Request) -> Response:
        course_id = printable(request.query_params.get("opleiding", ""))
        t = words(request)
        with Session(desk.engine) as session:
            total, pages, page, events = _page(session, course_id, page_number(request))
        entries = [_entry(event, t) for event in events]
        names = {"entries": entries, "total": total, "page": page, "pages": pages, "course_id": course_id}
        return desk.page(request, "journal.html", names)


def page_number(request: Request) -> int:
    """The page asked for with `?pagina=`; 1 for anything that is no number."""
    asked = request.query_params.get("pagina", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def printable(text: str) -> str:
    """`text` without signs that a database refuses to be asked for."""
    return "".join(sign for sign in text if sign.isprintable())[:200].strip()


def _page(session: Session, course_id: str, page: int) -> tuple[int, int, int, Sequence[AuditEvent]]:
    wanted: Select[Any] = select(AuditEvent)
    if course_id:
        wanted = wanted.where(col(AuditEvent.subject) == f"course:{course_id}")
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    newest = wanted.order_by(col(AuditEvent.id).desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return total, pages, page, session.scalars(newest).all()


def _entry(event: AuditEvent, t: Texts) -> Entry:
    kind, _, subject = event.subject.partition(":")
    course_id = subject if kind == "course" else None
    return Entry(event, _words(event.before, t), _words(event.after, t), course_id)


def _words(value: Any, t: Texts) -> str:
    """A side of a change in words; other parts' records as they were written."""
    if value is None:
        return ""
    if isinstance(value, dict) and {"field", "value", "own"} <= value.keys():
        shown = t.value(value["field"], value["value"])
        return f"{t.known('field.' + value['field'], value['field'])}: {shown}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
