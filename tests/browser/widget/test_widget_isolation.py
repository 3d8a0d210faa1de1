"""The widget and a page it knows nothing of leave each other alone."""

import pytest
from playwright.sync_api import expect
from widget_answers import PORTAL
from widget_browser import problems

pytestmark = pytest.mark.browser

HOSTILE = """
html { font-size: 62.5%; }
* { color: lime !important; font: italic 40px/3 fantasy !important; text-transform: uppercase !important;
    letter-spacing: 6px !important; background: purple !important; border: 5px dotted red !important;
    padding: 20px !important; float: left !important; opacity: 0.2 !important; visibility: hidden !important;
    position: fixed !important; block-size: 2px !important; overflow: hidden !important; zoom: 3 !important; }
*::before, *::after { content: "!!" !important; display: inline-block !important; font-size: 90px !important; }
input, button, label, details { display: none !important; }
"""
STYLE = """node => {
  const s = getComputedStyle(node);
  return [s.color, s.fontSize, s.textTransform, s.letterSpacing, s.fontStyle];
}"""


def test_css_of_the_page_stays_outside(open_page, site):
    calm = open_page().locator(".vw-result__summary").first.evaluate(STYLE)
    site.css = HOSTILE
    page = open_page()
    assert page.locator(".vw-result__summary").first.evaluate(STYLE) == calm
    expect(page.get_by_role("button", name="Zoeken")).to_be_visible()
    host = "node => { const s = getComputedStyle(node); return [s.display, s.float, s.opacity, s.borderTopWidth] }"
    assert page.locator("vakwijzer-search").evaluate(host) == ["block", "none", "1", "0px"]
    assert page.locator("vakwijzer-search").bounding_box()["height"] > 600


def test_a_page_that_unsets_all_still_gets_a_whole_widget(open_page, site):
    calm = open_page().locator(".vw-result__summary").first.evaluate(STYLE)
    site.css = "* { all: unset !important; } body { display: block !important; }"
    page = open_page()
    assert page.locator(".vw-result__summary").first.evaluate(STYLE) == calm
    page.get_by_role("link", name="MIG/MAG-lassen niveau 1").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Geen vooropleiding nodig")


@pytest.mark.parametrize("css", ["main { float: left }", "main { display: inline-block }", "main { display: flex }"])
def test_a_page_that_shrinks_to_its_content_does_not_squeeze_the_widget(open_page, site, css: str):
    site.css = css
    assert open_page().locator("vakwijzer-search").bounding_box()["width"] > 600


def test_a_float_of_the_page_does_not_leave_the_widget_a_strip(open_page, site):
    site.css = "main::before { content: ''; float: left; inline-size: 80%; block-size: 40px }"
    assert open_page(width=375).locator("vakwijzer-search").bounding_box()["width"] > 300


def test_tokens_of_the_page_win_from_the_portal_and_both_from_the_default(open_page, site):
    site.css = "vakwijzer-search { --utrecht-button-primary-action-background-color: rgb(1, 99, 2) }"
    button = open_page().get_by_role("button", name="Zoeken")
    expect(button).to_have_css("background-color", "rgb(1, 99, 2)")
    expect(button).to_have_css("border-radius", "6px")
    site.css = ":root { --vakwijzer-border-radius: 9px }"
    expect(open_page().get_by_role("button", name="Zoeken")).to_have_css("border-radius", "9px")


def test_a_page_that_speaks_design_tokens_wins_from_the_portals_own(open_page, site, monkeypatch):
    monkeypatch.setitem(PORTAL, "tokens", {"--vakwijzer-color-action": "rgb(122, 31, 92)"})
    button = {"name": "Zoeken", "exact": True}
    expect(open_page().get_by_role("button", **button)).to_have_css("background-color", "rgb(122, 31, 92)")
    site.css = ":root { --utrecht-button-primary-action-background-color: rgb(1, 99, 2) }"
    expect(open_page().get_by_role("button", **button)).to_have_css("background-color", "rgb(1, 99, 2)")


def test_a_portals_colour_for_a_light_page_stays_out_of_a_dark_one(open_page, site, monkeypatch):
    site.css = ":root { color-scheme: dark }"
    colours = {"--vakwijzer-color-action": "rgb(122, 31, 92)", "--vakwijzer-color-link": "light-dark(#7a1f5c, #f5a8d8)"}
    monkeypatch.setitem(PORTAL, "tokens", {**colours, "--vakwijzer-border-radius": "6px"})
    page = open_page()
    expect(page.get_by_role("button", name="Zoeken", exact=True)).to_have_css("border-radius", "6px")
    expect(page.get_by_role("button", name="Zoeken", exact=True)).to_have_css("background-color", "rgb(142, 197, 255)")
    expect(page.locator(".vw-result__title a").first).to_have_css("color", "rgb(245, 168, 216)")
    assert problems(page) == []


def test_a_light_page_gets_a_light_widget_also_for_a_reader_who_prefers_dark(open_page, site):
    paper = "rgb(255, 255, 255)"
    expect(open_page(color_scheme="dark").locator(".vw")).to_have_css("background-color", paper)
    site.css = ":root { color-scheme: light dark }"
    expect(open_page(color_scheme="dark").locator(".vw")).not_to_have_css("background-color", paper)


