"""Kept courses stay in this browser; a search or a course is shared by its link, or printed."""

import pytest
from playwright.sync_api import expect
from widget_browser import title

pytestmark = pytest.mark.browser
KEY = "vakwijzer-saved-rijnland"


def test_a_kept_course_is_there_after_a_reload_and_in_this_browser_only(open_page, api):
    page = open_page()
    page.get_by_role("button", name="Bewaar TIG-lassen").click()
    expect(page.get_by_role("status")).to_have_text("Bewaard in deze browser")
    page.reload()
    page.get_by_role("button", name="Bewaard (1)").click()
    kept = page.get_by_role("dialog", name="Bewaard in deze browser")
    title(kept, "TIG-lassen voor beginners").click()
    expect(page.get_by_role("dialog")).to_contain_text("Geen vooropleiding nodig")
    assert page.evaluate(f"JSON.parse(localStorage['{KEY}']).map((one) => Object.keys(one).join())") == [
        "id,title,provider"
    ]
    assert not any("saved" in path for path in api.paths)


def test_what_is_let_go_leaves_nothing_behind(open_page):
    page = open_page()
    page.get_by_role("button", name="Bewaar TIG-lassen").click()
    page.get_by_role("button", name="Bewaard TIG-lassen").click()
    expect(page.get_by_role("button", name="Bewaard (0)")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_two_widgets_of_a_portal_keep_one_list(open_page, site, api_url):
    site.body = f'<vakwijzer-search portal="rijnland" api="{api_url}"></vakwijzer-search>' * 2
    page = open_page()
    page.get_by_role("button", name="Bewaar TIG-lassen").first.click()
    expect(page.get_by_role("button", name="Bewaard (1)")).to_have_count(2)


@pytest.mark.parametrize("found", ["{", "[1,null]", '[{"id":5}]', '"x"', "null"])
def test_what_something_else_wrote_there_does_no_harm(open_page, found: str):
    page = open_page()
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, found])
    page.reload()
    expect(page.locator(".vw-result")).to_have_count(6)
    page.get_by_role("button", name="Bewaard (0)").click()
    expect(page.get_by_role("dialog")).to_contain_text("nog niets bewaard")


def test_a_browser_that_keeps_nothing_is_said(open_page):
    page = open_page()
    page.evaluate("() => void (Storage.prototype.setItem = () => { throw new DOMException('full') })")
    page.get_by_role("button", name="Bewaar TIG-lassen").click()
    expect(page.get_by_role("status")).to_contain_text("Bewaren lukt niet")


def test_the_link_of_a_search_and_of_a_course_are_copied(open_page, api_url):
    page = open_page("?vw-q=lassen", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_role("status")).to_have_text("De link is gekopieerd")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    title(page, "MIG/MAG-lassen niveau 1").click()
    page.get_by_role("dialog").get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_role("dialog").locator("[aria-live]")).to_have_text("De link is gekopieerd")
    assert page.evaluate("navigator.clipboard.readText()") == f"{api_url}/rijnland/opleidingen/course1"


def test_a_page_that_may_not_copy_says_what_to_do(open_page):
    page = open_page()
    page.evaluate("() => void (navigator.clipboard.writeText = () => Promise.reject(new Error('denied')))")
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_role("status")).to_contain_text("adresbalk")


def test_paper_shows_the_results_or_the_open_course_and_no_controls(open_page):
    page = open_page()
    page.emulate_media(media="print")
    expect(page.locator(".vw-result").first).to_be_visible()
    for control in (".vw-box", ".vw-filters", ".vw-tools", ".vw-keep"):
        expect(page.locator(control).first).to_be_hidden()
    page.emulate_media(media="screen")
    title(page, "MIG/MAG-lassen niveau 1").click()
    expect(page.get_by_role("dialog")).to_contain_text("Geen vooropleiding nodig")
    page.emulate_media(media="print")
    expect(page.locator(".vw-layout")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_have_css("overflow", "visible")
