"""One course in each portal: is it shown there, the forms that hide, pin and collect it, and how it looks there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import CourseNotFound, InvalidOverride
from catalogue.database import unit_of_work
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.portals.access import NotAllowed, require_portal
from catalogue.portals.courses import change_in, chosen_in, pinned_words
from catalogue.portals.portal import PortalSettings, all_portals, find_portal
from catalogue.tables import Editor
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted
from search_api.formats.course_ld import course_ld, script
from search_api.services import today
from search_api.v1.detail import detail, visible

WAYS = {"verbergen": "hide", "tonen": "show", "vastzetten": "pin", "losmaken": "unpin",
        "verzamelen": "collect", "weghalen": "drop"}  # fmt: skip
"""The last part of a form's address -> the change that it makes."""


@dataclass(frozen=True)
class InPortal:
    """The course in one portal. `hidden`: by this portal's editors; `let_through`: its rules and places fit."""

    slug: str
    name: str
    hidden: bool
    let_through: bool
    pinned: Sequence[str]
    collected: Sequence[str]
    may: bool
    others: Sequence[str]
    """Collections of chosen courses that it is not in."""


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/opleidingen/{id}/portalen`, its forms, and the preview. The forms look at the portal themselves."""

    @router.get("/opleidingen/{course_id}/portalen")
    def portals(request: Request, course_id: str) -> Response:
        return _page(desk, request, course_id)

    @router.post("/opleidingen/{course_id}/portalen/{slug}/{way}")
    def change(request: Request, course_id: str, slug: str, way: str) -> Response:
        return _changed(desk, request, course_id, slug, way)

    @router.get("/opleidingen/{course_id}/voorbeeld/{slug}")
    def preview(request: Request, course_id: str, slug: str) -> Response:
        return _preview(desk, request, course_id, slug)


def _page(
    desk: Desk, request: Request, course_id: str, slug: str = "", problem: InvalidOverride | None = None
) -> Response:
    with Session(desk.engine) as session:
        course = _course(session, course_id)
        portals = [_in(course, *each, request.state.editor) for each in all_portals(session).items()]
    names: dict[str, Any] = {"course": course, "portals": portals, "slug": slug, "problem": problem}
    names |= {"done": request.query_params.get("gedaan") == "ja", "typed": posted(request) if problem else {}}
    return desk.page(request, "course_portals.html", names, 400 if problem else 200)


def _course(session: Session, course_id: str) -> EffectiveCourse:
    found = effective_courses(session, [course_id]) if course_id.isalnum() else []
    if not found:
        raise PageError(404, "no_course")
    return found[0]


def _in(course: EffectiveCourse, slug: str, portal: PortalSettings, editor: Editor) -> InPortal:
    hidden = course.id in portal.hidden
    rules = portal.model_copy(update={"hidden": ()})
    chosen = chosen_in(portal)
    return InPortal(
        slug,
        portal.name,
        hidden,
        let_through=visible(rules, course, today()),
        pinned=pinned_words(portal, course.id),
        collected=[each.name for each in chosen if course.id in each.courses],
        may=_may(editor, slug),
        others=[each.name for each in chosen if course.id not in each.courses],
    )


def _may(editor: Editor, slug: str) -> bool:
    try:
        require_portal(editor, slug)
    except NotAllowed:
        return False
    return True


def _changed(desk: Desk, request: Request, course_id: str, slug: str, way: str) -> Response:
    typed, editor = posted(request), request.state.editor
    require_portal(editor, slug)
    if way not in WAYS:
        raise PageError(404, "no_page")
    try:
        with unit_of_work(desk.engine) as session:
            change_in(session, WAYS[way], slug, course_id, typed.get("words", ""), typed.get("reason", ""), editor)
    except InvalidOverride as problem:
        return _page(desk, request, course_id, slug, problem)
    except CourseNotFound as error:
        raise PageError(404, "no_course") from error
    except LookupError as error:
        raise PageError(404, "no_page") from error
    return desk.changed(f"/redactie/opleidingen/{course_id}/portalen?gedaan=ja")


def _preview(desk: Desk, request: Request, course_id: str, slug: str) -> Response:
    """The portal's own page of the course, also of one that nobody sees yet."""
    # The public pages ask who is signed in, and so know these.
    from search_api.pages.page import address, known_portal, page
    from search_api.pages.portal import paid

    with Session(desk.engine) as session:
        course = _course(session, course_id)
        if find_portal(session, slug) is None:
            raise PageError(404, "no_page")
    settings, shown = known_portal(request, slug)
    body = detail(settings, course, today())
    more: dict[str, Any] = {"similar": [], "report_url": f"/{slug}/melding", **paid(request, settings, slug, course)}
    return page(request, "course.html", shown, course=body, json_ld=script(course_ld(body, address(request))), **more)
