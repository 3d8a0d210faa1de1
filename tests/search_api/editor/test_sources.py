"""A source from an address: looked at, declared, tried, approved; what is wrong is said, no private host is asked."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.runs import Door, source_lock
from catalogue.settings import Settings
from catalogue.sources.declaring import InvalidDeclaration, read_declaration, written
from catalogue.sources.optout import opt_out
from catalogue.sources.registry import declare, find_source
from catalogue.tables import AuditEvent, CrawlRun, RunState, utcnow
from crawlers.inspect import inspect_page
from search_api.editor.commands import Commands
from search_api.editor.texts import LANGUAGES, texts
from tests.search_api.editor.browser import Browser

NEW = "/redactie/bronnen/nieuw"
PAGE = b"""<html><script type="application/ld+json">{"@context": "https://schema.org", "@type": "Course",
"name": "TIG-lassen <b>basis</b>", "description": "Je leert lassen.", "offers": {"@type": "Offer", "price": "900"}}
</script></html>"""
DECLARATION = "name: vonk\nformat: schema.org\nurl: https://vonk.example/\nprovider: De Vonk\ncadence: weekly\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """As in production: private hosts are not allowed."""
    return Settings(VAKWIJZER_HOME=tmp_path / "home", DATABASE_URL=None, MEILI_URL=None, VAKWIJZER_CRAWL_DELAY=0)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that were given; a look answers what the page of this test holds."""
    given: list[tuple[str, ...]] = []

    def answer(_commands: Commands, *arguments: str, seconds: float = 60) -> Any:
        given.append(arguments)
        found = inspect_page(PAGE, "https://vonk.example/tig", "text/html")
        courses = [course.model_dump(mode="json", exclude_defaults=True) for course in found.reading.courses]
        declaration = found.declaration.model_dump(mode="json", exclude_defaults=True)
        return {"structuredData": found.syntaxes, "courses": courses, "refused": [], "declaration": declaration}

    monkeypatch.setattr(Commands, "answer", answer)
    monkeypatch.setattr(Commands, "start", lambda _commands, *arguments: given.append(arguments))
    return given


def added(editor: Browser, declaration: str = DECLARATION, **fields: str) -> Any:
    return editor.submit(NEW, NEW, **{"do": "add", "declaration": declaration, "reason": "op verzoek"} | fields)


def test_a_source_is_looked_at_declared_tried_and_approved(
    editor: Browser, sqlite: Engine, asked: list[tuple[str, ...]]
) -> None:
    looked = editor.submit(NEW, NEW, do="look", url="https://vonk.example/tig")
    assert looked.status_code == 200
    assert "TIG-lassen basis" in looked.text
    assert "name: vonk-example" in looked.text
    assert added(editor).headers["location"] == "/redactie/bronnen/vonk?gedaan=declared"
    with Session(sqlite) as session:
        source = find_source(session, "vonk")
        assert (source.approved, source.declaration["cadence"]) == (False, "weekly")
        source_id = source.id or 0
    page = "/redactie/bronnen/vonk"
    assert "Proefcrawl" in editor.get(page).text
    assert editor.submit(page, f"{page}/nu").status_code == 303
    assert asked[-1] == ("crawl", "vonk")
    with unit_of_work(sqlite) as session:
        run = CrawlRun(source_id=source_id, state=RunState.APPLIED, started_at=utcnow(), counts={"items": 7})
        session.add(run)
    shown = editor.get(page).text
    assert "<td>7</td>" in shown
    assert editor.submit(page, f"{page}/goedkeuren", reason=" ").status_code == 400
    assert editor.submit(page, f"{page}/goedkeuren", reason="klopt").status_code == 303
    with Session(sqlite) as session:
        assert find_source(session, "vonk").approved
        done = [event.action for event in session.exec(select(AuditEvent)) if event.subject == "source:vonk"]
    assert done == ["source.declare", "source.crawl", "source.approve"]


def test_a_declaration_is_changed_seen_by_both_and_taken_back(
    editor: Browser, sqlite: Engine, asked: list[tuple[str, ...]]
) -> None:
    added(editor)
    page = "/redactie/bronnen/vonk"
    seen = re.search(r'name="seen" value="(\w+)"', editor.get(page).text)
    assert seen
    daily = DECLARATION.replace("weekly", "daily")
    change = {"declaration": daily, "reason": "vaker", "seen": seen[1]}
    assert editor.submit(page, f"{page}/declaratie", **change).status_code == 303
    late = editor.submit(page, f"{page}/declaratie", **{**change, "declaration": DECLARATION + "aggregator: true\n"})
    assert late.status_code == 409
    assert "aggregator: true" in late.text
    with Session(sqlite) as session:
        [event] = [one for one in session.exec(select(AuditEvent)) if one.reason == "vaker"]
        assert (event.before["cadence"], event.after["cadence"]) == ("weekly", "daily")
    journal = f"/redactie/logboek/{event.id}/terug"
    assert editor.submit("/redactie/logboek", journal, reason="te vaak").status_code == 303
    with Session(sqlite) as session:
        assert find_source(session, "vonk").declaration["cadence"] == "weekly"


