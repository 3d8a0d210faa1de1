"""The widget finds, filters, sorts, pages and keeps its search in the page's URL."""

from unittest.mock import ANY

import pytest
from playwright.sync_api import expect
from widget_answers import answer, course
from widget_site import Api

pytestmark = pytest.mark.browser


def facts(page, number: int) -> list[str]:
    values = page.locator(".vw-result").nth(number).locator("dd")
    return [" ".join(text.split()) for text in values.all_inner_texts()]


def test_a_course_shows_what_is_known_and_no_more(open_page):
    page = open_page()
    route = "Werken en leren (bbl) Op locatie"
    level = "mbo 2 / NLQF 2 niveau volgens onze inschatting"
    assert facts(page, 0) == ["Arnhem, Nijmegen op 12 km", "9 februari 2027", "€ 1.870 excl. btw", level, route]
    assert facts(page, 1)[1:4] == ["februari 2027", "€ 1.870 excl. btw", "mbo 2 / NLQF 2"]
    assert facts(page, 2)[:3] == ["Arnhem, Ede, Tiel en nog 2 op 12 km", "week 12 van 2027", "Gratis"]
    assert facts(page, 3)[1:3] == ["voorjaar 2027", "vanaf € 12,50 incl. btw"]
    assert facts(page, 4) == ["Online", "doorlopend", "Prijs niet bekend", "Werken en leren (bbl) Online"]
    assert facts(page, 5)[:3] == ["Plaats niet bekend", "Startdatum niet bekend", "Prijs niet bekend"]


def test_a_title_links_to_the_course_page_and_a_deep_link_to_the_provider(open_page, api_url):
    result = open_page().locator(".vw-result").first
    assert result.locator("h3 a").get_attribute("href") == f"{api_url}/rijnland/opleidingen/course1"
    deep = result.get_by_role("link", name="Naar de opleider")
    assert (deep.get_attribute("href"), deep.get_attribute("rel")) == ("https://provider.example/lassen-1", "noopener")


def test_a_search_asks_the_api_for_this_portal_and_stands_in_the_url(open_page, api):
    page = open_page("?other=1#top")
    page.get_by_label("Wat wil je leren").fill(" lassen ")
    page.get_by_label("Plaats of postcode").fill("Arnhem")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.locator(".vw-chip")).to_contain_text("Tot 20 km van Arnhem")
    api.expect_search(page, q="lassen", near="Arnhem", radius="20")
    page.wait_for_url("**/?other=1&vw-q=lassen&vw-near=Arnhem&vw-radius=20#top")


def test_a_shared_url_opens_the_same_search_and_back_returns(open_page, api):
    page = open_page("?vw-q=lassen&vw-province=Gelderland&vw-province=Utrecht")
    api.expect_search(page, q="lassen", province=["Gelderland", "Utrecht"])
    expect(page.get_by_label("Wat wil je leren")).to_have_value("lassen")
    page.get_by_label("Metaal en lassen").check()
    expect(page.locator(".vw-chip")).to_have_count(3)
    page.go_back()
    expect(page.locator(".vw-chip")).to_have_count(2)
    expect(page.get_by_label("Metaal en lassen")).not_to_be_checked()


def test_a_filter_takes_along_what_was_typed_but_not_yet_searched(open_page, api):
    page = open_page()
    page.get_by_label("Wat wil je leren").fill("lassen")
    page.get_by_label("Utrecht").check()
    api.expect_search(page, q="lassen", province="Utrecht")


def test_chips_drop_one_filter_or_all_and_keep_the_words(open_page, api):
    page = open_page("?vw-q=lassen&vw-province=Gelderland&vw-maxPrice=2000")
    page.get_by_role("button", name="Verwijder filter: Gelderland").click()
    expect(page.locator(".vw-chip")).to_have_count(1)
    page.get_by_role("button", name="Wis alle filters").click()
    expect(page.locator(".vw-chip")).to_have_count(0)
    api.expect_search(page, q="lassen")


def test_a_period_becomes_dates(open_page, api):
    page = open_page()
    page.get_by_text("Start", exact=True).first.click()
    page.get_by_label("Wanneer wil je starten?").select_option("Binnen 3 maanden")
    expect(page.locator(".vw-chip")).to_contain_text("Start uiterlijk")
    asked = api.expect_search(page, startFrom=ANY, startUntil=ANY)
    assert asked["startFrom"][0] < asked["startUntil"][0]


