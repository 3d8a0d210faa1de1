"""One course in one portal: hidden, pinned and collected there by who works for it, on record and taken back."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from catalogue.database import unit_of_work
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import Collection, PortalSettings, find_portal, set_portal
from catalogue.settings import Settings
from catalogue.tables import AuditEvent, Course, CourseState, Role
from search_api.app import create_app
from search_api.editor.texts import LANGUAGES, texts
from tests.factories import add_course
from tests.search_api.editor.browser import Browser

Person = Callable[..., Browser]


@pytest.fixture
def page(course_id: str, sqlite: Engine) -> str:
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "oost", PortalSettings(name="Oost", provinces=("Gelderland",)), "test")
        set_portal(unit, "noord", PortalSettings(name="Noord", provinces=("Groningen",), online=False), "test")
    return f"/redactie/opleidingen/{course_id}/portalen"


def held(database: Engine, slug: str = "oost") -> PortalSettings:
    with Session(database) as unit:
        found = find_portal(unit, slug)
    assert found
    return found


def test_a_portals_own_editor_hides_a_course_there_and_shows_it_again(
    person: Person, sqlite: Engine, page: str, course_id: str
) -> None:
    own = person(Role.EDITOR, "oost")
    assert "Dit portaal toont de opleiding" in own.get(page).text
    assert own.submit(page, f"{page}/oost/verbergen", reason="dubbel in deze regio").status_code == 303
    assert held(sqlite).hidden == (course_id,)
    assert "Dit portaal verbergt de opleiding" in own.get(page).text
    assert own.submit(page, f"{page}/noord/verbergen", reason="x").status_code == 403
    assert own.submit(page, f"{page}/oost/tonen", reason="toch niet").status_code == 303
    assert held(sqlite).hidden == ()
    assert held(sqlite, "noord").hidden == ()


def test_a_pin_is_set_full_and_taken_back(editor: Browser, sqlite: Engine, page: str, course_id: str) -> None:
    assert editor.submit(page, f"{page}/oost/vastzetten", words=" lassen  mig ", reason="actie").status_code == 303
    assert held(sqlite).pins == {"lassen mig": (course_id,)}
    assert "Staat vooraan bij “lassen mig”" in editor.get(page).text
    for number in range(3):
        other = add_course(sqlite, key=f"/{number}")
        there = f"/redactie/opleidingen/{other}/portalen"
        status = editor.submit(there, f"{there}/oost/vastzetten", words="lassen mig", reason="actie").status_code
        assert status == (303 if number < 2 else 400)
    assert editor.submit(page, f"{page}/oost/losmaken", words="lassen mig", reason="klaar").status_code == 303
    assert course_id not in held(sqlite).pins["lassen mig"]
    with Session(sqlite) as unit:
        last = unit.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).first()
    assert last
    assert (last.action, last.subject, last.reason) == ("portal.set", "portal:oost", "klaar")
    assert editor.submit("/redactie/logboek", f"/redactie/logboek/{last.id}/terug", reason="nee").status_code == 303
    assert course_id in held(sqlite).pins["lassen mig"]


def test_what_cannot_be_is_said(editor: Browser, sqlite: Engine, page: str) -> None:
    for way, fields, words in (
        ("verbergen", {"reason": " "}, "Vul een reden in"),
        ("vastzetten", {"reason": "x", "words": "a" * 101}, "te lang"),
        ("tonen", {"reason": "x"}, "Je hebt niets veranderd"),
    ):
        answer = editor.submit(page, f"{page}/oost/{way}", **fields)
        assert answer.status_code == 400, way
        assert words in answer.text, answer.text[-3000:]
    assert editor.submit(page, f"{page}/nergens/verbergen", reason="x").status_code == 404
    assert editor.submit(page, f"{page}/oost/weg", reason="x").status_code == 404
    assert "laten de opleiding niet door" in editor.get(page).text


def collect(database: Engine, *courses: str) -> None:
    """The portal has a collection of these courses, and one of a search."""
    chosen = (Collection(name="Zij-instromers", courses=courses), Collection(name="Data", search={"q": "data"}))
    with unit_of_work(database) as unit:
        settings = PortalSettings(name="Oost", provinces=("Gelderland",), collections=chosen)
        set_portal(unit, "oost", settings, "test")


def test_a_course_is_put_in_a_collection_taken_out_and_that_taken_back(
    person: Person, sqlite: Engine, page: str, course_id: str
) -> None:
    other = add_course(sqlite, key="/other")
    collect(sqlite, other)
    own = person(Role.EDITOR, "oost")
    assert own.submit(page, f"{page}/noord/verzamelen", words="Zij-instromers", reason="x").status_code == 403
    assert own.submit(page, f"{page}/oost/verzamelen", words="Zij-instromers", reason="past").status_code == 303
    assert held(sqlite).collections[0].courses == (other, course_id)
    assert held(sqlite).collections[1].courses == ()
    assert "Staat in de collectie “Zij-instromers”" in own.get(page).text
    assert own.submit(page, f"{page}/oost/weghalen", words="Zij-instromers", reason="vol").status_code == 303
    assert held(sqlite).collections[0].courses == (other,)
    with Session(sqlite) as unit:
        last = unit.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).first()
    assert last
    assert (last.action, last.subject, last.reason) == ("portal.set", "portal:oost", "vol")
    back = person(Role.ADMINISTRATOR, email="baas@example.nl").submit(
        "/redactie/logboek", f"/redactie/logboek/{last.id}/terug", reason="nee"
    )
    assert back.status_code == 303
    assert held(sqlite).collections[0].courses == (other, course_id)


def test_a_collection_that_cannot_change_so_says_why(
    editor: Browser, sqlite: Engine, page: str, course_id: str
) -> None:
    collect(sqlite, course_id)
    for way, name, words in (
        ("weghalen", "Zij-instromers", "Dit is de enige opleiding"),
        ("verzamelen", "Data", "is er niet"),
        ("verzamelen", "", "is er niet"),
    ):
        answer = editor.submit(page, f"{page}/oost/{way}", words=name, reason="x")
        assert (answer.status_code, words in answer.text) == (400, True), (way, name)
    collect(sqlite, *(add_course(sqlite, key=f"/{number}") for number in range(24)))
    full = editor.submit(page, f"{page}/oost/verzamelen", words="Zij-instromers", reason="x")
    assert (full.status_code, "al 24 opleidingen" in full.text) == (400, True)


@pytest.mark.usefixtures("app")
def test_the_preview_is_the_portals_own_page_also_of_what_nobody_sees(
    sqlite: Engine, settings: Settings, page: str, course_id: str
) -> None:
    with unit_of_work(sqlite) as unit:
        course = unit.get_one(Course, course_id)
        title, course.state = course.title, CourseState.WITHDRAWN
    address = f"/redactie/opleidingen/{course_id}/voorbeeld"
    with TestClient(create_app(settings, sqlite, EngineAddress("http://127.0.0.1:9", "none"))) as client:
        editor = Browser(client)
        assert editor.get(f"{address}/oost").status_code == 303
        assert editor.sign_in().status_code == 303
        seen = editor.get(f"{address}/oost")
        assert seen.status_code == 200
        for said in (title, "Oost", "1.870", "/oost/melding"):
            assert said in seen.text, said
        assert editor.get(f"/oost/opleidingen/{course_id}").status_code == 410
        assert editor.get(f"{address}/nergens").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_there_in_both_languages(editor: Browser, page: str, language: str) -> None:
    assert texts(language)("in_portal.intro") in editor.get(f"{page}?lang={language}").text
