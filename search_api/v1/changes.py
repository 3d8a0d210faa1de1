"""`/v1/courses/changes`: what a portal with a search of its own must fetch again or drop."""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BeforeValidator
from sqlmodel import Session

from catalogue.index.changes import changes
from catalogue.tables import utcnow
from search_api.problems import bad_field
from search_api.services import services
from search_api.tenancy import portal_settings
from search_api.v1 import models
from search_api.v1.answers import PortalKey, json_answer

router = APIRouter(prefix="/v1", tags=["courses"])
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]")
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
OVERLAP = timedelta(minutes=1)  # a change may be noted a moment before it can be read; naming it twice is harmless


def _written(value: object) -> object:
    """A number would be read as seconds since 1970, which nobody promised."""
    if isinstance(value, str) and not WRITTEN.match(value):
        raise ValueError("write a moment as 2026-11-24T09:00:00Z")
    return value


Since = Annotated[
    AwareDatetime | None,
    BeforeValidator(_written),
    Query(description="RFC 3339 moment with its zone; without it everything."),
]
Cursor = Annotated[str, Query(max_length=120, description="`next` of the page before.")]
PageSize = Annotated[int, Query(alias="pageSize", ge=1, le=1000)]


@router.get(
    "/courses/changes",
    operation_id="listCourseChanges",
    summary="Changed and removed courses since a moment",
    response_model=models.ChangesPage,
    responses=models.problems(400, 404, 503),
)
def since_then(
    request: Request, portal: PortalKey = "nl", since: Since = None, cursor: Cursor = "", page_size: PageSize = 500
) -> Response:
    """Ids to fetch again (`changed`) and to drop (`removed`), oldest change first. Follow `next` until it is null, then
    keep `until` as the next `since`. Removed is what this portal showed once and does not show now. After a change of
    the portal's own rules, begin again without `since`."""
    settings = portal_settings(request, portal)
    asked_at = utcnow()
    after = _decoded(cursor) if cursor else None
    with Session(services(request).database) as session:
        found = changes(session, settings, _utc(since), after, page_size)
    body: dict[str, Any] = {"changed": found.changed, "removed": found.removed, "next": None, "nextUrl": None}
    if found.last:
        body["next"] = _encoded(found.last)
        keys = {"portal": portal, "pageSize": page_size, "cursor": body["next"]}
        body["nextUrl"] = "/v1/courses/changes?" + urlencode(keys | ({"since": since.isoformat()} if since else {}))
    return json_answer(request, settings, {**body, "until": (asked_at - OVERLAP).isoformat(timespec="seconds")})


def _utc(since: datetime | None) -> datetime:
    try:
        return since.astimezone(UTC) if since else BEGINNING
    except OverflowError as far:
        raise bad_field("since", "out of range") from far


def _encoded(last: tuple[datetime, str]) -> str:
    return base64.urlsafe_b64encode(f"{last[0].isoformat()} {last[1]}".encode()).decode()


def _decoded(cursor: str) -> tuple[datetime, str]:
    try:
        moment, course_id = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return datetime.fromisoformat(moment).astimezone(UTC), course_id.replace("\0", "")
    except (ValueError, binascii.Error, OverflowError) as wrong:
        raise bad_field("cursor", "not one that was given out; begin again without it") from wrong
