"""Tables: CSV, and JSON lists of flat rows, read through the declaration's column map.

`columns` maps a header of theirs to a field of ours: any text field of RawCourse; `price_text`, `currency`, `vat_text`;
`start_text`, `end_text`, `deadline_text`, `schedule_text`; `place_text`, `street`, `postal_code`, `locality`, `region`;
`subjects`; `code`, `crebo`, `croho`; and `key`, the column by which rows of one course know each other.
Without a map the usual Dutch and English headers are taken (`headers.USUAL`); a table in which none of them means a
title is refused as `no_title_column`.
Rows of one course become one course with several sessions. A cell with several starts or places (split at `;`, ` | `
or a line break) gives one session for each; dates and words stay as they are.
Reasons: `not_a_table`, `empty_feed`, `missing_columns`, `csv_broken`, `json_broken`, `feed_truncated`,
`row_without_title`, `row_does_not_fit` (a cell too many: a separator inside a text moved the rest).
"""

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading, Refusal
from crawlers.readers.headers import guessed, vat_of
from crawlers.readers.table_course import courses_of
from crawlers.readers.table_rows import Row, Table, table_of
from crawlers.readers.words import decode, folded


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The courses of a table. Never raises."""
    return reading_of(table_of(decode(body, content_type), source.columns), url, source)


def reading_of(table: Table, url: str, source: SourceDeclaration) -> Reading:
    """The courses of a table, wherever it was written."""
    refusals = [Refusal(reason=reason, where=url, detail=detail) for reason, detail in table.refused]
    refusals += missing(table, source, url)
    columns = source.columns or guessed(table.header)
    rows = [named(row, columns) for row in table.rows]
    titled = [row for row in rows if row.cells.get("title")]
    if rows and not source.columns and "title" not in columns.values():
        refusals.append(
            Refusal(reason="no_title_column", where=url, detail=f"headers: {', '.join(table.header)}"[:500])
        )
    if titled:  # Where no row has a title the column is missing, which is said once.
        untitled = [row for row in rows if not row.cells.get("title")]
        refusals += [Refusal(reason="row_without_title", where=f"{url} line {row.line}") for row in untitled]
    return Reading(courses=courses_of(titled, url, source), refusals=tuple(refusals))


def missing(table: Table, source: SourceDeclaration, url: str) -> list[Refusal]:
    """Columns that the declaration names and the table lacks, in one refusal."""
    present = {_plain(name) for name in table.header}
    absent = [name for name in source.columns if _plain(name) not in present]
    if not absent or not table.header:
        return []
    return [Refusal(reason="missing_columns", where=url, detail=", ".join(absent)[:500])]


def named(row: Row, columns: dict[str, str]) -> Row:
    """The row under our field names; two columns for one field are joined with a space."""
    ours = {_plain(theirs): field for theirs, field in columns.items()}
    cells: dict[str, str] = {}
    for header, cell in row.cells.items():
        name = ours.get(_plain(header))
        if name and cell.strip():
            cells[name] = f"{cells[name]} {cell}" if name in cells else cell
        if name == "price_text" and (vat := vat_of(header)):
            cells.setdefault("vat_text", vat)
    return Row(row.line, cells)


def _plain(header: str) -> str:
    return folded(header).casefold()
