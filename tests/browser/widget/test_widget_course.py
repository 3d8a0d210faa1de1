"""One course, whole: over the search, by its own link, and as an element of its own."""

import pytest
from playwright.sync_api import expect
from widget_answers import detail
from widget_browser import title
from widget_site import Api

pytestmark = pytest.mark.browser


def test_a_course_opens_over_the_search_and_escape_gives_the_focus_back(open_page):
    page = open_page("?vw-q=lassen")
    link = title(page, "MIG/MAG-lassen niveau 1")
    link.press("Enter")
    shown = page.get_by_role("dialog", name="MIG/MAG-lassen niveau 1")
    expect(shown).to_contain_text("Lasdiploma niveau 2 (ISO 9606-1)")
    expect(shown).to_contain_text("10 dagdelen")
    expect(shown).to_contain_text("op 1 februari 2027")
    page.wait_for_url("**/?vw-q=lassen&vw-course=course1")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(link).to_be_focused()
    page.wait_for_url("**/?vw-q=lassen")


def test_a_shared_link_opens_the_course_and_back_closes_it(open_page, api: Api):
    page = open_page("?vw-q=lassen&vw-course=course1")
    expect(page.get_by_role("dialog")).to_contain_text("Geen vooropleiding nodig")
    page.get_by_role("button", name="Sluiten").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_url("**/?vw-q=lassen")
    title(page, "TIG-lassen voor beginners").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_label("Utrecht").check()
    api.expect_search(page, q="lassen", province="Utrecht")
    assert len(api.searches) == 2, "opening and closing does not change the search, so it is not asked again"


def test_how_each_value_is_known_is_one_key_away(open_page):
    page = open_page("?vw-course=course1")
    page.get_by_role("dialog").get_by_text("Hoe weten we dit?").click()
    sources = page.get_by_role("dialog").locator("details dd")
    known = [
        "volgens de opleider ‘€ 1.870,- excl. btw’",
        "onze inschatting ‘lasniveau 2’",
        "gecontroleerd door de redactie",
    ]
    expect(sources).to_have_text(known, use_inner_text=True)


@pytest.mark.parametrize("status", [404, 410])
def test_a_course_that_is_gone_says_so_and_the_search_is_still_there(open_page, api: Api, status: int):
    api.courses["old"] = (status, {"status": status})
    page = open_page("?vw-q=lassen&vw-course=old")
    expect(page.get_by_role("dialog")).to_contain_text("niet (meer) te vinden")
    page.get_by_role("button", name="Sluiten").click()
    expect(page.get_by_label("Wat wil je leren")).to_have_value("lassen")


def test_a_course_that_fails_is_fetched_again_when_asked(open_page, api: Api):
    good, api.courses["course1"] = api.courses["course1"], (500, {"status": 500})
    page = open_page("?vw-course=course1")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("storing")
    api.courses["course1"] = good
    page.get_by_role("dialog").get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_role("dialog")).to_contain_text("Geen vooropleiding nodig")


def test_a_course_of_which_nothing_is_known_still_makes_sense(open_page, api: Api):
    bare = {**dict.fromkeys(detail()), "id": "bare", "provider": "Opleider",
            "title": "<b>Zonder</b> gegevens " + "x" * 300, "url": "javascript:alert(1)"}  # fmt: skip
    api.courses["bare"] = (200, bare)
    page = open_page("?vw-course=bare", width=320)
    shown = page.get_by_role("dialog")
    expect(shown).to_contain_text("<b>Zonder</b> gegevens")
    expect(shown).to_contain_text("Prijs niet bekend")
    expect(shown).to_contain_text("noemt geen startdata")
    assert shown.locator("a[href^=javascript]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_course_element_shows_one_course(open_page, site, api_url):
    site.body = f'<vakwijzer-course portal="rijnland" course="course3" api="{api_url}"></vakwijzer-course>'
    page = open_page(wait=".vw-course")
    expect(page.get_by_role("heading", name="MIG/MAG-lassen niveau 1")).to_be_visible()
    link = page.get_by_role("link", name="Bekijk deze opleiding bij de opleider")
    assert link.get_attribute("href") == "https://provider.example/lassen-1"


@pytest.mark.parametrize("given", ["", 'course="../portals/nl"', 'course="&lt;b&gt;"'])
def test_a_course_element_without_a_real_id_says_so(open_page, site, api_url, given: str):
    site.body = f'<vakwijzer-course portal="rijnland" {given} api="{api_url}"></vakwijzer-course>'
    page = open_page(wait="[role=alert]")
    expect(page.get_by_role("alert")).to_contain_text("niet (meer) te vinden")
