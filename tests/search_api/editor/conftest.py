"""The editors' pages on a database of their own, with one editor and one course."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware.sessions import SessionMiddleware
from starlette.testclient import TestClient

from catalogue.database import unit_of_work
from catalogue.normal import Flag, How, Known, Mode
from catalogue.people.accounts import add_editor
from catalogue.settings import Settings
from catalogue.tables import Editor, Role
from search_api.editor import editor_router, session_middleware_options
from tests.factories import add_course, price
from tests.search_api.editor.browser import EMAIL, PASSWORD, Browser


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Hashing takes long on purpose; one hash serves all tests."""
    from catalogue.people.accounts import PASSWORDS

    return PASSWORDS.hash(PASSWORD)


@pytest.fixture
def course_id(sqlite: Engine) -> str:
    """A course with a stated price, an inferred mode and a flag; nothing is known of its level."""
    mode = Known(value=Mode.ONSITE, known=How.INFERRED, rule="modes.has_place", quote="in onze praktijkhal")
    flag = Flag(reason="price_contradiction", field="price", quote="€ 1.870 ↔ € 1.900")
    return add_course(sqlite, mode=mode, price=price(1870), flags=(flag,))


@pytest.fixture
def drained() -> list[str]:
    """One entry for each call of the drain."""
    return []


@pytest.fixture
def app(sqlite: Engine, settings: Settings, drained: list[str], password_hash: str) -> FastAPI:
    with unit_of_work(sqlite) as session:
        add_editor(session, EMAIL, "Noor", PASSWORD).password_hash = password_hash
    app = FastAPI(redirect_slashes=False)
    app.add_middleware(SessionMiddleware, **session_middleware_options(settings))
    app.include_router(editor_router(sqlite, lambda: drained.append("drained"), settings))
    return app


@pytest.fixture
def new_browser(app: FastAPI) -> Callable[[], Browser]:
    return lambda: Browser(TestClient(app))


@pytest.fixture
def person(sqlite: Engine, new_browser: Callable[[], Browser], password_hash: str) -> Callable[..., Browser]:
    """A browser in which somebody with this role and these portals is signed in."""

    def signed_in(role: Role, *portals: str, email: str = "ander@example.nl") -> Browser:
        with unit_of_work(sqlite) as session:
            account = Editor(email=email, name="Ander", password_hash=password_hash, role=role)
            account.portals = list(portals) or None
            session.add(account)
        made = new_browser()
        assert made.sign_in(email).status_code == 303
        return made

    return signed_in


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


@pytest.fixture
def editor(browser: Browser) -> Browser:
    """A browser in which Noor is signed in."""
    assert browser.sign_in().status_code == 303
    return browser
