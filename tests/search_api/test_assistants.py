"""Assistants ask by the Model Context Protocol, with its own client, and meet the same rules as everybody."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.types import CallToolResult
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.settings import Settings
from search_api.assistants import BY_NAME
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, add_course, session

pytestmark = pytest.mark.engine
Ask = Callable[..., CallToolResult]


@pytest.fixture
def courses(sqlite: Engine, settings: Settings, address: EngineAddress) -> dict[str, str]:
    ids = {
        "arnhem": add_course(sqlite, key="/a", title="Lasser basis", sessions=(session("2027-02-09", ARNHEM),)),
        "rotterdam": add_course(sqlite, key="/b", title="Lasser haven", sessions=(session("2027-03-09", ROTTERDAM),)),
    }
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="East", provinces=("Gelderland",), online=False), actor="test")
    drain(sqlite, settings.home, address, TODAY)
    return ids


@pytest.fixture
def ask(api: httpx2.Client, courses: dict[str, str]) -> Ask:
    """Call a tool in a session of its own."""
    return lambda name, **arguments: with_client(api, lambda client: client.call_tool(name, arguments))


def with_client(api: httpx2.Client, use: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        async with Client(str(api.base_url.join("/mcp"))) as client:
            return await use(client)

    return asyncio.run(run())


def titles(found: CallToolResult) -> list[str]:
    assert not found.is_error, found.content
    return [course["title"] for course in found.structured_content["results"]]


def test_each_tool_is_read_only_and_demands_a_portal(api: httpx2.Client, courses: dict[str, str]) -> None:
    tools = with_client(api, lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == set(BY_NAME)
    for tool in tools:
        assert tool.annotations.read_only_hint, tool.name
        assert "portal" in tool.input_schema["required"], tool.name
        assert tool.description, tool.name


def test_a_search_finds_what_the_api_finds(ask: Ask, api: httpx2.Client) -> None:
    found = ask("search_courses", portal="nl", q="lassen arnhem")
    body = api.get("/v1/courses?q=lassen arnhem&pageSize=10").json()
    body.pop("facets")
    assert found.structured_content == body
    assert titles(found) == ["Lasser basis"]


def test_a_portal_never_shows_another_portals_course(ask: Ask, courses: dict[str, str]) -> None:
    assert titles(ask("search_courses", portal="east", q="lasser")) == ["Lasser basis"]
    assert ask("get_course", portal="east", id=courses["arnhem"]).structured_content["title"] == "Lasser basis"
    refused = ask("get_course", portal="east", id=courses["rotterdam"])
    assert refused.is_error
    assert courses["rotterdam"] in refused.content[0].text


def test_careers_are_found_and_read(ask: Ask) -> None:
    [first, *_] = ask("search_careers", portal="nl", q="lasser").structured_content["results"]
    assert ask("get_career", portal="nl", id=first["id"]).structured_content["label"] == first["label"]


def test_funding_is_what_the_api_says(ask: Ask, api: httpx2.Client, courses: dict[str, str]) -> None:
    found = ask("search_funding", portal="east", state=["open"]).structured_content
    assert found == api.get("/v1/funding-schemes?portal=east&state=open").json()
    assert found["results"]
    bare = ask("get_course_funding", portal="east", id=courses["arnhem"]).structured_content
    assert bare["answers"] == api.get(f"/v1/courses/{courses['arnhem']}?portal=east").json()["funding"]
    told = ask("get_course_funding", portal="east", id=courses["arnhem"], person={"age": 57, "employed": False})
    path = f"/v1/courses/{courses['arnhem']}/funding-answers?portal=east"
    assert told.structured_content == api.post(path, json={"age": 57, "employed": False}).json()
    assert told.structured_content["answers"] != bare["answers"]
    assert ask("get_course_funding", portal="east", id=courses["rotterdam"]).is_error


def test_facts_of_a_person_are_neither_logged_nor_repeated(
    ask: Ask, courses: dict[str, str], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO")
    for person in ({"age": 57, "region": "Achterhoek"}, {"age": 157}, {"region": "Atlantis"}):
        found = ask("get_course_funding", portal="nl", id=courses["arnhem"], person=person)
        assert found.is_error == (person != {"age": 57, "region": "Achterhoek"})
        if found.is_error:
            assert "157" not in found.content[0].text
            assert "Atlantis" not in found.content[0].text
    written = "".join(record.getMessage() for record in caplog.records) + "".join(capfd.readouterr())
    assert not any(fact in written for fact in ("Achterhoek", "Atlantis"))


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("search_courses", {"q": "lassen"}, "portal"),
        ("search_courses", {"portal": "nowhere"}, "portal"),
        ("search_courses", {"portal": "nl", "colour": "red"}, "colour"),
        ("search_courses", {"portal": "nl", "near": "Nergenshuizen"}, "near"),
        ("search_courses", {"portal": "nl", "pageSize": 1000}, "pageSize"),
        ("search_courses", {"portal": "nl", "q": "a\0b"}, "q"),
        ("get_course", {"portal": "nl", "id": "nothing"}, "nothing"),
        ("get_career", {"portal": "nl", "id": "nobody"}, "nobody"),
        ("search_funding", {"portal": "nl", "state": ["great"]}, "state"),
        ("get_course_funding", {"portal": "nl", "id": "x", "person": {"name": "Jan"}}, "person.name"),
        ("get_course_funding", {"portal": "nl", "id": "x", "person": {"region": "Atlantis"}}, "person.region"),
        ("delete_course", {"portal": "nl"}, "search_courses"),
    ],
)
def test_wrong_input_is_an_error_of_the_tool_that_names_it(ask: Ask, tool: str, arguments: dict, named: str) -> None:
    found = ask(tool, **arguments)
    assert found.is_error
    assert named in found.content[0].text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"jsonrpc":"2.0"}', b"x" * 100_000])
def test_what_is_no_request_is_refused_and_never_an_error_of_ours(api: httpx2.Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    answer = api.post("/mcp", content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert answer.headers["api-version"]
