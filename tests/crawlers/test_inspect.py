"""`inspect_page` says what a page carries and how to declare it."""

import pytest

from crawlers.inspect import inspect_page
from tests.crawlers.cases import CASES


def body_of(case: str) -> bytes:
    folder = CASES / case
    return next(path for path in folder.iterdir() if path.name not in ("case.yaml", "expected.json")).read_bytes()


def test_a_page_tells_its_types_by_syntax_and_its_courses() -> None:
    found = inspect_page(
        body_of("schema.org/microdata-with-itemref"), "https://peel.example/cursus/storingen", "text/html"
    )
    assert found.syntaxes["microdata"]["Course"] == 1
    assert "json-ld" not in found.syntaxes
    assert [course.title for course in found.reading.courses] == ["Storingen zoeken"]
    assert (found.declaration.name, found.declaration.url) == ("peel-example", "https://peel.example/")


@pytest.mark.parametrize(
    ("case", "content_type", "format"),
    [
        ("edudex/program-with-runs", "application/xml", "edudex"),
        ("edudex/directory", "application/xml", "edudex"),
        ("ooapi/page-with-offerings", "application/json", "ooapi"),
        ("ooapi/service-root", "application/json", "ooapi"),
        ("csv/dutch-spreadsheet", "text/csv", "csv"),
        ("xlsx/sheet-with-a-title-above", "application/octet-stream", "xlsx"),
        ("xcri-cap/catalogue", "text/xml", "xcri-cap"),
        ("rss/rss-feed", "application/xml", "rss"),
        ("rss/atom-feed", "application/xml", "rss"),
        ("ical/agenda", "text/calendar", "ical"),
        ("html/one-course", "text/html", "html"),
        ("schema.org/graph-with-references", "text/html", "schema.org"),
    ],
)
def test_a_feed_is_recognised(case: str, content_type: str, format: str) -> None:
    found = inspect_page(body_of(case), "https://x.example/feed", content_type)
    assert found.declaration.format == format


def test_rdfa_is_counted() -> None:
    body = b'<div vocab="https://schema.org/" typeof="Course"><span property="name">A</span></div>'
    assert inspect_page(body, "https://x.example/a", "text/html").syntaxes == {"rdfa": {"Course": 1}}


def test_nonsense_is_no_source() -> None:
    with pytest.raises(ValueError, match="http"):
        inspect_page(b"", "ftp://x.example/", "text/html")
