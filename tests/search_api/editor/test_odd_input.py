"""Odd input on PostgreSQL, which refuses what SQLite takes: each page, form and operation answers, none fails."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from catalogue.database import unit_of_work
from catalogue.index.engine import EngineAddress
from catalogue.people.accounts import add_editor
from catalogue.people.tokens import make_token
from catalogue.settings import Settings
from catalogue.tables import Role, Scope, utcnow
from search_api.app import create_app
from search_api.openapi import openapi_document
from tests.search_api.editor.browser import SAME_ORIGIN, Browser
from tests.search_api.editor.routes import patterns

NUL, HUGE, SQUARED = "a%00b", "9" * 40, "%C2%B2"  # `²` is a digit to Python, and no number
FILLED = {"field": "title", "career_id": "lasser", "slug": "nl", "region": "Food Valley", "way": "vastzetten"}
FORM = ("region", "batch", "typed", "email", "course", "words", "provider", "slug", "one", "seen", "name", "reason")


@pytest.fixture
def sqlite(postgresql: Engine) -> Engine:
    """Here PostgreSQL, under the name that the other fixtures ask for."""
    return postgresql


@pytest.fixture
def whole(sqlite: Engine, settings: Settings) -> Iterator[TestClient]:
    """The whole application; an error of ours is an answer, as it is to a browser."""
    app = create_app(settings.model_copy(update={"rate_limit": 0}), sqlite, EngineAddress("http://127.0.0.1:9", "k"))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def addresses(pattern: str, course_id: str) -> Iterator[str]:
    """The pattern with each of its blanks odd in turn; as it is without blanks."""
    known = {**FILLED, "course_id": course_id}
    blanks = re.findall(r"{(.*?)}", pattern)
    for odd, sign in [(blank, sign) for blank in blanks for sign in (NUL, HUGE)] or [("", "")]:
        yield re.sub(r"{(.*?)}", lambda found, o=odd, s=sign: s if found[1] == o else known.get(found[1], "1"), pattern)


def test_no_page_or_form_fails_on_what_no_database_holds(
    app: FastAPI, whole: TestClient, person: Callable[..., Browser], course_id: str
) -> None:
    boss = person(Role.ADMINISTRATOR)
    whole.cookies.update(boss.client.cookies)
    boss.client = whole
    form = {"token": boss.token("/redactie/account"), **dict.fromkeys(FORM, "a\0b")}
    for method, pattern in patterns(app):
        if "rest" in pattern or "/account" in pattern or "uitloggen" in pattern:
            continue
        for address in addresses(pattern, course_id):
            answer = boss.get(address) if method == "GET" else boss.post(address, form, SAME_ORIGIN)
            assert answer.status_code < 500, (method, address)


def test_a_figure_in_an_address_that_is_none_is_passed_over(editor: Browser) -> None:
    for page in ("werk?besloten", "werk?terug", "invoer?gemaakt", "logboek?pagina", "?pagina"):
        for odd in ("9" * 5_000, SQUARED, "-1"):
            assert editor.get(f"/redactie/{page}={odd}").status_code == 200, (page, odd[:9])


def test_no_operation_of_the_editors_api_fails_on_what_no_database_holds(
    whole: TestClient, sqlite: Engine, course_id: str
) -> None:
    with unit_of_work(sqlite) as session:
        boss = add_editor(session, "baas@example.nl", "Baas", "lange-zin-met-water", role=Role.ADMINISTRATOR)
        secret = make_token(session, boss, "test", Scope.WRITE, utcnow() + timedelta(hours=1), "test")
    headers = {"Authorization": f"Bearer {secret}", "If-Match": '"x"'}
    body = {"reason": "a\0b", "accepted": True, "says": ["a"], "collection": "a\0b"}
    document = openapi_document(whole.app, "x@example.nl")  # type: ignore[arg-type]
    for pattern, operations in document["paths"].items():
        for method in operations if pattern.startswith("/v1/editor") else ():
            for address in addresses(pattern, course_id):
                query = "?reason=a%00b&collection=a" if method == "delete" else ""
                sent = body if method in ("put", "post") else None
                answer = whole.request(method.upper(), address + query, headers=headers, json=sent)
                assert answer.status_code < 500, (method, address)
