"""A portal's page with the courses that editors chose, in their order."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.search.fallback import listed
from search_api.pages.page import failed, known_portal, page
from search_api.problems import Problem
from search_api.services import services, today

router = APIRouter(include_in_schema=False)


@router.get("/{slug}/collecties/{number}")
def one(
    request: Request, slug: Annotated[str, Path(max_length=63)], number: Annotated[str, Path(max_length=3)]
) -> Response:
    """The chosen courses that the portal shows."""
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        chosen = {str(index): each for index, each in enumerate(settings.collections, 1) if each.courses}.get(number)
        if chosen is None:
            raise Problem(404, f"There is no collection {number} in this portal.")
    except Problem as problem:
        return failed(request, shown, problem)
    with Session(services(request).database) as session:
        results = listed(session, chosen.courses, slug, settings, today())
    return page(request, "collection.html", shown, chosen=chosen, answer={"results": results, "facets": {}})
