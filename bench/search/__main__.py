"""Searching beside the engine alone, on a generated catalogue: `python -m bench.search --size 100000`.

Each figure is a ratio of one run on this machine: the API and the engine are asked in turn, the engine with the very
body that the API sends it. Queries differ each time, so that nobody's cache helps, but for the row that says so.
"""

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import orjson
from sqlalchemy import Engine
from sqlmodel import Session, select

from bench.search.catalogue import TODAY, TRADES, fill
from bench.search.client import Connection
from bench.search.indexing import PACES, bare_indexing, rebuilding, told, with_edits
from bench.search.memory import on_disk, resident
from catalogue import outbox
from catalogue.database import connect, migrate, unit_of_work
from catalogue.index.engine import EngineAddress, engine
from catalogue.index.find import find
from catalogue.index.rebuild import Pace
from catalogue.index.search import SearchClient
from catalogue.portals.portal import NATIONAL_SETTINGS
from catalogue.search import fallback
from catalogue.settings import Settings
from catalogue.tables import Course
from search_api.v1.parameters import SearchParameters

FILTERS = ({}, {}, {"sector": "metal-welding"}, {"province": "Gelderland", "level": "nlqf-3"}, {"mode": "onsite"},
           {"near": "Arnhem", "radius": "40"}, {"route": "bbl", "kind": "omscholing"},
           {"startFrom": "2027-03-01", "startUntil": "2027-06-30"}, {"sort": "start"})  # fmt: skip


def keys(draw: random.Random) -> dict[str, str]:
    """One search; `maxPrice` makes each another one."""
    words = {"q": draw.choice(TRADES)} if draw.random() < 0.8 else {}
    return {**words, **draw.choice(FILTERS), "maxPrice": f"{draw.uniform(3000, 5000):.4f}"}


class Recorder:
    """Keeps what the API asks the engine, and hands out answers with enough hits."""

    def __init__(self) -> None:
        self.body = b""

    async def ask(self, queries: Any) -> Any:
        self.body = self.body or orjson.dumps({"queries": queries})
        return [{"totalHits": 1000, "hits": [], "facetDistribution": {}} for _ in queries]


def engine_body(asked: dict[str, str]) -> bytes:
    """The identical request body that the API sends for this search."""
    recorder = Recorder()
    lists = {"sector", "province", "level", "mode", "route", "kind"}
    given: Any = {key: [value] if key in lists else value for key, value in asked.items()}
    query = SearchParameters.model_validate(given).query()
    asyncio.run(find(cast(SearchClient, recorder), query, NATIONAL_SETTINGS, TODAY))
    return recorder.body


class Pair:
    """The API and the engine, asked for the same."""

    def __init__(self, api: str, address: EngineAddress):
        self._api, self._address = api, address

    def searches(self, count: int, seed: int) -> list[tuple[str, bytes]]:
        draw = random.Random(seed)
        asked = [keys(draw) for _ in range(count)]
        return [(f"/v1/courses?{urlencode(each)}", engine_body(each)) for each in asked]

    def warm(self) -> None:
        """Words are read in when the first search comes; that is not what is measured."""
        for path, body in self.searches(100, 9):
            Connection(self._api).get(path)
            Connection(self._address.url, self._address.key).post("/multi-search", body)

    def latency(self, count: int) -> tuple[float, float]:
        """Medians in milliseconds of one client: engine, API."""
        searches = self.searches(count, 1)  # first: the engine closes a connection that waits for seconds
        engine_, api = Connection(self._address.url, self._address.key), Connection(self._api)
        times: tuple[list[float], list[float]] = ([], [])
        for number, (path, body) in enumerate(searches):
            sides: list[tuple[int, Callable[[], Any]]] = [
                (0, lambda body=body: engine_.post("/multi-search", body)), (1, lambda path=path: api.get(path)),
            ]  # fmt: skip
            for side, ask in sides if number % 2 else reversed(sides):
                times[side].append(timed(ask))
        return statistics.median(times[0]), statistics.median(times[1])

    def throughput(self, clients: int, count: int, repeats: int = 3) -> tuple[float, float]:
        """Searches a second of so many clients at once: engine, API; medians of turns taken in pairs."""
        rates: tuple[list[float], list[float]] = ([], [])
        for turn in range(repeats):
            searches = self.searches(count, 100 + turn)
            rates[0].append(rate(clients, self._engine_calls(searches, clients)))
            rates[1].append(rate(clients, self._api_calls(searches, clients)))
        return statistics.median(rates[0]), statistics.median(rates[1])

    def _engine_calls(self, searches: list[tuple[str, bytes]], clients: int) -> list[list[Callable[[], Any]]]:
        connections = [Connection(self._address.url, self._address.key) for _ in range(clients)]
        return [[lambda b=b, c=c: c.post("/multi-search", b) for _, b in searches[n::clients]]
                for n, c in enumerate(connections)]  # fmt: skip

    def _api_calls(self, searches: list[tuple[str, bytes]], clients: int) -> list[list[Callable[[], Any]]]:
        connections = [Connection(self._api) for _ in range(clients)]
        return [[lambda p=p, c=c: c.get(p) for p, _ in searches[n::clients]] for n, c in enumerate(connections)]

    def repeated(self, clients: int, count: int) -> float:
        """Searches a second of the API when all ask the same ten."""
        searches = self.searches(10, 7) * (count // 10)
        return rate(clients, self._api_calls(searches, clients))


def timed(ask: Callable[[], Any]) -> float:
    started = time.perf_counter()
    status, _ = ask()
    assert status == 200, status
    return (time.perf_counter() - started) * 1000


def rate(clients: int, calls: list[list[Callable[[], Any]]]) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda mine: [timed(call) for call in mine], calls))
    return sum(map(len, calls)) / (time.perf_counter() - started)


