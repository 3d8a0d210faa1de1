"""A table without a column map is read by what its headers usually mean."""

import pytest

from catalogue.declaration import SourceDeclaration
from crawlers.readers import READERS
from crawlers.readers.headers import BY_WORD, USUAL, guessed
from crawlers.readers.table_course import FIELDS

SOURCE = SourceDeclaration(name="feed", format="csv", url="https://feed.example/aanbod.csv")


def test_every_usual_header_means_one_field_that_a_course_has() -> None:
    assert set(USUAL) <= FIELDS
    assert sum(len(words.split()) for words in USUAL.values()) == len(BY_WORD)


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["Cursusnaam", "Prijs (€)", "Startdatum", "Locatie"], ["title", "price_text", "start_text", "place_text"]),
        (["Cursusnaam", "Prijs (excl. btw)"], ["title", "price_text"]),
        (["titel", "prijs", "start-data", "PLAATS"], ["title", "price_text", "start_text", "place_text"]),
        (["title", "price_text", "Interne opmerking"], ["title", "price_text", None]),
        (["Naam opleiding", "Link", "Naam"], ["title", "url", None]),
    ],
)
def test_a_header_is_known_by_its_word_or_left_out(headers: list[str], fields: list[str | None]) -> None:
    assert [guessed(headers).get(header) for header in headers] == fields


def test_a_dutch_list_is_read_without_a_map() -> None:
    body = "Cursus;Prijs;Startdatum;Plaats\nLasopleiding MIG/MAG;€ 1.870,- excl. btw;12-01-2027;Arnhem\n".encode(
        "cp1252"
    )
    (course,) = READERS["csv"](body, SOURCE.url, "text/csv", SOURCE).courses
    assert course.title == "Lasopleiding MIG/MAG"
    assert course.prices[0].text == "€ 1.870,- excl. btw"
    assert course.sessions[0].start_text == "12-01-2027"
    assert course.sessions[0].place is not None
    assert course.sessions[0].place.name == "Arnhem"


def test_a_table_that_names_no_title_says_which_headers_it_has() -> None:
    reading = READERS["csv"](b"a;b\n1;2\n", SOURCE.url, "text/csv", SOURCE)
    assert reading.courses == ()
    assert [(r.reason, r.detail) for r in reading.refusals] == [("no_title_column", "headers: a, b")]


def test_a_price_header_tells_of_vat() -> None:
    body = b"Cursus;Prijs excl. BTW\nLasopleiding;1870\n"
    (course,) = READERS["csv"](body, SOURCE.url, "text/csv", SOURCE).courses
    assert (course.prices[0].text, course.prices[0].vat_text) == ("1870", "excl. BTW")
