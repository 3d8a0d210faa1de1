"""Excel workbooks, read through the same column map as CSV. The first sheet that holds a declared column is the table.

Dates become ISO 8601 and whole numbers lose their `.0`, because a cell holds a value and not the words that it shows.
Reasons: those of `tables`, and `not_a_workbook`, `too_large` (after unpacking).
"""

import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO

from openpyxl import load_workbook

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading, Refusal
from crawlers.readers.table_rows import Table, of_cells
from crawlers.readers.tables import reading_of
from crawlers.readers.words import folded

MAX_UNPACKED = 200 * 1024 * 1024  # bytes; a zip can hold a thousand times its size
MAX_ROWS = 200_000
MAX_COLUMNS = 500  # one stray cell in the last column of Excel makes each row 16,384 wide


class TooLarge(ValueError):
    """It would unpack to more than `MAX_UNPACKED`."""


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The courses of a workbook. Never raises."""
    try:
        table = table_of(body, source.columns)
    except TooLarge:
        return _refused("too_large", url, f"over {MAX_UNPACKED} bytes unpacked")
    except Exception as error:  # A damaged workbook makes openpyxl raise almost anything.
        return _refused("not_a_workbook", url, type(error).__name__)
    return reading_of(table, url, source)


def _refused(reason: str, url: str, detail: str) -> Reading:
    return Reading(refusals=(Refusal(reason=reason, where=url, detail=detail),))


def _unpacked_size(body: bytes) -> int:
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def table_of(body: bytes, columns: Iterable[str]) -> Table:
    """The first sheet with a wanted header, else the first with rows. Raises TooLarge, or what openpyxl does."""
    if _unpacked_size(body) > MAX_UNPACKED:
        raise TooLarge
    wanted = {folded(name).casefold() for name in columns}
    workbook = load_workbook(BytesIO(body), read_only=True, data_only=True)
    best = Table(refused=[("empty_feed", None)])
    for sheet in workbook.worksheets:
        bounded = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        rows = [[_cell(cell) for cell in row] if row.count(None) < len(row) else [] for row in bounded]
        start = next((number for number, row in enumerate(rows) if _is_header(row, wanted)), None)
        if start is not None:
            return of_cells(rows[start], rows[start + 1 :], start + 2)
        if rows and not best.header:
            best = of_cells(rows[0], rows[1:], 2)
    return best


def _is_header(row: list[str], wanted: set[str]) -> bool:
    return not wanted.isdisjoint(folded(cell).casefold() for cell in row)


def _cell(cell: object) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
