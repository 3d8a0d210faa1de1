"""How every route of the API answers: JSON that the portal's own pages may read."""

from typing import Annotated, Any

import orjson
from fastapi import Query, Request
from fastapi.responses import Response

from catalogue.portals.portal import PortalSettings
from search_api.tenancy import cors_headers

PortalKey = Annotated[str, Query(max_length=63, description="Slug of the portal; `nl` is the whole country.")]


def json_answer(request: Request, portal: PortalSettings, body: Any) -> Response:
    """`body` as JSON that the portal's pages may read."""
    return Response(orjson.dumps(body), media_type="application/json", headers=cors_headers(request, portal))
