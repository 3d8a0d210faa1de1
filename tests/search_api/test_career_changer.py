"""A career changer finds out who helps to pay: in Chromium, by keyboard and without JavaScript."""

from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from tests.browser.widget.widget_browser import opened, picture, problems
from tests.conftest import TODAY
from tests.factories import Route, add_course, known, price

pytestmark = [pytest.mark.browser, pytest.mark.engine]
WIDTHS = (375, 1280)


@pytest.fixture
def course(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> str:
    made = add_course(sqlite, title="Lasser bbl", route=known(Route.BBL), level=known(2), price=price(1000))
    drain(sqlite, tmp_path / "home", address, TODAY)
    return f"/nl/opleidingen/{made}"


def test_who_pays_is_asked_and_answered_with_reasons(browser: Browser, api: httpx2.Client, course: str) -> None:
    for width in WIDTHS:
        page = opened(browser, str(api.base_url).rstrip("/") + course, width, javascript=False)
        picture(page, f"funding-course-{width}", whole=True)
        page.get_by_label("Heb je een werkgever?").select_option("false")
        page.get_by_label("Hoe oud ben je?").fill("42")
        page.get_by_label("Hoe oud ben je?").press("Enter")
        page.wait_for_url("**/wie-betaalt-mee")
        expect(page.get_by_label("Hoe oud ben je?")).to_have_value("42")
        page.locator("summary").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".vw-funding__reasons").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"funding-answers-{width}", whole=True)


@pytest.mark.slow
def test_axe_finds_nothing_on_the_pages_of_careers_and_funding(
    browser: Browser, api: httpx2.Client, course: str
) -> None:
    base = str(api.base_url).rstrip("/")
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
        page = opened(browser, base + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            picture(page, f"{path.split('?')[0].strip('/').replace('/', '-')}-{width}", whole=True)
            assert problems(page) == [], (path, width)
