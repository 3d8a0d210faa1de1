"""A further language is one file: the service's for every page, or a portal's own for its pages."""

import json

import pytest
from playwright.sync_api import expect
from widget_site import Api

from search_api.i18n import FOLDER

pytestmark = pytest.mark.browser
POLISH = {"search.submit": "Szukaj", "results.count.other": "Znaleziono kursów: {n}", "number.group": "\u00a0"}


def test_polish_is_one_file_and_what_it_lacks_is_dutch(open_page, site, api: Api):
    api.words["pl"] = POLISH
    site.lang = "pl-PL"
    page = open_page()
    expect(page.get_by_role("button", name="Szukaj")).to_be_visible()
    expect(page.get_by_role("heading", name="Znaleziono kursów: 41")).to_be_visible()
    expect(page.get_by_label("Plaats of postcode")).to_be_visible()
    assert page.locator(".vw").get_attribute("lang") == "pl"


def test_a_portal_brings_its_own_words_without_the_service_knowing(open_page, site, api: Api, api_url):
    site.lang, site.files["/vakwijzer.pl.json"] = "pl", json.dumps(POLISH)
    site.body = f'<vakwijzer-search portal="rijnland" api="{api_url}" texts="/vakwijzer.pl.json"></vakwijzer-search>'
    expect(open_page().get_by_role("button", name="Szukaj")).to_be_visible()
    assert not any("texts" in path for path in api.paths)


def test_own_words_may_replace_some_of_the_widgets(open_page, site, api_url):
    site.files["/words.json"] = json.dumps({"search.submit": "Vind je vak", "search.near": 5})
    site.body = f'<vakwijzer-search portal="rijnland" api="{api_url}" texts="/words.json"></vakwijzer-search>'
    page = open_page()
    expect(page.get_by_role("button", name="Vind je vak")).to_be_visible()
    expect(page.get_by_label("Wat wil je leren")).to_be_visible()


@pytest.mark.parametrize("given", ["nope", "null", '"text"', "[1]"])
def test_a_file_that_is_no_file_of_words_leaves_dutch(open_page, site, api_url, given: str):
    site.files["/words.json"] = given
    site.body = f'<vakwijzer-search portal="rijnland" api="{api_url}" texts="/words.json"></vakwijzer-search>'
    expect(open_page().get_by_role("button", name="Zoeken")).to_be_visible()


def test_a_language_that_nobody_wrote_is_dutch_at_once(open_page, site, api: Api):
    site.lang = "fy"
    expect(open_page().get_by_role("button", name="Zoeken")).to_be_visible()
    assert "/widget/v1/texts/fy.json" in api.paths


def test_a_whole_language_has_a_text_for_all_that_the_widget_says(open_page, site, api: Api):
    """What docs/embed.md asks of a translator: copy nl.json and change the texts."""
    dutch = json.loads((FOLDER / "nl.json").read_text("utf-8"))
    api.words["pl"] = {key: f"¶{text}" for key, text in dutch.items()}
    site.lang = "pl"
    page = open_page()
    texts = page.locator(".vw-label, .vw-button, .vw-filters__title, dt").all_text_contents()
    assert [text for text in texts if "¶" not in text] == []
