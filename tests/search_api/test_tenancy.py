"""No path of the API, asked by one portal, tells anything of a course that only another portal shows."""

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

import httpx2
import pytest
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.settings import Settings
from search_api.v1 import models
from tests.conftest import TODAY
from tests.factories import ROTTERDAM, ZWOLLE, add_course, session

pytestmark = pytest.mark.engine
FOREIGN = "Zeldzame lasrobotcursus"
VALUES = {"q": "lasrobot", "near": "Rotterdam"}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
UNBOUND = ("/health/live", "/health/ready", "/v1/portals/{slug}")
"""Paths that tell of no course at all."""
EDITORS = "/v1/editor/"
"""No portal's readers come here; what a portal's editor may see is tried in test_editor_api.py."""


@pytest.fixture
def foreign(sqlite: Engine, settings: Settings, address: EngineAddress) -> str:
    add_course(sqlite, "eastern", "/own", title="Eigen lascursus", sessions=(session("2027-03-01", ZWOLLE),))
    foreign = add_course(sqlite, "western", "/foreign", title=FOREIGN, sessions=(session("2027-02-09", ROTTERDAM),))
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="East", provinces=("Overijssel",), online=False), actor="test")
    drain(sqlite, settings.home, address, TODAY)
    return foreign


def operations(api: httpx2.Client) -> Iterator[tuple[str, list[str]]]:
    for path, methods in api.get("/v1/openapi.json").json()["paths"].items():
        if "get" in methods and path not in UNBOUND and not path.startswith(EDITORS):
            yield path, [p["name"] for p in methods["get"].get("parameters", []) if p["in"] == "query"]


def test_no_path_tells_a_portal_of_a_foreign_course(api: httpx2.Client, foreign: str) -> None:
    tried = 0
    for path, names in operations(api):
        assert "portal" in names, f"{path} does not ask for which portal"
        for keys in ({}, *({name: value} for name, value in VALUES.items() if name in names)):
            needed = {"q": "la"} if "suggestions" in path else {}
            answer = api.get(path.format_map(Anything(foreign)), params={"portal": "east", **needed, **keys})
            assert answer.status_code in (200, 404), (path, answer.text)
            told = answer.text if answer.status_code == 200 else ""
            assert FOREIGN not in told, path
            assert foreign not in told, path
            assert "western" not in told, path
            tried += 1
    assert tried >= 6


class Anything(dict[str, str]):
    """Every path parameter is the foreign course's id."""

    def __init__(self, course: str):
        self._course = course

    def __missing__(self, key: str) -> str:
        return self._course


def test_the_same_paths_tell_the_national_portal(api: httpx2.Client, foreign: str) -> None:
    assert FOREIGN in api.get(f"/v1/courses/{foreign}").text
    assert foreign in api.get("/v1/courses/changes").text
    assert "western" in api.get("/v1/providers").text


@pytest.mark.parametrize("path", ["/v1/courses", "/v1/courses/changes", "/v1/providers", "/v1/courses/abc"])
def test_an_unknown_portal_is_404(api: httpx2.Client, path: str) -> None:
    assert api.get(path, params={"portal": "nowhere"}).status_code == 404


def test_providers_are_counted_for_the_portal_and_paged(api: httpx2.Client, foreign: str) -> None:
    every = api.get("/v1/providers").json()
    models.ProviderPage.model_validate(every)
    assert [(each["name"], each["courses"]) for each in every["results"]] == [
        ("eastern /own", 1),
        ("western /foreign", 1),
    ]
    second = api.get("/v1/providers?page=2&pageSize=1").json()
    assert (second["total"], [each["name"] for each in second["results"]]) == (2, ["western /foreign"])
    assert [each["id"] for each in api.get("/v1/providers?portal=east").json()["results"]] == ["eastern-own"]


def test_a_sitemap_names_the_pages_of_its_portal(api: httpx2.Client, foreign: str) -> None:
    assert f"/nl/opleidingen/{foreign}</loc>" in api.get("/nl/sitemap.xml").text
    east = api.get("/east/sitemap.xml")
    assert east.headers["content-type"].startswith("application/xml")
    assert foreign not in east.text
    assert east.text.count("/east/opleidingen/") == 1
    assert api.get("/nowhere/sitemap.xml").status_code == 404
    found = ElementTree.fromstring(east.content)  # by the schema of sitemaps.org, 0.9
    assert found.tag == f"{SITEMAP}urlset"
    assert 0 < len(found) <= 50_000
    assert all([child.tag for child in url][:1] == [f"{SITEMAP}loc"] for url in found)
    assert all((url.findtext(f"{SITEMAP}loc") or "").startswith("http") for url in found)
    dates = [each.text or "" for each in found.iter(f"{SITEMAP}lastmod")]
    assert all(datetime.fromisoformat(each) for each in dates)


def test_a_client_that_kept_the_answer_is_told_so_and_no_portal_gets_another_ones(
    api: httpx2.Client, foreign: str
) -> None:
    first = api.get("/v1/courses?q=lasrobotcursus")
    assert first.headers["etag"]
    again = api.get("/v1/courses?q=lasrobotcursus", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["access-control-allow-origin"] == "*"
    assert api.get("/v1/courses?q=lasrobotcursus&portal=east").json()["total"] == 0
