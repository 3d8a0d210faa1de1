"""`python -m bench.editor [--size 100000]`: server times of the editors' pages, and what overrides cost a crawl.

Goals (at 100,000 courses and 5,000 open questions): the queue and the course editor under 100 ms at the median, a
decision on 500 questions under 2 s, overrides and the audit record less than 5% of a crawl's storing.
"""

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware.sessions import SessionMiddleware
from starlette.testclient import TestClient

from bench.editor.crawled import crawl_cost
from bench.editor.desk import EMAIL, PASSWORD, furnish
from catalogue.database import connect, migrate
from catalogue.settings import Settings
from search_api.editor import editor_router, session_middleware_options

ROUNDS = 30
BULK_ROUNDS = 3
SAME = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=100_000)
    asked.add_argument("--questions", type=int, default=5000)
    asked.add_argument("--home", type=Path, help="kept, and used again when it is there")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        settings = Settings(VAKWIJZER_HOME=home, DATABASE_URL=None, MEILI_URL=None)
        fresh = not (home / "vakwijzer.sqlite3").exists()
        database = connect(settings)
        migrate(database, home)
        if fresh:
            furnish(database, given.size, given.questions, given.size // 10)
        print(f"{given.size} courses, {given.questions} open questions, SQLite")
        measure(database, settings)
        crawl_cost(database, home)


def measure(database: Engine, settings: Settings) -> None:
    browser = signed_in(database, settings)
    page = browser.get("/redactie/werk?soort=technical").text
    course = re.search(r"/redactie/opleidingen/(\w+)", page)
    assert course
    pages = ("/redactie/werk", "/redactie/werk?soort=technical", "/redactie/werk?pagina=100",
             f"/redactie/opleidingen/{course[1]}", "/redactie/", "/redactie/logboek", "/redactie/portalen")  # fmt: skip
    for path in pages:
        told(path.replace(course[1], "ID"), [taken(lambda path=path: browser.get(path)) for _ in range(ROUNDS)])
    decisions, undone, batches = list[float](), list[float](), list[str]()
    for _ in range(BULK_ROUNDS):
        decisions.append(taken(lambda: batches.append(decided(browser))))
        undone.append(taken(lambda: taken_back(browser, batches[-1])))
    told("decision on 500 questions", decisions)
    told("taking it back", undone)


def decided(browser: TestClient) -> str:
    """Decide the first 500 at once; gives the batch."""
    data = {"token": token(browser), "soort": "technical", "bulk": "yes", "all": "1", "reason": "bench"}
    answer = browser.post("/redactie/werk", data=data, headers=SAME, follow_redirects=False)
    assert "besloten=500" in answer.headers["location"], answer.headers["location"]
    return answer.headers["location"].partition("samen=")[2]


def taken_back(browser: TestClient, batch: str) -> None:
    data = {"token": token(browser), "soort": "technical", "batch": batch}
    answer = browser.post("/redactie/werk/ongedaan", data=data, headers=SAME, follow_redirects=False)
    assert "terug=500" in answer.headers["location"], answer.headers["location"]


def signed_in(database: Engine, settings: Settings) -> TestClient:
    app = FastAPI(redirect_slashes=False)
    app.add_middleware(SessionMiddleware, **session_middleware_options(settings))
    app.include_router(editor_router(database, lambda: None, settings))
    browser = TestClient(app)
    data = {"email": EMAIL, "password": PASSWORD, "token": token(browser, "/redactie/inloggen")}
    assert browser.post("/redactie/inloggen", data=data, headers=SAME, follow_redirects=False).status_code == 303
    return browser


def token(browser: TestClient, page: str = "/redactie/account") -> str:
    found = re.search(r'name="token" value="([^"]+)"', browser.get(page).text)
    assert found, page
    return found[1]


def taken(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def told(what: str, seconds: list[float]) -> None:
    median, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
    print(f"  {what:<42} {median:8.1f} ms at the median, {worst:8.1f} ms at worst", flush=True)


if __name__ == "__main__":
    main()
