"""All editors' pages in a browser: nothing for axe-core to find, nothing wider than a phone, a way past the menu."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from catalogue.curation import set_override
from catalogue.database import unit_of_work
from catalogue.editing.uploads import keep_upload
from catalogue.normal import Flag
from catalogue.people.accounts import add_editor
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.queue.follow import refresh
from catalogue.settings import Settings
from catalogue.tables import CrawlRun, RunState
from tests.browser.desk_site import desk_app, serving
from tests.browser.widget.widget_browser import axe
from tests.factories import add_course, price
from tests.search_api.editor.routes import paths

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMAIL, PASSWORD = "noor@example.nl", "lange-zin-met-water"
NO_PAGES = (".csv", ".json", "/momentopname", "/voorbeeld/1")
"""Answers that are no page of the editors'; a portal's own page is looked at with the public ones."""
AXE = "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))"


@pytest.fixture
def course(sqlite: Engine) -> str:
    """A course with something on each part of its page, and one that waits."""
    flag = Flag(reason="price_contradiction", field="price", quote="€ 1.870 ↔ € 1.900")
    made = add_course(sqlite, "school", price=price(1870), flags=(flag,))
    waits = add_course(sqlite, "school", "/waits", technical=None)
    with unit_of_work(sqlite) as unit:
        editor = add_editor(unit, EMAIL, "Noor", PASSWORD)
        unit.flush()
        set_override(unit, made, "level", 3, "gebeld", editor)
        set_portal(unit, "oost", PortalSettings(name="Oost", provinces=("Gelderland",), pins={"mig": (made,)}), "test")
        at = datetime(2026, 11, 24, tzinfo=UTC)
        unit.add(CrawlRun(source_id=1, state=RunState.QUARANTINED, started_at=at, counts={"items": 2}))
        refresh(unit, [made, waits])
    return made


@pytest.fixture
def app(sqlite: Engine, settings: Settings, course: str) -> FastAPI:
    return desk_app(sqlite, settings)


@pytest.fixture
def served(app: FastAPI) -> Iterator[str]:
    with serving(app) as address:
        yield address


def addresses(app: FastAPI, course: str, settings: Settings, tmp_path: Any) -> list[str]:
    """Every page that the application has, read from its routes: a new one is looked at without being named."""
    (tmp_path / "lijst.csv").write_text("Titel;Prijs\nLassen;90\n")
    with (tmp_path / "lijst.csv").open("rb") as file:
        kept = keep_upload(settings.home, file, "lijst.csv", "De Vonk", "https://vonk.example/", 1, datetime.now(UTC))
    values = {"/invoer/1": f"/invoer/{kept.id}", "/bronnen/1": "/bronnen/school", "/portalen/1": "/portalen/oost",
              "/portalen/1/collecties": "/portalen/oost/collecties", "/beroepen/1": "/beroepen/lasser",
              "/regelingen/1": "/regelingen/slim-scholing"}  # fmt: skip
    found = [path for method, path in paths(app, course) if method == "GET" and not path.endswith(NO_PAGES)]
    for known, real in values.items():
        found = [path.replace(known, real) if path.endswith(known) else path for path in found]
    return [*found, "/redactie/werk?soort=technical", "/redactie/nieuw?van=" + course]


def signed_in(browser: Browser, served: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, base_url=served).new_page()
    page.set_default_timeout(30_000)
    page.goto("/redactie/inloggen")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/redactie/")
    return page


def test_axe_finds_nothing_on_any_page(
    browser: Browser, served: str, app: FastAPI, course: str, settings: Settings, tmp_path: Any
) -> None:
    page, script = signed_in(browser, served, 1280), axe()
    found: dict[str, Any] = {}
    pages = addresses(app, course, settings, tmp_path)
    assert len(pages) > 15
    for path in pages:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(script)
        wrong = page.evaluate(AXE)["violations"]
        found |= (
            {path: [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in wrong]} if wrong else {}
        )
    assert found == {}


def test_no_page_is_wider_than_a_phone_and_the_menu_can_be_skipped(
    browser: Browser, served: str, app: FastAPI, course: str, settings: Settings, tmp_path: Any
) -> None:
    page, wide = signed_in(browser, served, 375), []
    for path in addresses(app, course, settings, tmp_path):
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > 375:
            wide.append(path)
        if "/werk" not in path:  # there the first question has the focus already
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip", path
    assert wide == []


def test_a_portals_count_follows_its_rules_while_they_are_chosen_by_keyboard(browser: Browser, served: str) -> None:
    page = signed_in(browser, served, 1280)
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Security Policy" in message.text else None)
    page.goto("/redactie/portalen/oost")
    assert page.locator("#count").inner_text().startswith("Nu: 1")
    page.locator("#provinces-Gelderland").focus()
    page.keyboard.press("Space")
    page.locator("#provinces-Zeeland").focus()
    page.keyboard.press("Space")
    page.get_by_text("Met deze regels: 0 opleidingen.").wait_for()
    page.locator("#reason").fill("proef")
    page.keyboard.press("Enter")
    page.wait_for_url("**gedaan=set**")
    assert page.get_by_text("Gelderland → Zeeland").count() == 1
    assert blocked == []


CONTROLS = """() => {
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  const tabbed = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const first = new Set();
  const group = (one) => `${one.form?.action} ${one.name}`;
  const radios = (one) => one.type !== "radio" || one.checked || ![...one.form.elements].some(
    (other) => other.name === one.name && other.checked) && !first.has(group(one)) && first.add(group(one));
  window.controls = [...document.querySelectorAll(tabbed)].filter(
    (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0 && radios(one));
  window.walked = [];
  const named = (one) => one.labels?.length || one.getAttribute("aria-label") || one.getAttribute("aria-labelledby")
    || one.textContent.trim();
  const seen = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  document.body.tabIndex = -1; // from the top, also where a question has the focus already
  document.body.focus();
  document.body.removeAttribute("tabindex");
  document.addEventListener("focusin", ({ target }) => window.walked.push(
    { place: window.controls.indexOf(target), named: Boolean(named(target)), seen: seen(target),
      html: target.outerHTML.slice(0, 120) }));
  return window.controls.length;
}"""
"""Says how many controls a page has, all details open, and notes each that gets the focus from now on."""
MISSED = """() => window.controls.filter((_, place) => !window.walked.some((one) => one.place === place)).map(
  (one) => one.outerHTML.slice(0, 160))"""
FORMS = """() => [...document.querySelectorAll("main form")].filter(
  (form) => ![...form.elements].some((one) => one.type === "submit")).map((form) => form.action)"""


def test_every_page_is_walked_by_keyboard_in_its_order_with_the_focus_in_sight(
    browser: Browser, served: str, app: FastAPI, course: str, settings: Settings, tmp_path: Any
) -> None:
    """Each control is reached by Tab, once, in the order of the page; it has a name and shows that it has the focus."""
    page = signed_in(browser, served, 1280)
    for path in addresses(app, course, settings, tmp_path):
        page.goto(path)
        count = page.evaluate(CONTROLS)
        for _ in range(count * 3):  # a date has three parts, each a stop
            page.keyboard.press("Tab")
            if page.evaluate("window.walked.at(-1)?.place === window.controls.length - 1"):
                break
        walked = page.evaluate("window.walked")
        missed = page.evaluate(MISSED)
        assert (missed, [one["place"] for one in walked]) == ([], list(range(count))), path
        assert [one["html"] for one in walked if not (one["named"] and one["seen"])] == [], path
        assert page.evaluate(FORMS) == [], f"{path}: a form that Enter does not send"
