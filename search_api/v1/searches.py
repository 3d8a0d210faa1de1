"""`POST /v1/searches/{search}/openings`: a course was opened from a search.

For widgets (`navigator.sendBeacon` with an empty body; pages say the same with `from` in the course's address). The
id is made of what was asked and is the same for everybody: no cookie, no person, nothing to follow.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from search_api.services import services
from search_api.tenancy import cors_headers, portal_settings
from search_api.v1 import models
from search_api.v1.answers import PortalKey

router = APIRouter(prefix="/v1", tags=["courses"])
SearchId = Annotated[
    str, Path(alias="search_id", pattern="^[0-9a-f]{16}$", description="`searchId` of a search's answer")
]
CourseId = Annotated[str, Query(pattern="^[0-9A-Za-z]{1,16}$", description="`id` of the course")]


@router.post(
    "/searches/{search_id}/openings",
    operation_id="noteOpening",
    summary="Note that a course was opened from a search",
    status_code=202,
    response_class=Response,
    responses={
        202: {"description": "Taken note of, or dropped when it names nothing known"},
        **models.problems(400, 404, *models.POSTED),
    },
)
async def opening(request: Request, search: SearchId, course: CourseId, portal: PortalKey = "nl") -> Response:
    """Count it. No body, no cookie, no address is kept; the answer is the same whether the ids exist or not."""
    settings = portal_settings(request, portal)
    services(request).searches.opened(search, course)
    return Response(status_code=202, headers=cors_headers(request, settings))
