"""No bytes whatever make a reader raise, and what it gives can always be stored."""

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from crawlers.readers import READERS
from crawlers.readers.ooapi import items_of, join, next_page, offerings_wanted
from crawlers.readers.sitemap import SitemapBroken, entries
from crawlers.readers.words import decode
from tests.crawlers.cases import CASES

COLUMNS = {"Cursus": "title", "Start": "start_text", "Plaats": "place_text", "Prijs": "price_text", "Link": "url"}
SELECTED = {"selectors": {"title": "h1, name, title", "sessions": "li", "price_text": "p::text", "url": "a"}}
INPUTS = [path for path in sorted(CASES.glob("*/*/*")) if path.name not in ("case.yaml", "expected.json")]
SMALL = [path.read_bytes() for path in INPUTS if path.stat().st_size < 20_000]

SAID = ["Course", "CourseInstance", "Event", "https://x.example/a", "#a", "_:b", "2027-01-01", ""]
words = st.text(max_size=30) | st.sampled_from(SAID)
keys = st.sampled_from(
    ["@type", "@id", "@graph", "@value", "@language", "@list", "name", "url", "offers", "price", "priceSpecification",
     "hasCourseInstance", "location", "address", "geo", "startDate", "provider", "identifier", "propertyID", "value",
     "keywords", "itemListElement", "item", "items", "courseId", "offerings", "addresses", "priceInformation",
     "pageNumber", "hasNextPage", "teachingLanguage", "otherCodes", "organization", "studyLoad"]
)  # fmt: skip
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(keys, below, max_size=6),
    max_leaves=25,
)


def reading(name: str, body: bytes, url: str = "https://x.example/a", content_type: str = "text/html") -> Reading:
    source = SourceDeclaration(
        name="x",
        format=name,  # type: ignore[arg-type]
        url="https://x.example/",
        columns=COLUMNS,
        **(SELECTED if name == "html" else {}),  # type: ignore[arg-type]
    )
    found = READERS[name](body, url, content_type, source)
    json.loads(found.model_dump_json()).keys()
    assert all(course.title and course.source_key and course.url.startswith("http") for course in found.courses)
    keys = [course.source_key for course in found.courses]
    assert len(keys) == len(set(keys))
    assert not any("\x00" in text for text in (found.model_dump_json(),))
    return found


@pytest.mark.parametrize("name", READERS)
@given(body=st.binary(max_size=400), content_type=st.text(max_size=30))
def test_any_bytes_are_read_or_refused(name: str, body: bytes, content_type: str) -> None:
    reading(name, body, content_type=content_type)


@pytest.mark.parametrize(
    "charset", ["punycode", "undefined", "idna", "base64", "rot13", "unicode_escape", "utf-16", "x"]
)
@pytest.mark.parametrize("name", READERS)
def test_whatever_charset_a_server_names_the_bytes_are_read_or_refused(name: str, charset: str) -> None:
    for body in (b"h\\x\xe9o", b"Cursus;Prijs\nCaf\xe9;1\n", b"<p>Caf\xe9</p>"):
        reading(name, body, content_type=f"text/csv; charset={charset}")


@pytest.mark.parametrize("charset", ["unicode_escape", "raw_unicode_escape", "utf-7", "cp037", "utf-16", "punycode"])
def test_what_is_no_encoding_of_text_on_the_web_is_not_believed(charset: str) -> None:
    body = b"Map C:\\nieuw \\u0041 +AGE- caf\xe9"
    assert decode(body, f"text/html; charset={charset}") == "Map C:\\nieuw \\u0041 +AGE- caf\u00e9"


@pytest.mark.parametrize(
    ("charset", "letter"),
    [("iso-8859-15", "\u20ac"), ("windows-1252", "\u00a4"), ("koi8-r", "\u2553"), ("x", "\u00a4")],
)
def test_an_encoding_that_pages_have_is_believed(charset: str, letter: str) -> None:
    assert decode(b"prijs \xa4 5", f"text/html; charset={charset}") == f"prijs {letter} 5"


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_damaged_feeds_and_pages_are_read_or_refused(name: str, data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(SMALL)))
    for _ in range(data.draw(st.integers(0, 6))):
        if body:
            place = data.draw(st.integers(0, len(body) - 1))
            body[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    reading(name, bytes(body))


@pytest.mark.parametrize("name", ["schema.org", "ooapi", "csv"])
@given(tree=trees)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
def test_any_json_is_read_or_refused(name: str, tree: object) -> None:
    text = json.dumps(tree)
    body = f'<script type="application/ld+json">{text}</script>' if name == "schema.org" else text
    reading(name, body.encode())
    reading(name, text.encode(), content_type="application/ld+json")


@given(body=st.binary(max_size=200), tree=trees)
def test_offerings_are_joined_to_any_page(body: bytes, tree: object) -> None:
    for page in (body, json.dumps(tree).encode()):
        wanted = offerings_wanted(page, "https://x.example/courses")
        join(page, {key: items_of(page) for key in wanted})
        next_page(page, "https://x.example/courses")


@given(body=st.binary(max_size=300))
def test_any_sitemap_is_read_or_broken_by_name(body: bytes) -> None:
    for plain in (body, b"<urlset>" + body, b"\x1f\x8b" + body):
        with suppress(SitemapBroken):
            list(entries(plain, "https://x.example/sitemap.xml", 1000))


@pytest.mark.parametrize("name", ["schema.org", "ooapi", "csv"])
@pytest.mark.parametrize("key", ["name", "@value", "@graph", "offers", "items", "location", "value", "x"])
def test_deep_json_is_read_or_refused(name: str, key: str) -> None:
    for depth in (50, 300, 900, 20_000):
        nested = f'{{"{key}": [' * depth + '"a"' + "]}" * depth
        body = f'{{"@type": "Course", "courseId": "c", "Cursus": "t", "name": "n", "{key}": {nested}}}'
        reading(name, body.encode(), content_type="application/ld+json")
