"""What readers get where no page answers itself: a page of the portal with a way on, never a piece of JSON."""

import httpx2
import pytest
from parsel import Selector

pytestmark = pytest.mark.engine
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


REFUSED = {
    "/nl/onzin": 404,
    "/nl/opleidingen/a/b/c": 404,
    "/onzin": 404,
    "/nl/beroepen?q=" + "a" * 201: 400,
    "/nl/berichten?maxPrice=veel": 400,
    "/" + "a" * 64 + "/berichten": 400,
}


def test_a_reader_gets_a_page_with_a_way_on(api: httpx2.Client) -> None:
    for path, status in REFUSED.items():
        answer = api.get(path, headers=BROWSER)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), path
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert Selector(answer.text).css("main a::attr(href)").get() == "/nl/", path


def test_a_program_gets_the_problem(api: httpx2.Client) -> None:
    for headers in ({}, {"Accept": "application/json"}):
        answer = api.get("/nl/onzin", headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert api.get("/v1/onzin", headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_a_page_refuses_another_method_in_words_and_names_the_ones_it_takes(api: httpx2.Client) -> None:
    answer = api.post("/nl/over", headers=BROWSER)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert "begrijpen niet welke pagina" in answer.text


MEANT = {
    "/nl": "/nl/",
    "/nl?q=lassen": "/nl/?q=lassen",
    "/nl/over/": "/nl/over",
    "/nl/regelingen/": "/nl/regelingen",
    "/nl/opleidingen/abc/": "/nl/opleidingen/abc",
}


def test_a_slash_too_many_or_too_few_leads_to_the_page(api: httpx2.Client) -> None:
    for typed, meant in MEANT.items():
        answer = api.get(typed)
        assert (answer.status_code, answer.headers.get("location")) == (308, meant)


def test_the_api_and_what_no_portal_has_are_not_redirected(api: httpx2.Client) -> None:
    for path in ("/v1/courses/", "/nowhere", "/nowhere/over/"):
        assert api.get(path).status_code == 404, path


def test_head_is_answered_wherever_get_is_without_a_body(api: httpx2.Client) -> None:
    for path in ("/nl/", "/nl/over", "/v1/courses", "/v1/openapi.json", "/widget/v1/vakwijzer.js", "/health/live"):
        asked, got = api.head(path), api.get(path)
        assert (asked.status_code, asked.content) == (got.status_code, b""), path
    assert api.head("/v1/courses/none").status_code == 404
