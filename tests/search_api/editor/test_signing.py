"""Signing in: nobody learns who has an account, plants a session, guesses on, or is sent elsewhere."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from catalogue.database import unit_of_work
from catalogue.people.attempts import for_account, from_address
from catalogue.settings import Settings
from catalogue.tables import Editor
from search_api.editor import session_middleware_options, sessions
from search_api.editor.signing import local_path
from tests.search_api.editor.browser import EMAIL, PASSWORD, SAME_ORIGIN, Browser

MOST = from_address("192.0.2.1").most
INSIDE = ("/redactie/", "/redactie/logboek", "/redactie/opleidingen/abc")


@pytest.mark.parametrize("path", INSIDE)
def test_nobody_sees_a_page_without_signing_in(browser: Browser, path: str) -> None:
    answer = browser.get(f"{path}?q=x")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/redactie/inloggen?next={path}%3Fq%3Dx"


def test_after_signing_in_the_browser_is_where_it_wanted_to_be(browser: Browser) -> None:
    answer = browser.sign_in(next="/redactie/logboek?pagina=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/redactie/logboek?pagina=2")
    assert browser.get("/redactie/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/redactie//evil.example",
        "/redactie/\\evil.example",
        "/redactie/../../evil",
        "javascript:alert(1)",
        "/redactie/\r\nSet-Cookie: a=b",
        "/redactie/\tx",
        "/elders",
        "",
    ],
)
def test_signing_in_never_leads_to_another_place(browser: Browser, path: str) -> None:
    assert local_path(path) == "/redactie/"
    assert browser.sign_in(next=path).headers["location"] == "/redactie/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(new_browser: Callable[[], Browser]) -> None:
    answers = [new_browser().sign_in(email, "een-ander-wachtwoord") for email in (EMAIL, "niemand@example.nl")]
    pages = [answer.text.replace("niemand@example.nl", EMAIL) for answer in answers]
    hidden = [page.split('name="token" value="')[1].split('"')[0] for page in pages]
    assert pages[0].replace(hidden[0], "") == pages[1].replace(hidden[1], "")
    assert {answer.status_code for answer in answers} == {400}
    assert "een-ander-wachtwoord" not in pages[0]


def test_a_session_planted_before_signing_in_is_worth_nothing_after_it(new_browser: Callable[[], Browser]) -> None:
    attacker, victim = new_browser(), new_browser()
    planted_token = attacker.token("/redactie/inloggen")
    planted = attacker.client.cookies["vakwijzer_redactie"]
    victim.client.cookies.set("vakwijzer_redactie", planted, path="/redactie", domain="testserver.local")
    assert victim.token("/redactie/inloggen") == planted_token
    assert victim.sign_in().status_code == 303
    assert attacker.get("/redactie/").status_code == 303
    assert victim.token("/redactie/") != planted_token
    forged = victim.post("/redactie/uitloggen", {"token": planted_token}, SAME_ORIGIN)
    assert forged.status_code == 403


def test_signing_out_ends_a_copied_cookie_as_well(editor: Browser, new_browser: Callable[[], Browser]) -> None:
    thief = new_browser()
    thief.client.cookies.update(editor.client.cookies)
    assert thief.get("/redactie/").status_code == 200
    assert editor.submit("/redactie/", "/redactie/uitloggen").status_code == 303
    assert editor.get("/redactie/").status_code == 303
    assert thief.get("/redactie/").status_code == 303


def test_a_session_ends_with_the_account(editor: Browser, sqlite: Engine) -> None:
    with unit_of_work(sqlite) as session:
        session.exec(select(Editor)).one().active = False
    assert editor.get("/redactie/").status_code == 303


def test_a_session_ends_eight_hours_after_signing_in(editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + 8 * 3600 - 60)
    # Changing the language writes the cookie anew; that must not make the session longer.
    assert editor.get("/redactie/?lang=en").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: now + 8 * 3600 + 60)
    assert editor.get("/redactie/").status_code == 303


@pytest.mark.parametrize("by", ["address", "account"])
def test_the_sixth_attempt_within_a_minute_has_to_wait(app: FastAPI, by: str) -> None:
    answers = []
    for number in range(MOST + 1):
        address = "192.0.2.1" if by == "address" else f"192.0.2.{number}"
        person = EMAIL.upper() if by == "account" else f"naam{number}@example.nl"
        answers.append(Browser(TestClient(app, client=(address, 1))).sign_in(person, "een-ander-wachtwoord"))
    assert [answer.status_code for answer in answers] == [400] * MOST + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= for_account(EMAIL).seconds
    assert "Te vaak" in answers[-1].text
    # Even the right password, or it would tell.
    last = Browser(TestClient(app, client=("192.0.2.1" if by == "address" else "192.0.2.99", 1)))
    assert last.sign_in().status_code == 429 if by == "account" else True


def test_the_cookie_is_for_the_editors_pages_only_and_out_of_reach_of_scripts(browser: Browser) -> None:
    cookie = browser.get("/redactie/inloggen").headers["set-cookie"].lower()
    assert "path=/redactie;" in cookie
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_in_production_the_cookie_travels_over_https_only_and_the_key_is_given(tmp_path: Path) -> None:
    given = {"VAKWIJZER_HOME": tmp_path, "VAKWIJZER_ENVIRONMENT": "production", "MEILI_MASTER_KEY": "m" * 32}
    options = session_middleware_options(Settings(VAKWIJZER_SECRET_KEY="k" * 32, **given))
    assert (options["https_only"], options["secret_key"]) == (True, "k" * 32)
    with pytest.raises(ValidationError):
        Settings(VAKWIJZER_SECRET_KEY=None, **given)


def test_without_a_key_one_is_made_once_and_kept_from_others(settings: Settings) -> None:
    first, second = (session_middleware_options(settings)["secret_key"] for _ in range(2))
    assert first == second
    assert len(first) >= 48
    [file] = settings.home.glob("session.key*")
    assert file.stat().st_mode & 0o077 == 0


def test_the_password_is_nowhere_in_the_session_or_the_database(editor: Browser, sqlite: Engine) -> None:
    with Session(sqlite) as session:
        assert PASSWORD not in session.exec(select(Editor)).one().model_dump_json()
    assert PASSWORD not in editor.client.cookies["vakwijzer_redactie"]
