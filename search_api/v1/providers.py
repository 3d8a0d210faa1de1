"""`/v1/providers`: who gives the courses that a portal shows."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session, col, func, select

from catalogue.portals.portal import PortalSettings
from catalogue.portals.shown import joined, shown
from catalogue.tables import Course, Provider
from search_api.services import services
from search_api.tenancy import portal_settings
from search_api.v1 import models
from search_api.v1.answers import PortalKey, json_answer

router = APIRouter(prefix="/v1", tags=["providers"])
Page = Annotated[int, Query(ge=1, le=10_000)]
PageSize = Annotated[int, Query(alias="pageSize", ge=1, le=100)]


@router.get(
    "/providers",
    operation_id="listProviders",
    summary="Providers with courses in a portal",
    response_model=models.ProviderPage,
    responses=models.problems(400, 404, 503),
)
def every(request: Request, portal: PortalKey = "nl", page: Page = 1, page_size: PageSize = 100) -> Response:
    """Providers by name, each with how many of its courses this portal shows. One with none is not listed."""
    settings = portal_settings(request, portal)
    with Session(services(request).database) as session:
        body = _page(session, settings, page, page_size)
    return json_answer(request, settings, body)


def _page(session: Session, portal: PortalSettings, page: int, size: int) -> dict[str, Any]:
    counted = joined(select(Provider.slug, Provider.name, func.count(col(Course.id))))
    counted = counted.where(shown(portal), col(Provider.id).is_not(None)).group_by(Provider.slug, Provider.name)
    total = session.exec(select(func.count()).select_from(counted.subquery())).one()
    rows = session.exec(counted.order_by(Provider.name, Provider.slug).limit(size).offset((page - 1) * size))
    results = [{"id": slug, "name": name, "courses": count} for slug, name, count in rows]
    return {"total": total, "page": page, "pageSize": size, "results": results}
