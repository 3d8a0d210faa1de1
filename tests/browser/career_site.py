"""A running product with two courses for welders, a mail server, and a home for the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from catalogue.alerts.post import opened
from catalogue.alerts.send import send_all
from catalogue.database import connect, migrate
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from catalogue.tables import utcnow
from search_api.alerts.mail import news
from search_api.pages import form_token
from tests.conftest import TODAY, emptied
from tests.factories import ARNHEM, Route, add_course, known, price, session
from tests.mailbox import PUBLIC, Mailbox, receiving
from tests.search_api.conftest import running_api
from tests.world import Home
from vakwijzer.commands.alerts import _found


@dataclass(frozen=True)
class Site:
    """The running product, with the home that its command line works on."""

    base: str
    home: Home
    mailbox: Mailbox
    settings: Settings
    database: Engine

    def send_alerts(self) -> None:
        """What `vakwijzer alerts send` does, in this process: to start another costs a second."""
        with opened(self.settings.smtp_url or "") as post:
            send_all(self.database, post, _found, lambda *what: news(self.settings, *what), utcnow())


@contextmanager
def career_site(home: Path, shared_engine: EngineAddress) -> Iterator[Site]:
    """Serves a BBL course and a private one near Arnhem; a form may be sent at once."""
    emptied(shared_engine)
    with receiving() as mailbox, pytest.MonkeyPatch.context() as patch:
        patch.setattr(form_token, "SECONDS", 0)
        where = {"MEILI_URL": shared_engine.url, "MEILI_MASTER_KEY": shared_engine.key}
        mail = {"SMTP_URL": mailbox.url, "VAKWIJZER_PUBLIC_URL": PUBLIC}
        limits = {"VAKWIJZER_RATE_LIMIT": 0, "VAKWIJZER_ENGINE_BUDGET": 10}
        settings = Settings(VAKWIJZER_HOME=home, DATABASE_URL=None, **where, **mail, **limits)  # type: ignore[arg-type]
        database = connect(settings)
        migrate(database, home)
        here = {"sessions": (session("2027-02-09", ARNHEM),), "level": known(2)}
        add_course(database, key="/bbl", title="Lasser bbl", route=known(Route.BBL), price=price(1000), **here)
        add_course(database, key="/kort", title="TIG-lassen", route=known(Route.PRIVATE), price=price(1870), **here)
        drain(database, home, shared_engine, TODAY)
        with running_api(settings, database, shared_engine) as api:
            yield Site(str(api.base_url).rstrip("/"), Home(home, {**where, **mail}), mailbox, settings, database)
        database.dispose()
