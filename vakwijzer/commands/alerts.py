"""`vakwijzer alerts send`."""

from collections.abc import Sequence

import typer
from sqlmodel import Session, col, select

from catalogue.alerts.post import opened
from catalogue.alerts.send import send_all
from catalogue.alerts.subscribe import forget_unconfirmed
from catalogue.database import unit_of_work
from catalogue.tables import Alert, AlertCourse, Listing, utcnow
from search_api.alerts.mail import news
from search_api.alerts.search import matching
from vakwijzer.context import open_catalogue, say, today

app = typer.Typer(no_args_is_help=True, help="Saved searches by e-mail.")


@app.callback()
def _group() -> None:
    """Saved searches by e-mail."""


@app.command()
def send() -> None:
    """Mail what is new to who confirmed, and delete addresses that nobody confirmed; the scheduler does it each day."""
    context = open_catalogue()
    if context.settings.smtp_url is None:
        with unit_of_work(context.database) as session:
            forget_unconfirmed(session, utcnow())
        say("no mails: SMTP_URL is not set")
        return
    with opened(context.settings.smtp_url) as post:
        sent = send_all(context.database, post, _found, lambda *what: news(context.settings, *what), utcnow())
    say(f"{sent.mails} mails sent, {sent.refused} refused by the mail server")


def _found(session: Session, alert: Alert) -> Sequence[str]:
    silent = select(AlertCourse.course_id).where(col(AlertCourse.alert_id) == alert.id)
    return matching(session, alert.portal, alert.search, today(), col(Listing.course_id).not_in(silent))
