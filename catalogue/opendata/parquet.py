"""JSON Lines to Parquet, by DuckDB: it streams, keeps to a bound of memory, and is a third of the size of pyarrow."""

from pathlib import Path
from typing import Any

import duckdb

MEMORY = "256MB"
COLUMNS = {
    **dict.fromkeys(("id", "title", "provider", "url", "description", "sector", "level"), "VARCHAR"),
    "mode": "VARCHAR[]",
    **dict.fromkeys(("route", "kind", "language"), "VARCHAR"),
    "price": "DOUBLE",
    **dict.fromkeys(("priceVat", "pricePer"), "VARCHAR"),
    "careers": "VARCHAR[]",
    "sessions": "STRUCT(start VARCHAR, place VARCHAR, province VARCHAR)[]",
    "known": "MAP(VARCHAR, VARCHAR)",
    **dict.fromkeys(("source", "licence"), "VARCHAR"),
    **dict.fromkeys(("checkedAt", "changedAt"), "TIMESTAMPTZ"),
}
"""The fields of `OpenCourse`, in their order; a test holds the two together."""
# Nothing is ever fetched: what DuckDB needs is in its wheel.
SETTINGS: dict[str, Any] = {"memory_limit": MEMORY, "threads": 1, "autoinstall_known_extensions": False,
            "autoload_known_extensions": False, "preserve_insertion_order": True}  # fmt: skip


def write_parquet(lines: Path, parquet: Path) -> None:
    """Write `lines` (gzip) as `parquet` (Zstandard)."""
    with duckdb.connect(config=SETTINGS | {"temp_directory": str(parquet.parent)}) as database:
        read = "SELECT * FROM read_json($lines, format='newline_delimited', compression='gzip', columns=$columns)"
        database.execute("CREATE TEMP VIEW courses AS " + _inlined(read, lines))
        database.execute(f"COPY courses TO {_quoted(str(parquet))} (FORMAT parquet, COMPRESSION zstd)")


def _inlined(read: str, lines: Path) -> str:
    columns = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in COLUMNS.items())
    return read.replace("$lines", _quoted(str(lines))).replace("$columns", "{" + columns + "}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
