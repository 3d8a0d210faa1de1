"""Somebody finds another trade: from five questions to one mail about a new course, and an end to it with one click.

All of it is real: Chromium, the pages, the engine, a mail server, and a provider's site that is crawled.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from catalogue.index.engine import EngineAddress
from tests.browser.career_site import Site, career_site
from tests.browser.widget.widget_browser import problems
from tests.browser.widget.widget_site import serving
from tests.conftest import TODAY
from tests.factories import ARNHEM, add_course, follow_without_engine, session
from tests.mailbox import link

pytestmark = [pytest.mark.browser, pytest.mark.engine]
WIDTH = 375  # a phone
ANNE = "anne@lezer.example"
FOCUSED = "() => { const e = document.activeElement; return (e.labels?.[0] ?? e).innerText?.trim() ?? '' }"


@dataclass
class School:
    """A provider's site: one page, with the courses that it has today."""

    titles: list[str] = field(default_factory=list)

    def get(self, path: str, _query: object) -> tuple[int, str, bytes]:
        if path != "/cursussen.html":
            return 404, "text/plain", b""
        data = json.dumps([self.course(title, number) for number, title in enumerate(self.titles)])
        html = f'<title>Cursussen</title><h1>Cursussen</h1><script type="application/ld+json">{data}</script>'
        return 200, "text/html; charset=utf-8", html.encode()

    @staticmethod
    def course(title: str, number: int) -> dict[str, object]:
        start = str(date.today() + timedelta(days=60))
        place = {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Arnhem"}}
        held = {"@type": "CourseInstance", "startDate": start, "location": place, "courseMode": "onsite"}
        said = {"name": title, "description": "Je leert dit in onze werkplaats.", "url": f"/cursussen.html#{number}"}
        return {"@context": "https://schema.org", "@type": "Course", **said, "hasCourseInstance": held}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, shared_engine: EngineAddress) -> Iterator[Site]:
    with career_site(tmp_path_factory.mktemp("journey") / "home", shared_engine) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    context.close()


