"""A list that a person hands in: read in parts, never more than is asked for, and every bad one is named."""

import io
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from crawlers.readers import table_look, table_stream
from crawlers.readers.sheets import MAX_UNPACKED
from crawlers.readers.table_look import MOST_HEADERS, Look, look


def looked(body: bytes, format: str = "csv", most: int = 10, **columns: str) -> Look:
    source = SourceDeclaration(name="table", format=format, url="https://vonk.example/", columns=columns)
    return look(io.BytesIO(body), source, most)


def test_the_header_is_there_to_choose_from_also_where_nothing_is_guessed() -> None:
    found = looked(b"Wat;Kost;Naam van iets\nTIG-lassen;90;x\n")
    assert found.header == ("Wat", "Kost", "Naam van iets")
    assert (found.columns, found.courses) == ({}, ())
    assert [one.reason for one in found.refusals] == ["no_title_column"]
    mapped = looked(b"Wat;Kost\nTIG-lassen;90\n", Wat="title", Kost="price_text")
    assert [course.title for course in mapped.courses] == ["TIG-lassen"]


@pytest.mark.parametrize("rows", [11, 200_000])
def test_no_more_courses_are_read_than_asked(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []

    def counted(*given: Any) -> Iterator[Reading]:
        for part in table_stream.parts(*given):
            taken.append(part)
            yield part

    monkeypatch.setattr(table_look, "table_stream", SimpleNamespace(parts=counted))
    body = b"Titel;Omschrijving\n" + b"".join(b"Cursus %d;tekst van deze cursus\n" % n for n in range(rows))
    found = looked(body)
    assert (len(found.courses), found.more) == (10, True)
    assert len(taken) == 1


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to more than may be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as entry:
        for _ in range(MAX_UNPACKED // 10_000_000 + 1):
            entry.write(b"0" * 10_000_000)
    return out.getvalue()


def test_a_workbook_that_unpacks_to_more_than_memory_is_refused() -> None:
    found = looked(bomb(), "xlsx")
    assert ([one.reason for one in found.refusals], found.header) == (["too_large"], ())


@pytest.mark.parametrize(
    "body",
    [b"", b"\0" * 1000, bytes(range(256)) * 500, b'"' * 3_000_001, b"a;" * 500_000, b"\xff\xfe\0", b"[" * 100_000],
    ids=["empty", "nulls", "any bytes", "quotes", "columns", "half a letter", "brackets"],
)
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_bytes_make_it_fail(body: bytes, format: str) -> None:
    found = looked(body, format)
    assert found.courses == ()
    assert len(found.header) <= MOST_HEADERS
