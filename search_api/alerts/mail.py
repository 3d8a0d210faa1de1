"""The two mails there are: "is this you?", and what is new. Plain text, in the language of who asked."""

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from sqlmodel import Session

from catalogue.alerts.subscribe import KEPT
from catalogue.effective import effective_courses
from catalogue.portals.portal import find_portal
from catalogue.settings import Settings
from catalogue.tables import Alert
from search_api.alerts.search import Named, described, names_in
from search_api.editor.sessions import secret_of
from search_api.i18n import Texts, texts

MOST_SHOWN = 20
"""Courses in one mail; of more, it tells how many."""


def confirm_token(settings: Settings, alert: Alert) -> str:
    """Good for `KEPT`."""
    return str(_confirming(settings).dumps(alert.id))


def end_token(settings: Settings, alert: Alert) -> str:
    """Good for as long as there is an alert: the last mail must still end it."""
    return str(_ending(settings).dumps(alert.id))


def confirmed_id(settings: Settings, token: str) -> str | None:
    """The alert of a link to confirm; None for a forged one or one that is too old."""
    try:
        return str(_confirming(settings).loads(token, max_age=int(KEPT.total_seconds())))
    except BadSignature:
        return None


def ended_id(settings: Settings, token: str) -> str | None:
    """The alert of a link to end; None for a forged one."""
    try:
        return str(_ending(settings).loads(token))
    except BadSignature:
        return None


def _confirming(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_of(settings), salt="alert-confirm")


def _ending(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(secret_of(settings), salt="alert-end")


def question(settings: Settings, alert: Alert, portal_name: str, named: Named) -> EmailMessage:
    """Asks the mailbox's owner whether this was them. The only mail before they say yes."""
    t = texts(alert.lang)
    link = _link(settings, alert, f"berichten/bevestig/{confirm_token(settings, alert)}")
    about = described(t, alert.search, named)
    body = t("page.alert.mail.question", portal=portal_name, search=about, link=link)
    return _message(settings, alert, t("page.alert.mail.question.subject", portal=portal_name), body)


def news(settings: Settings, session: Session, alert: Alert, ids: Sequence[str]) -> EmailMessage:
    """What is new, with the one-click end that mail programs show (RFC 8058)."""
    t, portal = texts(alert.lang), find_portal(session, alert.portal)
    name = portal.name if portal else ""
    end = _link(settings, alert, f"berichten/stop/{end_token(settings, alert)}")
    about = described(t, alert.search, names_in(session))
    body = t("page.alert.mail.news", search=about, courses=_courses(settings, session, alert, ids),
             all=_search_link(settings, alert), end=end)  # fmt: skip
    subject = t.count("page.alert.mail.news.subject", len(ids))
    message = _message(settings, alert, f"{subject} – {name}", body)
    message["List-Unsubscribe"] = f"<{end}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _courses(settings: Settings, session: Session, alert: Alert, ids: Sequence[str]) -> str:
    known = {course.id: course for course in effective_courses(session, ids[:MOST_SHOWN])}
    told = []
    for each in ids[:MOST_SHOWN]:
        title = " ".join((known[each].content.title or "").split())
        told.append(f"* {title}\n  {_link(settings, alert, f'opleidingen/{each}')}")
    more = len(ids) - MOST_SHOWN
    return "\n".join(told) + ("\n" + _more(texts(alert.lang), more) if more > 0 else "")


def _more(t: Texts, number: int) -> str:
    return t.count("page.alert.mail.more", number)


def _search_link(settings: Settings, alert: Alert) -> str:
    return _link(settings, alert, "", alert.search)


def _link(settings: Settings, alert: Alert, path: str, keys: str = "") -> str:
    base = (settings.public_url or "").rstrip("/")
    keys = "&".join(part for part in (keys, f"lang={alert.lang}" if alert.lang != "nl" else "") if part)
    return f"{base}/{alert.portal}/{path}" + (f"?{keys}" if keys else "")


def _message(settings: Settings, alert: Alert, subject: str, body: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = settings.contact, alert.address
    message["Subject"] = " ".join(subject.split())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message
