"""Who may do what: every route of the application is tried by everybody who may not use it."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.database import unit_of_work
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.tables import AuditEvent, Editor, Override, Role
from tests.factories import ZWOLLE, add_course, session
from tests.search_api.editor.browser import SAME_ORIGIN, Browser
from tests.search_api.editor.routes import paths

PROVIDERS = ("/inloggen/met/1", "/inloggen/met/1/uit", "/inloggen/terug")
DOORS = {f"/redactie{path}" for path in ("", "/inloggen", "/inloggen/code", "/uitloggen", "/nergens", *PROVIDERS)}
OWN = "/redactie/account"
ADMINISTRATORS_ONLY = "/redactie/mensen"
Person = Callable[..., Browser]


@pytest.fixture
def portals(sqlite: Engine) -> None:
    with unit_of_work(sqlite) as unit:
        for slug, province in (("gelderland", "Gelderland"), ("overijssel", "Overijssel")):
            set_portal(unit, slug, PortalSettings(name=province, provinces=(province,), online=False), "test")


def asked(browser: Browser, method: str, path: str, token: str) -> int:
    if method == "GET":
        return int(browser.get(path).status_code)
    data = {"token": token, "value": "Gekaapt", "reason": "x", "role": "administrator", "email": "x@example.nl"}
    data |= {"one": "release|run|1|x"}
    return int(browser.post(path, data, SAME_ORIGIN).status_code)


def inside(app: FastAPI, course_id: str) -> list[tuple[str, str]]:
    return [(method, path) for method, path in paths(app, course_id) if path not in DOORS]


def changes(database: Engine) -> tuple[int, int]:
    with Session(database) as unit:
        return len(unit.exec(select(Override)).all()), len(unit.exec(select(AuditEvent)).all())


def test_nobody_comes_in_without_signing_in(browser: Browser, app: FastAPI, sqlite: Engine, course_id: str) -> None:
    before = changes(sqlite)
    token = browser.token("/redactie/inloggen")
    for method, path in inside(app, course_id):
        assert asked(browser, method, path, token) == 303, (method, path)
    assert changes(sqlite) == before


def test_a_viewer_sees_and_changes_nothing(person: Person, app: FastAPI, sqlite: Engine, course_id: str) -> None:
    viewer = person(Role.VIEWER)
    before = changes(sqlite)
    token = viewer.token("/redactie/")
    for method, path in inside(app, course_id):
        status = asked(viewer, method, path, token)
        if path.startswith(ADMINISTRATORS_ONLY) or (method == "POST" and not path.startswith(OWN)):
            assert status == 403, (method, path)
        elif method == "GET":
            assert status in (200, 404), path
            page = viewer.get(path)
            assert "<h1" in page.text or not page.headers["content-type"].startswith("text/html")
        if path == f"{OWN}/overal-uitloggen":
            viewer.sign_in("ander@example.nl")
            token = viewer.token("/redactie/")
    assert changes(sqlite) == before


def test_an_editor_of_another_portal_changes_nothing(
    person: Person, app: FastAPI, sqlite: Engine, course_id: str, portals: None
) -> None:
    stranger = person(Role.ADMINISTRATOR, "overijssel")
    before = changes(sqlite)
    token = stranger.token("/redactie/")
    for method, path in inside(app, course_id):
        if path == "/redactie/werk/ongedaan":
            continue  # an action is named in the form; see test_work
        if path.startswith(ADMINISTRATORS_ONLY) or (method == "POST" and not path.startswith(OWN)):
            assert asked(stranger, method, path, token) == 403, (method, path)
    assert changes(sqlite) == before


def test_accounts_are_for_administrators_only(editor: Browser, app: FastAPI, sqlite: Engine, course_id: str) -> None:
    before = changes(sqlite)
    token = editor.token("/redactie/")
    refused = [(method, path) for method, path in inside(app, course_id) if path.startswith(ADMINISTRATORS_ONLY)]
    assert len(refused) >= 6
    for method, path in refused:
        assert asked(editor, method, path, token) == 403, (method, path)
    assert changes(sqlite) == before


def test_a_portals_editor_changes_the_portals_courses_but_hides_none_from_the_others(
    person: Person, sqlite: Engine, course_id: str, portals: None
) -> None:
    own = person(Role.EDITOR, "gelderland")
    page = f"/redactie/opleidingen/{course_id}"
    assert own.submit(page, f"{page}/velden/level", value="3", reason="folder").status_code == 303
    assert own.submit(page, f"{page}/verbergen", reason="dubbel").status_code == 403
    elsewhere = add_course(sqlite, key="/zwolle", sessions=(session("2027-02-09", ZWOLLE),))
    there = f"/redactie/opleidingen/{elsewhere}"
    answer = own.submit(page, f"{there}/velden/level", value="3", reason="folder")
    assert answer.status_code == 403
    assert "van een ander portaal" in answer.text
    assert "Verbergen" not in own.get(there).text


def test_a_viewer_is_not_offered_what_is_refused(person: Person, course_id: str) -> None:
    viewer = person(Role.VIEWER)
    page = viewer.get(f"/redactie/opleidingen/{course_id}").text
    assert "/velden/" not in page
    assert "/verbergen" not in page
    assert "/redactie/mensen" not in page


def test_an_administrator_adds_somebody_who_then_chooses_an_own_password(
    person: Person, new_browser: Callable[[], Browser], portals: None, sqlite: Engine
) -> None:
    boss = person(Role.ADMINISTRATOR)
    page = "/redactie/mensen"
    fields = {"email": "nieuw@example.nl", "name": "Nieuw", "role": "editor", "portal-gelderland": "on"}
    answer = boss.submit(page, page, **fields)
    given = answer.text.split("nieuw@example.nl:</", 1)[-1].split("<code>")[1].split("</code>")[0]
    newcomer = new_browser()
    assert newcomer.sign_in("nieuw@example.nl", given).status_code == 303
    assert newcomer.get("/redactie/").headers["location"] == OWN
    assert "Kies eerst een eigen wachtwoord" in newcomer.get(OWN).text
    short = newcomer.submit(OWN, f"{OWN}/wachtwoord", current=given, new="kort")
    assert short.status_code == 400
    change = {"current": given, "new": "een-eigen-lange-zin"}
    assert newcomer.submit(OWN, f"{OWN}/wachtwoord", **change).status_code == 303
    assert newcomer.get("/redactie/").status_code == 200
    with Session(sqlite) as unit:
        stored = unit.exec(select(Editor).where(Editor.email == "nieuw@example.nl")).one()
        told = " ".join(event.model_dump_json() for event in unit.exec(select(AuditEvent)))
    assert (stored.role, stored.portals) == (Role.EDITOR, ["gelderland"])
    assert given not in told
    assert "een-eigen-lange-zin" not in told


def test_taking_rights_away_ends_the_sessions_and_leaves_an_administrator(
    person: Person, editor: Browser, sqlite: Engine
) -> None:
    boss = person(Role.ADMINISTRATOR, email="baas@example.nl")
    page = "/redactie/mensen"
    with Session(sqlite) as unit:
        ids = {account.email: account.id for account in unit.exec(select(Editor))}
    noor, baas = ids["noor@example.nl"], ids["baas@example.nl"]
    assert boss.submit(page, f"{page}/{noor}", role="viewer", active="on", reason="andere taak").status_code == 303
    assert editor.get("/redactie/").status_code == 303, "signed out"
    last = boss.submit(page, f"{page}/{baas}", role="editor", active="on", reason="x")
    assert last.status_code == 400
    assert "er moet een beheerder" in last.text
    of_one = {"role": "administrator", "active": "on", "portal-nl": "on", "reason": "x"}
    assert boss.submit(page, f"{page}/{baas}", **of_one).status_code == 400, "of one portal opens no accounts"
    assert boss.get(page).status_code == 200
    for reason in (" ", "nul\0"):
        assert boss.submit(page, f"{page}/{noor}", role="viewer", active="on", reason=reason).status_code == 400
