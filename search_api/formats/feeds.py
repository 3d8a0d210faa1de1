"""`/v1/courses/feed`: any search as RSS, iCalendar, CSV or JSON-LD.

The format is a query key: a feed's address is pasted into readers and calendars, which send no `Accept` of their own.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from catalogue.portals.portal import PortalSettings
from search_api.caching import etag, respond
from search_api.formats.feed_formats import Feed, csv_text, ical, json_ld, rss
from search_api.services import services
from search_api.tenancy import cors_headers, portal_settings
from search_api.v1 import models
from search_api.v1.courses import checked_query, search_answer
from search_api.v1.parameters import Provinces, SearchParameters, Sectors  # noqa: F401  (mypy looks for the fields' types)

router = APIRouter(prefix="/v1", tags=["courses"])
FORMATS: Mapping[str, tuple[str, Callable[[Feed], str]]] = {
    "rss": ("application/rss+xml; charset=utf-8", rss),
    "ics": ("text/calendar; charset=utf-8", ical),
    "csv": ("text/csv; charset=utf-8", csv_text),
    "jsonld": ("application/ld+json", json_ld),
}


OF_FEEDS = ("portal", "format", "page", "pageSize")
"""Keys that say nothing of the page with the same search."""


class FeedParameters(SearchParameters):
    """The query keys of a search, and the format."""

    format: Literal["rss", "ics", "csv", "jsonld"] = "rss"
    page_size: int = Field(default=100, ge=1, le=100)


CONTENT = {
    kind.split(";")[0]: {"schema": {"type": "object" if name == "jsonld" else "string"}}
    for name, (kind, _) in FORMATS.items()
}


@router.get(
    "/courses/feed",
    operation_id="feedCourses",
    summary="A search as RSS, iCalendar, CSV or JSON-LD",
    response_class=Response,
    responses={
        200: {"description": "The feed", "content": CONTENT},
        **models.NOT_MODIFIED,
        **models.problems(400, 404, 503),
    },
)
async def feed(request: Request, parameters: Annotated[FeedParameters, Query()]) -> Response:
    """The courses of a search in another format. The calendar holds starts of which the day is known, no others."""
    service, portal = services(request), portal_settings(request, parameters.portal)
    found = await search_answer(service, checked_query(parameters), parameters.portal, portal)
    kind, write = FORMATS[parameters.format]
    body = write(_feed(request, parameters, portal, found)).encode()
    response = respond(request, body, etag(body), cors_headers(request, portal))
    response.headers["Content-Type"] = kind
    return response


def _feed(request: Request, parameters: FeedParameters, portal: PortalSettings, found: Mapping[str, Any]) -> Feed:
    base = str(request.base_url).rstrip("/")
    search = urlencode([pair for pair in request.query_params.multi_items() if pair[0] not in OF_FEEDS])
    page = f"{base}/{parameters.portal}/" + (f"?{search}" if search else "")
    return Feed(f"{portal.name}: opleidingen", page, base, found["results"])
