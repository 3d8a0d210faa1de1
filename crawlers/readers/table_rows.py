"""Rows of a table, whatever it is written in: header -> cell, as text."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from crawlers.readers.json_ld import DECODER, Broken, parse
from crawlers.readers.words import folded

DELIMITERS = ";,\t|"
MAX_CELL = 1_000_000  # characters
PAGE_STARTS = ("<!doctype", "<html", "<?xml")


@dataclass(frozen=True)
class Row:
    """One row. line: where it begins in the file, for a person to find it."""

    line: int
    cells: dict[str, str]


@dataclass
class Table:
    """What could be read, and (reason, detail) of what could not."""

    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[str, str | None]] = field(default_factory=list)


def table_of(text: str, columns: Iterable[str]) -> Table:
    """The table in `text`: CSV, or JSON when it begins as JSON."""
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        return Table(refused=[("empty_feed", None)])
    if start[:9].lower().startswith(PAGE_STARTS):
        return Table(refused=[("not_a_table", "a web page came instead")])
    return _json_table(start) if start[0] in "[{" else _csv_table(start, columns)


def _csv_table(text: str, columns: Iterable[str]) -> Table:
    lines = io.StringIO(text.replace("\0", ""), newline="")
    table = next(csv_tables(lines, text, columns, len(text) + 1))
    leave_out_a_half_row(table, text)
    return table


def csv_tables(lines: Iterable[str], start: str, columns: Iterable[str], size: int) -> Iterator[Table]:
    """The table in `lines` as tables of at most `size` rows each, at least one. start: the beginning of the text."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=_delimiter(start, columns))
    table = Table()
    try:
        table.header = [name.strip() for name in next(reader, [])]
        for line, cells in _numbered(reader):
            if len(table.rows) + len(table.refused) >= size:
                yield table
                table = Table(table.header)
            _add(table, line, cells)
    except csv.Error as error:
        table.refused.append(("csv_broken", f"line {reader.line_num}: {error}"))
    yield table


def of_cells(header: list[str], rows: Iterable[list[str]], first_line: int) -> Table:
    """The table of a header and rows of cells; empty rows are left out."""
    table = Table(header=[name.strip() for name in header])
    for line, cells in enumerate(rows, first_line):
        if any(cell.strip() for cell in cells):
            _add(table, line, cells)
    return table


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of each row that is not empty."""
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _add(table: Table, line: int, cells: list[str]) -> None:
    extra = [cell for cell in cells[len(table.header) :] if cell.strip()]
    if extra:
        table.refused.append(("row_does_not_fit", f"line {line}: {len(cells)} cells under {len(table.header)} headers"))
    else:
        table.rows.append(Row(line, dict(zip(table.header, cells, strict=False))))


def leave_out_a_half_row(table: Table, text: str) -> None:
    """A last row that is shorter than all others and ends without a line break is where a download stopped."""
    shortest = min((len(row.cells) for row in table.rows[:-1]), default=len(table.header))
    if table.rows and len(table.rows[-1].cells) < shortest and not text.endswith(("\n", "\r")):
        last = table.rows.pop()
        table.refused.append(("feed_truncated", f"line {last.line}: {len(last.cells)} of {len(table.header)} cells"))


def _delimiter(text: str, columns: Iterable[str]) -> str:
    """The separator under which the header has most of the declared columns, then most columns."""
    wanted = {folded(name).casefold() for name in columns}
    first = text.splitlines()[0]

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            names = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:  # A first line of more than a million quotes: no header under any separator.
            names = []
        return len(wanted.intersection(folded(name).casefold() for name in names)), len(names)

    return max(DELIMITERS, key=fit)


def _json_table(text: str) -> Table:
    document = parse(text)
    if isinstance(document, Broken):
        complete = list(_complete_objects(text))
        reason = "feed_truncated" if complete else "json_broken"
        return _of_objects(complete, [(reason, f"{document.message} {document.where}".strip())])
    listed = document if isinstance(document, list) else next(_lists(document), [])
    objects = [one for one in listed if isinstance(one, dict)]
    return _of_objects(objects, [] if objects else [("not_a_table", "JSON without a list of objects")])


def _lists(document: object) -> Iterator[list[Any]]:
    """The lists of objects directly under the top: `{"data": [{…}]}`."""
    values = document.values() if isinstance(document, dict) else ()
    yield from (one for one in values if isinstance(one, list) and any(isinstance(member, dict) for member in one))


def _complete_objects(text: str) -> Iterator[dict[str, Any]]:
    place = text.find("[") + 1
    while place and (start := text.find("{", place)) >= 0:
        try:
            value, place = DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            return
        yield value


def _of_objects(objects: list[dict[str, Any]], refused: list[tuple[str, str | None]]) -> Table:
    header = list(dict.fromkeys(name for one in objects for name in one))
    rows = [Row(number, {name: _cell(value) for name, value in one.items()}) for number, one in enumerate(objects, 1)]
    return Table(header, rows, refused)


def _cell(value: object) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return "; ".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else json.dumps(value)
