"""A web editor embeds the search with nothing but docs/embed.md, on an ugly page with a strict policy. A person who has
only a keyboard finds a BBL welding course near Arnhem that starts within three months."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget.widget_browser import choose, settled, tab_to
from tests.browser.widget.widget_site import serving
from tests.conftest import ROOT
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.engine]

UGLY = """
* { all: unset !important; }
html { font-size: 62.5% !important; }
body { display: block !important; writing-mode: horizontal-tb; }
* { font: italic 44px/3 fantasy !important; color: lime !important; letter-spacing: .4em !important;
    text-transform: uppercase !important; cursor: none !important; }
*::before, *::after { content: "!!" !important; display: inline-block !important; font-size: 60px !important; }
button, input, select, label, ul, li, dialog, section, form, details { display: none !important; }
vakwijzer-search { display: none !important; visibility: hidden !important; position: fixed !important;
    block-size: 3px !important; overflow: hidden !important; opacity: .1 !important; zoom: 3 !important; }
"""


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page of docs/, in order."""
    text = (ROOT / "docs" / name).read_text("utf-8")
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)


def filled(text: str, api: str) -> str:
    """The lines of the docs with this service and this portal for those of the example."""
    return text.replace("https://vakwijzer.example", api).replace("gelderland", "oost")


@dataclass
class Paper:
    """A local paper's page that no sample contains; its own policy and its own taste."""

    html: str
    policy: str

    def get(self, path: str, _query: object) -> tuple[int, str, bytes]:
        if path == "/taste.css":
            return 200, "text/css", UGLY.encode()
        return (
            (200, "text/html; charset=utf-8", self.html.encode())
            if path == "/techniek.html"
            else (404, "text/plain", b"")
        )


@pytest.fixture(scope="module")
def api(world: World, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("portal") / "oost.yaml"
    file.write_text("name: De Oostbode\nprovinces: [Gelderland, Overijssel, Utrecht]\n", "utf-8")
    world.home.run("portal", "set", "oost", "--file", str(file))
    return str(world.api.base_url).rstrip("/")


@pytest.fixture
def paper(api: str) -> Iterator[str]:
    """Address of the page, on an origin of its own."""
    lines = filled(blocks("embed.md", "html")[0], api)
    asked = filled(blocks("embed.md", "text")[0], api).strip()
    html = (
        "<!doctype html><html lang=nl><head><meta charset=utf-8><title>De Oostbode</title>"
        '<link rel=stylesheet href="/taste.css"></head><body><h1>Werk in de techniek</h1>'
        f"<table><tr><td><center>{lines}</center></td></tr></table><p>Colofon</p></body></html>"
    )
    policy = f"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; {asked}"
    with serving(Paper(html, f"{policy}; require-trusted-types-for 'script'; trusted-types lit-html")) as origin:  # type: ignore[arg-type]
        yield f"{origin}/techniek.html"


@pytest.fixture
def page(browser: Browser, paper: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_by_keyboard_only_a_bbl_welding_course_near_arnhem_that_starts_within_three_months(
    page: Page, paper: str, api: str, world: World
) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(paper)
    tab_to(page, "Wat wil je leren")
    page.keyboard.type("lassen")
    tab_to(page, "Plaats of postcode")
    page.keyboard.type("Arnhem")
    page.keyboard.press("Enter")
    expect(page.locator(".vw-chip")).to_have_count(1)
    settled(page)
    tab_to(page, r"Werken en leren \(bbl\)")
    page.keyboard.press("Space")
    expect(page.locator(".vw-chip")).to_have_count(2)
    settled(page)
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    tab_to(page, "Wanneer wil je starten")
    choose(page, "Binnen 3")
    expect(page.locator(".vw-chip")).to_have_count(3)
    settled(page)
    expect(page.get_by_role("status")).to_contain_text("gevonden")
    found = page.locator(".vw-result__title").first.inner_text()
    tab_to(page, re.escape(found))
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog", name=found)
    expect(shown).to_contain_text("Werken en leren (bbl)")
    course = world.api.get(f"/v1/courses/{page.url.rpartition('vw-course=')[2]}?portal=oost").json()
    assert "lass" in course["title"].lower()
    assert course["route"] == "bbl"
    starts = [session["start"] for session in course["sessions"] if session["start"]]
    assert any(str(date.today()) <= start <= str(date.today() + timedelta(days=92)) for start in starts), starts
    assert all(url.startswith((api, paper.removesuffix("/techniek.html"))) for url in asked)
    assert (page.context.cookies(), told) == ([], [])
    tab_to(page, "Bekijk deze opleiding bij de opleider")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}" in world.origins.values()


def test_without_script_the_same_lines_lead_to_the_portal(browser: Browser, api: str) -> None:
    html = "<!doctype html><html lang=nl><title>De Oostbode</title>" + filled(blocks("embed.md", "html")[0], api)
    context = browser.new_context(java_script_enabled=False)
    with serving(Paper(html, "default-src 'none'")) as origin:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{origin}/techniek.html")
        page.get_by_role("link", name="Zoek een technische opleiding").click()
        page.wait_for_url(f"{api}/oost/")
    context.close()


@pytest.mark.parametrize(("number", "element"), [(1, "vakwijzer-course"), (2, "vakwijzer-careers"), (3, "iframe")])
def test_the_other_lines_of_the_docs_work_as_written(
    browser: Browser, api: str, world: World, number: int, element: str
) -> None:
    course = world.api.get("/v1/courses?portal=oost&q=lassen").json()["results"][0]
    html = "<!doctype html><html lang=nl><title>x</title>" + filled(blocks("embed.md", "html")[number], api)
    with serving(Paper(html.replace("ID", course["id"]), "")) as origin:  # type: ignore[arg-type]
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{origin}/techniek.html")
        where = page.frame_locator("iframe") if element == "iframe" else page
        expect(where.locator(".vw-result__title, .vw-course__title, .vw-career__list a").first).to_be_visible()
        if element == "vakwijzer-course":
            expect(page.get_by_role("heading", name=course["title"])).to_be_visible()
        context.close()


def test_the_dutch_page_gives_the_same_lines() -> None:
    assert blocks("inbedden.md", "html") == blocks("embed.md", "html")[:4]
    assert blocks("inbedden.md", "text") == blocks("embed.md", "text")
