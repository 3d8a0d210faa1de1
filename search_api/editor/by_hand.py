"""Courses by hand: the form that makes one, empty or filled from another course."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalogue.database import unit_of_work
from catalogue.editing.by_hand import InvalidCourse, make_one, own_key
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.normal import How, Known, NormalCourse
from catalogue.raw import MAX_DESCRIPTION, RawCourse, RawPlace, RawPrice, RawSession
from catalogue.runs import Door
from catalogue.tables import Provider
from search_api.editor.asked import printable
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError, posted
from search_api.editor.texts import Texts, texts

NEW = "/redactie/nieuw"
MAX_TEXT = 500  # characters of a field of one line
WORDS = ("level_text", "mode_text", "duration_text", "language_text", "requirements_text", "credential_text")
LINES = ("start_text", "end_text", "place_text", "price_text", *WORDS)
"""The form's fields of one line, in the order of the page; they are the importer's fields as well."""
MOST_PROVIDERS = 1000  # names that the form offers


def add_routes(router: APIRouter, desk: Desk, door: Door) -> None:
    """`/nieuw` and its form. The router lets only editors of all portals send it."""

    @router.get("/nieuw")
    def form(request: Request) -> Response:
        return form_page(desk, request, _copied(desk, request.query_params.get("van", "")))

    @router.post("/nieuw")
    def make(request: Request) -> Response:
        return _made(desk, door, request)


def form_page(desk: Desk, request: Request, typed: Mapping[str, str], problem: InvalidCourse | None = None) -> Response:
    """The page with the form and the import, with what was typed and what is wrong with it."""
    with Session(desk.engine) as session:
        providers = provider_names(session)
    names: dict[str, Any] = {"typed": typed, "problem": problem, "lines": LINES, "providers": providers}
    return desk.page(request, "by_hand.html", names, 400 if problem else 200)


def provider_names(session: Session) -> Sequence[str]:
    """What the forms offer as a provider's name."""
    return session.exec(select(Provider.name).order_by(col(Provider.name)).limit(MOST_PROVIDERS)).all()


def _made(desk: Desk, door: Door, request: Request) -> Response:
    typed = posted(request)
    try:
        with unit_of_work(desk.engine) as session:
            raw = course_of(typed)
            provider, why = typed.get("provider", ""), typed.get("reason", "")
            course_id = make_one(session, door.home, provider, raw, why, request.state.editor)
    except InvalidCourse as problem:
        return form_page(desk, request, typed, problem)
    except IntegrityError:
        # A colleague made the same at the same moment.
        return form_page(desk, request, typed, InvalidCourse("title", "exists"))
    return desk.changed(f"/redactie/opleidingen/{course_id}?gedaan=made")


def course_of(typed: Mapping[str, str]) -> RawCourse:
    """What was typed, as the words of a source."""
    said = {name: line(typed.get(name, "")) for name in ("title", "url", *LINES)}
    place = RawPlace(name=said["place_text"]) if said["place_text"] else None
    session = RawSession(start_text=said["start_text"], end_text=said["end_text"], place=place)
    raw = RawCourse(
        source_key="",
        url=said["url"] or "",
        node_type="hand:form",
        title=said["title"] or "",
        description=_text(typed.get("description", "")),
        prices=(RawPrice(text=said["price_text"]),) if said["price_text"] else (),
        sessions=() if session == RawSession() else (session,),
        **{name: said[name] for name in WORDS},
    )
    return raw.model_copy(update={"source_key": own_key(raw)})


def line(text: str) -> str | None:
    """One line without signs that no text has; None when nothing is left."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:MAX_TEXT] or None


def _text(text: str) -> str | None:
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign == "\n")
    return kept.strip()[:MAX_DESCRIPTION] or None


def _copied(desk: Desk, course_id: str) -> dict[str, str]:
    """The form filled with what a course shows now, in its source's own words where they are known."""
    if not course_id:
        return {}
    with Session(desk.engine) as session:
        found = effective_courses(session, [printable(course_id)])
    if not found:
        raise PageError(404, "no_course")
    return {**_facts(found[0], texts("nl")), "copied": found[0].content.title}


def _facts(course: EffectiveCourse, t: Texts) -> dict[str, str]:
    content, first = course.content, next(iter(course.content.sessions), None)
    return {
        "provider": course.provider_name,
        "title": content.title,
        "url": content.url,
        "description": content.description or "",
        "start_text": first.start.quote if first and first.start else "",
        "end_text": first.end.quote if first and first.end else "",
        "place_text": first.place.value.name or "" if first and first.place else "",
        "price_text": t.price(content.price.value) if content.price else "",
        "level_text": f"NLQF {content.level.value}" if content.level else "",
        "mode_text": _said(content, "mode", t),
        "duration_text": content.duration.quote if content.duration and _stated(content.duration) else "",
        "language_text": _said(content, "language", t),
        "requirements_text": content.requirements or "",
        "credential_text": content.credential or "",
    }


def _said(content: NormalCourse, field: str, t: Texts) -> str:
    known: Known[Any] | None = getattr(content, field)
    return t.value(field, str(known.value)) if known else ""


def _stated(known: Known[Any]) -> bool:
    return known.known == How.STATED
