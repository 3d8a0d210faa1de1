"""Pinned collections: searches that a portal shows on its first page, inside its rules, set at once or refused."""

import subprocess
from pathlib import Path

import httpx2
import pytest
import yaml
from parsel import Selector
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import Collection, PortalSettings, set_portal
from catalogue.settings import Settings
from search_api.v1 import models
from tests.conftest import TODAY
from tests.factories import ROTTERDAM, add_course, session
from tests.world import Home

pytestmark = pytest.mark.engine
PINNED = {"name": "Leren lassen", "text": "Van <b>niets</b> af", "search": {"sector": ["metal-welding"], "q": "lassen"}}


@pytest.fixture
def own(sqlite: Engine, settings: Settings, address: EngineAddress) -> str:
    made = add_course(sqlite, title="Lassen dichtbij")
    add_course(sqlite, "west", "/far", title="Lassen ver", sessions=(session("2027-01-11", ROTTERDAM),))
    with unit_of_work(sqlite) as unit:
        east = {"name": "Oost", "provinces": ["Gelderland"], "online": False, "collections": [PINNED],
                "texts": {"title": "Leren in Oost", "intro": "Kies een vak", "footer": "Provincie Oost"}}  # fmt: skip
        set_portal(unit, "east", PortalSettings.model_validate(east), "test")
    drain(sqlite, settings.home, address, TODAY)
    return made


def test_the_first_page_shows_the_portals_words_and_collections(api: httpx2.Client, own: str) -> None:
    page = Selector(api.get("/east/").text)
    assert page.css("h1::text").get() == "Leren in Oost"
    assert "Kies een vak" in page.css(".vw-lead::text").get("")
    assert "Provincie Oost" in page.css(".vw-foot").get("")
    link = page.css(".vw-pinned a")
    assert link.css("::text").get() == "Leren lassen"
    assert page.css(".vw-pinned b").get() is None
    found = Selector(api.get(link.attrib["href"]).text)
    assert found.css(".vw-result__title a::text").getall() == ["Lassen dichtbij"]
    assert found.css(".vw-pinned").get() is None


def test_the_api_gives_them_to_widgets(api: httpx2.Client, own: str) -> None:
    body = api.get("/v1/portals/east").json()
    models.PortalBody.model_validate(body)
    [pinned] = body["collections"]
    assert pinned["search"] == {"sector": ["metal-welding"], "q": ["lassen"]}
    assert api.get("/v1/courses", params={"portal": "east", **pinned["search"]}).json()["total"] == 1
    assert api.get("/v1/portals/nl").json()["collections"] == []


@pytest.mark.parametrize(
    ("search", "named"),
    [({"colour": "red"}, "colour"), ({"sector": "cooking"}, "sector"), ({"near": "Atlantis"}, "near"),
     ({"portal": "nl"}, "portal"), ({}, "search")],
)  # fmt: skip
def test_a_collection_that_cannot_be_searched_is_refused_by_name(
    home: Home, tmp_path: Path, search: dict[str, str], named: str
) -> None:
    file = tmp_path / "east.yaml"
    file.write_text(yaml.safe_dump({"name": "Oost", "collections": [{"name": "Rood", "search": search}]}), "utf-8")
    assert named in home.run("portal", "set", "east", "--file", str(file), status=1)


def test_colours_that_are_hard_to_read_are_named_and_refused_when_asked(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "east.yaml"
    file.write_text("name: Oost\ntokens: {--vakwijzer-color-action: '#ffd400'}\n", "utf-8")
    _, told = home.start("portal", "set", "east", "--file", str(file), stderr=subprocess.PIPE).communicate(timeout=60)
    assert "text on buttons: contrast 1.43 : 1" in told
    assert "set --vakwijzer-color-on-action to #" in told
    assert "1.43 : 1" in home.run("portal", "set", "west", "--strict", "--file", str(file), status=1)
    assert {each["slug"] for each in home.json("portal", "list")} == {"nl", "east"}


def test_chosen_courses_have_a_page_in_their_order_and_only_what_the_portal_shows(
    api: httpx2.Client, sqlite: Engine
) -> None:
    first = add_course(sqlite, key="/eerste", title="Eerste")
    elsewhere = add_course(sqlite, key="/elders", title="Elders", sessions=(session("2027-02-09", ROTTERDAM),))
    second = add_course(sqlite, key="/tweede", title="Tweede <b>")
    chosen = Collection(name="Uitgekozen", text="Door <i>Noor</i>", courses=(second, elsewhere, first))
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "kies", PortalSettings(name="K", provinces=("Gelderland",), collections=(chosen,)), "test")
    page = Selector(api.get("/kies/collecties/1").text)
    assert page.css("h3 a::text").getall() == ["Tweede <b>", "Eerste"]
    assert page.css("h1::text").get() == "Uitgekozen"
    assert Selector(api.get("/kies/").text).css(".vw-pinned a::attr(href)").get() == "/kies/collecties/1"
    assert api.get("/v1/portals/kies").json()["collections"][0]["courses"] == [second, first]
    for nothing in ("/kies/collecties/2", "/kies/collecties/x", "/nl/collecties/1"):
        assert api.get(nothing).status_code == 404
