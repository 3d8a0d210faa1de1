"""`/ooapi/v5`: the portal's courses as the Open Education API v5, to read only."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from sqlmodel import Session, col, func, select

from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.portals.shown import joined, shown
from catalogue.tables import Course
from search_api.formats.ooapi_course import course, id_of, offerings
from search_api.problems import Problem
from search_api.services import services
from search_api.tenancy import portal_settings
from search_api.v1 import models
from search_api.v1.answers import PortalKey, json_answer
from search_api.v1.courses import offered

router = APIRouter(prefix="/ooapi/v5", include_in_schema=False)  # the standard describes itself
SPECIFICATION = "https://openonderwijsapi.nl/v5/"
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
PageSize = Annotated[int, Query(ge=1, le=250)]
Uuid = Annotated[str, Path(max_length=36)]
PROBLEMS = models.problems(400, 404, 410, 503)


@router.get("/", operation_id="ooapiService", summary="This OOAPI service", response_model=None, responses=PROBLEMS)
def service(request: Request, portal: PortalKey = "nl") -> Response:
    """Who keeps the service, and what it follows."""
    settings = portal_settings(request, portal)
    base = str(request.base_url).rstrip("/")
    contact = settings.contact or services(request).settings.contact
    body = {"contactEmail": contact, "specification": SPECIFICATION, "documentation": f"{base}/v1/openapi.json"}
    return json_answer(request, settings, body)


@router.get("/courses", operation_id="ooapiCourses", summary="Courses (OOAPI v5)", response_model=None,
            responses=PROBLEMS)  # fmt: skip
def courses(request: Request, portal: PortalKey = "nl", pageNumber: PageNumber = 1,  # noqa: N803  (the standard's key)
            pageSize: PageSize = 10) -> Response:  # noqa: N803  # fmt: skip
    """The portal's courses by id, a page at a time."""
    settings = portal_settings(request, portal)
    with Session(services(request).database) as session:
        total = session.exec(joined(select(func.count())).where(shown(settings))).one()
        rows = joined(select(Course.id)).where(shown(settings)).order_by(col(Course.id))
        ids = list(session.exec(rows.limit(pageSize).offset((pageNumber - 1) * pageSize)))
        found = sorted(effective_courses(session, ids), key=lambda each: each.id)
    return json_answer(request, settings, _page([course(each) for each in found], total, pageNumber, pageSize))


@router.get("/courses/{course_uuid}", operation_id="ooapiCourse", summary="One course (OOAPI v5)", response_model=None,
            responses=PROBLEMS)  # fmt: skip
def one(request: Request, course_uuid: Uuid, portal: PortalKey = "nl") -> Response:
    """One course by its UUID."""
    settings = portal_settings(request, portal)
    return json_answer(request, settings, course(_offered(request, course_uuid, portal)))


@router.get("/courses/{course_uuid}/offerings", operation_id="ooapiOfferings", summary="A course's starts (OOAPI v5)",
            response_model=None, responses=PROBLEMS)  # fmt: skip
def of_course(request: Request, course_uuid: Uuid, portal: PortalKey = "nl", pageNumber: PageNumber = 1,  # noqa: N803
              pageSize: PageSize = 10) -> Response:  # noqa: N803  # fmt: skip
    """Its starts of which the first and the last day are known."""
    settings = portal_settings(request, portal)
    found = list(offerings(_offered(request, course_uuid, portal), settings))
    first = (pageNumber - 1) * pageSize
    return json_answer(request, settings, _page(found[first : first + pageSize], len(found), pageNumber, pageSize))


def _offered(request: Request, course_uuid: str, slug: str) -> EffectiveCourse:
    try:
        course_id, number = id_of(course_uuid)
    except ValueError:
        raise Problem(404, "There is no course with this UUID in this portal.") from None
    if number:
        raise Problem(404, "This is the UUID of an offering, not of a course.")
    return offered(services(request), portal_settings(request, slug), course_id)


def _page(items: list[dict[str, Any]], total: int, number: int, size: int) -> dict[str, Any]:
    pages = -(-total // size)
    return {
        "pageSize": size,
        "pageNumber": number,
        "hasPreviousPage": number > 1,
        "hasNextPage": number < pages,
        "totalPages": pages,
        "items": items,
    }
