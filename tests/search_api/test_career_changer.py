"""A career changer finds out who helps to pay: in Chromium, by keyboard and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import Engine

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from tests.browser.widget.widget_browser import axe, chromium
from tests.conftest import ROOT, TODAY
from tests.factories import Route, add_course, known, price

pytestmark = [pytest.mark.browser, pytest.mark.engine]
PICTURES = ROOT / "tests" / "pictures"
WIDTHS = (375, 1280)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def course(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> str:
    made = add_course(sqlite, title="Lasser bbl", route=known(Route.BBL), level=known(2), price=price(1000))
    drain(sqlite, tmp_path / "home", address, TODAY)
    return f"/nl/opleidingen/{made}"


def opened(browser: Browser, address: str, width: int = 1280, javascript: bool = False) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript).new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    return page


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def test_who_pays_is_asked_and_answered_with_reasons(browser: Browser, api: httpx2.Client, course: str) -> None:
    for width in WIDTHS:
        page = opened(browser, str(api.base_url).rstrip("/") + course, width)
        picture(page, f"funding-course-{width}")
        page.get_by_label("Heb je een werkgever?").select_option("false")
        page.get_by_label("Hoe oud ben je?").fill("42")
        page.get_by_label("Hoe oud ben je?").press("Enter")
        page.wait_for_url("**/wie-betaalt-mee")
        expect(page.get_by_label("Hoe oud ben je?")).to_have_value("42")
        page.locator("summary").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".vw-funding__reasons").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"funding-answers-{width}")


@pytest.mark.slow
def test_axe_finds_nothing_on_the_pages_of_careers_and_funding(
    browser: Browser, api: httpx2.Client, course: str
) -> None:
    source, base = axe(Path(ROOT) / "search_api" / "widget"), str(api.base_url).rstrip("/")
    paths = (
        "/nl/beroepen/lasser",
        "/nl/beroepen/?q=las",
        "/nl/start?where=workshop&doing=make&near=Arnhem",
        f"/nl/vergelijk?id={course.split('/')[-1]}",
        "/nl/regelingen",
        "/nl/regelingen/levenlanglerenkrediet",
        course,
        f"{course}/wie-betaalt-mee",
    )
    for path in paths:
        page = opened(browser, base + path, javascript=True)
        page.evaluate(source)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate("axe.run()")["violations"]
            picture(page, f"{path.split('?')[0].strip('/').replace('/', '-')}-{width}")
            assert [(one["id"], one["nodes"][0]["target"]) for one in found] == [], (path, width)
