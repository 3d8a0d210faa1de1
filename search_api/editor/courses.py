"""The list of courses, one course field by field, and the forms that change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalogue import curation
from catalogue.audit.change import ChangedMeanwhile, CourseNotFound, InvalidOverride
from catalogue.database import unit_of_work
from catalogue.editing.course_list import CourseFilter, find_courses, standing
from catalogue.tables import Editor
from search_api.editor.asked import page_number, printable
from search_api.editor.course_view import VISIBILITY, Attempt, course_view
from search_api.editor.desk import Desk, words
from search_api.editor.fields import CHOICES, INPUTS, PARTS, PERS, VATS, typed_value
from search_api.editor.guard import PageError, posted

DONE = ("set", "cleared", "hidden", "shown", "kept", "made")
Change = Callable[[Session, str, str, Mapping[str, str], Editor], None]


@dataclass(frozen=True)
class Form:
    """One of the forms: what it does, and the word in the address of the page that follows."""

    change: Change
    done: str


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/`, `/opleidingen/{id}` and its forms. The router lets only editors in."""

    @router.get("/")
    def course_list(request: Request) -> Response:
        return _list_page(desk, request)

    @router.get("/opleidingen/{course_id}")
    def course(request: Request, course_id: str) -> Response:
        return _course_page(desk, request, course_id, None)

    @router.post("/opleidingen/{course_id}/velden/{field}")
    def set_field(request: Request, course_id: str, field: str) -> Response:
        return _changed(desk, request, course_id, _editable(field), SET)

    @router.post("/opleidingen/{course_id}/velden/{field}/wissen")
    def clear_field(request: Request, course_id: str, field: str) -> Response:
        return _changed(desk, request, course_id, _editable(field), CLEAR)

    @router.post("/opleidingen/{course_id}/velden/{field}/houden")
    def keep_field(request: Request, course_id: str, field: str) -> Response:
        return _changed(desk, request, course_id, _editable(field), KEEP)

    @router.post("/opleidingen/{course_id}/verbergen")
    def hide(request: Request, course_id: str) -> Response:
        return _changed(desk, request, course_id, VISIBILITY, HIDE)

    @router.post("/opleidingen/{course_id}/tonen")
    def show(request: Request, course_id: str) -> Response:
        return _changed(desk, request, course_id, VISIBILITY, SHOW)


def _list_page(desk: Desk, request: Request) -> Response:
    text, which = printable(request.query_params.get("q", "")), _filter(request)
    with Session(desk.engine) as session:
        found = find_courses(session, text, which, page_number(request))
    standings = {course.id: standing(course) for course in found.courses}
    names = {"found": found, "standings": standings, "text": text, "which": which, "filters": tuple(CourseFilter)}
    return desk.page(request, "courses.html", names)


def _filter(request: Request) -> CourseFilter:
    try:
        return CourseFilter(request.query_params.get("toon", ""))
    except ValueError:
        return CourseFilter.ALL


def _course_page(desk: Desk, request: Request, course_id: str, attempt: Attempt | None, refused: int = 400) -> Response:
    with Session(desk.engine) as session:
        view = course_view(session, course_id, attempt, words(request))
    if view is None:
        raise PageError(404, "no_course")
    done = request.query_params.get("gedaan", "")
    names: dict[str, Any] = {"view": view, "choices": {**CHOICES, **PARTS}, "vats": VATS, "pers": PERS}
    names |= {"done": done if done in DONE else None, "done_field": request.query_params.get("veld", "")}
    return desk.page(request, "course.html", names, refused if attempt else 200)


def _changed(desk: Desk, request: Request, course_id: str, field: str, form: Form) -> Response:
    """Commit one change, or show the form again with what was typed and what is wrong with it."""
    typed = posted(request)
    try:
        with unit_of_work(desk.engine) as session:
            form.change(session, course_id, field, typed, request.state.editor)
    except CourseNotFound as error:
        raise PageError(404, "no_course") from error
    except InvalidOverride as error:
        return _course_page(desk, request, course_id, Attempt(field, typed, error, form.done))
    except ChangedMeanwhile:
        # The page shows what the other did, and the form still holds what was typed.
        changed = InvalidOverride(field, "changed_meanwhile")
        return _course_page(desk, request, course_id, Attempt(field, typed, changed, form.done), 409)
    return desk.changed(f"/redactie/opleidingen/{course_id}?gedaan={form.done}&veld={field}#field-{field}")


def _editable(field: str) -> str:
    if field not in INPUTS:
        raise PageError(404, "no_page")
    return field


def _set(session: Session, course_id: str, field: str, typed: Mapping[str, str], editor: Editor) -> None:
    value = typed_value(field, typed)
    curation.set_override(session, course_id, field, value, typed.get("reason", ""), editor, typed.get("seen"))


def _clear(session: Session, course_id: str, field: str, typed: Mapping[str, str], editor: Editor) -> None:
    curation.clear_override(session, course_id, field, typed.get("reason", ""), editor, typed.get("seen"))


def _keep(session: Session, course_id: str, field: str, typed: Mapping[str, str], editor: Editor) -> None:
    curation.keep_override(session, course_id, field, typed.get("reason", ""), editor)


def _hide(session: Session, course_id: str, field: str, typed: Mapping[str, str], editor: Editor) -> None:
    curation.hide(session, course_id, typed.get("reason", ""), editor)


def _show(session: Session, course_id: str, field: str, typed: Mapping[str, str], editor: Editor) -> None:
    curation.show(session, course_id, typed.get("reason", ""), editor)


SET, CLEAR, KEEP = Form(_set, "set"), Form(_clear, "cleared"), Form(_keep, "kept")
HIDE, SHOW = Form(_hide, "hidden"), Form(_show, "shown")
