"""`vakwijzer outlook import FILE`: figures on the chance of work per career and labour-market region."""

from pathlib import Path
from typing import Annotated

import typer

from catalogue.careers.outlook import COLUMNS, OutlookProblem, import_outlook
from catalogue.database import unit_of_work
from vakwijzer.context import Stop, open_catalogue, say, today

app = typer.Typer(no_args_is_help=True, help="The chance of work per career and labour-market region.")


@app.callback()
def _group() -> None:
    """The chance of work per career and labour-market region."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help=f"CSV with the columns {', '.join(COLUMNS)}.")],
    test: Annotated[bool, typer.Option("--test", help="Made-up figures: never in the portal nl.")] = False,
) -> None:
    """Take all figures of the file, or none when a line is wrong."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Stop(f"{file} cannot be read ({wrong}): give a CSV in UTF-8") from wrong
    try:
        with unit_of_work(open_catalogue().database) as session:
            count = import_outlook(session, lines, today(), "command line", test)
    except OutlookProblem as wrong:
        raise Stop(f"{file}, nothing was taken: {wrong}") from wrong
    say(f"{count} figures taken from {file}")
