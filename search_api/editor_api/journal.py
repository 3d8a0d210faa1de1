"""The audit record for programs: looked through, and taken back from."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from catalogue.audit.journal import page_of, wanted
from catalogue.editing.revert import can_revert
from catalogue.editing.revert import revert as take_back
from search_api.editor.asked import printable
from search_api.editor_api import models
from search_api.editor_api.access import Asking, changing, reading
from search_api.editor_api.queue import Page
from search_api.v1 import models as public

router = APIRouter()


@router.get("/audit-events", operation_id="listAudit", summary="Who did what, when and why",
            responses=public.problems(400, 401))  # fmt: skip
def audit(
    request: Request, who: Asking, q: Annotated[str, Query(max_length=200)] = "",
    course_id: Annotated[str, Query(alias="courseId", max_length=16)] = "", page: Page = 1,
) -> models.EventPage:  # fmt: skip
    """The newest first; `q` looks in who, what and why."""
    with reading(request) as session:
        found = page_of(session, wanted(printable(course_id), printable(q)), page)
    results = [models.Event(**event.model_dump(), revertible=can_revert(event)) for event in found.events]
    return models.EventPage(total=found.total, page=found.page, pages=found.pages, results=results)


@router.post("/audit-events/{event_id}/revert", operation_id="revertEvent", summary="Take one change back",
             responses=public.problems(400, 401, 403, 404, 409, 412))  # fmt: skip
def revert(
    request: Request, who: Asking, event_id: Annotated[int, Path(ge=1, le=2_000_000_000)], body: models.Why
) -> models.Reverted:
    """A change itself; nothing is taken back when the thing has changed since."""
    with changing(request, who) as session:
        take_back(session, event_id, body.reason, who.editor)
    return models.Reverted(reverted=1)
