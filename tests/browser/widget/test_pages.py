"""The server-rendered pages: complete without JavaScript, and nothing for axe-core to find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Page, expect
from widget_answers import PORTAL, answer, course, detail
from widget_browser import problems
from widget_site import Query, serving

from search_api.i18n import texts
from search_api.pages.embedding import Choice
from search_api.pages.page import in_language

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[3] / "search_api"
TEMPLATES = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
QUERY = {
    "q": ["lassen"],
    "province": ["Gelderland", "Utrecht"],
    "near": ["Arnhem"],
    "maxPrice": ["2000"],
    "page": ["2"],
}


def page_url(**changes: Any) -> str:
    return "?" + urlencode({key: value for key, value in {**QUERY, **changes}.items() if value}, doseq=True)


def render(name: str, lang: str = "nl", **context: Any) -> str:
    frame = {
        "portal": PORTAL,
        "t": texts(lang),
        "lang": lang,
        "to": in_language(lang),
        "page_url": page_url,
        "query": QUERY,
        "answer": answer(page=2),
        "about": "‘lassen’",
        "alert": {"feed": "/v1/courses/feed?portal=nl&format=rss&q=lassen", "search": "q=lassen", "token": "signed"},
    }
    return TEMPLATES.get_template(f"public/{name}.html").render(**{**frame, **context})


@dataclass
class Pages:
    """An origin that serves one rendered page and the stylesheets, with the policy of the public pages."""

    html: str = ""
    policy: str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"

    def get(self, path: str, _query: Query) -> tuple[int, str, bytes]:
        if path.startswith("/static/css/"):
            return 200, "text/css", (ROOT / path.lstrip("/")).read_bytes()
        return 200, "text/html; charset=utf-8", self.html.encode()


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def show(browser: Browser, pages: Pages) -> Iterator[Callable[..., Page]]:
    with serving(pages) as url:
        contexts = []

        def visit(html: str, width: int = 1280, **options: Any) -> Page:
            pages.html = html
            contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
            page = contexts[-1].new_page()
            page.goto(f"{url}/rijnland/")
            return page

        yield visit
        for context in contexts:
            context.close()


def test_the_form_alone_asks_for_everything(show):
    page = show(render("search"), java_script_enabled=False)
    page.get_by_label("Metaal en lassen").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Pas filters toe").click()
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["q"], asked["near"], asked["sector"]) == (["lassen"], ["Arnhem"], ["metal-welding"])
    assert asked["province"] == ["Gelderland", "Utrecht"]
    assert "page" not in asked


def test_a_chip_drops_one_value_and_paging_keeps_all(show):
    page = show(render("search"), java_script_enabled=False)
    dropped = page.get_by_role("link", name="Verwijder filter: Utrecht").get_attribute("href")
    assert dropped == "?q=lassen&province=Gelderland&near=Arnhem&maxPrice=2000"
    cleared = page.get_by_role("link", name="Wis alle filters").get_attribute("href")
    assert cleared == "?q=lassen"
    assert page.locator("nav a[rel=next]").get_attribute("href") == page_url(page=3)
    assert page.locator("head link[rel=prev]").get_attribute("href") == page_url(page=1)


def test_a_phone_without_script_reaches_the_filters_by_a_link(show):
    page = show(render("search"), 375, java_script_enabled=False)
    expect(page.get_by_label("Gelderland")).to_be_hidden()
    page.get_by_role("link", name="Filters", exact=True).click()
    expect(page.get_by_label("Gelderland")).to_be_visible()


def test_a_course_says_how_each_value_is_known(show):
    page = show(render("course", course=detail()))
    expect(page.locator(".vw-course__facts")).to_contain_text("mbo 2 / NLQF 2 onze inschatting")
    expect(page.locator(".vw-table")).to_contain_text("‘€ 1.870,- excl. btw’")
    expect(page.locator(".vw-session").first).to_contain_text("15 januari 2027")
    expect(page.get_by_text("op 1 februari 2027")).to_be_visible()


def test_script_in_a_text_is_text(show):
    evil = course(1, title="<script>document.title='x'</script>", summary="<b>vet</b>")
    page = show(render("search", answer=answer(results=[evil])))
    expect(page.locator("h3")).to_have_text("<script>document.title='x'</script>")


def test_what_the_editors_put_first_is_marked_on_the_page_too(show):
    page = show(render("search", answer=answer(results=[course(1, pinned=True), course(2)])))
    expect(page.get_by_text("Bovenaan gezet door de redactie")).to_have_count(1)


def bare() -> dict[str, Any]:
    empty = dict.fromkeys(detail())
    return {**empty, "id": "x", "title": "Zonder gegevens", "provider": "Opleider", "url": "https://provider.example/"}


CHOICE = Choice("course", "nl", "#ffee00", "", "techniek", "abc", frozenset({"radius"}))
STATES = {
    "search": lambda: render("search"),
    "english": lambda: render("search", "en", query={}, answer=answer()),
    "empty": lambda: render("search", answer=answer(total=0)),
    "degraded": lambda: render("search", answer=answer(degraded=True)),
    "course": lambda: render("course", course=detail()),
    "bare": lambda: render("course", course=bare()),
    "not_found": lambda: render("not_found"),
    "gone": lambda: render("gone", course_title="MIG/MAG-lassen"),
    "error": lambda: render("error", portal=None),
    "about": lambda: render("about"),
    "accessibility": lambda: render("accessibility"),
    "builder": lambda: render("embed_builder", choice=CHOICE, api="https://api.example", languages=["en", "nl"]),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(show, state: str):
    for width, scheme in ((320, "light"), (1280, "dark")):
        page = show(STATES[state](), width, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert problems(page) == []


def test_the_demo_portal_embeds_with_two_lines():
    html = TEMPLATES.get_template("public/portal_demo.html").render(api="https://api.example", portal=PORTAL)
    assert '<script type="module" src="https://api.example/widget/v1/vakwijzer.js"></script>' in html
    assert '<vakwijzer-search portal="rijnland" api="https://api.example"></vakwijzer-search>' in html
