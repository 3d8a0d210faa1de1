"""`vakwijzer source table`: what a CSV or workbook on this machine would give as courses."""

import resource
from pathlib import Path
from typing import Annotated

import typer

from catalogue.declaration import SourceDeclaration
from vakwijzer.context import Stop, show_json
from vakwijzer.files import read_yaml

MEMORY = 1024 * 1024 * 1024  # bytes; a small workbook can unpack to anything


def show_table(
    file: Annotated[Path, typer.Argument(help="A CSV, or an Excel workbook (.xlsx).")],
    format: Annotated[str, typer.Option(help="csv or xlsx")] = "csv",
    url: Annotated[str, typer.Option(help="The provider's site, for rows without an address.")] = "https://x.example/",
    columns: Annotated[Path | None, typer.Option(help="A YAML or JSON file: their header -> our field.")] = None,
    most: Annotated[int, typer.Option(help="Courses at most.")] = 1000,
) -> None:
    """What a table would give as courses, as JSON. Stores nothing, fetches nothing."""
    from crawlers.readers.table_look import look

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    if format not in ("csv", "xlsx"):
        raise Stop(f"--format {format} is no table: write csv or xlsx")
    source = SourceDeclaration(name="table", format=format, url=url, columns=read_yaml(columns) if columns else {})
    try:
        with file.open("rb") as opened:
            found = look(opened, source, most)
    except OSError as wrong:
        raise Stop(f"{file} cannot be read ({wrong.strerror})") from wrong
    show_json(
        {
            "header": found.header,
            "columns": found.columns,
            "courses": [course.model_dump(mode="json", exclude_defaults=True) for course in found.courses],
            "refused": [refusal.model_dump(mode="json") for refusal in found.refusals],
            "more": found.more,
        }
    )
