"""Careers: what they are called, the chance of work, and which courses lead to them, as editors decide."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter
from sqlalchemy import func, or_
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalogue.audit.change import CourseNotFound, InvalidOverride
from catalogue.audit.records import MOST_SHOWN, version
from catalogue.careers.about import duties
from catalogue.careers.care import set_career
from catalogue.careers.known import shipped
from catalogue.careers.outlook import Outlook, OutlookRow
from catalogue.careers.outlook_care import drop_figure, figure, set_figure
from catalogue.careers.own import career_table, record_of
from catalogue.careers.table import Career, careers
from catalogue.careers.text_care import own_texts, set_text
from catalogue.curation import accept_career, clear_career, reject_career
from catalogue.funding.person import regions
from catalogue.funding.scheme import Words
from catalogue.normal import Sector
from catalogue.tables import AuditEvent, CareerDecision, CareerOutlook, Course, Editor
from search_api.editor.asked import printable
from search_api.editor.career_form import record_of_form, typed_of
from search_api.editor.changes import told
from search_api.editor.desk import Desk, words
from search_api.editor.forms import Given, attempt, begun
from search_api.editor.guard import PageError, posted
from search_api.services import today

CAREERS = "/redactie/beroepen"
DONE = ("set", "dropped", "link", "text", "facts", "shipped")
MOST_LINKS = 200
Decide = Callable[[Session, str, str, str, Editor], object]
DECISIONS: Mapping[str, Decide] = {"accept": accept_career, "reject": reject_career, "clear": clear_career}


def add_routes(router: APIRouter, desk: Desk) -> None:
    """`/beroepen` and its forms. The router lets only editors of all portals send them."""

    @router.get("/beroepen")
    def all_careers(request: Request) -> Response:
        with Session(desk.engine) as session:
            count = select(CareerOutlook.career_id, func.count()).group_by(CareerOutlook.career_id)
            figures, known = dict(session.exec(count).all()), career_table(session).careers.values()
        return desk.page(request, "careers.html", {"careers": known, "figures": figures})

    @router.get("/beroepen/{career_id}")
    def career(request: Request, career_id: str) -> Response:
        return _page(desk, request, career_id, None)

    @router.post("/beroepen/{career_id}")
    def facts(request: Request, career_id: str) -> Response:
        return _facts(desk, request, career_id)

    @router.post("/beroepen/{career_id}/kans")
    def outlook(request: Request, career_id: str) -> Response:
        return _figure(desk, request, career_id)

    @router.post("/beroepen/{career_id}/tekst")
    def text(request: Request, career_id: str) -> Response:
        return _text(desk, request, career_id)

    @router.post("/beroepen/{career_id}/opleiding")
    def decide(request: Request, career_id: str) -> Response:
        return _decided(desk, request, career_id)


def _known(career_id: str) -> None:
    if career_id not in careers():
        raise PageError(404, "no_page")


def _page(desk: Desk, request: Request, career_id: str, given: Given | None, form: str = "") -> Response:
    _known(career_id)
    region = printable(request.query_params.get("regio", ""))
    asked = given.typed.get("region", "") if given and form == "figure" else region
    with Session(desk.engine) as session:
        career, held = career_table(session)[career_id], figure(session, career_id, asked)
        rows = session.exec(select(CareerOutlook).where(CareerOutlook.career_id == career_id)).all()
        links, own = _links(session, career_id), own_texts(session).get(career_id)
        figures = col(AuditEvent.subject).startswith(f"outlook:{career_id}:", autoescape=True)
        mine = select(AuditEvent).where(or_(figures, col(AuditEvent.subject) == f"career:{career_id}"))
        past = session.exec(mine.order_by(col(AuditEvent.id).desc()).limit(MOST_SHOWN)).all()
    start = {name: str(value or "") for name, value in held.model_dump(mode="json").items()} if held else {}
    done = request.query_params.get("gedaan")
    names = {
        **begun(given, held, start or {"region": region}), **_facts_of(career), "career": career, "own": own,
        "duties": own or duties().get(career_id), "text_seen": version(own),
        "figures": rows, "links": links, "regions": list(regions()), "outlooks": list(Outlook), "form_sent": form,
        "history": told(past, words(request)), "done": done if done in DONE else None, "held": held,
        "decisions": tuple(DECISIONS),
    }  # fmt: skip
    return desk.page(request, "career.html", names, given.status if given else 200)


def _facts_of(career: Career) -> dict[str, Any]:
    """What the form of a career's facts needs."""
    held = record_of(career)
    return {
        "facts": typed_of(held), "facts_seen": version(held), "changed": career != shipped()[career.id],
        "sectors": [str(one) for one in Sector],
    }  # fmt: skip


