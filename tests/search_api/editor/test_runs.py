"""Editors see how sources are doing, and decide on a run that waits, with a reason that is kept."""

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.normalise import REASONS
from catalogue.runs import Door, source_lock
from catalogue.runs.reasons import TEXTS
from catalogue.runs.walls import WALLS
from catalogue.settings import Settings
from catalogue.sources.optout import opt_out
from catalogue.sources.registry import declare, find_source
from catalogue.tables import AuditEvent, CrawlRun, RunState
from search_api.editor.texts import LANGUAGES, texts
from tests.crawled import crawled
from tests.factories import raw
from tests.search_api.editor.browser import EMAIL, Browser


@pytest.fixture
def waiting(sqlite: Engine, settings: Settings) -> int:
    """A quarantined run of a source: its prices are gone and one title has a script in it."""
    door = Door(sqlite, settings.home)
    with unit_of_work(sqlite) as session:
        source = declare(session, SourceDeclaration(name="lasschool", format="csv", url="https://las.example/"))
    crawled(door, source, [raw(f"/{number}") for number in range(8)])
    changed = [raw("/0", title="Lassen <script>alert(1)</script>", prices=())]
    return crawled(door, source, [*changed, *(raw(f"/{number}", prices=()) for number in range(1, 8))])


def run_of(database: Engine, run_id: int) -> CrawlRun:
    with Session(database) as session:
        return session.get_one(CrawlRun, run_id)


def test_a_waiting_run_shows_its_reasons_and_what_it_would_change(editor: Browser, waiting: int) -> None:
    assert f"/redactie/runs/{waiting}" in editor.get("/redactie/bronnen").text
    page = editor.get(f"/redactie/runs/{waiting}").text
    assert "Bij 0% van de opleidingen staat: prijs. Normaal is dat 100%." in page
    assert "€\xa01.870" in page
    assert "cents" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_wall_has_words_with_the_same_figures(language: str) -> None:
    words = texts(language)
    for code, text in TEXTS.items():
        assert re.findall(r"{(\w+)}", words(f"reason.{code}")) == re.findall(r"{(\w+)}", text), code
    for name in WALLS:
        assert words(f"wall.{name}")
    for name in REASONS:
        assert words(f"not_taken.{name}")


@pytest.mark.parametrize(("form", "state"), [("vrijgeven", RunState.APPLIED), ("afkeuren", RunState.REJECTED)])
def test_an_editor_decides_with_a_reason_that_is_kept(
    editor: Browser, waiting: int, sqlite: Engine, drained: list[str], form: str, state: RunState
) -> None:
    page = f"/redactie/runs/{waiting}"
    for reason in (" ", "nul\0"):
        assert editor.submit(page, f"{page}/{form}", reason=reason).status_code == 400
    assert run_of(sqlite, waiting).state == RunState.QUARANTINED
    assert editor.submit(page, f"{page}/{form}", reason="gebeld met de school").status_code == 303
    run = run_of(sqlite, waiting)
    assert (run.state, run.decided_by, run.decision_reason) == (state, EMAIL, "gebeld met de school")
    assert drained
    with Session(sqlite) as session:
        event = session.exec(select(AuditEvent).where(col(AuditEvent.subject) == f"run:{waiting}")).one()
    assert (event.actor, event.reason) == (EMAIL, "gebeld met de school")


def test_a_run_is_decided_once_and_only_by_an_editor(editor: Browser, waiting: int, new_browser) -> None:  # type: ignore[no-untyped-def]
    page = f"/redactie/runs/{waiting}"
    token = editor.token(page)
    assert editor.submit(page, f"{page}/afkeuren", reason="fout").status_code == 303
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    again = editor.post(f"{page}/vrijgeven", {"token": token, "reason": "toch goed"}, headers)
    assert again.status_code == 409
    assert new_browser().get("/redactie/bronnen").status_code == 303
    for odd in ("x", "99999", "1" * 40):
        assert editor.get(f"/redactie/runs/{odd}").status_code == 404


def test_why_a_run_cannot_be_released_now_is_told_as_it_is(
    editor: Browser, waiting: int, sqlite: Engine, settings: Settings
) -> None:
    page, texts_nl = f"/redactie/runs/{waiting}", texts("nl")
    with source_lock(Door(sqlite, settings.home), "lasschool"):
        held = editor.submit(page, f"{page}/vrijgeven", reason="gebeld met de school")
    with unit_of_work(sqlite) as session:
        opt_out(session, "lasschool", "per brief", "editor@example.nl")
    unwanted = editor.submit(page, f"{page}/vrijgeven", reason="gebeld met de school")
    assert (held.status_code, unwanted.status_code) == (409, 409)
    assert texts_nl("error.run_held.title") in held.text
    assert texts_nl("error.opted_out.title") in unwanted.text
    assert run_of(sqlite, waiting).state == RunState.QUARANTINED


def test_a_source_is_paused_with_a_reason_shows_since_when_and_is_resumed(
    editor: Browser, waiting: int, sqlite: Engine
) -> None:
    page = "/redactie/bronnen"
    assert editor.submit(page, f"{page}/lasschool/pauzeren", reason=" ").status_code == 400
    assert editor.submit(page, f"{page}/lasschool/pauzeren", reason="de site is stuk").status_code == 303
    with Session(sqlite) as session:
        assert find_source(session, "lasschool").paused
        [paused] = session.exec(select(AuditEvent).where(AuditEvent.action == "source.pause")).all()
    shown = editor.get(page).text
    assert "gepauzeerd" in shown
    assert f"Sinds {texts('nl').moment(paused.at)}." in shown
    assert "Pause lasschool" not in editor.get(f"{page}?lang=en").text
    assert "Resume lasschool" in editor.get(page).text
    assert editor.submit(page, f"{page}/lasschool/hervatten", reason="werkt weer").status_code == 303
    assert editor.submit(page, f"{page}/lasschool/hervatten", reason="nog eens").status_code == 303
    with Session(sqlite) as session:
        assert not find_source(session, "lasschool").paused
        events = session.exec(select(AuditEvent.after).where(AuditEvent.action == "source.pause")).all()
    assert events == [True, False], "nothing changed the second time"
    assert editor.submit(page, f"{page}/nergens/hervatten", reason="x").status_code == 404


def test_what_an_applied_run_changed_is_not_told_backwards(
    editor: Browser, waiting: int, sqlite: Engine, settings: Settings
) -> None:
    page = f"/redactie/runs/{waiting}"
    editor.submit(page, f"{page}/vrijgeven", reason="gebeld met de school")
    with Session(sqlite) as session:
        source = find_source(session, "lasschool")
    crawled(Door(sqlite, settings.home), source, [raw(f"/{number}") for number in range(8)])
    after = editor.get(page).text
    assert "gewijzigd" in after
    assert "1.870" not in after
