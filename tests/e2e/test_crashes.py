"""A process that is killed loses nothing: the next one ends where an undisturbed one would have."""

import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from catalogue.database import connect
from catalogue.effective import effective_courses
from catalogue.settings import Settings
from catalogue.tables import Course, CrawlRun, RunState
from crawlers.samples.serve import SampleSite, declarations, serving
from tests.world import Home

pytestmark = [pytest.mark.engine, pytest.mark.slow]
SOURCE = "rijnvonk"
Catalogue = list[tuple[str, str, dict[str, Any]]]


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, SampleSite]]:
    with serving(date.today()) as served:
        yield served


def declared(home: Home, sites: dict[str, SampleSite], origin: str | None = None) -> Home:
    origins = {slug: site.origin for slug, site in sites.items()} | ({SOURCE: origin} if origin else {})
    home.declare(next(d for d in declarations(origins) if d["name"] == SOURCE))
    return home


def catalogue(home: Home) -> Catalogue:
    """All that people can see of the database: ids, states and effective content."""
    database = connect(Settings(VAKWIJZER_HOME=home.path, DATABASE_URL=home.extra.get("DATABASE_URL")))
    with Session(database) as session:
        ids = session.exec(select(Course.id).order_by(Course.id)).all()
        states = {c.id: str(c.state) for c in session.exec(select(Course))}
        found = effective_courses(session, ids)
        rows = [(c.id, states[c.id], c.content.model_dump(mode="json")) for c in sorted(found, key=lambda c: c.id)]
    database.dispose()
    return rows


def last_run(home: Home) -> CrawlRun:
    database = connect(Settings(VAKWIJZER_HOME=home.path, DATABASE_URL=home.extra.get("DATABASE_URL")))
    with Session(database) as session:
        return session.exec(select(CrawlRun).order_by(col(CrawlRun.id).desc())).first()  # type: ignore[return-value]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, sites) -> Catalogue:
    home = declared(Home(tmp_path_factory.mktemp("undisturbed") / "home"), sites)
    home.run("crawl", SOURCE)
    return catalogue(home)


class Slow(ThreadingHTTPServer):
    """Passes requests on to a site, each after a pause: a crawl that can be interrupted in the middle."""

    def __init__(self, target: str, pause: float):
        self.target, self.pause, self.answered = target, pause, 0
        super().__init__(("127.0.0.1", 0), Passing)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Passing(BaseHTTPRequestHandler):
    server: Slow

    def do_GET(self) -> None:
        import urllib.error
        import urllib.request

        time.sleep(self.server.pause)
        asked = urllib.request.Request(self.server.target + self.path, headers=dict(self.headers.items()))
        try:
            answer = urllib.request.urlopen(asked, timeout=10)
        except urllib.error.HTTPError as error:
            answer = error
        body = answer.read().replace(self.server.target.encode(), self.server.origin.encode())
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.server.answered += 1

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def slow(sites) -> Iterator[Slow]:
    with Slow(sites[SOURCE].origin, pause=0.25) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def without_origin(rows: Catalogue, origin: str) -> str:
    return str(rows).replace(origin, "ORIGIN")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_crawl_killed_in_the_middle_and_started_again_ends_the_same(
    kind: str, request: pytest.FixtureRequest, home: Home, sites, slow: Slow, undisturbed: Catalogue
) -> None:
    if kind == "postgresql":
        home.extra["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    declared(home, sites, slow.origin)
    crawl = home.start("crawl", SOURCE)
    while slow.answered < 12:
        assert crawl.poll() is None
        time.sleep(0.05)
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    assert last_run(home).state == RunState.RUNNING
    assert catalogue(home) == []
    slow.pause = 0
    report = home.json("crawl", SOURCE)
    assert report["counts"].get("unchanged", 0) > 0, "the second run did not go on from what the first had read"
    assert without_origin(catalogue(home), slow.origin) == without_origin(undisturbed, sites[SOURCE].origin)
    assert home.json("index", "check")["agrees"]


def test_a_drain_killed_at_any_moment_and_run_again_ends_the_same(home: Home, sites, undisturbed: Catalogue) -> None:
    declared(home, sites)
    home.run("crawl", SOURCE)
    killed = 0
    for moment in (0.6, 0.9, 1.2, 1.6):
        mark_all(home)
        drain = home.start("index", "drain")
        time.sleep(moment)
        drain.send_signal(signal.SIGKILL)
        killed += drain.wait() == -signal.SIGKILL
        home.run("index", "drain")
        assert home.json("index", "check")["agrees"]
    assert killed, "no drain was still running when it was to be killed"
    assert catalogue(home) == undisturbed


def mark_all(home: Home) -> None:
    """Every course changed for the index, and the index empty."""
    from catalogue import outbox
    from catalogue.database import unit_of_work
    from catalogue.index.client import client, finish
    from catalogue.index.engine import engine
    from catalogue.index.schema import INDEX

    settings = Settings(VAKWIJZER_HOME=home.path, MEILI_URL=None)
    with engine(settings) as address:
        finish(client(address), [client(address).index(INDEX).delete_all_documents()])
    database = connect(settings)
    with unit_of_work(database) as session:
        outbox.mark(session, session.exec(select(Course.id)).all())
    database.dispose()


def test_a_killed_server_leaves_no_engine_behind(home: Home, tmp_path: Path) -> None:
    from catalogue.index.engine import read_address

    with home.serving() as api:
        address = read_address(home.path / "engine")
        assert address is not None
        assert address.healthy()
        assert api.get("/v1/courses").json()["total"] == 0
    deadline = time.monotonic() + 15
    while address.healthy() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not address.healthy()