def _facts(desk: Desk, request: Request, career_id: str) -> Response:
    form, editor = posted(request), request.state.editor
    _known(career_id)

    def change(session: Session) -> None:
        held = record_of(career_table(session)[career_id])
        record = None if "shipped" in form else record_of_form(form, held)
        set_career(session, career_id, record, form.get("reason", ""), editor, form.get("seen", ""))

    wrong = attempt(desk, request, change)
    if wrong:
        return _page(desk, request, career_id, wrong, "facts")
    return desk.changed(f"{CAREERS}/{career_id}?gedaan={'shipped' if 'shipped' in form else 'facts'}")


def _links(session: Session, career_id: str) -> list[tuple[CareerDecision, str, str]]:
    """(decision, title of the course, e-mail of the editor), the latest first."""
    rows = (
        select(CareerDecision, Course.title, Editor.email)
        .join(Course, col(Course.id) == col(CareerDecision.course_id))
        .join(Editor, col(Editor.id) == col(CareerDecision.editor_id))
        .where(CareerDecision.career_id == career_id)
    )
    return list(session.exec(rows.order_by(col(CareerDecision.at).desc()).limit(MOST_LINKS)).all())


def _figure(desk: Desk, request: Request, career_id: str) -> Response:
    form, editor = posted(request), request.state.editor
    _known(career_id)
    seen, reason, gone = form.get("seen", ""), form.get("reason", ""), "drop" in form

    def change(session: Session) -> None:
        if gone:
            return drop_figure(session, career_id, form.get("region", ""), reason, editor, seen)
        typed = {name: form.get(name, "").strip() or None for name in ("region", "outlook", "source", "url", "dated")}
        row = OutlookRow.model_validate({"career": career_id, **typed})
        return set_figure(session, row, today(), reason, editor, _seen(session, row, form))

    wrong = attempt(desk, request, change)
    if wrong:
        return _page(desk, request, career_id, wrong, "figure")
    return desk.changed(f"{CAREERS}/{career_id}?gedaan={'dropped' if gone else 'set'}")


def _text(desk: Desk, request: Request, career_id: str) -> Response:
    """Both languages empty: the shipped text again."""
    form, editor = posted(request), request.state.editor
    _known(career_id)
    typed = {lang: form.get(lang, "").strip() for lang in ("nl", "en")}

    def change(session: Session) -> None:
        words = Words.model_validate(typed) if any(typed.values()) else None
        set_text(session, career_id, words, form.get("reason", ""), editor, form.get("seen", ""))

    wrong = attempt(desk, request, change)
    if wrong:
        return _page(desk, request, career_id, wrong, "text")
    return desk.changed(f"{CAREERS}/{career_id}?gedaan=text")


def _seen(session: Session, row: OutlookRow, form: Mapping[str, str]) -> str:
    """The version of the region that the form was opened for; another region was not seen, so must have none."""
    return form.get("seen", "") if form.get("opened") == row.region else version(None)


def _decided(desk: Desk, request: Request, career_id: str) -> Response:
    form, editor = posted(request), request.state.editor
    _known(career_id)
    # People paste the address of a course's page.
    course_id = form.get("course", "").strip().rstrip("/").rpartition("/")[2].partition("?")[0]
    decide = DECISIONS.get(form.get("decision", ""), accept_career)

    def change(session: Session) -> None:
        try:
            decide(session, course_id, career_id, form.get("reason", ""), editor)
        except CourseNotFound as error:
            raise InvalidOverride("course", "no_course") from error

    wrong = attempt(desk, request, change)
    if wrong:
        return _page(desk, request, career_id, wrong, "link")
    return desk.changed(f"{CAREERS}/{career_id}?gedaan=link")
