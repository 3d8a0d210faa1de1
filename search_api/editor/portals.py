"""Portals as forms: rules, looks and texts, with the count of courses that the rules let through."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from catalogue.audit.change import InvalidOverride
from catalogue.audit.records import history
from catalogue.portals.access import NotAllowed, require_portal
from catalogue.portals.care import add_portal, change_portal
from catalogue.portals.contrast import faint_colours
from catalogue.portals.count import count_shown
from catalogue.portals.portal import PortalSettings, all_portals, find_portal, labour_regions
from catalogue.tables import Editor, Provider, Source
from search_api.editor.changes import told
from search_api.editor.desk import Desk, words
from search_api.editor.forms import Given, Problem, attempt, begun, complaints
from search_api.editor.guard import PageError, posted
from search_api.editor.portal_form import LISTED, PROVINCES, TICKED, WORDS, settings_of, typed_of

PORTALS = "/redactie/portalen"
DONE = ("set", "added")


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/portalen` and its forms. The router lets only editors in; each form looks at the portal itself."""

    @router.get("/portalen")
    def portals(request: Request) -> Response:
        with Session(desk.engine) as session:
            rows = [(slug, one, count_shown(session, one)) for slug, one in all_portals(session).items()]
        return desk.page(request, "portals.html", {"rows": rows})

    @router.get("/portalen/nieuw")
    def empty(request: Request) -> Response:
        return _page(desk, request, None, None)

    @router.post("/portalen/nieuw")
    def add(request: Request) -> Response:
        return _saved(desk, request, None)

    @router.get("/portalen/{slug}")
    def portal(request: Request, slug: str) -> Response:
        return _page(desk, request, slug, None)

    @router.post("/portalen/{slug}")
    def save(request: Request, slug: str) -> Response:
        return _saved(desk, request, slug)

    @router.post("/portalen/{slug}/telling")
    def counted(request: Request, slug: str) -> Response:
        return _counted(desk, request, None if slug == "nieuw" else slug)


def _held(session: Session, slug: str | None) -> PortalSettings:
    found = find_portal(session, slug) if slug else PortalSettings(name="-")
    if found is None:
        raise PageError(404, "no_page")
    return found


def _page(desk: Desk, request: Request, slug: str | None, given: Given | None, count: int | None = None) -> Response:
    t = words(request)
    with Session(desk.engine) as session:
        held = _held(session, slug)
        names: dict[str, Any] = {
            "count": count_shown(session, held) if slug else None,
            "sources": session.exec(select(Source.name).order_by(col(Source.name))).all(),
            "history": told(history(session, f"portal:{slug}"), t),
        }
    names |= begun(given, held if slug else None, typed_of(held) if slug else {"online": "on"})
    done = request.query_params.get("gedaan")
    names |= {
        "slug": slug, "held": held, "typed_count": count, "provinces": [(one, one) for one in PROVINCES],
        "regions": [(one, one) for one in labour_regions()], "ticked": TICKED, "listed": LISTED, "own_words": WORDS,
        "faint": faint_colours(held.tokens),
        "may_save": _may(request.state.editor, slug), "done": done if done in DONE else None,
    }  # fmt: skip
    return desk.page(request, "portal.html", names, given.status if given else 200)


def _may(editor: Editor, slug: str | None) -> bool:
    try:
        require_portal(editor, slug or "")
    except NotAllowed:
        return False
    return True


def _saved(desk: Desk, request: Request, slug: str | None) -> Response:
    form, editor = posted(request), request.state.editor
    require_portal(editor, slug or "")
    named = slug or form.get("slug", "").strip()
    try:
        wrong = attempt(desk, request, lambda session: _save(session, form, slug, named, editor))
    except NotAllowed as error:
        if error.reason != "wider":
            raise
        wrong = Given(form, form.get("seen", ""), [Problem("form", words(request)("portal.wider"))], 403)
    if wrong:
        return _page(desk, request, slug, wrong)
    return desk.changed(f"{PORTALS}/{named}?gedaan={'set' if slug else 'added'}")


def _save(session: Session, form: Mapping[str, str], slug: str | None, named: str, editor: Editor) -> None:
    settings, reason = _typed(session, form, _held(session, slug)), form.get("reason", "")
    if slug:
        change_portal(session, slug, settings, reason, editor, form.get("seen", ""))
    else:
        add_portal(session, named, settings, reason, editor)


def _typed(session: Session, form: Mapping[str, str], held: PortalSettings) -> PortalSettings:
    """The settings typed. Raises ValidationError, or InvalidOverride for a source or provider that does not exist."""
    slugs = _slugs(session)
    settings = settings_of(form, held, slugs)
    known = {"providers": set(slugs.values()), "sources": set(session.exec(select(Source.name)))}
    for name, there in known.items():
        new, old = getattr(settings, name), getattr(held, name)
        if (new.named if new else set()) - there - (old.named if old else set()):
            raise InvalidOverride(name, f"unknown_{name}")
    return settings


def _slugs(session: Session) -> dict[str, str]:
    """A provider's name -> its slug: people type the one, rules name the other."""
    return dict(session.exec(select(Provider.name, Provider.slug)).all())


def _counted(desk: Desk, request: Request, slug: str | None) -> Response:
    """The count for what is typed: one line for the page's script, or the whole page for who has none."""
    form, t = posted(request), words(request)
    require_portal(request.state.editor, slug or "")
    found: Sequence[Problem] = ()
    count = None
    try:
        with Session(desk.engine) as session:
            held = _held(session, slug)
            # What has no bearing on the count may be unfinished still.
            whole = {**form, "name": "-", "origins": "", "tokens": ""}
            count = count_shown(session, settings_of(whole, held, _slugs(session)))
    except ValidationError as error:
        found = complaints(error, t)
    if "text/plain" in request.headers.get("accept", ""):
        return PlainTextResponse(t("portal.count", count=count) if count is not None else found[0].text)
    return _page(desk, request, slug, Given(form, form.get("seen", ""), found, 400 if found else 200), count)
