"""`vakwijzer open-data build`."""

from typing import Annotated

import typer

from catalogue.opendata.build import build as build_dump
from catalogue.tables import utcnow
from vakwijzer.context import open_catalogue, say, show_json

app = typer.Typer(no_args_is_help=True, help="The nightly dump of all courses as open data.")


@app.callback()
def _group() -> None:
    """The nightly dump of all courses as open data."""


@app.command()
def build(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")] = False,
) -> None:
    """Build it now; the scheduler does it each night. The API serves it at /open-data/catalog.jsonld."""
    context = open_catalogue()
    facts = build_dump(context.database, context.settings.home, utcnow())
    if as_json:
        show_json(facts.model_dump(mode="json"))
        return
    sizes = ", ".join(f"{file.name} {file.bytes:,} bytes" for file in facts.files)
    say(f"{facts.courses} courses written: {sizes}")
