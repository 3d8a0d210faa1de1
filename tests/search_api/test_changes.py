"""`/v1/courses/changes`: a copy that follows it holds what the portal shows, and learns of nothing else."""

from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.settings import Settings
from catalogue.tables import Course, CourseSession, CourseState, utcnow
from search_api.v1 import models
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, ZWOLLE, add_course, content, session

pytestmark = pytest.mark.engine


@pytest.fixture
def ids(sqlite: Engine, settings: Settings, address: EngineAddress) -> dict[str, str]:
    made = {
        "arnhem": add_course(sqlite, "school", "/arnhem", sessions=(session("2027-02-09", ARNHEM),)),
        "zwolle": add_course(sqlite, "school", "/zwolle", sessions=(session("2027-02-09", ZWOLLE),)),
        "delft": add_course(sqlite, "school", "/delft", sessions=(session("2027-02-09", ROTTERDAM),)),
        "kok": add_course(sqlite, "school", "/kok", technical=None),
    }
    with unit_of_work(sqlite) as unit:
        east = PortalSettings(name="East", provinces=("Gelderland", "Overijssel"), online=False)
        set_portal(unit, "east", east, actor="test")
    drain(sqlite, settings.home, address, TODAY)
    return made


def ask(api: httpx2.Client, **keys: object) -> dict:
    answer = api.get("/v1/courses/changes", params={"portal": "east", **keys})
    assert answer.status_code == 200, answer.text
    models.ChangesPage.model_validate(answer.json())
    return answer.json()


def test_without_a_moment_it_names_all_that_the_portal_shows(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = ask(api)
    assert sorted(found["changed"]) == sorted([ids["arnhem"], ids["zwolle"]])
    assert (found["removed"], found["next"]) == ([], None)


def test_pages_follow_each_other_and_end(api: httpx2.Client, ids: dict[str, str]) -> None:
    seen, url = [], "/v1/courses/changes?portal=east&pageSize=1&since=2020-01-01T00:00:00Z"
    for _ in range(10):
        page = api.get(url).json()
        seen += page["changed"]
        if not page["next"]:
            break
        url = page["nextUrl"]
    assert sorted(seen) == sorted([ids["arnhem"], ids["zwolle"]])
    assert url is not None


def test_what_was_shown_and_left_is_removed_and_a_foreign_course_is_never_named(
    api: httpx2.Client, sqlite: Engine, settings: Settings, address: EngineAddress, ids: dict[str, str]
) -> None:
    with unit_of_work(sqlite) as unit:
        unit.get_one(Course, ids["arnhem"]).state = CourseState.WITHDRAWN
        unit.get_one(Course, ids["delft"]).state = CourseState.WITHDRAWN
        moved = content("/zwolle", sessions=(session("2027-02-09", ROTTERDAM),))
        unit.get_one(Course, ids["zwolle"]).normal = moved.model_dump(mode="json")
        places = select(CourseSession).where(CourseSession.course_id == ids["zwolle"])
        unit.exec(places).one().province = "Zuid-Holland"
        outbox.mark(unit, ids.values())
    drain(sqlite, settings.home, address, TODAY)
    found = ask(api, since="2020-01-01T00:00:00Z")
    assert found["changed"] == []
    assert sorted(found["removed"]) == sorted([ids["arnhem"], ids["zwolle"]])
    national = ask(api, portal="nl")
    assert national["changed"] == [ids["zwolle"]]
    assert sorted(national["removed"]) == sorted([ids["arnhem"], ids["delft"]])
    later = (utcnow() + timedelta(seconds=1)).isoformat()
    assert ask(api, since=later)["removed"] == []


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=0.0", "since=2026-01-01T00:00:00", "cursor=abc", "pageSize=0"]
)
def test_wrong_keys_are_named(api: httpx2.Client, query: str) -> None:
    answer = api.get(f"/v1/courses/changes?{query}")
    assert answer.status_code == 400, answer.text
    assert query.split("=")[0] in answer.json()["detail"]