@pytest.mark.parametrize(
    ("declaration", "key"),
    [
        (DECLARATION.replace("vonk\n", "De Vonk\n"), "name"),
        (DECLARATION.replace("name: vonk", "name: nieuw"), "name"),
        (DECLARATION.replace("https", "ftp"), "url"),
        (DECLARATION.replace("schema.org", "magic"), "format"),
        (DECLARATION.replace("schema.org", "html"), "selectors"),
        (DECLARATION.replace("weekly", "soms"), "cadence"),
        (DECLARATION + "kleur: rood\n", "kleur"),
        (DECLARATION + "province: Holland\n", "province"),
        ("hand: {", "yaml"),
        ("- a", "yaml"),
        ("a: &a [1]\nb: [*a, *a]", "yaml"),
        ("[" * 20_000, "yaml"),
        ("!!python/object/apply:os.system [ls]", "yaml"),
        ("name: 2026-13-45", "yaml"),
    ],
)
def test_what_is_wrong_with_a_declaration_is_named(declaration: str, key: str, editor: Browser, sqlite: Engine) -> None:
    answer = added(editor, declaration)
    assert answer.status_code == 400
    assert f"<code>{key}</code>" in answer.text or (key == "selectors" and "selectors" in answer.text)
    with Session(sqlite) as session:
        assert not session.exec(select(AuditEvent).where(AuditEvent.action == "source.declare")).all()


def test_a_declaration_is_written_as_it_is_read() -> None:
    declaration = read_declaration(DECLARATION + "columns: {Naam: title}\nformat: csv\ndelay: 2\nlimit: 200MB\n")
    assert read_declaration(written(declaration)) == declaration
    with pytest.raises(InvalidDeclaration):
        read_declaration("name: hand:x\nformat: hand\nurl: https://x.example/")


def test_a_name_that_is_taken_or_opted_out_is_refused_and_one_crawl_runs_at_a_time(
    editor: Browser, sqlite: Engine, settings: Settings, asked: list[tuple[str, ...]]
) -> None:
    added(editor)
    assert added(editor).status_code == 400
    with source_lock(Door(sqlite, settings.home), "vonk"):
        busy = editor.submit("/redactie/bronnen/vonk", "/redactie/bronnen/vonk/nu")
    assert busy.status_code == 409
    assert "wordt al gecrawld" in busy.text
    with unit_of_work(sqlite) as session:
        opt_out(session, "vonk", "wil niet", "test")
    assert editor.submit("/redactie/bronnen/vonk", "/redactie/bronnen/vonk/nu").status_code == 409
    assert added(editor, DECLARATION.replace("name: vonk", "name: ander")).status_code == 409
    assert not asked


class Secret(BaseHTTPRequestHandler):
    """A service of the own network that should never be asked."""

    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def inside() -> Iterator[int]:
    """Port of that service."""
    with HTTPServer(("127.0.0.1", 0), Secret) as server:
        Secret.paths = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_a_look_never_asks_a_private_host(editor: Browser, inside: int) -> None:
    """With the whole command; in which spellings an address is private, `crawlers/test_crawl_hostile.py` tries."""
    answer = editor.submit(NEW, NEW, do="look", url=f"http://localhost:{inside}/geheim")
    assert answer.status_code == 400
    assert "geen adres binnen een eigen netwerk" in answer.text
    assert Secret.paths == []


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "--help", "http://", "https://x y/", "http://a\0b/"])
def test_what_is_no_address_starts_no_command(editor: Browser, asked: list[tuple[str, ...]], url: str) -> None:
    assert editor.submit(NEW, NEW, do="look", url=url).status_code == 400
    assert asked == []


def test_the_pages_are_there_in_both_languages(editor: Browser, sqlite: Engine) -> None:
    with unit_of_work(sqlite) as session:
        declare(session, SourceDeclaration(name="school", format="schema.org", url="https://school.example/"))
    for language in LANGUAGES:
        assert texts(language)("source.url_hint") in editor.get(f"{NEW}?lang={language}").text
        assert texts(language)("source.now") in editor.get(f"/redactie/bronnen/school?lang={language}").text
