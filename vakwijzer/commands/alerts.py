"""`vakwijzer alerts send`."""

from collections.abc import Sequence

import typer
from sqlmodel import Session, col, select

from catalogue.alerts.post import opened
from catalogue.alerts.send import MOST_REFUSALS, send_all
from catalogue.alerts.subscribe import forget_old, resume
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
            forget_old(session, utcnow())
        say("no mails: SMTP_URL is not set")
        return
    with opened(context.settings.smtp_url) as post:
        sent = send_all(context.database, post, _found, lambda *what: news(context.settings, *what), utcnow())
    say(f"{sent.mails} mails sent, {sent.refused} refused by the mail server")
    if sent.stopped:
        say(f"{sent.stopped} stopped: refused for good {MOST_REFUSALS} times (`vakwijzer alerts resume` undoes it)")


@app.command("resume")
def resume_stopped() -> None:
    """Send again to alerts that were stopped since a mail server refused them: once its trouble with us is over."""
    context = open_catalogue()
    with unit_of_work(context.database) as session:
        count = resume(session)
    say(f"{count} alerts are sent again from the next round on")


def _found(session: Session, alert: Alert) -> Sequence[str]:
    silent = select(AlertCourse.course_id).where(col(AlertCourse.alert_id) == alert.id)
    return matching(session, alert.portal, alert.search, today(), col(Listing.course_id).not_in(silent))
