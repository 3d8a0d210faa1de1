"""All of it by keyboard, and nothing for axe-core to find in any state."""

from unittest.mock import ANY

import pytest
from playwright.sync_api import expect
from widget_answers import answer
from widget_browser import FOCUSED, choose, problems, tab_to, title
from widget_site import Api

pytestmark = pytest.mark.browser

SEARCH = "?vw-q=lassen&vw-near=Arnhem&vw-province=Gelderland&vw-maxPrice=2000"


def test_by_keyboard_only_from_the_box_to_a_bbl_course_near_arnhem_that_starts_soon(open_page, api: Api):
    page = open_page()
    tab_to(page, "Wat wil je leren")
    page.keyboard.type("lassen")
    tab_to(page, "Plaats")
    page.keyboard.type("Arnhem")
    page.keyboard.press("Enter")
    expect(page.locator(".vw-chip")).to_have_count(1)
    tab_to(page, r"Werken en leren")
    page.keyboard.press("Space")
    expect(page.locator(".vw-chip")).to_have_count(2)
    assert page.evaluate(FOCUSED)["words"].startswith("Werken en leren"), "focus stays on the filter"
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    tab_to(page, "Wanneer wil je starten")
    choose(page, "Binnen 3")
    expect(page.locator(".vw-chip")).to_have_count(3)
    start = {"startFrom": ANY, "startUntil": ANY}
    asked = api.expect_search(page, q="lassen", near="Arnhem", radius="20", route="bbl", **start)
    expect(page.get_by_role("status")).to_have_text("41 opleidingen gevonden")
    tab_to(page, "MIG/MAG-lassen niveau 1")
    assert asked["startUntil"][0] > asked["startFrom"][0]


def test_on_a_phone_the_filters_open_and_close_by_keyboard(open_page):
    page = open_page(width=375)
    tab_to(page, "Filters")
    page.keyboard.press("Enter")
    expect(page.locator(".vw-filters__toggle")).to_have_attribute("aria-expanded", "true")
    tab_to(page, "Toon de resultaten")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_be_focused()
    expect(page.get_by_label("Utrecht")).to_be_hidden()


def test_every_target_is_at_least_24_pixels(open_page):
    page = open_page(SEARCH)
    sizes = page.locator("button, select, summary, input, .vw-paging a, .vw-result__deep a").evaluate_all(
        "nodes => nodes.filter((n) => n.checkVisibility())"
        ".map((n) => [n.outerHTML.slice(0, 60), n.offsetWidth, n.offsetHeight])"
    )
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_reduced_motion_stops_all_animation(open_page, api: Api):
    api.answering.clear()
    page = open_page(wait=".vw-skeleton", reduced_motion="reduce")
    expect(page.locator(".vw-skeleton li").first).to_have_css("animation-name", "none")


def empty(_query):
    return 200, answer(total=0)


def refused(_query):
    return 400, {"status": 400, "detail": "maxPrice"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("reply", "shown"),
    [(Api.reply, ".vw-result"), (empty, ".vw-message"), (refused, "[role=alert]")],
    ids=["found", "empty", "error"],
)
def test_axe_finds_nothing(
    open_page,
    api: Api,
    site,
    reply,
    shown: str,
    width: int,
    scheme: str,
):
    api.reply = reply
    site.css = ":root { color-scheme: light dark }"
    page = open_page(SEARCH, width=width, wait=shown, color_scheme=scheme)
    assert problems(page) == []
    if width == 320:
        page.locator(".vw-filters__toggle").click()
        assert problems(page) == []


def test_axe_finds_nothing_in_forced_colours_or_while_loading(open_page, api: Api):
    api.answering.clear()
    page = open_page(wait=".vw-skeleton", forced_colors="active")
    assert problems(page) == []
    api.answering.set()
    page.wait_for_selector(".vw-result")
    assert problems(page) == []


@pytest.mark.parametrize(("width", "look"), [(320, {"color_scheme": "dark"}), (1280, {"forced_colors": "active"})])
def test_axe_finds_nothing_in_what_opens(open_page, site, width: int, look):
    site.css = ":root { color-scheme: light dark }"
    page = open_page(SEARCH, width=width, **look)
    page.get_by_label("Wat wil je leren").press_sequentially("s")
    expect(page.locator(".vw-combo__option").first).to_be_visible()
    page.get_by_label("Wat wil je leren").press("ArrowDown")
    assert problems(page) == []
    page.get_by_label("Wat wil je leren").press("Escape")
    if width == 320:
        page.locator(".vw-filters__toggle").click()
    page.get_by_text("Kies op de kaart").click()
    expect(page.locator("svg path")).to_have_count(12)
    assert problems(page) == []
    page.get_by_role("button", name="Bewaar MIG/MAG-lassen niveau 1").click()
    page.get_by_role("button", name="Bewaard (1)").click()
    expect(page.get_by_role("dialog", name="Bewaard in deze browser")).to_be_visible()
    assert problems(page) == []
    title(page.get_by_role("dialog"), "MIG/MAG-lassen niveau 1").click()
    page.get_by_role("dialog").get_by_text("Hoe weten we dit?").click()
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("course", "shown"), [("course1", ".vw-result__provider"), ("gone", "[role=alert]")])
def test_axe_finds_nothing_in_the_course_element(open_page, site, api_url, course: str, shown: str):
    site.body = f'<vakwijzer-course portal="rijnland" course="{course}" api="{api_url}"></vakwijzer-course>'
    page = open_page(wait=shown, width=320)
    assert problems(page) == []
