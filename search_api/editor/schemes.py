"""Funding schemes as forms: dates, texts and sources; the conditions beside them; and the word that all is checked."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.records import history
from catalogue.funding.care import change_scheme, confirm_scheme
from catalogue.funding.status import confirmed, status
from catalogue.funding.store import schemes
from search_api.editor.changes import told
from search_api.editor.desk import Desk, words
from search_api.editor.forms import Given, attempt, begun
from search_api.editor.guard import PageError, posted
from search_api.editor.scheme_form import DATES, FLAGS, PROVINCES, TEXTS, scheme_of, typed_of
from search_api.services import today

SCHEMES = "/redactie/regelingen"
DONE = ("set", "confirmed")


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/regelingen` and its forms. The router lets only editors of all portals send them."""

    @router.get("/regelingen")
    def all_schemes(request: Request) -> Response:
        with Session(desk.engine) as session:
            known = list(schemes(session).values())
        rows = [(one, status(one, today()).state, confirmed(one, today())) for one in known]
        return desk.page(request, "schemes.html", {"rows": rows})

    @router.get("/regelingen/{scheme_id}")
    def scheme(request: Request, scheme_id: str) -> Response:
        return _page(desk, request, scheme_id, None)

    @router.post("/regelingen/{scheme_id}")
    def save(request: Request, scheme_id: str) -> Response:
        return _saved(desk, request, scheme_id)

    @router.post("/regelingen/{scheme_id}/klopt")
    def confirm(request: Request, scheme_id: str) -> Response:
        return _confirmed(desk, request, scheme_id)


def _page(desk: Desk, request: Request, scheme_id: str, given: Given | None) -> Response:
    with Session(desk.engine) as session:
        held = schemes(session).get(scheme_id)
        past = told(history(session, f"funding:{scheme_id}"), words(request))
    if held is None:
        raise PageError(404, "no_page")
    done = request.query_params.get("gedaan")
    names = {
        **begun(given, held, typed_of(held)), "scheme": held, "history": past, "done": done if done in DONE else None,
        "state": status(held, today()).state, "confirmed": confirmed(held, today()), "texts": TEXTS, "days": DATES,
        "flags": FLAGS, "provinces": [(one, one) for one in PROVINCES],
    }  # fmt: skip
    return desk.page(request, "scheme.html", names, given.status if given else 200)


def _saved(desk: Desk, request: Request, scheme_id: str) -> Response:
    form = posted(request)

    def change(session: Session) -> None:
        scheme = scheme_of(form, schemes(session)[scheme_id], today())
        change_scheme(session, scheme, today(), form.get("reason", ""), request.state.editor, form.get("seen", ""))

    wrong = attempt(desk, request, change)
    return _page(desk, request, scheme_id, wrong) if wrong else desk.changed(f"{SCHEMES}/{scheme_id}?gedaan=set")


def _confirmed(desk: Desk, request: Request, scheme_id: str) -> Response:
    form, editor = posted(request), request.state.editor
    seen, reason = form.get("seen", ""), form.get("reason", "")
    wrong = attempt(desk, request, lambda session: confirm_scheme(session, scheme_id, today(), reason, editor, seen))
    if wrong is None:
        return desk.changed(f"{SCHEMES}/{scheme_id}?gedaan=confirmed")
    with Session(desk.engine) as session:
        whole = typed_of(schemes(session)[scheme_id]) | {"reason": reason}
    return _page(desk, request, scheme_id, Given(whole, wrong.seen, wrong.problems, wrong.status))