def test_paging_goes_on_at_the_top_and_a_new_filter_starts_at_page_one(open_page, api):
    page = open_page()
    page.get_by_role("link", name="Pagina 2").click()
    expect(page.locator("[aria-current=page]")).to_have_text("Pagina 2")
    expect(page.locator("#count")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("41 opleidingen gevonden, pagina 2 van 3")
    page.get_by_label("Utrecht").check()
    expect(page.locator("[aria-current=page]")).to_have_text("Pagina 1")
    api.expect_search(page, province="Utrecht")


def test_distance_is_an_order_only_near_a_place(open_page):
    assert "Afstand" not in open_page().get_by_label("Sorteer op").inner_text()
    assert "Afstand" in open_page("?vw-near=Arnhem").get_by_label("Sorteer op").inner_text()


def test_the_page_decides_the_language(open_page, site):
    site.lang = "en-GB"
    page = open_page()
    expect(page.get_by_role("heading", name="41 courses found")).to_be_visible()
    assert facts(page, 0)[1:3] == ["9 February 2027", "€1,870 excl. VAT"]


def test_text_of_a_provider_is_text_and_only_a_web_address_is_a_link(open_page, api: Api):
    bad = course(1, title="<img src=x onerror=document.body.remove()>", url="javascript:document.body.remove()")
    api.reply = lambda query: (200, answer(results=[bad]))
    result = open_page().locator(".vw-result")
    expect(result.locator("h3")).to_have_text("<img src=x onerror=document.body.remove()>")
    expect(result.get_by_text("Naar de opleider")).to_have_count(0)


def test_what_the_editors_put_first_is_marked(open_page, api: Api):
    api.reply = lambda query: (200, answer(results=[course(1, pinned=True), course(2)]))
    results = open_page().locator(".vw-result")
    expect(results.nth(0)).to_contain_text("Bovenaan gezet door de redactie")
    expect(results.nth(1)).not_to_contain_text("Bovenaan")


READ = {
    "q": "lasser",
    "literal": '"lasser arnhem avond"',
    "filters": [
        {"key": "schedule", "value": "evening", "label": "Avond", "words": "avond", "without": "lasser arnhem"},
        {
            "key": "near",
            "value": "Arnhem",
            "label": "Binnen 20 km van Arnhem",
            "words": "arnhem",
            "without": "lasser avond",
        },
    ],
}


def test_what_was_read_from_the_words_is_said_and_can_be_undone(open_page, api):
    api.reply = lambda query: (200, {**answer(), "interpretation": {} if query["q"][0].startswith('"') else READ})
    page = open_page("?vw-q=lasser+arnhem+avond")
    told = page.locator(".vw-understood")
    expect(told).to_contain_text("Binnen 20 km van Arnhem")
    told.get_by_role("button", name="Zoek op precies deze woorden").click()
    expect(told).to_have_count(0)
    api.expect_search(page, q='"lasser arnhem avond"')


def test_each_filter_that_was_read_is_a_chip_that_undoes_it_alone(open_page, api):
    api.reply = lambda query: (200, {**answer(), "interpretation": READ})
    page = open_page("?vw-q=lasser+arnhem+avond&vw-route=bbl")
    page.get_by_role("button", name="Verwijder filter: “avond”: Avond").click()
    expect(page.locator("#count")).to_be_focused()
    api.expect_search(page, q="lasser arnhem", route="bbl")
    page.wait_for_url("**vw-q=lasser+arnhem&**")


def test_few_results_say_what_finds_more_and_the_careers_nearest_to_the_words(open_page, api):
    ways = {
        "loosened": [{"key": "mode", "value": "", "label": "Zonder: Online"}],
        "wider": [
            {"key": "radius", "value": "50", "label": "Binnen 50 km van Arnhem", "count": 4},
            {"key": "route", "value": "", "label": "Zonder leerweg", "count": 7},
        ],
        "careers": [{"value": "lasser", "label": "Lasser"}],
    }
    api.reply = lambda query: (200, {**answer(total=1), "interpretation": ways})
    page = open_page("?vw-q=laser&vw-near=Arnhem&vw-route=bbl")
    told = page.locator(".vw-understood")
    expect(told).to_contain_text("Zonder: Online")
    told.get_by_role("button", name="Zonder leerweg: 7 opleidingen").click()
    page.wait_for_url(lambda url: "route" not in url)
    told.get_by_role("button", name="Binnen 50 km van Arnhem: 4 opleidingen").click()
    page.wait_for_url("**vw-radius=50**")
    told.get_by_role("button", name="Lasser", exact=True).click()
    page.wait_for_url("**vw-career=lasser**")
    api.expect_search(page, career="lasser", near="Arnhem", radius="50")


@pytest.mark.parametrize(("facet", "value", "words"), [
    ("schedule", "evening", "’s Avonds"), ("targetGroup", "women", "Vrouwen"), ("funding", "slim", "SLIM-regeling"),
    ("jobGuarantee", "true", "Met baangarantie"), ("workplace", "leerbedrijf", "Je werkt bij een erkend leerbedrijf"),
])  # fmt: skip
def test_the_newer_filters_are_offered_asked_for_and_taken_off(open_page, api, facet: str, value: str, words: str):
    page = open_page()
    box = page.locator(f"input[name={facet}][value={value}]")
    page.locator("details", has=box).last.locator("summary").first.click()
    box.check()
    page.wait_for_url(f"**vw-{facet}={value}**")
    api.expect_search(page, **{facet: value})
    page.locator(".vw-chip", has_text=words).click()
    page.wait_for_url(lambda url: facet not in url)
