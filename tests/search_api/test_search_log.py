"""Each search is noted without a trace of the person, and no note ever stands in a search's way."""

import asyncio
import sqlite3
import time
from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.query import SearchQuery
from catalogue.settings import Settings
from catalogue.tables import SearchDay, SearchOpening
from search_api.search_log import MOST_WAITING, SearchLog
from tests.conftest import TODAY
from tests.factories import add_course


@pytest.fixture
def course(sqlite: Engine, settings: Settings, address: EngineAddress) -> str:
    found = add_course(sqlite)
    drain(sqlite, settings.home, address, TODAY)
    return found


def rows(database: Engine, table: type, holds: Callable[[list], bool] = bool) -> list:
    """The rows of a table, once this holds of them (that there are any): notes are written a few at a time."""
    deadline = time.monotonic() + 60
    while True:
        with Session(database) as session:
            found = session.exec(select(table)).all()
        if holds(list(found)) or time.monotonic() > deadline:
            return list(found)
        time.sleep(0.1)


@pytest.mark.engine
def test_searches_and_what_was_opened_are_counted(api: httpx2.Client, sqlite: Engine, course: str) -> None:
    name = api.get("/v1/courses?q=lasser arnhem").json()["searchId"]
    tag = api.get("/v1/courses?q=lasser arnhem").headers["etag"]  # the kept answer is a search as well
    assert api.get("/v1/courses?q=lasser arnhem", headers={"If-None-Match": tag}).status_code == 304
    assert api.get("/v1/courses?q=lasser arnhem&page=2").json()["searchId"] == name
    assert f"/opleidingen/{course}?from={name}" in api.get("/nl/?q=lasser arnhem").text
    assert api.get(f"/nl/opleidingen/{course}?from={name}").status_code == 200
    answer = api.post(f"/v1/searches/{name}/openings?course={course}")
    assert (answer.status_code, answer.content) == (202, b"")
    [opened] = rows(sqlite, SearchOpening, lambda found: sum(row.openings for row in found) >= 2)
    [row] = rows(sqlite, SearchDay, lambda found: sum(row.searches for row in found) >= 4)
    assert (row.search, row.portal, row.words, row.region) == (name, "nl", "lasser", "Midden-Gelderland")
    assert (row.total, row.searches, row.without_result) == (1, 4, 0)
    assert (opened.search, opened.course_id, opened.openings) == (name, course, 2)


@pytest.mark.engine
def test_what_was_only_found_by_loosening_counts_as_not_found(api: httpx2.Client, sqlite: Engine, course: str) -> None:
    api.get("/v1/courses?q=lasser&near=Middelburg")
    [row] = rows(sqlite, SearchDay)
    assert (row.total, row.without_result) == (0, 1)


@pytest.mark.engine
@pytest.mark.parametrize(
    "path", ["xyz/openings?course=a", "0123456789abcdef/openings", "0123456789abcdef/openings?course=.."]
)
def test_a_wrong_opening_is_a_problem(api: httpx2.Client, path: str) -> None:
    assert api.post(f"/v1/searches/{path}").status_code == 400


def test_a_flood_costs_notes_and_not_memory(sqlite: Engine) -> None:
    log = SearchLog(sqlite)
    for number in range(MOST_WAITING + 50):
        log.count(log.name(SearchQuery(q=f"w{number}"), "nl", 1))
        log.opened("0" * 16, str(number))
    asyncio.run(log.write(TODAY))
    assert len(rows(sqlite, SearchDay)) == MOST_WAITING


def test_a_database_that_is_away_is_no_error(sqlite: Engine, settings: Settings) -> None:
    log = SearchLog(sqlite)
    log.count(log.name(SearchQuery(q="lassen"), "nl", 1))
    with sqlite3.connect(settings.home / "vakwijzer.sqlite3") as other:
        other.execute("DROP TABLE searchday")
    asyncio.run(log.write(TODAY))
    asyncio.run(log.write(TODAY))
