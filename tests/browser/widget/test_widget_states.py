"""Nothing found, an API that fails, is slow or half works: the reader knows, and loses nothing."""

import threading

import pytest
from playwright.sync_api import expect
from widget_answers import answer, course
from widget_site import Api

pytestmark = pytest.mark.browser
SEARCH = "?vw-q=lassen&vw-province=Gelderland"


def test_an_empty_answer_offers_to_drop_a_filter(open_page, api: Api):
    api.reply = lambda query: (200, answer(total=0) if "province" in query else answer())
    page = open_page(SEARCH, wait=".vw-message")
    expect(page.get_by_role("status")).to_have_text("Geen opleidingen gevonden")
    page.get_by_role("button", name="Zonder ‘Gelderland’").click()
    expect(page.get_by_role("heading", name="41 opleidingen gevonden")).to_be_focused()
    api.expect_search(page, q="lassen")


def test_a_short_failure_is_tried_again_without_a_word(open_page, api: Api):
    replies = iter([(503, {"status": 503}), (200, answer())])
    api.reply = lambda query: next(replies)
    api.expect_search(open_page(SEARCH), q="lassen", province="Gelderland")
    assert len(api.searches) == 2


def test_a_lasting_failure_says_so_and_a_retry_keeps_the_search(open_page, api: Api):
    api.reply = lambda query: (500, {"status": 500})
    page = open_page(SEARCH, wait="[role=alert]")
    expect(page.get_by_role("alert")).to_contain_text("Er is een storing")
    expect(page.get_by_label("Wat wil je leren")).to_have_value("lassen")
    api.reply = Api.reply
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.locator(".vw-result")).to_have_count(6)
    api.expect_search(page, q="lassen", province="Gelderland")


@pytest.mark.parametrize(("status", "words"), [(400, "begrijpt deze zoekvraag niet"), (404, "niet goed ingesteld")])
def test_a_refused_search_is_not_tried_again(open_page, api: Api, status: int, words: str):
    api.reply = lambda query: (status, {"status": status, "detail": "maxPrice"})
    page = open_page(wait="[role=alert]")
    expect(page.get_by_role("alert")).to_contain_text(words)
    assert len(api.searches) == 1


def test_an_api_that_is_not_there_is_said(open_page, site):
    site.body = '<vakwijzer-search portal="rijnland" api="http://127.0.0.1:9"></vakwijzer-search>'
    page = open_page(wait="[role=alert]")
    expect(page.get_by_role("alert")).to_contain_text("geen antwoord")


def test_a_slow_api_keeps_the_place_of_the_results_and_says_it_is_slow(open_page, api: Api):
    api.answering.clear()
    page = open_page(wait=".vw-skeleton")
    before = page.locator("#count").bounding_box()
    expect(page.get_by_role("status")).to_contain_text("langer dan normaal")
    api.answering.set()
    expect(page.locator(".vw-result").first).to_be_visible()
    assert page.locator("#count").bounding_box()["y"] == before["y"]


@pytest.mark.slow
def test_an_api_that_never_answers_is_given_up(open_page, api: Api):
    api.answering.clear()
    page = open_page(wait=".vw-skeleton")
    expect(page.get_by_role("alert")).to_contain_text("te laat antwoord")


def test_a_late_answer_never_replaces_a_newer_search(open_page, api: Api):
    overtaken, answered = threading.Event(), threading.Event()

    def reply(query):
        words = query.get("q", [""])[0]
        if words == "traag":
            overtaken.wait(60)
            answered.set()
        return 200, answer(results=[course(1, title=words)])

    api.reply = reply
    page = open_page()
    for words in ("traag", "snel"):
        page.get_by_label("Wat wil je leren").fill(words)
        page.get_by_label("Wat wil je leren").press("Enter")
    expect(page.locator("h3")).to_have_text("snel")
    overtaken.set()
    assert answered.wait(60)
    page.wait_for_timeout(200)
    expect(page.locator("h3")).to_have_text("snel")


def test_a_degraded_answer_is_named(open_page, api: Api):
    api.reply = lambda query: (200, answer(degraded=True))
    expect(open_page().locator(".vw-message")).to_contain_text("Misschien zie je niet alle opleidingen")


def test_nothing_on_the_page_moves_when_the_results_come(open_page, api: Api):
    api.answering.clear()
    page = open_page(wait=".vw-skeleton")
    page.evaluate(
        "window.shift = 0;"
        "new PerformanceObserver((list) => list.getEntries().forEach((one) => (window.shift += one.value)))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    api.answering.set()
    page.wait_for_selector(".vw-result")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.01
