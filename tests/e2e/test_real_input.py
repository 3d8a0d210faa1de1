"""Saved pages and a real list of offers go the whole way: HTTP, spider, store, search. Each gives what it says, or why.

The expected values were written by hand from the pages (`tests/cases/real/expected.yaml`).
"""

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
import pytest
import yaml
from sqlmodel import Session, select

from catalogue.database import connect
from catalogue.declaration import SourceDeclaration
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.normalise.refusals import REASONS
from catalogue.settings import Settings
from catalogue.tables import Course
from crawlers.readers.schema_org import read
from tests.conftest import ROOT
from tests.crawlers.real_files import A_COURSES, ABSENT, pages
from tests.crawlers.test_real_offers import COLUMNS, rows
from tests.world import Home

EXPECTED: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/real/expected.yaml").read_text("utf-8"))
PAGES = pages()
pytestmark = [pytest.mark.engine, pytest.mark.skipif(not PAGES, reason=ABSENT)]


class Recordings(ThreadingHTTPServer):
    """Serves each saved page under its file's name, and a sitemap that lists them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Playing)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        urls = "".join(f"<url><loc>{self.origin}/{file}</loc></url>" for file in PAGES)
        xmlns = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.made = {
            "sitemap.xml": ("application/xml", f'<urlset xmlns="{xmlns}">{urls}</urlset>'.encode()),
            "robots.txt": ("text/plain", f"Sitemap: {self.origin}/sitemap.xml".encode()),
            "agenda.json": ("application/json", json.dumps(rows()).encode()),
        }

    def find(self, name: str) -> tuple[str, bytes] | None:
        if name in self.made:
            return self.made[name]
        return (PAGES[name][1], (A_COURSES / name).read_bytes()) if name in PAGES else None


class Playing(BaseHTTPRequestHandler):
    server: Recordings

    def do_GET(self) -> None:
        kind, body = self.server.find(self.path.lstrip("/")) or ("text/plain", b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class Told:
    """What the product knows after both crawls: stored courses by page, and refusals by place."""

    def __init__(self, home: Home, api: httpx2.Client, origin: str, names: Sequence[str]):
        self.origin = origin
        with ThreadPoolExecutor(2) as pool:
            self.runs = dict(zip(names, pool.map(lambda name: home.json("crawl", name), names), strict=True))
        facts = home.json("run", "show", str(self.runs["recordings"]["id"]))
        self.refused = facts["refused"]
        database = connect(Settings(VAKWIJZER_HOME=home.path, DATABASE_URL=None))
        with Session(database) as session:
            stored = session.exec(select(Course)).all()
            self.courses = effective_courses(session, [course.id for course in stored])
            self.page = {course.id: course.page_url.removeprefix(f"{origin}/") for course in stored}
        database.dispose()
        body = api.get("/v1/courses?pageSize=100").json()
        assert body["total"] <= 100
        self.found = {hit["id"]: api.get(f"/v1/courses/{hit['id']}").json() for hit in body["results"]}

    def of(self, file: str) -> list[EffectiveCourse]:
        return [course for course in self.courses if self.page[course.id] == file]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    home = Home(tmp_path_factory.mktemp("real") / "home")
    with Recordings() as server, home.serving() as api:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        names = home.declare_all([
            {"name": "recordings", "format": "schema.org", "url": f"{server.origin}/"},
            {"name": "agenda", "format": "csv", "url": f"{server.origin}/agenda.json", "columns": COLUMNS,
             "provider": "Opleider van de agenda"},
        ])  # fmt: skip
        yield Told(home, api, server.origin, names)
        server.shutdown()


def test_both_runs_are_healthy(told: Told) -> None:
    assert {name: run["state"] for name, run in told.runs.items()} == {"recordings": "applied", "agenda": "applied"}


@pytest.mark.parametrize("file", PAGES)
def test_each_item_of_a_page_is_stored_or_refused_by_name(told: Told, file: str) -> None:
    url = f"{told.origin}/{file}"
    source = SourceDeclaration(name="recordings", format="schema.org", url=f"{told.origin}/")
    reading = read((A_COURSES / file).read_bytes(), url, PAGES[file][1], source)
    stored = {course.content.source_key for course in told.courses}
    refused = " ".join(r["where"] for r in told.refused if r["reason"] in {*REASONS, "duplicate_key"})
    # Items that differ only in their start are one course, stored or refused under one of their keys.
    told_of = {c.title for c in reading.courses if c.source_key in stored or c.source_key in refused}
    assert {c.title for c in reading.courses} == told_of
    assert {r.reason for r in reading.refusals} <= {r["reason"] for r in told.refused}
    assert reading.courses or reading.refusals


@pytest.mark.parametrize("page", [p for p in EXPECTED if "courses" in p], ids=lambda page: page["file"])
def test_a_stored_course_says_what_its_page_says(told: Told, page: dict[str, Any]) -> None:
    stored = told.of(page["file"])
    for expected in page["courses"]:
        for course in stored:
            if course.content.title == expected["title"]:
                holds(course, expected)


def holds(course: EffectiveCourse, expected: dict[str, Any]) -> None:
    """Each value that is shown is the page's; one that is left out is never made up."""
    sessions = course.content.sessions
    for name, values in (("start", [s.start for s in sessions]), ("end", [s.end for s in sessions])):
        shown = {known.value.first.isoformat() for known in values if known}
        if expected.get(name):
            assert shown == set() or any(first in expected[name] for first in shown), (name, shown, expected)
    if expected.get("price") and course.content.price:
        assert course.content.price.value.cents == round(float(expected["price"].split()[0]) * 100)
    places = [s.place.value.name for s in sessions if s.place]
    assert all(place in (expected.get("place") or "") for place in places), (places, expected)


def test_what_is_found_equals_what_is_stored(told: Told) -> None:
    published = {course.id: course for course in told.courses if course.published}
    assert set(told.found) == set(published)
    for public_id, shown in told.found.items():
        assert shown["title"] == published[public_id].content.title
        assert shown["url"] == published[public_id].content.url


def test_the_real_agenda_is_stored_with_its_own_dates_and_prices(told: Told) -> None:
    agenda = [course for course in told.courses if course.source_name == "agenda"]
    by_title = {course.content.title: course for course in agenda}
    rows_of: dict[str, list[dict[str, Any]]] = {}
    for row in rows():
        rows_of.setdefault(row["naam"].strip(), []).append(row)
    assert len(agenda) >= 25
    for title, course in by_title.items():
        dates = {date.fromisoformat(row["datum"]) for row in rows_of[title]}
        assert {s.start.value.first for s in course.content.sessions if s.start} <= dates
        if course.content.price:
            prices = {round(float(row["verkoopprijs"]) * 100) for row in rows_of[title]}
            assert course.content.price.value.cents in prices


def test_the_forklift_courses_of_the_agenda_are_found(told: Told) -> None:
    titles = {shown["title"] for shown in told.found.values()}
    assert {"U16 STL Veiligheidscertificaat Heftruck", "Veilig werken met de EPT"} <= titles
