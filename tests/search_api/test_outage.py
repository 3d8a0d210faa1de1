"""When parts break: the engine killed under load, the database away. No request is lost."""

import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database import unit_of_work
from catalogue.index.check import check
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress, engine
from catalogue.normal import Schedule, TargetGroup, Workplace
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.settings import Settings
from search_api.v1 import models
from tests.conftest import TODAY, emptied
from tests.factories import ARNHEM, ROTTERDAM, ZWOLLE, Mode, Route, add_course, known, price, session
from tests.search_api.conftest import running_api

pytestmark = pytest.mark.engine
SEARCHES = [
    "",
    "q=lassen",
    "province=Gelderland",
    "province=Overijssel&province=Zuid-Holland",
    "sector=metal-welding&level=nlqf-2",
    "route=bbl",
    "mode=onsite",
    "maxPrice=2000",
    "near=Arnhem&sort=distance",
    "near=Zwolle&province=Overijssel",
    "near=Arnhem&schedule=evening&level=nlqf-2",
    "province=Gelderland&province=Zuid-Holland&route=bbl&mode=onsite&q=lassen",
    "startFrom=2027-02-01&startUntil=2027-02-28",
    "startFrom=2027-02-01&startUntil=2027-02-28&province=Overijssel",
    "sort=start",
    "sort=price",
    "portal=east",
    "portal=east&q=lassen",
    "portal=east&province=Gelderland",
    "portal=east&startFrom=2027-09-01&schedule=evening&schedule=part-time",
    "targetGroup=women&workplace=employer&jobGuarantee=true",
    "provider=other-tig",
    "career=nothing",
    "page=2&pageSize=2&sort=start",
]


class Own:
    """A server with a private engine that this test may kill."""

    def __init__(self, client: httpx2.Client, home: Path):
        self.client, self.home = client, home
        self.healthy: dict[str, Any] = {}

    def engine_pid(self) -> int:
        """The engine's process: the one that runs on this home's data."""
        data = str((self.home / "engine" / "data").resolve())
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and data in _command(folder):
                return int(folder.name)
        raise AssertionError("no engine runs")

    def of_the_engine(self, query: str) -> dict[str, Any]:
        """Its own answer: on a busy machine the database may have answered before it."""
        while (body := self.client.get(f"/v1/courses?{query}").json())["degraded"]:
            time.sleep(0.05)
        found: dict[str, Any] = body
        return found

    def eventually(self, degraded: bool) -> None:
        deadline = time.monotonic() + 60
        while self.client.get(f"/v1/courses?radius={random.uniform(1, 9)}").json()["degraded"] != degraded:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def _command(folder: Path) -> list[str]:
    try:
        return (folder / "cmdline").read_text().split("\0")
    except OSError:
        return []


@pytest.fixture
def own(sqlite: Engine, settings: Settings) -> Iterator[Own]:
    add_course(sqlite, "school", "/mig", title="MIG/MAG lassen", level=known(2), route=known(Route.BBL),
               price=price(1870), mode=known(Mode.ONSITE), schedule=known((Schedule.EVENING, Schedule.PART_TIME)),
               target_groups=known((TargetGroup.WOMEN,)), workplace=known(Workplace.EMPLOYER),
               job_guarantee=known(True),
               sessions=(session("2027-02-09", ARNHEM), session("2027-09-06", ZWOLLE)))  # fmt: skip
    add_course(sqlite, "other", "/tig", title="TIG lassen", sessions=(session("2027-01-11", ROTTERDAM),))
    add_course(sqlite, "other", "/bare", title="Lassen op afstand", sessions=())
    add_course(sqlite, "other", "/kok", title="Lassen voor koks", technical=known(False))
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="East", provinces=("Overijssel",), online=False), actor="test")
    with engine(settings) as address:
        drain(sqlite, settings.home, address, TODAY)
        with running_api(settings.model_copy(update={"engine_budget": 0.25}), sqlite, address) as client:
            yield Own(client, settings.home)


@pytest.fixture
def stopped(own: Own) -> Iterator[Own]:
    """The engine takes connections and answers nothing."""
    own.healthy = {query: own.of_the_engine(query) for query in SEARCHES}
    pid = own.engine_pid()
    os.kill(pid, signal.SIGSTOP)
    own.eventually(degraded=True)
    yield own
    os.kill(pid, signal.SIGCONT)


