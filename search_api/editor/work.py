"""The work queue: what needs an editor, decided one by one or many at once, and taken back."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import ChangedMeanwhile, InvalidOverride
from catalogue.database import unit_of_work
from catalogue.editing.revert import Irreversible, revert_batch
from catalogue.portals.access import NotAllowed
from catalogue.queue.decide import Answer, UnknownDecision, decide
from catalogue.queue.kinds import KINDS
from catalogue.queue.read import MOST_AT_ONCE, look, open_items
from catalogue.runs import Door
from search_api.editor.asked import number, page_number
from search_api.editor.desk import Desk, words
from search_api.editor.guard import PageError, posted
from search_api.editor.work_view import card
from search_api.services import today

WORK = "/redactie/werk"
FIGURES = ("besloten", "verlopen", "geweigerd", "terug")


def add_routes(router: APIRouter, desk: Desk, door: Door) -> None:
    """`/werk` and its forms. The router lets only editors in; each decision looks at portals itself."""

    @router.get("/werk")
    def work(request: Request) -> Response:
        return _page(desk, request)

    @router.post("/werk")
    def decided(request: Request) -> Response:
        return _decided(desk, door, request)

    @router.post("/werk/ongedaan")
    def taken_back(request: Request) -> Response:
        return _taken_back(desk, request)


def _page(desk: Desk, request: Request, problem: str | None = None) -> Response:
    t, kind = words(request), request.query_params.get("soort", "")
    chosen = kind if kind in KINDS else None
    with Session(desk.engine) as session:
        found, open_counts = look(session, chosen, today(), page_number(request))
    given = {name: number(request.query_params.get(name, "")) for name in FIGURES}
    names = {
        "found": found,
        "cards": [card(item, t) for item in found.items],
        "counts": {name: open_counts[name] for name in KINDS if name in open_counts},
        "kind": chosen,
        "decisions": [(name, t(f"work.{chosen}.{name}")) for name in KINDS[chosen].decisions] if chosen else [],
        "figures": {name: count for name, count in given.items() if count is not None},
        "batch": request.query_params.get("samen", ""),
        "most": MOST_AT_ONCE,
        "problem": problem,
    }
    return desk.page(request, "work.html", names, 400 if problem else 200)


def _decided(desk: Desk, door: Door, request: Request) -> Response:
    form, t = posted(request), words(request)
    kind, decision, answers = _asked(desk, form)
    if not answers:
        return _page(desk, request, "nothing_ticked")
    reason = form.get("reason", "").strip() or t("work.reason", decision=t.known(f"work.{kind}.{decision}", decision))
    try:
        done = decide(door, kind, decision, answers, reason, request.state.editor, today())
    except UnknownDecision as error:
        raise PageError(400, "bad_request") from error
    except InvalidOverride as error:
        return _page(desk, request, error.message)
    figures = {"besloten": done.decided, "verlopen": done.stale, "geweigerd": done.refused}
    return desk.changed(_back(form, {name: count for name, count in figures.items() if count}, done.batch))


def _asked(desk: Desk, form: Mapping[str, str]) -> tuple[str, str, list[Answer]]:
    """(kind, decision, answers) of one button, of what is ticked, or of all of a kind. Raises PageError 400."""
    if "one" in form:
        decision, _, key = form["one"].partition("|")
        return _key(key)[0], decision, [_key(key)[1]]
    kind, decision = form.get("soort", ""), form.get("bulk", "")
    if "all" in form:
        with Session(desk.engine) as session:
            items = open_items(session, kind if kind in KINDS else "none", today(), size=MOST_AT_ONCE).items
        return kind, decision, [Answer(item.subject, item.evidence) for item in items]
    ticked = [_key(value) for name, value in form.items() if name.startswith("item-")]
    return kind, decision, [answer for its_kind, answer in ticked if its_kind == kind]


def _key(value: str) -> tuple[str, Answer]:
    parts = value.split("|")
    if len(parts) != 3:
        raise PageError(400, "bad_request")
    return parts[0], Answer(parts[1], parts[2])


def _back(form: Mapping[str, str], figures: Mapping[str, int], batch: str = "") -> str:
    kind = form.get("soort", "")
    query = {"soort": kind} if kind in KINDS else {}
    return f"{WORK}?{urlencode({**query, **figures, **({'samen': batch} if batch else {})})}"


def _taken_back(desk: Desk, request: Request) -> Response:
    form, t = posted(request), words(request)
    try:
        with unit_of_work(desk.engine) as session:
            count = revert_batch(session, form.get("batch", ""), t("work.undo_reason"), request.state.editor)
    except NotAllowed:
        raise
    except LookupError as error:
        raise PageError(404, "no_page") from error
    except (ChangedMeanwhile, Irreversible, InvalidOverride) as error:
        raise PageError(409, "cannot_revert") from error
    return desk.changed(_back(form, {"terug": count}))
