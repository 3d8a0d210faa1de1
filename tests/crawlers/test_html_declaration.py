"""Selectors are checked when they are declared, and lead a crawl from a list to its courses."""

from typing import Any

import pytest
from pydantic import ValidationError

from catalogue.declaration import SourceDeclaration
from tests.crawlers.loopback import Answer, crawl_of, site


def declared(**given: Any) -> SourceDeclaration:
    return SourceDeclaration(**{"name": "x", "format": "html", "url": "https://x.example/cursussen", **given})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "needs at least `title`"),
        ({"selectors": {"price_text": ".prijs"}}, "needs at least `title`"),
        ({"selectors": {"title": "h1", "prijs": ".prijs"}}, "prijs is no field; choose from .*price_text"),
        ({"selectors": {"title": "h1[", "price_text": "p::"}}, "title: 'h1\\[' is no CSS selector.*price_text: 'p::'"),
        ({"selectors": {"title": "h1", "sessions": "li::text"}}, "sessions names elements"),
        ({"selectors": {"title": "h1"}, "links": ">> a"}, "links: '>> a' is no CSS selector"),
        ({"selectors": {"title": "h1"}, "format": "csv"}, "not for a feed of the format csv"),
        ({"selectors": {"title": "h1"}, "cited": "een boek"}, "must start with http"),
        ({"selectors": {"title": "h1"}, "limit": "veel"}, "limit"),
        ({"selectors": {"title": "h1"}, "delay": float("inf")}, "delay"),
        *(
            ({"selectors": {"title": "h1"}, "url": url}, "name a host")
            for url in ("https://[bad", "https://a:99999/", "https://a b/", "https://?x", "ftp://a/")
        ),
    ],
)
def test_a_wrong_declaration_says_what_is_wrong(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        declared(**given)


def test_a_limit_is_written_as_people_write_it() -> None:
    source = SourceDeclaration(name="x", format="csv", url="https://x.example/a.csv", limit="200MB")  # type: ignore[arg-type]
    assert source.limit == 200_000_000
    assert SourceDeclaration.model_validate(source.model_dump(mode="json")) == source


def test_the_declared_links_lead_from_a_list_and_its_further_pages_to_the_courses() -> None:
    with site() as here:
        here.answers["/"] = Answer(
            b'<h1>Aanbod</h1><div class="lijst"><a href="/x/lassen">L</a></div><a href="/x/nieuws">N</a>'
            b'<a rel="next" href="/?page=2">2</a>'
        )
        here.answers["/?page=2"] = Answer(b'<h1>Aanbod</h1><div class="lijst"><a href="/x/frezen">F</a></div>')
        here.answers |= {f"/x/{one}": Answer(f"<h1>{one}</h1><i>100</i>".encode()) for one in ("lassen", "frezen")}
        found = crawl_of(
            here.origin + "/", format="html", selectors={"title": "h1", "price_text": "i"}, links=".lijst a"
        )
    assert sorted(course.title for course in found.run.courses) == ["frezen", "lassen"]
    assert "/x/nieuws" not in here.paths()
    assert found.run.failures == []


def test_courses_that_stand_on_the_list_itself_are_read_there() -> None:
    with site() as here:
        here.answers["/aanbod"] = Answer(
            b'<article><h2><a href="/vca">VCA</a></h2></article><article><h2>Heftruck</h2></article>'
        )
        selectors = {"courses": "article", "title": "h2", "url": "h2 a"}
        found = crawl_of(here.origin + "/aanbod", format="html", selectors=selectors)
    assert [course.title for course in found.run.courses] == ["VCA", "Heftruck"]
    assert "/vca" not in here.paths()