def test_a_strict_policy_allows_all_the_widget_does(open_page, site, api_url):
    site.policy = (
        f"default-src 'none'; script-src {api_url}; connect-src {api_url}; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html"
    )
    page = open_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Security Policy" in message.text else None)
    page.reload()
    page.wait_for_selector(".vw-result")
    page.get_by_label("Utrecht").check()
    expect(page.locator(".vw-chip")).to_have_count(1)
    expect(page.get_by_role("button", name="Zoeken")).to_have_css("border-radius", "6px")
    page.get_by_text("Kies op de kaart").click()
    expect(page.locator("svg path")).to_have_count(12)
    page.get_by_role("link", name="MIG/MAG-lassen niveau 1").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Geen vooropleiding nodig")
    assert blocked == []


def test_it_asks_nothing_of_anyone_but_the_api_and_keeps_nothing(open_page, api, api_url, site_url):
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/v1/portals/rijnland"):
        page.reload()
    page.wait_for_selector(".vw-result")
    assert all(url.startswith((api_url, site_url)) for url in asked)
    assert api.paths == {"/widget/v1/vakwijzer.js", "/v1/courses", "/v1/portals/rijnland"}
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_two_widgets_on_a_page_each_keep_their_own_search(open_page, site, api, api_url):
    one = '<vakwijzer-search portal="{}" api="{}" {}></vakwijzer-search>'
    site.body = "".join(one.format(slug, api_url, "") for slug in ("rijnland", "nl"))
    page = open_page("?vw-q=lassen&vw2-q=installatie")
    boxes = page.get_by_label("Wat wil je leren")
    expect(boxes.nth(0)).to_have_value("lassen")
    expect(boxes.nth(1)).to_have_value("installatie")
    boxes.nth(1).fill("robot")
    boxes.nth(1).press("Enter")
    page.wait_for_url("**/?vw-q=lassen&vw2-q=robot")
    api.expect_search(page, portal="nl", q="robot")
    expect(boxes.nth(0)).to_have_value("lassen")
    assert {"portal": ["rijnland"], "q": ["lassen"]} in api.searches


def test_an_id_names_the_search_in_the_url(open_page, site, api_url):
    site.body = f'<vakwijzer-search id="techniek" api="{api_url}"></vakwijzer-search>'
    expect(open_page("?techniek-q=lassen").get_by_label("Wat wil je leren")).to_have_value("lassen")


@pytest.mark.parametrize("address", ["", "?vw-near=Arnhem&vw-province=Gelderland&vw-maxPrice=2000"])
def test_a_phone_or_four_times_zoom_never_scrolls_sideways(open_page, address: str):
    page = open_page(address, width=320)
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) == 320
    page.locator(".vw-filters__toggle").click()
    expect(page.get_by_label("Utrecht")).to_be_visible()
    assert page.evaluate(width) == 320


def test_all_that_a_reader_does_asks_only_the_api_and_keeps_only_what_is_saved(open_page, api, api_url, site_url):
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Wat wil je leren").press_sequentially("las")
    expect(page.locator(".vw-combo__option").first).to_be_visible()
    page.get_by_label("Wat wil je leren").press("Enter")
    page.get_by_text("Kies op de kaart").click()
    page.get_by_role("button", name="Bewaar MIG/MAG-lassen niveau 1").click()
    page.get_by_role("link", name="MIG/MAG-lassen niveau 1").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Geen vooropleiding nodig")
    assert asked
    assert all(url.startswith(api_url) for url in asked)
    assert page.evaluate("Object.keys(localStorage).join()") == "vakwijzer-saved-rijnland"
    assert page.evaluate("[sessionStorage.length, document.cookie]") == [0, ""]
    assert page.context.cookies() == []


def test_the_look_on_the_element_wins_and_can_fetch_nothing(open_page, site, api_url):
    site.css = ":root { --vakwijzer-border-radius: 9px }"
    tokens = "--vakwijzer-border-radius: 3px; --vakwijzer-color-action: url(//evil.example/x); --other: 1; nonsense"
    site.body = f'<vakwijzer-search portal="rijnland" api="{api_url}" tokens="{tokens}"></vakwijzer-search>'
    page = open_page()
    expect(page.get_by_role("button", name="Zoeken")).to_have_css("border-radius", "3px")
    assert page.locator("vakwijzer-search").evaluate("node => [...node.style]") == ["--vakwijzer-border-radius"]


@pytest.mark.parametrize(
    "address", ["?vw-maxPrice=abc&vw-page=-1", "?vw-province=%3Cscript%3E&vw-sort=%00", "?vw-course=%2e%2e%2f"]
)
def test_nonsense_in_the_address_of_the_page_does_no_harm(open_page, address: str):
    page = open_page(address)
    expect(page.get_by_role("button", name="Zoeken")).to_be_visible()
    expect(page.locator(".vw-result")).to_have_count(6)
