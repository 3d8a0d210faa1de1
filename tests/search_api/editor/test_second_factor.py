"""The second factor: asked for, good once, never shown again, and a way back in for who lost the phone."""

import html
import re
import time
from collections.abc import Callable

import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.middleware.sessions import SessionMiddleware
from starlette.testclient import TestClient

from catalogue.people.attempts import Attempts, failures, for_account
from catalogue.people.second_factor import STEP, SecondFactor
from catalogue.settings import Settings
from catalogue.tables import Editor, Role
from search_api.editor import editor_router, session_middleware_options
from search_api.editor.sessions import secret_of
from tests.search_api.editor.browser import EMAIL, Browser

CODE = "/redactie/inloggen/code"
SETUP = "/redactie/account/code"


def set_up(editor: Browser) -> tuple[pyotp.TOTP, list[str], str]:
    """Turn it on; gives the app, the recovery codes, and the letters of the secret."""
    letters = re.search(r"<code>([A-Z2-7]{32})</code>", editor.get(SETUP).text)
    assert letters
    app = pyotp.TOTP(letters[1])
    page = editor.submit(SETUP, SETUP, code=app.now()).text
    return app, re.findall(r"<code>([0-9a-f]{20})</code>", page), letters[1]


def next_code(phone: pyotp.TOTP) -> str:
    """The code after that of setting up, which is good once; good now as well, whichever half minute it is."""
    return phone.at(int(time.time()) + STEP)


def test_with_a_second_factor_the_password_alone_opens_nothing(
    editor: Browser, new_browser: Callable[[], Browser], app: FastAPI
) -> None:
    phone, _, _ = set_up(editor)
    again = new_browser()
    answer = again.sign_in(next="/redactie/logboek")
    assert answer.headers["location"] == f"{CODE}?next=/redactie/logboek"
    assert again.get("/redactie/").status_code == 303
    assert again.get("/redactie/account").status_code == 303
    code = next_code(phone)
    answer = again.submit(answer.headers["location"], CODE, code=code, next="/redactie/logboek")
    assert answer.headers["location"] == "/redactie/logboek"
    assert again.get("/redactie/").status_code == 200
    third = Browser(TestClient(app, client=("192.0.2.9", 1)))
    third.sign_in()
    assert third.submit(CODE, CODE, code=code).status_code == 400, "a code is good once"


@pytest.mark.parametrize("code", ["000000", "", "abc", "1" * 5000, "¹²³⁴⁵⁶", "-12345"])
def test_a_wrong_code_opens_nothing(editor: Browser, new_browser: Callable[[], Browser], code: str) -> None:
    set_up(editor)
    again = new_browser()
    again.sign_in()
    answer = again.submit(CODE, CODE, code=code)
    assert answer.status_code == 400
    assert "De code klopt niet" in answer.text
    assert again.get("/redactie/").status_code == 303


def test_a_recovery_code_opens_once(editor: Browser, new_browser: Callable[[], Browser]) -> None:
    _, codes, _ = set_up(editor)
    assert len(set(codes)) == 10
    first, second = new_browser(), new_browser()
    first.sign_in()
    assert first.submit(CODE, CODE, code=f" {codes[3].upper()} ").status_code == 303
    second.sign_in()
    assert second.submit(CODE, CODE, code=codes[3]).status_code == 400


def test_neither_secret_nor_recovery_codes_are_kept_readably_or_shown_again(editor: Browser, sqlite: Engine) -> None:
    _, codes, letters = set_up(editor)
    with Session(sqlite) as session:
        stored = session.exec(select(Editor).where(Editor.email == EMAIL)).one().model_dump_json()
    pages = [editor.get(path).text for path in ("/redactie/account", "/redactie/logboek")]
    for secret in (letters, *codes):
        assert all(secret not in text for text in (stored, *pages))
    assert editor.get(SETUP).status_code == 303, "who has one may not put another in its place"


