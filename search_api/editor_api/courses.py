"""Courses for programs: field by field what the source and the editors say, changed without overwriting unseen."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from catalogue import curation
from catalogue.audit.change import CourseNotFound
from catalogue.curation import crawled_value, version
from catalogue.editing.by_hand import make_one
from catalogue.editing.course_list import CourseFilter, find_courses, standing
from catalogue.effective import OVERRIDABLE, EffectiveCourse, effective_courses
from catalogue.tables import CareerDecision, Course, Override
from search_api.editor.asked import printable
from search_api.editor.by_hand import course_of
from search_api.editor_api import models
from search_api.editor_api.access import ETAG, Asking, IfMatch, changing, reading, seen, tagged
from search_api.editor_api.queue import Page
from search_api.problems import Problem
from search_api.services import services
from search_api.v1 import models as public

router = APIRouter()
CourseId = Annotated[str, Path(max_length=16)]
Field = Annotated[str, Path(max_length=40)]
CHANGE = {204: {"headers": ETAG}, **public.problems(400, 401, 403, 404, 412, 428)}


@router.get("/courses", operation_id="listEditedCourses", summary="All courses, seen or not",
            responses=public.problems(400, 401))  # fmt: skip
def courses(
    request: Request, who: Asking, q: Annotated[str, Query(max_length=200)] = "",
    standing: CourseFilter = CourseFilter.ALL, page: Page = 1,
) -> models.CourseEntries:  # fmt: skip
    """By words in title, provider, source or id, and by why people see them or not."""
    with reading(request) as session:
        found = find_courses(session, printable(q), standing, page)
    results = [_entry(course) for course in found.courses]
    return models.CourseEntries(total=found.total, page=found.page, pages=found.pages, results=results)


def _entry(course: EffectiveCourse) -> models.CourseEntry:
    return models.CourseEntry(
        id=course.id, title=course.content.title, provider=course.provider_name, source=course.source_name,
        standing=str(standing(course)), overridden=list(course.overridden),
    )  # fmt: skip


@router.post("/courses", operation_id="makeCourse", summary="Make a course by hand", status_code=201,
             responses=public.problems(400, 401, 403, 409))  # fmt: skip
def make(request: Request, who: Asking, body: models.NewCourse) -> models.CourseMade:
    """The same rules read the words that read a source's; what they do not understand stays unknown."""
    typed = body.model_dump(exclude={"reason", "provider"})
    try:
        with changing(request, who) as session:
            home = services(request).settings.home
            made = make_one(session, home, body.provider, course_of(typed), body.reason, who.editor)
    except IntegrityError as error:
        raise Problem(409, "Somebody made the same course at the same moment.") from error
    return models.CourseMade(id=made)


@router.get("/courses/{course_id}", operation_id="getEditedCourse", summary="A course field by field",
            responses=public.problems(400, 401, 404))  # fmt: skip
def course(request: Request, who: Asking, course_id: CourseId) -> models.EditedCourse:
    """What the source says, what an editor says, and for each field the tag that a change of it needs."""
    with reading(request) as session:
        return _course(session, course_id)


def _course(session: Session, course_id: str) -> models.EditedCourse:
    stored = session.get(Course, course_id) if course_id.isalnum() else None
    if stored is None:
        raise CourseNotFound(course_id)
    [course] = effective_courses(session, [course_id])
    own = {row.field: row for row in session.exec(select(Override).where(Override.course_id == course_id))}
    decided = session.exec(select(CareerDecision).where(CareerDecision.course_id == course_id))
    return models.EditedCourse(
        **_entry(course).model_dump(exclude={"overridden"}), url=course.content.url,
        fields={field: _field(stored, field, own.get(field)) for field in (*OVERRIDABLE,)},
        careers={row.career_id: row.accepted for row in decided},
    )  # fmt: skip


def _field(course: Course, field: str, own: Override | None) -> models.FieldBody:
    crawled = crawled_value(course.normal, field)
    tag = tagged(version(course, field, own))["ETag"]
    return models.FieldBody(crawled=crawled, own=own is not None, value=own.value if own else crawled, etag=tag)


@router.put("/courses/{course_id}/fields/{field}", operation_id="setField", summary="Set a field's own value",
            status_code=204, responses=CHANGE)  # fmt: skip
def put_field(
    request: Request, who: Asking, course_id: CourseId, field: Field, body: models.FieldChange,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """It stays through each crawl, until an editor changes it. `hidden` takes true; deleting it shows the course."""
    with changing(request, who) as session:
        curation.set_override(session, course_id, field, body.value, body.reason, who.editor, seen(if_match))
        return _changed(session, course_id, field)


@router.delete("/courses/{course_id}/fields/{field}", operation_id="clearField", summary="Drop a field's own value",
               status_code=204, responses=CHANGE)  # fmt: skip
def delete_field(
    request: Request, who: Asking, course_id: CourseId, field: Field,
    reason: Annotated[str, Query(min_length=1, max_length=500)], if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """The source's value is seen again."""
    with changing(request, who) as session:
        curation.clear_override(session, course_id, field, reason, who.editor, seen(if_match))
        return _changed(session, course_id, field)


def _changed(session: Session, course_id: str, field: str) -> Response:
    return Response(status_code=204, headers=tagged(version(*curation.field_state(session, course_id, field))))


@router.put("/courses/{course_id}/careers/{career_id}", operation_id="decideCareer",
            summary="Decide whether a course leads to a career", status_code=204,
            responses=public.problems(400, 401, 403, 404))  # fmt: skip
def put_career(
    request: Request, who: Asking, course_id: CourseId, career_id: Annotated[str, Path(max_length=80)],
    body: models.CareerChange,
) -> Response:  # fmt: skip
    """Whatever the rules find, until an editor decides anew."""
    change: Any = curation.clear_career
    if body.accepted is not None:
        change = curation.accept_career if body.accepted else curation.reject_career
    with changing(request, who) as session:
        change(session, course_id, career_id, body.reason, who.editor)
    return Response(status_code=204)
