"""`/{portal}/berichten`: ask for an alert, confirm it from the mailbox, end it. Without JavaScript.

A GET only shows what a press of the button will do: mail scanners follow links.
"""

import time
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from catalogue.alerts.post import MailUnavailable, Refused, opened
from catalogue.alerts.subscribe import TooManyAlerts, address_of, ask, confirm, end, end_all
from catalogue.database import unit_of_work
from catalogue.portals.portal import PortalSettings
from catalogue.search.fallback import MOST
from catalogue.tables import Alert, utcnow
from search_api.alerts.mail import confirmed_id, ended_id, question
from search_api.alerts.search import alert_form, described, keys_of, matching, saved
from search_api.i18n import texts
from search_api.limits import client
from search_api.pages.form_token import TRAP, complaint
from search_api.pages.page import asked, failed, known_portal, language, named_for, page, read_keys
from search_api.problems import Problem
from search_api.services import services, today
from search_api.v1.courses import checked_query

router = APIRouter(include_in_schema=False)
Slug = Annotated[str, Path(max_length=63)]
Token = Annotated[str, Path(max_length=300)]
LONGEST = 2000  # characters of a search that is kept
STATUS = {"many": 429, "away": 503}


@router.get("/{slug}/berichten")
def form(request: Request, slug: Slug) -> Response:
    """The form for the search in the address."""
    shown = None
    try:
        _, shown = known_portal(request, slug)
        query = asked(request)
        checked_query(read_keys(query, slug))
    except Problem as problem:
        return failed(request, shown, problem)
    return _form(request, shown, saved(query))


@router.post("/{slug}/berichten")
async def subscribe(request: Request, slug: Slug) -> Response:
    """Send the one question; what is wrong is said beside what was typed. The answer never tells who has an alert."""
    shown = None
    try:
        settings, shown = known_portal(request, slug)
        if not services(request).settings.smtp_url:
            raise Problem(404, "This installation sends no mail. Follow the search by RSS.")
        typed = await request.form(max_files=0, max_fields=20)
        given = {name: value for name, value in typed.items() if isinstance(value, str)}
        return await run_in_threadpool(_subscribed, request, slug, settings, shown, given)
    except Problem as problem:
        return failed(request, shown, problem)


def _subscribed(
    request: Request, slug: str, portal: PortalSettings, shown: dict[str, Any], given: dict[str, str]
) -> Response:
    query = keys_of(given.get("search", "")[:LONGEST])
    checked_query(read_keys(query, slug))
    search = saved(query)
    if wrong := _wrong(request, slug, search, given):
        return _form(request, shown, search, given, wrong)
    if not given.get(TRAP) and (wrong := _asked(request, slug, portal, given["email"], search)):
        return _form(request, shown, search, given, wrong)
    return _said(request, shown, "asked")


def _wrong(request: Request, slug: str, search: str, given: dict[str, str]) -> str | None:
    """What keeps the form from being taken: a key under `page.alert.problem`."""
    service = services(request)
    if wrong := complaint(service.settings, given.get("token", ""), f"{slug}/alert"):
        return wrong
    if address_of(given.get("email", "")) is None:
        return "email"
    if service.signal_buckets.wait(client(request.scope, service.settings.trusted_proxies), time.monotonic()):
        return "many"
    with Session(service.database) as session:
        wide = len(matching(session, slug, search, today())) >= MOST
    return "wide" if wide or len(search) > LONGEST else None


def _asked(request: Request, slug: str, portal: PortalSettings, email: str, search: str) -> str | None:
    """Keep the alert and send the question; without a mail no address is kept."""
    service, alert = services(request), None
    try:
        with opened(service.settings.smtp_url or "") as post:
            with unit_of_work(service.database) as session:
                alert = ask(session, slug, address_of(email) or "", search, language(request), utcnow())
            if alert is not None:
                post(question(service.settings, alert, portal.name, named_for(request, slug)))
    except IntegrityError:  # another request was first: its mail is on its way
        return None
    except TooManyAlerts:
        return "many"
    except (Refused, MailUnavailable):
        if alert is not None:
            with unit_of_work(service.database) as session:
                end(session, alert)
        return "away"
    return None


def _form(
    request: Request,
    shown: dict[str, Any],
    search: str,
    typed: dict[str, str] | None = None,
    problem: str | None = None,
) -> Response:
    more: dict[str, Any] = {"alert": alert_form(services(request).settings, shown["slug"], keys_of(search))}
    if problem == "fast":  # keeps its moment: the second press is late enough
        more["alert"]["token"] = (typed or {}).get("token")
    about = described(texts(language(request)), search, named_for(request, shown["slug"]))
    more |= {"about": about, "typed": typed or {}, "problem": problem}
    return _kept_nowhere(page(request, "alert.html", shown, STATUS.get(problem, 400) if problem else 200, **more))


@router.get("/{slug}/berichten/bevestig/{token}")
@router.post("/{slug}/berichten/bevestig/{token}")
def confirmation(request: Request, slug: Slug, token: Token) -> Response:
    """GET: the button. POST: from now on."""
    return _with_alert(request, slug, confirmed_id(services(request).settings, token), "confirm")


@router.get("/{slug}/berichten/stop/{token}")
@router.post("/{slug}/berichten/stop/{token}")
async def ending(request: Request, slug: Slug, token: Token) -> Response:
    """GET: the buttons. POST, of a page or a mail program: over; with `all`, every alert of this address."""
    typed = await request.form(max_files=0, max_fields=20) if request.method == "POST" else {}
    doing = "end_all" if typed.get("all") else "end"
    return await run_in_threadpool(_with_alert, request, slug, ended_id(services(request).settings, token), doing)


def _with_alert(request: Request, slug: str, alert_id: str | None, doing: str) -> Response:
    """Show what the button does, or do it. What is over is said with 410, or 200 where it was to end anyway."""
    try:
        _, shown = known_portal(request, slug)
    except Problem as problem:
        return failed(request, None, problem)
    with unit_of_work(services(request).database) as session:
        alert = session.get(Alert, alert_id, with_for_update=True) if alert_id else None
        if alert is None or alert.portal != slug:
            # A link that was good and has done its work is no error; a forged or late one is.
            return _said(request, shown, "over", 200 if alert_id and doing != "confirm" else 410)
        about = described(texts(language(request)), alert.search, named_for(request, slug))
        if request.method != "POST":
            return _kept_nowhere(page(request, "alert_do.html", shown, doing=doing, about=about))
        _do(session, alert, doing)
    return _said(request, shown, doing)


def _do(session: Session, alert: Alert, doing: str) -> None:
    if doing == "confirm":
        confirm(session, alert, matching(session, alert.portal, alert.search, today()), utcnow())
    elif doing == "end":
        end(session, alert)
    else:
        end_all(session, alert.address)


def _said(request: Request, shown: dict[str, Any], what: str, status: int = 200) -> Response:
    return _kept_nowhere(page(request, "alert_said.html", shown, status, what=what))


def _kept_nowhere(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
