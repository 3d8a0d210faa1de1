"""The public pages in a reader's browser: nothing for axe-core to find, all by keyboard, nobody else asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from catalogue.database import connect, migrate, unit_of_work
from catalogue.index.client import client as engine_client
from catalogue.index.client import finish
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.settings import Settings
from catalogue.tables import Course, CourseState
from tests.browser.widget.widget_browser import problems
from tests.conftest import TODAY
from tests.factories import EDE, add_course, session
from tests.search_api.conftest import running_api
from tests.search_api.test_course_facts import FULL

pytestmark = [pytest.mark.browser, pytest.mark.engine]
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 375, "height": 800}},
    "narrow, 400% zoom, forced colours": {"viewport": {"width": 320, "height": 256}, "forced_colors": "active"},
    "desk, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
SMALL = """[...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select")].filter(target => {
  const box = target.getBoundingClientRect(), style = getComputedStyle(target);
  const inSentence = style.display === "inline" && target.parentElement.tagName === "P";
  const away = target.closest(".vw-trap, .vw-skip, .vw-hidden") || target.matches(".vw-skip") || !box.height;
  return !away && !inSentence && Math.min(box.width, box.height) < 24;
}).map(target => [target.className, target.textContent.trim().slice(0, 40), target.getBoundingClientRect().height])"""
BUILDER = "insluiten"  # shows a widget in a frame
EVIL = (
    '<img src="https://evil.example/x.png" onerror="document.title=1"><script src="https://evil.example/x.js"></script>'
)


@dataclass(frozen=True)
class Site:
    """A running server and the addresses of its kinds of pages."""

    base: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, shared_engine: EngineAddress) -> Iterator[Site]:
    settings = Settings(VAKWIJZER_HOME=tmp_path_factory.mktemp("pages") / "home", DATABASE_URL=None, MEILI_URL=None,
                        VAKWIJZER_RATE_LIMIT=0, VAKWIJZER_ENGINE_BUDGET=10)  # fmt: skip
    database = connect(settings)
    migrate(database, settings.home)
    emptied = engine_client(shared_engine)
    finish(emptied, [index.delete_all_documents() for index in emptied.get_indexes({"limit": 100})["results"]])
    pages = catalogue(database)
    drain(database, settings.home, shared_engine, TODAY)
    with running_api(settings, database, shared_engine) as client:
        yield Site(str(client.base_url).rstrip("/"), pages)
    database.dispose()


def catalogue(database: Engine) -> dict[str, str]:
    full = add_course(database, key="/full", **FULL)
    bare = add_course(database, key="/bare", title="L" * 300, description=None, sector=None, sessions=())
    evil = add_course(database, key="/evil", title=EVIL, description=EVIL, requirements=EVIL, credential=EVIL,
                      provider_name=EVIL, sessions=(session("2027-03-01", EDE, EVIL),))  # fmt: skip
    gone = add_course(database, key="/gone", title="TIG lassen")
    for number in range(25):
        add_course(
            database, "many", f"/{number}", title=f"Lassen deel {number}", sessions=(session("2027-03-01", EDE),)
        )
    with unit_of_work(database) as unit:
        unit.get_one(Course, gone).state = CourseState.WITHDRAWN
        pinned = [{"name": "Leren lassen", "text": "Van niets af", "search": {"q": "lassen"}}]
        east = {"name": "Leren in Oost", "provinces": ["Gelderland"], "collections": pinned,
                "contact": "a@oost.example", "texts": {"title": "Word vakman", "intro": "Kies"},
                "tokens": {"--vakwijzer-color-action": "#7a1f5c"}}  # fmt: skip
        set_portal(unit, "east", PortalSettings.model_validate(east), "test")
    return {
        "first page": "/east/",
        "results": "/nl/?q=lassen&province=Gelderland&page=2",
        "read from words": "/nl/?q=lassen+ede",
        "nothing found": "/nl/?q=xyzzyqwerty",
        "not understood": "/nl/?near=Atlantis",
        "course": f"/east/opleidingen/{full}",
        "bare course": f"/nl/opleidingen/{bare}",
        "hostile course": f"/nl/opleidingen/{evil}",
        "course in English": f"/nl/opleidingen/{full}?lang=en",
        "gone": f"/nl/opleidingen/{gone}",
        "missing": "/nl/opleidingen/none",
        "unknown portal": "/nowhere/",
        "saved": "/nl/bewaard",
        "report": f"/nl/melding?course={full}",
        "thanks": "/nl/melding/bedankt",
        "about": "/east/over",
        "accessibility": "/east/toegankelijkheid",
        "careers": "/east/beroepen/",
        "career": "/nl/beroepen/lasser",
        "schemes": "/nl/regelingen",
        "scheme": "/nl/regelingen/levenlanglerenkrediet",
        "start": "/nl/start",
        "start answered": "/nl/start?where=outside",
        "compare": f"/nl/vergelijk?id={full}&id={bare}",
        "who pays": f"/nl/opleidingen/{full}/wie-betaalt-mee",
        "alert": "/nl/berichten?q=lassen",
        "lines to paste": f"/east/{BUILDER}?colour=%23ffd400",
    }


def test_axe_finds_nothing_on_the_pages_people_come_for(browser: Browser, site: Site) -> None:
    assert found_on(browser, site, LOOKS["phone"], ("first page", "course", "career", "report")) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(browser: Browser, site: Site, look: str) -> None:
    assert found_on(browser, site, LOOKS[look], site.pages) == []


def found_on(browser: Browser, site: Site, look: dict[str, Any], names: Iterable[str]) -> list[tuple[str, str]]:
    """What axe-core finds with everything unfolded, and pages that scroll sideways."""
    context = browser.new_context(**look)
    page = context.new_page()
    wrong: list[tuple[str, str]] = []
    for name in names:
        page.goto(site.base + site.pages[name])
        for details in page.locator("details:not([open]) > summary").all():
            if details.is_visible():
                details.click()
        wrong += [(name, each) for each in problems(page)]
        if page.evaluate("document.documentElement.scrollWidth") > look["viewport"]["width"]:
            wrong.append((name, "scrolls sideways"))
    context.close()
    return wrong


def test_no_page_asks_anybody_else_sets_a_cookie_or_breaks_its_own_policy(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    for address in site.pages.values():
        page.goto(site.base + address)
        assert page.locator("script:not([src]):not([type='application/ld+json'])").count() == 0, address
    assert {url for url in asked if not url.startswith(site.base + "/")} == set()
    assert complaints == []
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    scripts = {url.removeprefix(site.base) for url in asked if url.endswith(".js")}
    assert scripts == {"/static/widget/pages.js", "/widget/v1/vakwijzer.js"}, "the widget in the builder's frame only"
    context.close()


def test_a_course_is_found_and_reported_by_keyboard_alone(browser: Browser, site: Site) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(site.base + "/nl/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    tab_to(page, "input#q")
    page.keyboard.type("MIG/MAG")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="gevonden")).to_be_visible()
    tab_to(page, ".vw-result__title a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Lasser MIG/MAG")).to_be_visible()
    tab_to(page, ".vw-course__deep a")
    tab_to(page, ".vw-report a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "input[name=kind]")
    page.keyboard.press("Space")
    tab_to(page, "textarea")
    page.keyboard.type("De prijs klopt niet")
    tab_to(page, "#email")
    tab_to(page, ".vw-form button")  # the trap lies between the two and is never reached
    page.wait_for_timeout(2100)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bedankt voor je melding")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first such element has the focus, which must be seen."""
    wanted = page.locator(selector).first
    for _ in range(80):
        page.keyboard.press("Tab")
        assert page.locator("#website:focus").count() == 0
        if wanted.and_(page.locator(":focus")).count():
            assert wanted.evaluate("e => getComputedStyle(e).outlineStyle") != "none", selector
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def test_a_printed_course_holds_what_is_known_and_where_it_is(browser: Browser, site: Site) -> None:
    page = browser.new_context().new_page()
    page.goto(site.base + site.pages["course"])
    page.emulate_media(media="print")
    expect(page.locator(".vw-course__facts")).to_contain_text("Aanmelden tot en met")
    shown = page.locator(".vw-course__deep a").evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://school.example/full" in shown
    expect(page.locator(".vw-back")).to_be_hidden()
    expect(page.locator(".vw-report")).to_be_hidden()


def test_touch_targets_are_24_pixels_or_more(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 375, "height": 800}).new_page()
    small = {}
    for name, address in site.pages.items():
        page.goto(site.base + address)
        small[name] = page.evaluate(SMALL)
    assert {name: found for name, found in small.items() if found} == {}


def test_a_chip_and_a_count_keep_their_shape_in_a_list(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(site.base + "/nl/?q=lassen&province=Gelderland")
    assert page.locator("a.vw-chip").first.evaluate("e => getComputedStyle(e).display") == "inline-flex"
    assert page.locator(".vw-check__count").first.evaluate("e => getComputedStyle(e).flexShrink") == "0"


def test_each_address_is_the_page_that_it_is_meant_to_be(site: Site) -> None:
    wrong = {"gone": 410, "missing": 404, "unknown portal": 404, "not understood": 400}
    with httpx2.Client(base_url=site.base, timeout=60) as client:
        found = {name: client.get(address).status_code for name, address in site.pages.items()}
    assert found == {name: wrong.get(name, 200) for name in site.pages}


def test_the_server_says_the_policy_on_every_page(site: Site) -> None:
    with httpx2.Client(base_url=site.base, timeout=60) as client:
        for address in site.pages.values():
            policy = client.get(address).headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
