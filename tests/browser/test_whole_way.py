"""A person searches: on a portal's own page with the widget from another origin, and on the page without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget.widget_browser import opened, picture, problems
from tests.conftest import ROOT
from tests.world import World
from vakwijzer.demo.site import portal_site

pytestmark = [pytest.mark.browser, pytest.mark.engine]
WIDTHS = (375, 1280)


@pytest.fixture(scope="module")
def embedding(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Origin of a fictitious province's own site that embeds the widget."""
    file = tmp_path_factory.mktemp("portal") / "east.yaml"
    file.write_text("name: Leren in het Oosten\nprovinces: [Gelderland, Overijssel]\n", "utf-8")
    world.home.run("portal", "set", "east", "--file", str(file))
    with portal_site(str(world.api.base_url).rstrip("/"), {"east": "Leren in het Oosten"}) as sites:
        yield sites["east"]


def titles(page: Page) -> list[str]:
    return page.locator(".vw-result__title").all_inner_texts()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_widget_on_another_origin_finds_welding_in_the_portals_provinces(
    browser: Browser, embedding: str, width: int
) -> None:
    page = opened(browser, embedding, width)
    page.get_by_role("combobox", name="Wat wil je leren").fill("lassen")
    page.get_by_role("combobox", name="Wat wil je leren").press("Enter")
    expect(page.locator(".vw-result__title").first).to_contain_text("lass", ignore_case=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"widget-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_does_the_same_without_javascript(browser: Browser, world: World, width: int) -> None:
    page = opened(browser, f"{world.api.base_url}/nl/", width, javascript=False)
    page.get_by_role("searchbox").fill("lassen")
    page.get_by_role("button", name="Zoeken").click()
    page.wait_for_url("**q=lassen**")
    found = titles(page)
    assert any("lassen" in title.lower() for title in found)
    picture(page, f"search-{width}")
    if width > 1000:
        page.get_by_label("Gelderland").check()
        page.get_by_role("button", name="Pas filters toe").click()
        page.wait_for_url("**province=Gelderland**")
        assert page.get_by_label("Gelderland").is_checked()
        assert 0 < len(titles(page)) <= len(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_result_leads_to_its_course_and_on_to_the_provider(browser: Browser, world: World, width: int) -> None:
    page = opened(browser, f"{world.api.base_url}/nl/?q=lassen", width, javascript=False)
    page.locator(".vw-result__title a").first.click()
    link = page.get_by_role("link", name="Bekijk deze opleiding bij de opleider").get_attribute("href") or ""
    assert link.startswith(tuple(world.origins.values()))
    assert page.goto(link).status == 200  # type: ignore[union-attr]
    page.go_back()
    picture(page, f"course-{width}")


def test_the_widget_and_the_page_find_the_same_courses(browser: Browser, embedding: str, world: World) -> None:
    widget = opened(browser, f"{embedding}/?vw-q=monteur")
    expect(widget.locator(".vw-result__title").first).to_be_visible()
    page = opened(browser, f"{world.api.base_url}/east/?q=monteur", javascript=False)
    assert titles(widget) == titles(page)


def test_axe_finds_nothing_on_the_real_pages(browser: Browser, embedding: str, world: World) -> None:
    course = world.api.get("/v1/courses?q=lassen").json()["results"][0]["page"]
    api = str(world.api.base_url).rstrip("/")
    for address in (f"{embedding}/?vw-q=lassen", f"{api}/nl/?q=lassen", f"{api}{course}", f"{api}/nl/opleidingen/none"):
        page = opened(browser, address)
        expect(page.locator(".vw-result, h1").first).to_be_visible()
        assert problems(page) == [], address


def test_pictures_are_kept_outside_the_tree() -> None:
    assert "tests/pictures" in (Path(ROOT) / ".gitignore").read_text()
