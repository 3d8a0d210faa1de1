"""`<vakwijzer-careers>` on a page of another origin with a strict policy: careers by name, by sector, and one whole."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from catalogue.index.engine import EngineAddress
from tests.browser.career_site import Site, career_site
from tests.browser.widget.widget_browser import problems, tab_to
from tests.browser.widget.widget_site import serving

pytestmark = [pytest.mark.browser, pytest.mark.engine]


@dataclass
class Paper:
    """A page that embeds the element, with a policy of its own."""

    element: str
    policy: str
    lang: str = "nl"

    def get(self, path: str, _query: object) -> tuple[int, str, bytes]:
        head = "<meta charset=utf-8><meta name=viewport content='width=device-width'><title>De Oostbode</title>"
        main = f"<main><h1>Werk in de techniek</h1>{self.element}</main>"
        html = f"<!doctype html><html lang={self.lang}><head>{head}</head><body>{main}</body></html>"
        return (200, "text/html; charset=utf-8", html.encode()) if path == "/" else (404, "text/plain", b"")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, shared_engine: EngineAddress) -> Iterator[Site]:
    with career_site(tmp_path_factory.mktemp("careers") / "home", shared_engine) as running:
        yield running


@pytest.fixture
def paper(site: Site) -> Paper:
    policy = f"default-src 'none'; base-uri 'none'; script-src {site.base}; connect-src {site.base}"
    trusted = "require-trusted-types-for 'script'; trusted-types lit-html"
    return Paper(embedded(site, "nl"), f"{policy}; {trusted}")


def embedded(site: Site, portal: str) -> str:
    script = f'<script type="module" src="{site.base}/widget/v1/careers.js"></script>'
    return (
        f'{script}<vakwijzer-careers portal="{portal}" api="{site.base}"><a href="/">Beroepen</a></vakwijzer-careers>'
    )


@pytest.fixture
def origin(paper: Paper) -> Iterator[str]:
    with serving(paper) as url:  # type: ignore[arg-type]
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 375, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    context.close()


def test_by_keyboard_a_career_is_found_read_and_left_again(page: Page, origin: str, site: Site) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(origin)
    expect(page.get_by_role("heading", name="Beroepen met de meeste opleidingen")).to_be_visible()
    assert problems(page) == []
    tab_to(page, "Zoek een beroep")
    page.keyboard.type("lasser")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="beroepen gevonden")).to_be_focused()
    tab_to(page, "Lasser$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Lasser", exact=True)).to_be_focused()
    expect(page.get_by_text("Je maakt delen van metaal aan elkaar vast")).to_be_visible()
    ways = page.get_by_role("table")
    expect(ways).to_contain_text("Ja, je hebt een contract en krijgt loon.")
    expect(ways).to_contain_text("€ 1.870")
    scheme = page.get_by_role("link", name="Subsidieregeling praktijkleren")
    assert scheme.get_attribute("href") == f"{site.base}/nl/regelingen/praktijkleren"
    course = page.get_by_role("heading", name="TIG-lassen").get_by_role("link").get_attribute("href") or ""
    assert course.startswith(f"{site.base}/nl/opleidingen/")
    expect(page.get_by_text("nog geen cijfers over de kans op werk")).to_be_visible()
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.wait_for_url(f"{origin}/?vwc-q=lasser&vwc-career=lasser")
    page.reload()
    expect(page.get_by_role("heading", name="Lasser", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="beroepen gevonden")).to_be_visible()
    assert all(url.startswith((site.base, origin)) for url in asked)
    assert (told, page.context.cookies()) == ([], [])


def test_careers_are_browsed_by_sector_and_in_english(page: Page, origin: str, paper: Paper) -> None:
    paper.lang = "en"
    page.goto(origin)
    page.get_by_label("Field").select_option("technical-education")
    expect(page.get_by_role("heading", name="9 careers found")).to_be_visible()
    page.get_by_role("link", name="Praktijkinstructeur techniek").click()
    expect(page.get_by_role("heading", name="What do you do?")).to_be_visible()
    page.get_by_role("link", name="All careers").click()
    expect(page.get_by_label("Field")).to_have_value("technical-education")


def test_a_career_or_a_portal_that_is_not_there_is_said(page: Page, origin: str, paper: Paper, site: Site) -> None:
    page.goto(f"{origin}/?vwc-career=tovenaar")
    expect(page.get_by_role("alert")).to_contain_text("Dit beroep kennen we niet.")
    page.get_by_role("button", name="Alle beroepen").click()
    expect(page.get_by_role("heading", name="Beroepen met de meeste opleidingen")).to_be_visible()
    paper.element = embedded(site, "nowhere")
    page.goto(origin)
    expect(page.get_by_role("alert")).to_contain_text("niet goed ingesteld")


def test_after_an_outage_the_reader_tries_again(page: Page, origin: str) -> None:
    page.route("**/v1/careers?**", lambda route: route.fulfill(status=400, json={"detail": "later"}))
    page.goto(origin)
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_role("heading", name="Beroepen met de meeste opleidingen")).to_be_visible()


def test_a_kept_course_is_in_the_same_list_as_everywhere(page: Page, origin: str) -> None:
    page.goto(f"{origin}/?vwc-career=lasser")
    page.get_by_role("button", name="Bewaar TIG-lassen").click()
    expect(page.get_by_role("button", name="Bewaard TIG-lassen")).to_be_visible()
    assert page.evaluate("JSON.parse(localStorage['vakwijzer-saved-nl']).map(one => one.title)") == ["TIG-lassen"]
