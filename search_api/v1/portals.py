"""`/v1/portals/{slug}`: a portal's public settings."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from catalogue.portals.portal import Collection, PortalSettings
from catalogue.search.fallback import permitted
from search_api.services import services
from search_api.tenancy import portal_settings
from search_api.v1 import models
from search_api.v1.answers import json_answer
from search_api.v1.parameters import SearchParameters, given


def collections(slug: str, portal: PortalSettings) -> list[dict[str, Any]]:
    """The pinned searches and courses: `{name, text, search, courses, page}`; every value of `search` is a list."""
    return [_collection(slug, number, each) for number, each in enumerate(portal.collections, 1)]


def _collection(slug: str, number: int, pinned: Collection) -> dict[str, Any]:
    search = {key: [value] if isinstance(value, str) else list(value) for key, value in pinned.search.items()}
    page = f"/{slug}/?" + urlencode(search, doseq=True) if search else f"/{slug}/collecties/{number}"
    return {"name": pinned.name, "text": pinned.text, "search": search, "courses": list(pinned.courses), "page": page}


def check_collections(portal: PortalSettings) -> None:
    """Each pinned search is one that the search takes. Raises ValueError naming the collection and the key."""
    for pinned in portal.collections:
        try:
            SearchParameters.model_validate(given(_collection("nl", 0, pinned)["search"])).query()
        except ValueError as wrong:
            said = wrong.errors() if isinstance(wrong, ValidationError) else [{"loc": ("near",), "msg": str(wrong)}]
            problems = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in said)
            raise ValueError(f"collection '{pinned.name}': {problems}") from wrong


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
    pinned = [models.CollectionBody(**each) for each in collections(slug, portal)]
    for each in pinned:
        each.courses = _permitted(request, each.courses, portal)
    body = models.PortalBody(
        slug=slug,
        name=portal.name,
        provinces=list(portal.provinces) if portal.provinces is not None else None,
        online=portal.online,
        contact=portal.contact,
        tokens=portal.tokens,
        texts=portal.texts,
        collections=pinned,
    )
    return json_answer(request, portal, body.model_dump(mode="json", by_alias=True))


def _permitted(request: Request, ids: list[str], portal: PortalSettings) -> list[str]:
    """Those that the portal shows; none while the database, which alone knows, is away."""
    if not ids:
        return []
    try:
        with Session(services(request).database) as session:
            return permitted(session, ids, portal)
    except SQLAlchemyError:
        return []
