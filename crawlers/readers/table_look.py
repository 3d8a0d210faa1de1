"""A table that a person hands in, looked at before anybody takes it: its header, what it means, and its courses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse, Reading, Refusal
from crawlers.readers import sheets, table_stream
from crawlers.readers.headers import guessed
from crawlers.readers.table_rows import Table, table_of
from crawlers.readers.words import decode

BEGINNING = 200_000  # bytes of a CSV in which its header is
MOST_HEADERS = 100
LONGEST_HEADER = 200  # characters; a longer one is no name
MOST_REFUSALS = 100


@dataclass(frozen=True)
class Look:
    """What a table holds. columns: header -> our field, as declared or guessed; more: courses were left out."""

    header: tuple[str, ...]
    columns: Mapping[str, str]
    courses: tuple[RawCourse, ...]
    refusals: tuple[Refusal, ...]
    more: bool


def look(file: BinaryIO, source: SourceDeclaration, most: int) -> Look:
    """At most this many courses of a CSV or workbook of any length, read in parts. Never raises."""
    header = _header(file, source)
    courses: list[RawCourse] = []
    refusals: list[Refusal] = []
    for reading in _readings(file, source):
        courses += reading.courses
        refusals += reading.refusals
        if len(courses) > most:
            break
    columns = source.columns or guessed(header)
    few = tuple(refusals[:MOST_REFUSALS])
    return Look(header[:MOST_HEADERS], columns, tuple(courses[:most]), few, len(courses) > most)


def _header(file: BinaryIO, source: SourceDeclaration) -> tuple[str, ...]:
    file.seek(0)
    try:
        if source.format == "xlsx":
            table = sheets.table_of(file.read(), source.columns)
        else:
            table = table_of(decode(file.read(BEGINNING)), source.columns)
    except Exception:  # As in `sheets`: a damaged workbook raises almost anything, and its reading says so.
        table = Table()
    return tuple(name for name in dict.fromkeys(table.header) if name and len(name) <= LONGEST_HEADER)


def _readings(file: BinaryIO, source: SourceDeclaration) -> Iterator[Reading]:
    file.seek(0)
    if source.format == "xlsx":
        yield sheets.read(file.read(), source.url, "", source)
    else:
        yield from table_stream.parts(file, source.url, "", source)
