"""The work list in a real browser, without a mouse: decide, take back, tick."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.people.accounts import add_editor
from catalogue.queue.follow import refresh
from catalogue.settings import Settings
from tests.browser.desk_site import desk_app, serving
from tests.factories import add_course

EMAIL, PASSWORD = "noor@example.nl", "lange-zin-met-water"
WORK = "/redactie/werk?soort=technical"


@pytest.fixture
def served(sqlite: Engine, settings: Settings) -> Iterator[str]:
    """The editors' pages with three borderline courses, over HTTP."""
    ids = [add_course(sqlite, key=f"/{number}", title=f"Techniek {number}", technical=None) for number in range(3)]
    with unit_of_work(sqlite) as session:
        add_editor(session, EMAIL, "Noor", PASSWORD)
        refresh(session, ids)
    with serving(desk_app(sqlite, settings)) as address:
        yield address


def test_an_editor_decides_takes_back_and_ticks_with_the_keyboard_alone(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Security Policy" in message.text else None)
    page.goto(f"{served}/redactie/inloggen?next=/redactie/werk")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Te doen").wait_for()
    page.goto(f"{served}{WORK}")
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.wait_for_url("**besloten=1**")
    expect(page.get_by_text("2 vragen")).to_be_visible()
    page.keyboard.press("u")
    page.wait_for_url("**terug=1**")
    for key in ("x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-item] input:checked")).to_have_count(2)
    page.fill("#bulk-reason", "1 2 u j")
    assert "terug=1" in page.url, "keys do nothing while somebody types"
    assert blocked == []
    page.close()
