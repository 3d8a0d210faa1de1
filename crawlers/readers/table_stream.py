"""A CSV of any length: row by row into a table on disk, and from there course by course.

Rows of one course may stand anywhere in a file, so a long one is sorted on disk by the course's key. It gives what
`tables.read` gives of the same bytes. A long JSON list is refused as `too_large`: it can only be read whole.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading, Refusal
from crawlers.readers.headers import guessed
from crawlers.readers.parts import MAX_REFUSALS, Found, in_parts
from crawlers.readers.table_course import apart, course_of, key_of
from crawlers.readers.table_rows import PAGE_STARTS, Row, Table, csv_tables, leave_out_a_half_row
from crawlers.readers.tables import missing, named, read
from crawlers.readers.words import MIXED, encoding_of

IN_MEMORY = 5 * 1024 * 1024  # bytes of a table that is read whole
MAX_LINE = 2_000_000  # characters
BEGINNING = 100_000  # bytes in which the header is
BATCH = 1000  # rows per write
BLANK = "\ufeff \t\r\n"
SCHEMA = "CREATE TABLE row (place INTEGER PRIMARY KEY, key, title, line, cells)"
# Two courses with one address or code are still two courses; `#` stands between key and title as in `table_course`.
TOLD_APART = """UPDATE row SET key = key || title WHERE title != '' AND key IN
    (SELECT key FROM row GROUP BY key HAVING count(DISTINCT title) > 1)"""
KEYS = "SELECT key FROM row GROUP BY key ORDER BY min(place)"
ROWS = "SELECT line, cells FROM row WHERE key = ? ORDER BY place"


def parts(
    file: BinaryIO, url: str, content_type: str, source: SourceDeclaration, in_memory: int = IN_MEMORY
) -> Iterator[Reading]:
    """The courses of a table of any length, in parts. Never raises."""
    start = file.read(in_memory + 1)
    if len(start) <= in_memory:
        yield read(start, url, content_type, source)
        return
    encoding, mark = encoding_of(file, content_type)
    file.seek(mark)
    beginning = file.read(BEGINNING).decode(encoding, "replace").lstrip(BLANK)
    file.seek(mark)
    text = TextIOWrapper(file, encoding, errors=MIXED, newline="")
    yield from in_parts(_found(text, beginning, url, source), url, "empty_feed")
    text.detach()


def _found(text: TextIO, start: str, url: str, source: SourceDeclaration) -> Iterator[Found]:
    if start[:9].lower().startswith(PAGE_STARTS):
        yield Refusal(reason="not_a_table", where=url, detail="a web page came instead")
    elif start[:1] in ("[", "{"):
        yield Refusal(reason="too_large", where=url, detail="a JSON list of this length cannot be read in parts")
    else:
        with closing(sqlite3.connect("")) as store:  # an empty name: on disk, private, gone when closed
            store.execute(SCHEMA)
            yield from _stored(store, text, start, url, source)
            yield from _courses(store, url)


def _courses(store: sqlite3.Connection, url: str) -> Iterator[Found]:
    store.execute(TOLD_APART)
    store.execute("CREATE INDEX of_course ON row (key, place)")
    for (key,) in store.execute(KEYS):
        yield course_of(key, [Row(line, json.loads(cells)) for line, cells in store.execute(ROWS, (key,))], url)


def _stored(
    store: sqlite3.Connection, text: TextIO, start: str, url: str, source: SourceDeclaration
) -> Iterator[Refusal]:
    """Puts every row with a title into the store; yields what is refused on the way."""
    table, lines = Table(), _Lines(text)
    untitled: list[Refusal] = []
    waiting: list[tuple[str, str, int, str]] = []
    for table in csv_tables(lines, start, source.columns, BATCH):
        if lines.ended:
            leave_out_a_half_row(table, lines.last)
        columns = source.columns or guessed(table.header)
        for row in (named(one, columns) for one in table.rows):
            if row.cells.get("title"):
                waiting.append((key_of(row, source), apart(row), row.line, json.dumps(row.cells)))
            elif len(untitled) < MAX_REFUSALS:
                untitled.append(Refusal(reason="row_without_title", where=f"{url} line {row.line}"))
        store.executemany("INSERT INTO row (key, title, line, cells) VALUES (?, ?, ?, ?)", waiting)
        waiting.clear()
        yield from (Refusal(reason=reason, where=url, detail=detail) for reason, detail in table.refused)
    yield from missing(table, source, url)
    if store.execute("SELECT 1 FROM row LIMIT 1").fetchone():
        yield from untitled


class _Lines:
    """The lines of a text without null characters, none longer than `MAX_LINE`. last: the one before the end."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.last = ""
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        begun = False
        while line := self._text.readline(MAX_LINE):
            if len(line) >= MAX_LINE:
                raise csv.Error(f"a line of over {MAX_LINE} characters")
            self.last = line
            plain = line.replace("\0", "")
            if not begun:
                plain = plain.lstrip(BLANK)
                begun = bool(plain)
            if begun:
                yield plain
        self.ended = True
