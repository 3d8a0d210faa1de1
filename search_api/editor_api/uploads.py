"""Courses from a table for programs: send a CSV or workbook, name its columns, look, and make the courses of it."""

from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, BinaryIO, cast

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from catalogue.editing.by_hand import declaration_of
from catalogue.editing.uploads import Upload, drop_upload, find_upload, keep_upload
from catalogue.portals.access import require_all_portals
from catalogue.tables import utcnow
from search_api.editor.asked import printable
from search_api.editor.commands import CommandFailed, Commands
from search_api.editor.tables import MOST_SHOWN, Found, counts, looked_at, make_courses, mapped, proposals, read
from search_api.editor_api import models, table_models
from search_api.editor_api.access import Asking, Caller, changing, told_as_problems
from search_api.problems import Problem
from search_api.services import services
from search_api.v1 import models as public

PATH = "/uploads"
IN_MEMORY = 1024 * 1024  # bytes of a body; the rest of it waits on disk
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BODY: dict[str, Any] = {"required": True, "content": {
    "text/csv": {"schema": {"type": "string"}, "example": "Opleiding;Prijs;Link\nTIG-lassen;1870;https://vonk.example/tig"},
    WORKBOOK: {"schema": {"type": "string", "format": "binary"}, "example": "PK…"},
}}  # fmt: skip
router = APIRouter(prefix=PATH)
UploadId = Annotated[str, Path(max_length=32)]
Provider = Annotated[str, Query(alias="providerName", min_length=1, max_length=100, description="Whose courses")]
Website = Annotated[str, Query(max_length=500, description="Its website, for rows without an address of their own")]
FileName = Annotated[str, Query(alias="fileName", max_length=100, description="Told back, nothing else")]


@router.post("", operation_id="sendTable", summary="Send a table of courses", status_code=201,
             openapi_extra={"requestBody": BODY}, responses=public.problems(400, 401, 403, *public.POSTED),
             )  # fmt: skip
async def send(
    request: Request, who: Asking, provider: Provider, website: Website, file_name: FileName = ""
) -> table_models.TableKept:
    """A CSV or an Excel workbook (.xlsx) as the body, of 20 MB at most; its first bytes tell which. Kept for a day, for
    this account alone, as `/redactie/invoer` keeps it. Ask for it to see what would become of it.
    """
    with told_as_problems():
        require_all_portals(who.editor)
        declaration_of(provider, website)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
        async for part in request.stream():
            await run_in_threadpool(body.write, part)
        if not body.tell():
            raise Problem(400, "body: send the table itself", [{"field": "body", "message": "empty"}])
        body.seek(0)
        home, owner = services(request).settings.home, who.editor.id or 0
        upload = await run_in_threadpool(
            keep_upload, home, cast(BinaryIO, body), printable(file_name), provider, website, owner, utcnow()
        )
    return table_models.TableKept(id=upload.id, name=upload.about.name, format=upload.about.format)


@router.get("/{upload_id}", operation_id="getTable", summary="A table that was sent, as it would be imported",
            responses=public.problems(400, 401, 404))  # fmt: skip
def look(request: Request, who: Asking, upload_id: UploadId) -> table_models.TableBody:
    """Nothing is stored by looking."""
    return _look(request, _mine(request, who, upload_id))


@router.put("/{upload_id}/columns", operation_id="setColumns", summary="Say which column is what",
            responses=public.problems(400, 401, 403, 404))  # fmt: skip
def columns(
    request: Request, who: Asking, upload_id: UploadId, body: table_models.ColumnsChosen
) -> table_models.TableBody:
    """No columns at all: as guessed. The answer is the table read so."""
    upload = _mine(request, who, upload_id)
    if not upload.about.header:
        looked_at(_commands(request), upload)
        upload = _mine(request, who, upload_id)
    unknown = sorted(set(body.columns) - set(upload.about.header))
    if unknown:
        said = f"there is no column '{unknown[0][:80]}'"
        raise Problem(400, f"columns: {said}", [{"field": "columns", "message": said}])
    return _look(request, mapped(upload, body.columns))


@router.post("/{upload_id}/courses", operation_id="importTable", summary="Make the courses of a table",
             status_code=201, responses=public.problems(400, 401, 403, 404, 409))  # fmt: skip
def make(request: Request, who: Asking, upload_id: UploadId, body: models.Why) -> table_models.CoursesMade:
    """What is new or was withdrawn; what is there already stays as it is. One action; the table is dropped after it."""
    upload = _mine(request, who, upload_id)
    try:
        found = read(_commands(request), upload)
        with changing(request, who) as session:
            proposed = proposals(session, upload, found)
            home = services(request).settings.home
            batch = make_courses(session, home, upload, proposed, body.reason, who.editor)
    except (CommandFailed, IntegrityError) as error:
        raise Problem(409, "The table cannot be read, or somebody made one of its courses just now.") from error
    drop_upload(upload)
    return table_models.CoursesMade(made=sum(one.taken for one in proposed), batch=batch)


def _commands(request: Request) -> Commands:
    return Commands(services(request).settings)


def _mine(request: Request, who: Caller, upload_id: str) -> Upload:
    found = find_upload(services(request).settings.home, upload_id, who.editor.id or 0)
    if found is None:
        raise Problem(404, "There is no such table of this account. One is kept for a day, until it is imported.")
    return found


def _look(request: Request, upload: Upload) -> table_models.TableBody:
    found = looked_at(_commands(request), upload)
    with Session(services(request).database) as session:
        return _told(session, upload, found)


def _told(session: Session, upload: Upload, found: Found) -> table_models.TableBody:
    proposed = proposals(session, upload, found)
    rows = [
        table_models.TableRow(id=one.id, title=one.raw.title, url=one.raw.url, outcome=one.outcome, reason=one.reason)
        for one in proposed[:MOST_SHOWN]
    ]
    refused = [table_models.TableRefused(reason=one["reason"], where=one["where"], detail=one.get("detail") or "")
               for one in found.refused]  # fmt: skip
    about = upload.about
    return table_models.TableBody(
        id=upload.id, name=about.name, format=about.format, header=list(found.header),
        columns=dict(found.columns or {}), counts=counts(proposed), courses=rows, more=found.more, refused=refused,
    )  # fmt: skip
