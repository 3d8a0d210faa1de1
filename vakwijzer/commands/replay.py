"""`vakwijzer replay NAME`: today's readers and normaliser over the stored pages, with no network."""

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlmodel import Session

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from catalogue.replay import PartsReader, Replayed
from catalogue.replay import replay as replay_source
from catalogue.runs import source_lock
from catalogue.sources.registry import find_source
from catalogue.tables import RunState
from vakwijzer.commands.crawl import report, run_facts
from vakwijzer.context import notes, open_catalogue, open_engine, say, show_json

LONGEST = 60  # characters of a value in the table; JSON has them whole


def replay(
    name: Annotated[str, typer.Argument(help="Name of the source.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Judge the outcome and apply it; without: only show it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")] = False,
) -> None:
    """Read the last applied run's pages anew and show what would change. Changes nothing without --apply."""
    context = open_catalogue()
    with Session(context.database) as session:
        source = find_source(session, name)
    with source_lock(context.door, name):
        found = replay_source(context.door, source, read, _parts(source.declaration["format"]), apply=apply)
    if as_json:
        show_json(_facts(name, found))
    else:
        _print(name, found)
    if found.run is None:
        return
    if found.run.state != RunState.APPLIED:
        raise typer.Exit(1)
    with open_engine(context) as address:
        context.drain(address)


def read(body: bytes, url: str, content_type: str, declaration: SourceDeclaration) -> Reading:
    """Today's reader of the source's format."""
    from crawlers.readers import READERS  # only this command of the catalogue's needs them

    return READERS[declaration.format](body, url, content_type, declaration)


def _parts(format: str) -> PartsReader | None:
    from crawlers.readers import STREAMS

    return STREAMS.get(format)


def _facts(name: str, found: Replayed) -> dict[str, Any]:
    return {
        "source": name,
        "ofRun": found.of_run,
        "pages": found.pages,
        "counts": found.counts,
        "differences": [asdict(one) for one in found.differences],
        "run": run_facts(name, found.run) if found.run else None,
    }


def _print(name: str, found: Replayed) -> None:
    table = Table("course", "outcome", "field", "before", "after", box=None)
    for one in found.differences:
        table.add_row(one.title, one.outcome, one.reason or "", "", "")
        for change in one.changes:
            table.add_row("", "", change.field, _short(change.before), _short(change.after))
    if table.row_count:
        notes.print(table)
    told = ", ".join(f"{count} {what}" for what, count in found.counts.items()) or "no course"
    say(f"{name}: {found.pages} pages of run {found.of_run} read again ({told})")
    if found.run:
        report(name, found.run, False)
    else:
        say(f"nothing was changed: `vakwijzer replay {name} --apply` applies it")


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
