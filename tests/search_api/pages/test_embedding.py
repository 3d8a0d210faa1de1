"""The page that writes the lines to paste, the page for a frame, and the files that a portal's page loads."""

import json
from urllib.parse import urlencode

import httpx2
import pytest
from parsel import Selector
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.portals.portal import PortalSettings, set_portal

pytestmark = pytest.mark.engine


@pytest.fixture
def east(sqlite: Engine) -> None:
    settings = PortalSettings(name="Oost", provinces=("Gelderland",), origins=("https://oost.example",))
    with unit_of_work(sqlite) as session:
        set_portal(session, "oost", settings, actor="test")


def lines(api: httpx2.Client, portal: str = "nl", **choice: str) -> str:
    answer = api.get(f"/{portal}/insluiten?{urlencode(choice)}")
    assert answer.status_code == 200
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    return Selector(answer.text).css("#lines::text").get() or ""


def test_without_a_choice_two_lines_embed_the_search_with_a_link_for_who_has_no_script(api: httpx2.Client) -> None:
    written, here = lines(api), str(api.base_url).rstrip("/")
    assert f'<script type="module" src="{here}/widget/v1/vakwijzer.js"></script>' in written
    assert f'<vakwijzer-search portal="nl" api="{here}">' in written
    assert f'<a href="{here}/nl/">' in written


def test_each_choice_is_in_the_lines(api: httpx2.Client) -> None:
    chosen = {"language": "en", "colour": "#155c2e", "radius": "0", "name": "techniek"}
    written = lines(api, **chosen)
    assert 'id="techniek" lang="en"' in written
    tokens = "--vakwijzer-color-action: #155c2e; --vakwijzer-color-on-action: #ffffff; --vakwijzer-border-radius: 0px"
    assert f'tokens="{tokens}"' in written
    assert '<vakwijzer-course course="abc123"' in lines(api, kind="course", course="abc123")
    assert "inbedden?lang=en&amp;tokens=--vakwijzer-color-action" in lines(api, kind="frame", **chosen)
    assert "<script" not in lines(api, kind="link")


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "rood"},
        {"colour": '"><script>alert(1)</script>'},
        {"radius": "-1"},
        {"name": "1 2"},
        {"course": "../x"},
        {"language": "<b>"},
        {"kind": "anything"},
    ],
)
def test_a_choice_that_makes_no_sense_is_said_and_left_out(api: httpx2.Client, wrong: dict[str, str]) -> None:
    answer = api.get(f"/nl/insluiten?{urlencode(wrong)}")
    assert answer.status_code == 200
    assert next(iter(wrong.values())) not in lines(api, **wrong)
    assert "<script>alert" not in answer.text


def test_a_colour_that_nobody_can_read_is_said(api: httpx2.Client) -> None:
    assert "slecht te lezen" in api.get("/nl/insluiten?colour=%23ffee00").text
    assert "slecht te lezen" not in api.get("/nl/insluiten?colour=%23155c2e").text
    assert "color-on-action: #000000; --vakwijzer-color-link: #18212b" in lines(api, colour="#ffee00")


def test_a_frame_may_only_be_shown_on_the_portals_own_sites(api: httpx2.Client, east: None) -> None:
    framed = {portal: api.get(f"/{portal}/inbedden").headers["content-security-policy"] for portal in ("oost", "nl")}
    assert "frame-ancestors 'self' https://oost.example" in framed["oost"]
    assert "frame-ancestors *" in framed["nl"]
    assert "https://oost.example" in api.get("/oost/insluiten").text


def test_a_frame_holds_the_widget_in_the_asked_look_and_a_link_without_script(api: httpx2.Client, east: None) -> None:
    shown = Selector(api.get("/oost/inbedden?lang=en&tokens=--vakwijzer-border-radius:%200").text)
    element = shown.css("vakwijzer-search")
    assert (element.attrib["portal"], element.attrib["tokens"]) == ("oost", "--vakwijzer-border-radius: 0")
    assert element.css("a::attr(href)").get() == "/oost/?lang=en"
    assert shown.css("html").attrib["lang"] == "en"


@pytest.mark.parametrize("tokens", ["x" * 301, '"onload="x', "a: url(//evil)"])
def test_a_frame_takes_no_look_that_could_be_anything_else(api: httpx2.Client, tokens: str) -> None:
    assert "tokens=" not in api.get("/nl/inbedden", params={"tokens": tokens}).text


@pytest.mark.parametrize("path", ["inbedden", "insluiten"])
def test_an_unknown_portal_is_not_found(api: httpx2.Client, path: str) -> None:
    assert api.get(f"/atlantis/{path}").status_code == 404


def test_any_page_may_load_the_widgets_files_and_nothing_else(api: httpx2.Client) -> None:
    for name in ("vakwijzer.js", "provinces.json"):
        answer = api.get(f"/widget/v1/{name}")
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert api.get("/widget/v1/..%2f..%2fapp.py").status_code in (400, 404)


def test_words_of_a_language_are_served_and_an_unknown_one_says_so_to_any_page(api: httpx2.Client) -> None:
    assert api.get("/widget/v1/texts/en.json").json()["search.submit"] == "Search"
    unknown = api.get("/widget/v1/texts/xx.json")
    assert (unknown.status_code, unknown.headers["access-control-allow-origin"]) == (404, "*")
    assert json.loads(unknown.text)["detail"] == "There are no texts in 'xx'."


@pytest.mark.parametrize("path", ["/v1/courses/none", "/v1/courses?maxPrice=x", "/v1/courses?portal=atlantis"])
def test_a_page_elsewhere_may_read_why_it_was_refused(api: httpx2.Client, path: str) -> None:
    assert api.get(path).headers["access-control-allow-origin"] == "*"