def test_the_database_answers_each_search_as_the_engine_does(stopped: Own) -> None:
    for query in SEARCHES:
        another = "radius=20"  # the engine's own answer is kept
        answer = stopped.client.get(f"/v1/courses?{query if 'radius' in query else query + '&' + another}")
        body, healthy = answer.json(), stopped.healthy[query]
        models.SearchAnswer.model_validate(body)
        assert body["degraded"] is True, query
        assert healthy["degraded"] is False, query
        assert body["total"] == healthy["total"], query
        assert {hit["id"]: hit for hit in body["results"]} == {hit["id"]: hit for hit in healthy["results"]}, query
        assert body["facets"] == healthy["facets"], query
    assert "Zwolle" in stopped.client.get("/v1/courses?portal=east&radius=9").text
    assert "Arnhem" not in str(stopped.client.get("/v1/courses?portal=east&radius=8").json()["results"])


def test_readiness_tells_and_the_engine_is_used_again_when_it_answers(stopped: Own) -> None:
    ready = stopped.client.get("/health/ready")
    assert ready.status_code == 503
    assert "database" in ready.json()["parts"]["engine"]
    assert stopped.client.get("/nl/").status_code == 200
    os.kill(stopped.engine_pid(), signal.SIGCONT)
    stopped.eventually(degraded=False)
    assert stopped.client.get("/health/ready").status_code == 200


def test_a_crowd_is_answered_while_the_engine_is_away(stopped: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    """More searches at once than the database gives connections, each with names that must be read anew."""
    monkeypatch.setattr("search_api.directory.FRESH_SECONDS", 0)

    def visitor(number: int) -> list[tuple[int, int]]:
        answers = [stopped.client.get("/v1/courses", params={"q": "lassen", "radius": 1 + number / 100 + turn})
                   for turn in range(4)]  # fmt: skip
        return [(answer.status_code, answer.json()["total"]) for answer in answers]

    with ThreadPoolExecutor(40) as pool:
        found = [each for answers in pool.map(visitor, range(40)) for each in answers]
    assert set(found) == {(200, 3)}


def test_killing_the_engine_under_load_loses_no_request(own: Own) -> None:
    ending = time.monotonic() + 6
    degraded = threading.Event()

    def visitor(number: int) -> list[int]:
        statuses = []
        with httpx2.Client(base_url=own.client.base_url, timeout=60) as client:
            while time.monotonic() < ending or len(statuses) < 15:
                answer = client.get(
                    "/v1/courses", params={"q": "lassen", "radius": 1 + len(statuses) / 100 + number / 1000}
                )
                statuses.append(answer.status_code)
                if answer.status_code != 200 or answer.json()["total"] != 3:
                    statuses.append(answer.status_code * 10)
                if answer.json().get("degraded"):
                    degraded.set()
        return statuses

    with ThreadPoolExecutor(4) as pool:
        visitors = [pool.submit(visitor, number) for number in range(4)]
        time.sleep(1)
        first = own.engine_pid()
        os.kill(first, signal.SIGKILL)
        statuses = [status for each in visitors for status in each.result()]
    assert len(statuses) > 50
    assert set(statuses) == {200}
    assert degraded.is_set()
    own.eventually(degraded=False)
    assert own.engine_pid() != first


def test_searches_are_answered_while_the_database_is_away(
    sqlite: Engine, settings: Settings, address: EngineAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_course(sqlite)
    drain(sqlite, settings.home, address, TODAY)
    with running_api(settings, sqlite, address) as client:
        assert client.get("/v1/courses").json()["total"] == 1

        def away(*_: object) -> None:
            raise OperationalError("select", {}, Exception("away"))

        monkeypatch.setattr("sqlmodel.Session.exec", away)
        for number in range(1, 30):
            answer = client.get(f"/v1/courses?pageSize={number}")
            assert (answer.status_code, answer.json()["total"]) == (200, 1)
            time.sleep(0.05)
        course = client.get("/v1/courses/none")
        assert course.status_code == 503
        assert json.loads(course.text)["status"] == 503
        assert course.headers["retry-after"]


def test_a_server_that_starts_fills_an_engine_that_lost_its_data(
    sqlite: Engine, settings: Settings, address: EngineAddress
) -> None:
    add_course(sqlite)
    drain(sqlite, settings.home, address, TODAY)
    emptied(address)
    with running_api(settings.model_copy(update={"engine_budget": 5}), sqlite, address) as client:
        deadline = time.monotonic() + 60
        while client.get("/v1/courses").json()["total"] == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert check(sqlite, address, TODAY).agrees