def fine(page: Page) -> None:
    """This step shows nothing that axe-core objects to, and nothing that sticks out on a phone."""
    assert problems(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, page.url


def press(page: Page, name: str) -> None:
    """Go there with Tab and press Enter, which opens the next page: by keyboard only."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name} on {page.url}")


def to_the_career(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/nl/")
    press(page, "Welk beroep past bij mij?")
    for answer in ("In een werkplaats", "Iets maken", "Metaal en machines"):
        page.get_by_label(answer).check()
    page.get_by_label("Waar woon je?").fill("Arnhem")
    press(page, "Toon drie beroepen")
    first = page.locator("ol > li").first
    expect(first).to_contain_text("Dit doe je graag: Iets maken met je handen.")
    expect(first).to_contain_text("We kennen 2 opleidingen")


def to_who_pays(page: Page, site: Site) -> None:
    """On the career's page: compare the ways, set courses side by side, and ask who pays."""
    routes = page.get_by_role("table").first
    expect(routes).to_contain_text("Ja, je hebt een contract en krijgt loon.")
    expect(routes).to_contain_text("Certificaat van de branche of de opleider")
    expect(routes).to_contain_text("€ 1.870")
    for title in ("Lasser bbl", "TIG-lassen"):
        page.get_by_role("checkbox", name=f"Vergelijk {title}").check()
    press(page, "Zet gekozen opleidingen naast elkaar")
    expect(page.get_by_role("columnheader", name="Lasser bbl")).to_be_visible()
    expect(page.get_by_role("columnheader", name="TIG-lassen")).to_be_visible()


def ask_who_pays(page: Page) -> None:
    press(page, "Lasser bbl")
    page.get_by_label("Heb je een werkgever?").select_option("true")
    page.get_by_label("Hoe oud ben je?").fill("42")
    press(page, "Laat zien wie meebetaalt")
    page.wait_for_url("**/wie-betaalt-mee")
    scheme = page.locator(".vw-funding > li", has_text="Subsidieregeling praktijkleren").first
    expect(scheme).to_contain_text("Misschien")
    scheme.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(scheme).to_contain_text("De opleiding is een bbl-opleiding")
    expect(scheme).to_contain_text("Bron")


def test_from_five_questions_to_one_mail_and_its_end(page: Page, site: Site) -> None:
    to_the_career(page, site)
    fine(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Lasser", exact=True).click()
    career = page.url
    fine(page)
    to_who_pays(page, site)
    fine(page)
    ask_who_pays(page)
    fine(page)
    page.goto(career)
    tab_to(page, "Bewaar deze zoekopdracht")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Bewaard in deze browser")
    page.goto(f"{site.base}/nl/bewaard")
    expect(page.get_by_role("link", name="Lasser, binnen 50 km van Arnhem", exact=True)).to_be_visible()
    fine(page)
    press(page, "Houd mij op de hoogte van nieuwe opleidingen")
    fine(page)
    page.get_by_label("Je e-mailadres").fill(ANNE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kijk in je mail")).to_be_visible()
    page.goto(site.base + link(site.mailbox.mails.pop(), "bevestig"))
    fine(page)
    press(page, "Ja, mail mij nieuwe opleidingen")
    expect(page.get_by_role("heading", name="Gelukt")).to_be_visible()
    school = School(["Lasser MIG/MAG avondopleiding", "Heftruckchauffeur"])
    with serving(school) as origin:  # type: ignore[arg-type]
        site.send_alerts()
        assert site.mailbox.mails == [], "what was there before is no news"
        site.home.run("source", "add", "oost", "--format", "schema.org", "--url", f"{origin}/cursussen.html")
        site.home.run("crawl", "oost")
    site.send_alerts()
    site.send_alerts()
    assert [mail["To"] for mail in site.mailbox.mails] == [ANNE]
    told = site.mailbox.mails.pop()
    assert "Lasser MIG/MAG avondopleiding" in told.get_content()
    assert "Heftruck" not in told.get_content()
    page.goto(site.base + link(told, "opleidingen/"))
    expect(page.get_by_role("heading", level=1, name="Lasser MIG/MAG avondopleiding")).to_be_visible()
    page.goto(site.base + link(told, "stop"))
    fine(page)
    press(page, "Stop met deze mails")
    expect(page.get_by_role("heading", name="Je krijgt deze mails niet meer")).to_be_visible()
    add_course(site.database, key="/nieuw", title="Lasser TIG", sessions=(session("2027-03-01", ARNHEM),))
    follow_without_engine(site.database, site.home.path, TODAY)
    site.send_alerts()
    assert site.mailbox.mails == []
    assert page.context.cookies() == []


def test_without_script_the_same_way_leads_up_to_saving(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{site.base}/nl/start")
    for answer in ("In een werkplaats", "Iets maken", "Metaal en machines"):
        page.get_by_label(answer).check()
    page.get_by_label("Waar woon je?").fill("Arnhem")
    page.get_by_role("button", name="Toon drie beroepen").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Lasser", exact=True).click()
    career = page.url
    for title in ("Lasser bbl", "TIG-lassen"):
        page.get_by_role("checkbox", name=f"Vergelijk {title}").check()
    page.get_by_role("button", name="Zet gekozen opleidingen naast elkaar").click()
    page.get_by_role("link", name="Lasser bbl").click()
    page.get_by_label("Heb je een werkgever?").select_option("true")
    page.get_by_role("button", name="Laat zien wie meebetaalt").click()
    expect(page.locator(".vw-funding > li", has_text="Subsidieregeling praktijkleren").first).to_contain_text(
        "Misschien"
    )
    page.goto(career)
    expect(page.get_by_role("button", name="Bewaar")).to_have_count(0)
    page.get_by_role("link", name="Bewaard", exact=True).click()
    expect(page.get_by_text("Bewaren werkt alleen met JavaScript")).to_be_visible()
    page.goto(career)
    page.get_by_role("link", name="Houd mij op de hoogte").click()
    expect(page.get_by_text("Lasser, binnen 50 km van Arnhem")).to_be_visible()
    expect(page.get_by_role("link", name="RSS-feed van deze zoekopdracht")).to_be_visible()
    expect(page.get_by_label("Je e-mailadres")).to_be_visible()
    context.close()


def test_what_is_kept_is_listed_compared_and_let_go_in_this_browser_only(page: Page, site: Site) -> None:
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.goto(f"{site.base}/nl/?q=lasser&sort=price")
    page.get_by_role("button", name="Bewaar deze zoekopdracht").click()
    page.get_by_role("button", name="Bewaar Lasser bbl").click()
    expect(page.get_by_role("button", name="Bewaard Lasser bbl")).to_be_visible()
    page.goto(f"{site.base}/nl/?q=tig-lassen")
    with page.expect_navigation():
        page.get_by_role("link", name="TIG-lassen", exact=True).click()
    page.get_by_role("button", name="Bewaar TIG-lassen").click()
    page.get_by_role("link", name="Bewaard", exact=True).click()
    courses = page.get_by_role("region", name="Opleidingen")
    expect(courses.get_by_role("listitem")).to_have_count(2)
    fine(page)
    for title in ("Lasser bbl", "TIG-lassen"):
        page.get_by_role("checkbox", name=f"Vergelijk {title}").check()
    page.get_by_role("button", name="Zet gekozen opleidingen naast elkaar").click()
    expect(page.get_by_role("columnheader", name="TIG-lassen")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Verwijder Lasser bbl").click()
    expect(page.get_by_role("heading", name="Opleidingen")).to_be_focused()
    expect(courses.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Verwijder alle opleidingen").click()
    expect(courses.get_by_text("Je hebt nog geen opleiding bewaard")).to_be_visible()
    searches = page.get_by_role("region", name="Zoekopdrachten")
    found = searches.get_by_role("link", name="‘lasser’", exact=True)
    assert found.get_attribute("href") == "/nl/?q=lasser"
    found.click()
    page.get_by_role("button", name="Bewaard ‘lasser’").click()
    assert page.evaluate("localStorage.length") == 0
    assert {method for method, _ in asked} == {"GET"}
    assert {url.partition("?")[2] for _, url in asked if "/bewaard" in url} == {""}


def test_what_something_else_wrote_there_does_no_harm(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/nl/bewaard")
    for found in ("{", "[1,null]", '[{"id":5,"search":[]}]', "null"):
        for key in ("vakwijzer-saved-nl", "vakwijzer-searches-nl"):
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, found])
        page.reload()
        expect(page.get_by_text("Je hebt nog geen opleiding bewaard")).to_be_visible()
        expect(page.get_by_text("Je hebt nog geen zoekopdracht bewaard")).to_be_visible()


def test_a_browser_that_keeps_nothing_is_said(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/nl/?q=lasser")
    page.evaluate("() => void (Storage.prototype.setItem = () => { throw new DOMException('full') })")
    page.get_by_role("button", name="Bewaar Lasser bbl").click()
    expect(page.get_by_role("status")).to_contain_text("Bewaren lukt niet")
    expect(page.get_by_role("status")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Bewaar Lasser bbl")).to_be_visible()


def test_a_kept_title_is_text_and_a_kept_search_stays_on_this_site(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/nl/bewaard")
    evil = {"id": '../../x"><img src=x onerror=alert(1)>', "title": "<img src=x onerror=alert(1)>", "provider": "p"}
    page.evaluate("one => localStorage.setItem('vakwijzer-saved-nl', JSON.stringify([one]))", evil)
    search = {"search": "javascript:alert(1)", "about": "<b>x</b>"}
    page.evaluate("one => localStorage.setItem('vakwijzer-searches-nl', JSON.stringify([one]))", search)
    page.reload()
    expect(page.get_by_role("link", name="<img src=x")).to_be_visible()
    hrefs = page.locator("[data-list] a[href]").evaluate_all("all => all.map(a => a.href)")
    assert len(hrefs) >= 3
    assert all(url.startswith(f"{site.base}/nl/") for url in hrefs)
    assert page.locator("[data-list] img, [data-list] b").count() == 0