def edit_to_visible(database: Engine, api: str, times: int) -> float:
    """Median seconds from an edit's commit until the API's search finds it; the marks announced by nobody."""
    connection, waits = Connection(api), []
    with Session(database) as session:
        ids = session.exec(select(Course.id).limit(times)).all()
    for number, course_id in enumerate(ids):
        word = f"zichtbaar{number}x{random.randint(0, 10**6)}"
        with unit_of_work(database) as unit:
            course = unit.get_one(Course, course_id)
            course.normal = {**course.normal, "title": word}
            outbox.mark(unit, [course_id])
        started = time.perf_counter()
        while orjson.loads(connection.get(f"/v1/courses?q=%22{word}%22")[1])["total"] == 0:
            time.sleep(0.02)
        waits.append(time.perf_counter() - started)
    return statistics.median(waits)


def from_database(database: Engine, count: int) -> tuple[float, float]:
    """Median and slowest milliseconds of the search that carries on while the engine is away."""
    draw, times = random.Random(3), []
    with Session(database) as session:
        fallback.warm(session, TODAY)  # as the API does when it starts
    for _ in range(count):
        asked = keys(draw)
        given: Any = {k: [v] if k in ("sector", "province", "level", "mode", "route", "kind") else v
                      for k, v in asked.items()}  # fmt: skip
        query = SearchParameters.model_validate(given).query()
        started = time.perf_counter()
        with Session(database) as session:
            fallback.search(session, query, "nl", NATIONAL_SETTINGS, TODAY)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), max(times)


@contextmanager
def serving(home: Path, address: EngineAddress) -> Iterator[str]:
    """The API in a process of its own, one worker."""
    environment = {"VAKWIJZER_HOME": str(home), "MEILI_URL": address.url, "MEILI_MASTER_KEY": address.key,
                   "VAKWIJZER_RATE_LIMIT": "0", "PATH": "/usr/bin:/bin"}  # fmt: skip
    command = [str(Path(sys.executable).with_name("vakwijzer")), "serve", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    try:
        line = next(line for line in process.stdout if "listens on" in line)
        yield line.split()[-1]
    finally:
        process.terminate()
        process.wait(10)


def say(name: str, value: str, target: str = "") -> None:
    print(f"{name:56} {value:>34}   {target}", flush=True)


def measure(size: int, home: Path, count: int, paces: bool) -> None:
    settings = Settings(VAKWIJZER_HOME=home, DATABASE_URL=None, MEILI_URL=None)
    database = connect(settings)
    with engine(settings) as address:
        if not (home / "filled").exists():
            migrate(database, home)
            fill(database, size)
            _indexing(database, home, address, paces)
            (home / "filled").touch()
        with serving(home, address) as api:
            _searching(Pair(api, address), count)
            visible = edit_to_visible(database, api, 9)
            say("edit to visible, median", f"{visible:.2f} s", "<= 1 s")
            _memory(home)
        middle, slowest = from_database(database, 40)
        say(
            "search from the database (engine away): median, slowest", f"{middle:.0f} ms, {slowest:.0f} ms", "<= 300 ms"
        )


def _indexing(database: Engine, home: Path, address: EngineAddress, paces: bool) -> None:
    bare = bare_indexing(database, address)
    whole = rebuilding(database, home, address, Pace())
    say("rebuild / engine's bare indexing", f"{whole:.0f} s / {bare:.0f} s = {whole / bare:.2f}", "<= 1.3")
    for name, pace in PACES.items() if paces else ():
        say(f"  with edits, {name}", told(*with_edits(database, home, address, pace), bare), "median, longest")


def _memory(home: Path) -> None:
    api, engine_ = resident("vakwijzer", "serve", "--port 0"), resident("--db-path", str(home.resolve()))
    say("memory: API, engine", f"{api:.0f} MB, {engine_:.0f} MB")
    database, index = on_disk(home / "vakwijzer.sqlite3"), on_disk(home / "engine" / "data")
    say("on disk: database, index", f"{database:.0f} MB, {index:.0f} MB")


def _searching(pair: Pair, count: int) -> None:
    pair.warm()
    alone, api = pair.latency(count)
    say("one client: API / engine, medians", f"{api:.2f} / {alone:.2f} ms = {api / alone:.2f}", "<= 1.25")
    alone, api = pair.throughput(8, count)
    say("eight clients: API / engine, searches a second", f"{api:.0f} / {alone:.0f} = {api / alone:.2f}", ">= 0.85")
    repeated = pair.repeated(8, count * 10)
    say("repeated searches: API / engine", f"{repeated:.0f} / {alone:.0f} = {repeated / alone:.1f}", ">= 4")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="+", default=[10_000, 100_000], help="courses; a table for each")
    parser.add_argument("--count", type=int, default=400, help="searches per figure")
    parser.add_argument("--paces", action="store_true", help="also rebuild at each pace while somebody edits: minutes")
    parser.add_argument("--home", type=Path, help="keep the catalogues here for the next run")
    given = parser.parse_args()
    for size in given.size:
        print(f"{size} courses, six facets and more, filters and radius")
        with tempfile.TemporaryDirectory() as folder:
            measure(size, (given.home or Path(folder)) / str(size), given.count, given.paces)


if __name__ == "__main__":
    main()
