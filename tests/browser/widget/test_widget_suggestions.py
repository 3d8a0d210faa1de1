"""Suggestions while typing: by keyboard and by pointer, announced, and never in the way."""

import pytest
from playwright.sync_api import Page, expect
from widget_site import Api

pytestmark = pytest.mark.browser


OPTION = ".vw-combo__option:visible"


def typed(page: Page, words: str, label: str = "Wat wil je leren"):
    field = page.get_by_label(label)
    field.fill(words)  # at once: after slow typing the list of the whole word follows, and unmarks what was marked
    expect(page.locator(OPTION).first).to_be_visible()
    return field


def test_suggestions_open_are_announced_and_the_arrows_go_round(open_page):
    page = open_page()
    field = typed(page, "las")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[aria-live]").first).to_contain_text("4 suggesties")
    names = [" ".join(name.split()) for name in page.locator(OPTION).all_inner_texts()]
    assert names[0] == "Lasser beroep"
    assert names[2] == "TIG-lassen voor beginners opleiding · Vakschool Rijnmetaal"
    field.press("ArrowUp")
    marked = page.locator("[role=option][aria-selected=true]")
    expect(marked).to_contain_text("Opleider 1")
    expect(field).to_have_attribute("aria-activedescendant", marked.get_attribute("id") or "")
    field.press("ArrowDown")
    expect(field).not_to_have_attribute("aria-activedescendant", "q-3")
    expect(field).to_be_focused()


@pytest.mark.parametrize(
    ("presses", "asked"),
    [
        (1, {"career": "lasser"}),
        (2, {"near": "Lasserbos", "radius": "20"}),
        (4, {"provider": "Opleider 1"}),
    ],
)
def test_what_is_picked_is_searched_for_instead_of_the_letters(open_page, api: Api, presses: int, asked):
    page = open_page()
    field = typed(page, "las")
    for _ in range(presses):
        field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator(".vw-chip")).to_have_count(1)
    api.expect_search(page, **asked)
    expect(field).to_have_value("")


def test_a_place_is_picked_by_pointer_and_the_words_stay(open_page, api: Api):
    page = open_page()
    page.get_by_label("Wat wil je leren").fill("lassen")
    typed(page, "Las", "Plaats of postcode")
    expect(page.locator(OPTION)).to_have_count(1)
    page.locator(OPTION).click()
    api.expect_search(page, q="lassen", near="Lasserbos", radius="20")
    expect(page.get_by_label("Plaats of postcode")).to_have_value("Lasserbos")


def test_a_suggested_course_opens(open_page):
    page = open_page()
    typed(page, "tig")
    page.get_by_role("option", name="TIG-lassen").click()
    expect(page.get_by_role("dialog")).to_contain_text("MIG/MAG-lassen")


def test_enter_without_a_choice_searches_for_the_words_and_escape_only_closes(open_page, api: Api):
    page = open_page()
    field = typed(page, "las")
    field.press("Escape")
    expect(page.locator(OPTION)).to_have_count(0)
    expect(field).to_have_value("las")
    field.press("Enter")
    api.expect_search(page, q="las")


def test_leaving_the_field_closes_the_list(open_page):
    page = open_page()
    typed(page, "las").press("Tab")
    expect(page.locator(OPTION)).to_have_count(0)


def test_an_api_without_suggestions_is_no_hindrance(open_page, api: Api):
    api.suggestions = {"unexpected": True}
    page = open_page()
    field = page.get_by_label("Wat wil je leren")
    with page.expect_request_finished(lambda asked: "/v1/suggestions?q=lassen" in asked.url):
        field.press_sequentially("lassen")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Enter")
    api.expect_search(page, q="lassen")
