"""`/v1/portals/{slug}`: a portal's public settings."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from search_api import models
from search_api.answers import json_answer
from search_api.tenancy import portal_settings

router = APIRouter(prefix="/v1", tags=["portals"])


@router.get(
    "/portals/{slug}",
    operation_id="getPortal",
    summary="A portal's public settings",
    response_model=models.PortalBody,
    responses=models.problems(400, 404),
)
def one(request: Request, slug: Annotated[str, Path(max_length=63)]) -> Response:
    """Name, look and reach of a portal. Rules on sources and providers stay inside."""
    portal = portal_settings(request, slug)
    body = models.PortalBody(
        slug=slug,
        name=portal.name,
        provinces=list(portal.provinces) if portal.provinces is not None else None,
        online=portal.online,
        contact=portal.contact,
        tokens=portal.tokens,
        texts=portal.texts,
    )
    return json_answer(request, portal, body.model_dump(mode="json", by_alias=True))
