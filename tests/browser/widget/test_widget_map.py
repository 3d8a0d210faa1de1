"""The map of provinces: light, only fetched when opened, and never the only way."""

import gzip
import json

import pytest
from playwright.sync_api import expect
from widget_answers import FACETS, answer
from widget_site import BUNDLE, Api

from catalogue.normalise.gazetteer import rows

pytestmark = pytest.mark.browser
FILES = {"vakwijzer.js": 25 * 1024, "provinces.json": 4 * 1024}


@pytest.mark.parametrize("name", FILES)
def test_what_a_portal_loads_stays_light(name: str):
    assert len(gzip.compress(BUNDLE.with_name(name).read_bytes(), mtime=0)) <= FILES[name]


def test_the_map_has_each_province_by_the_name_that_the_search_knows():
    drawn = json.loads(BUNDLE.with_name("provinces.json").read_text("utf-8"))
    assert set(drawn["provinces"]) == {row.province for row in rows().values()} - {""}
    assert "CC BY" in drawn["credit"]


def test_a_province_is_picked_on_the_map_and_the_box_says_so(open_page, api: Api):
    page = open_page()
    assert "/widget/v1/provinces.json" not in api.paths
    page.get_by_text("Kies op de kaart").click()
    page.locator("svg path", has_text="Utrecht").click()
    expect(page.get_by_label("Utrecht")).to_be_checked()
    api.expect_search(page, province="Utrecht")
    expect(page.locator("path[data-chosen=true]")).to_have_count(1)
    page.locator("svg path", has_text="Utrecht").click()
    expect(page.get_by_label("Utrecht")).not_to_be_checked()


def test_a_province_without_courses_cannot_be_picked(open_page):
    page = open_page()
    page.get_by_text("Kies op de kaart").click()
    expect(page.locator("path")).to_have_count(12)
    expect(page.locator("path[data-chosen]")).to_have_count(3)


def test_a_portal_of_one_province_has_no_map(open_page, api: Api):
    one = {**FACETS, "province": FACETS["province"][:1]}
    api.reply = lambda query: (200, answer(facets=one))
    expect(open_page().get_by_text("Kies op de kaart")).to_have_count(0)


def test_without_its_file_the_map_stays_empty_and_the_list_works(open_page, api: Api, api_url):
    page = open_page()
    page.route("**/provinces.json", lambda route: route.fulfill(status=404, body="{}"))
    page.get_by_text("Kies op de kaart").click()
    page.get_by_label("Utrecht").check()
    api.expect_search(page, province="Utrecht")
    expect(page.locator("svg")).to_have_count(0)
