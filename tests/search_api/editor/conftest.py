"""The editors' pages on a database of their own, and a browser that keeps cookies and fills in forms."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.middleware.sessions import SessionMiddleware
from starlette.testclient import TestClient

from catalogue.accounts import add_editor
from catalogue.database import connect, migrate, unit_of_work
from catalogue.normal import (
    Flag, How, Known, Mode, NormalCourse, NormalSession, PartialDate, Place, Precision, Price, Sector, Vat,
)  # fmt: skip
from catalogue.settings import Settings
from catalogue.tables import Course, Provider, Source
from search_api.editor import editor_router, session_middleware_options

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EMAIL, PASSWORD = "noor@example.nl", "lange-zin-met-water"
TOKEN = re.compile(r'name="token" value="([^"]+)"')


class Browser:
    """A test client that sends what a browser sends with a form: the page's token and its origin."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **rest: Any) -> Any:
        return self.client.get(path, follow_redirects=False, **rest)

    def token(self, path: str) -> str:
        found = TOKEN.search(self.get(path).text)
        assert found, f"no form on {path}"
        return found.group(1)

    def post(self, path: str, data: dict[str, str], page: str | None = None, **headers: str) -> Any:
        sent = {"origin": "http://testserver", "sec-fetch-site": "same-origin"} | headers
        token = self.token(page) if page else ""
        return self.client.post(path, data={"token": token, **data}, headers=sent, follow_redirects=False)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, **data: str) -> Any:
        form = {"email": email, "password": password, **data}
        return self.post("/redactie/inloggen", form, page="/redactie/inloggen")


def known(value: Any, quote: str, how: How = How.STATED, rule: str = "test.rule") -> Any:
    return Known(value=value, known=how, rule=rule, quote=quote)


def a_course(title: str = "MIG/MAG lassen niveau 2", technical: bool | None = True) -> NormalCourse:
    start = PartialDate(first=date(2027, 2, 1), last=date(2027, 2, 28), precision=Precision.MONTH)
    return NormalCourse(
        source_key="mig-2",
        url="https://lasschool.example/mig-2",
        title=title,
        description="Je leert lassen.",
        mode=known(Mode.ONSITE, "in onze praktijkhal", How.INFERRED, "modes.has_place"),
        price=known(Price(cents=187_000, vat=Vat.EXCLUDED), "€ 1.870,- excl. btw"),
        technical=None if technical is None else known(technical, "lassen", How.INFERRED, "scope.words"),
        sector=known(Sector.METAL_WELDING, "lassen", How.INFERRED, "scope.words"),
        sessions=(NormalSession(start=known(start, "februari 2027"), place=known(Place(name="Ede"), "Ede")),),
        flags=(Flag(reason="price_contradiction", field="price", quote="€ 1.870 ↔ € 1.900"),),
    )


def store(session: Session, course_id: str, content: NormalCourse) -> None:
    """Put a course in the store as an ingest does."""
    session.merge(
        Course(
            id=course_id,
            source_id=1,
            source_key=course_id,
            page_url=content.url,
            provider_id=1,
            title=content.title,
            technical=content.technical.value if content.technical else None,
            normal=content.model_dump(mode="json"),
            content_hash="0" * 32,
            first_seen_at=NOW,
            changed_at=NOW,
            checked_at=NOW,
        )
    )
    session.flush()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(VAKWIJZER_HOME=tmp_path / "var", DATABASE_URL=f"sqlite:///{tmp_path}/test.sqlite3")


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = connect(settings)
    migrate(engine, settings.home)
    with unit_of_work(engine) as session:
        session.add(Provider(id=1, slug="lasschool", name="Lasschool Oost"))
        session.add(Source(id=1, name="lasschool", declaration={}))
        session.flush()
        store(session, "aaaa", a_course())
        add_editor(session, EMAIL, "Noor", PASSWORD)
    yield engine
    engine.dispose()


@pytest.fixture
def drained() -> list[str]:
    return []


@pytest.fixture
def app(engine: Engine, settings: Settings, drained: list[str]) -> FastAPI:
    app = FastAPI()
    app.add_middleware(SessionMiddleware, **session_middleware_options(settings))
    app.include_router(editor_router(engine, lambda: drained.append("drained"), settings))
    return app


@pytest.fixture
def new_browser(app: FastAPI) -> Callable[[], Browser]:
    return lambda: Browser(TestClient(app))


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


@pytest.fixture
def editor(browser: Browser) -> Browser:
    """A browser in which Noor is signed in."""
    assert browser.sign_in().status_code == 303
    return browser