def test_setting_it_up_needs_a_code_of_the_app(editor: Browser, sqlite: Engine) -> None:
    assert editor.submit(SETUP, SETUP, code="000000").status_code == 400
    with Session(sqlite) as session:
        assert session.exec(select(Editor)).one().totp is None


def test_the_hour_between_password_and_code_is_short(
    editor: Browser, new_browser: Callable[[], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    from search_api.editor import sessions

    phone, _, _ = set_up(editor)
    again = new_browser()
    again.sign_in()
    token = again.token(CODE)
    now = time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.HALF_AGE + 1)
    answer = again.post(CODE, {"token": token, "code": phone.now()})
    assert answer.headers["location"] == "/redactie/inloggen"


def test_guessing_locks_the_account_until_an_administrator_opens_it(
    app: FastAPI, person: Callable[..., Browser], sqlite: Engine, settings: Settings
) -> None:
    boss = person(Role.ADMINISTRATOR)
    minutes = Attempts(sqlite, secret_of(settings))
    for number in range(failures(EMAIL).most):
        guess = Browser(TestClient(app, client=(f"192.0.2.{number}", 1)))
        assert guess.sign_in(password="een-ander-wachtwoord").status_code == 400
        minutes.forget(for_account(EMAIL))  # a minute goes by
    locked = Browser(TestClient(app, client=("198.51.100.1", 1)))
    refused = locked.sign_in()
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 60
    with Session(sqlite) as session:
        noor = session.exec(select(Editor.id).where(Editor.email == EMAIL)).one()
    assert boss.submit("/redactie/mensen", f"/redactie/mensen/{noor}/openen").status_code == 303
    assert locked.sign_in().status_code == 303


def test_an_administrator_helps_who_lost_the_phone(
    editor: Browser, person: Callable[..., Browser], new_browser: Callable[[], Browser], sqlite: Engine
) -> None:
    set_up(editor)
    boss = person(Role.ADMINISTRATOR)
    with Session(sqlite) as session:
        noor = session.exec(select(Editor.id).where(Editor.email == EMAIL)).one()
    assert boss.submit("/redactie/mensen", f"/redactie/mensen/{noor}/code-weg").status_code == 303
    assert editor.get("/redactie/").status_code == 303, "the old session ended"
    again = new_browser()
    assert again.sign_in().headers["location"] == "/redactie/"


def test_in_production_whoever_has_none_sets_it_up_first(
    sqlite: Engine, settings: Settings, app: FastAPI, password_hash: str
) -> None:
    strict = settings.model_copy(update={"environment": "production", "secret_key": "k" * 32})
    production = FastAPI(redirect_slashes=False)
    options = session_middleware_options(strict) | {"https_only": False}
    production.add_middleware(SessionMiddleware, **options)
    production.include_router(editor_router(sqlite, lambda: None, strict))
    noor = Browser(TestClient(production))
    noor.sign_in()
    assert noor.get("/redactie/").headers["location"] == "/redactie/account"
    assert "Zet eerst de tweede stap aan" in noor.get("/redactie/account").text
    set_up(noor)
    assert noor.get("/redactie/").status_code == 200


def test_a_code_holds_a_step_before_and_after_its_time(sqlite: Engine, app: FastAPI) -> None:
    now = [1_800_000_000.0]
    factor = SecondFactor("k" * 32, clock=lambda: now[0])
    sealed = factor.begin()
    letters = factor.letters(sealed)
    assert letters
    code = pyotp.TOTP(letters).at(1_800_000_000)
    for offset, good in ((-61, False), (-30, True), (0, True), (30, True), (61, False)):
        now[0] = 1_800_000_000 + offset
        assert (factor._step(sealed, code) is not None) == good, offset
    assert SecondFactor("another key" * 3).letters(sealed) is None


def test_the_address_in_the_picture_names_the_account(editor: Browser) -> None:
    page = html.unescape(editor.get(SETUP).text)
    assert "<svg" in page
    assert "style=" not in page
