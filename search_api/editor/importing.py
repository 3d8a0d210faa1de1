"""Courses by hand from a table: upload, say which column is what, look at each course, import; and take it back."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.database import unit_of_work
from catalogue.editing.by_hand import InvalidCourse, declaration_of
from catalogue.editing.uploads import Upload, drop_upload, find_upload, keep_upload
from catalogue.runs import Door
from catalogue.tables import utcnow
from search_api.editor.asked import number, printable
from search_api.editor.by_hand import provider_names
from search_api.editor.commands import CommandFailed, Commands
from search_api.editor.desk import Desk
from search_api.editor.guard import UPLOAD, PageError, posted, posted_file
from search_api.editor.tables import (
    FIELDS,
    MOST,
    MOST_SHOWN,
    Found,
    counts,
    looked_at,
    make_courses,
    mapped,
    proposals,
    read,
)


def add_routes(router: APIRouter, desk: Desk, door: Door, commands: Commands) -> None:
    """`/invoer`. The router lets only editors of all portals send its forms."""

    @router.get("/invoer")
    def form(request: Request) -> Response:
        return _form_page(desk, request, {})

    @router.post("/invoer")
    def upload(request: Request) -> Response:
        return _uploaded(desk, door, request)

    @router.get("/invoer/{upload_id}")
    def preview(request: Request, upload_id: str) -> Response:
        return _preview(desk, commands, request, _mine(door, request, upload_id))

    @router.post("/invoer/{upload_id}")
    def decide(request: Request, upload_id: str) -> Response:
        return _decided(desk, door, commands, request, _mine(door, request, upload_id))


def _form_page(
    desk: Desk, request: Request, typed: Mapping[str, str], problem: InvalidCourse | None = None
) -> Response:
    with Session(desk.engine) as session:
        names: dict[str, Any] = {"typed": typed, "problem": problem, "providers": provider_names(session)}
    names |= {"made": number(request.query_params.get("gemaakt", "")), "most": MOST}
    names |= {"batch": request.query_params.get("samen", "")}
    return desk.page(request, "import.html", names, 400 if problem else 200)


def _uploaded(desk: Desk, door: Door, request: Request) -> Response:
    typed, file = posted(request), posted_file(request, "file")
    provider, url = typed.get("provider", ""), typed.get("url", "").strip()
    try:
        declaration_of(provider, url)
        if file is None:
            raise InvalidCourse("file", "file_missing")
    except InvalidCourse as problem:
        return _form_page(desk, request, typed, problem)
    name, editor = printable(file.filename or ""), request.state.editor
    kept = keep_upload(door.home, file.file, name, provider, url, editor.id or 0, utcnow())
    return RedirectResponse(f"{UPLOAD}/{kept.id}", status_code=303)


def _mine(door: Door, request: Request, upload_id: str) -> Upload:
    found = find_upload(door.home, upload_id, request.state.editor.id or 0)
    if found is None:
        raise PageError(404, "no_upload")
    return found


def _preview(desk: Desk, commands: Commands, request: Request, upload: Upload) -> Response:
    return _preview_page(desk, request, upload, looked_at(commands, upload))


def _preview_page(desk: Desk, request: Request, upload: Upload, found: Found, problem: str | None = None) -> Response:
    with Session(desk.engine) as session:
        proposed = proposals(session, upload, found)
    names: dict[str, Any] = {
        "upload": upload, "found": found, "fields": FIELDS, "proposals": proposed[:MOST_SHOWN], "problem": problem,
        "counts": counts(proposed), "most": MOST, "typed": posted(request) if request.method == "POST" else {},
    }  # fmt: skip
    return desk.page(request, "import_preview.html", names, 400 if problem else 200)


def _decided(desk: Desk, door: Door, commands: Commands, request: Request, upload: Upload) -> Response:
    typed = posted(request)
    upload = mapped(upload, _columns(upload, typed))
    if typed.get("do") != "import":
        return RedirectResponse(f"{UPLOAD}/{upload.id}", status_code=303)
    try:
        found = read(commands, upload)
        with unit_of_work(desk.engine) as session:
            proposed = proposals(session, upload, found)
            batch = make_courses(session, door.home, upload, proposed, typed.get("reason", ""), request.state.editor)
    except InvalidCourse as problem:
        return _preview_page(desk, request, upload, found, problem.message)
    except (CommandFailed, IntegrityError) as error:
        # A colleague made one of them at the same moment, or the file is gone.
        raise PageError(409, "not_imported") from error
    drop_upload(upload)
    made = sum(one.taken for one in proposed)
    return desk.changed(f"{UPLOAD}?{urlencode({'gemaakt': made, 'samen': batch})}")


def _columns(upload: Upload, typed: Mapping[str, str]) -> dict[str, str]:
    """Header -> our field, as chosen; nothing chosen at all is "as guessed"."""
    chosen = {header: typed.get(f"column-{number}", "") for number, header in enumerate(upload.about.header)}
    return {header: field for header, field in chosen.items() if field in FIELDS}
