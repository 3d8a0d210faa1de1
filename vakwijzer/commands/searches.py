"""`vakwijzer searches report|prune`."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Table
from sqlmodel import Session

from catalogue.database import unit_of_work
from catalogue.portals.portal import find_portal
from catalogue.search.log import KEPT_DAYS, prune_searches
from catalogue.search.report import report as report_of
from vakwijzer.context import Stop, notes, open_catalogue, say, show_json, today

app = typer.Typer(no_args_is_help=True, help="What people search for; rare searches are never shown.")
LISTS = {"words": "Most searched", "unanswered": "Mostly without a result", "regions": "Regions", "filters": "Filters"}


@app.command()
def report(
    days: Annotated[int, typer.Option(min=1, max=KEPT_DAYS, help="Days back, today included.")] = KEPT_DAYS,
    portal: Annotated[str | None, typer.Option(help="Slug; without it all portals together.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")] = False,
) -> None:
    """What was searched often enough to be shown, with how much of it found something and was opened."""
    context = open_catalogue()
    with Session(context.database) as session:
        if portal is not None and find_portal(session, portal) is None:
            raise Stop(f"there is no portal '{portal}': see `vakwijzer portal list`")
        found = report_of(session, today() - timedelta(days=days - 1), today(), portal)
    if as_json:
        show_json(found)
        return
    for name, title in LISTS.items():
        notes.print(_table(title, found[name]))


def _table(title: str, lines: list[dict[str, object]]) -> Table:
    table = Table(title=title if lines else f"{title}: nothing often enough", show_header=bool(lines))
    for heading in ("what", "searches", "no result", "opened"):
        table.add_column(heading)
    for line in lines:
        table.add_row(*(str(value) for value in line.values()))
    return table


@app.command()
def prune() -> None:
    """Drop what is older than 30 days; the scheduler does it each night."""
    context = open_catalogue()
    with unit_of_work(context.database) as session:
        say(f"{prune_searches(session, today())} rows dropped")
