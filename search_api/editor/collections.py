"""A portal's collections as a form: searches and chosen courses, in the order of its first page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import InvalidOverride
from catalogue.portals.access import require_portal
from catalogue.portals.care import change_portal
from catalogue.portals.portal import Collection, PortalSettings, find_portal
from catalogue.tables import Course
from search_api.editor.desk import Desk
from search_api.editor.forms import Given, attempt, begun, lines
from search_api.editor.guard import PageError, posted
from search_api.v1.portals import check_collections

MOST = 12
PASSED_OVER = ("lang", "page", "pageSize", "portal", "from")
"""Keys of a pasted address that say nothing of which courses."""


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/portalen/{slug}/collecties` and its form. The form looks at the portal itself."""

    @router.get("/portalen/{slug}/collecties")
    def collections(request: Request, slug: str) -> Response:
        return _page(desk, request, slug, None)

    @router.post("/portalen/{slug}/collecties")
    def save(request: Request, slug: str) -> Response:
        return _saved(desk, request, slug)


def _page(desk: Desk, request: Request, slug: str, given: Given | None) -> Response:
    with Session(desk.engine) as session:
        held = _held(session, slug)
        ids = [each for one in held.collections for each in one.courses]
        titles = dict(session.exec(select(Course.id, Course.title).where(col(Course.id).in_(ids))).all())
    editor = request.state.editor
    names: dict[str, Any] = begun(given, held, typed_of(held)) | {
        "slug": slug, "held": held, "titles": titles, "rows": range(1, min(len(held.collections) + 2, MOST) + 1),
        "may_save": editor.role != "viewer" and (editor.portals is None or slug in editor.portals),
        "done": request.query_params.get("gedaan") == "set",
    }  # fmt: skip
    return desk.page(request, "collections.html", names, given.status if given else 200)


def _held(session: Session, slug: str) -> PortalSettings:
    found = find_portal(session, slug)
    if found is None:
        raise PageError(404, "no_page")
    return found


def typed_of(held: PortalSettings) -> dict[str, str]:
    """The fields that the form starts with."""
    fields: dict[str, str] = {}
    for number, one in enumerate(held.collections, 1):
        told = {"name": one.name, "text": one.text, "place": str(number), "courses": "\n".join(one.courses),
                "search": urlencode(one.search, doseq=True)}  # fmt: skip
        fields |= {f"{name}-{number}": value for name, value in told.items()}
    return fields


def collections_of(form: Mapping[str, str]) -> list[dict[str, Any]]:
    """What was typed, in the order asked for; a collection without a name is none. Raises InvalidOverride."""
    rows = [(_place(form, number), number, _one(form, number)) for number in range(1, MOST + 2) if _name(form, number)]
    return [one for _, _, one in sorted(rows, key=lambda row: row[:2])]


def _name(form: Mapping[str, str], number: int) -> str:
    return form.get(f"name-{number}", "").strip()


def _place(form: Mapping[str, str], number: int) -> int:
    typed = form.get(f"place-{number}", "").strip() or str(MOST)
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4):
        raise InvalidOverride(f"place-{number}", "place")
    return int(typed)


def _one(form: Mapping[str, str], number: int) -> dict[str, Any]:
    asked = form.get(f"search-{number}", "").strip()
    keys = parse_qs(asked.partition("?")[2] if "?" in asked else asked)
    return {
        "name": _name(form, number),
        "text": form.get(f"text-{number}", "").strip(),
        "search": {key: tuple(values) for key, values in keys.items() if key not in PASSED_OVER},
        # People paste the address of a course's page.
        "courses": [
            one.rstrip("/").rpartition("/")[2].partition("?")[0] for one in lines(form.get(f"courses-{number}", ""))
        ],
    }


def _saved(desk: Desk, request: Request, slug: str) -> Response:
    form, editor = posted(request), request.state.editor
    require_portal(editor, slug)

    def change(session: Session) -> None:
        settings = _changed(session, _held(session, slug), form)
        change_portal(session, slug, settings, form.get("reason", ""), editor, form.get("seen", ""))

    wrong = attempt(desk, request, change)
    if wrong:
        return _page(desk, request, slug, wrong)
    return desk.changed(f"/redactie/portalen/{slug}/collecties?gedaan=set")


def _changed(session: Session, held: PortalSettings, form: Mapping[str, str]) -> PortalSettings:
    chosen = tuple(Collection.model_validate(one) for one in collections_of(form))
    settings = PortalSettings.model_validate(held.model_dump() | {"collections": chosen})
    try:
        check_collections(settings)
    except ValueError as error:
        raise InvalidOverride("collections", "collection_search") from error
    ids: set[str] = {each for one in chosen for each in one.courses}
    known = session.exec(select(Course.id).where(col(Course.id).in_(ids))).all()
    if ids - set(known):
        raise InvalidOverride("collections", "no_course")
    return settings
