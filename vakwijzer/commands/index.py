"""`vakwijzer index drain|rebuild|check`."""

from typing import Annotated

import typer

from catalogue.index.check import check as check_index
from catalogue.index.rebuild import rebuild as rebuild_index
from vakwijzer.context import open_catalogue, open_engine, say, show_json, stop, today

app = typer.Typer(no_args_is_help=True, help="Keep the index and the database together.")
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]
SHOWN = 5


@app.command()
def drain() -> None:
    """Bring all marked courses into the index."""
    context = open_catalogue()
    with open_engine(context) as address:
        say(f"{context.drain(address)} courses brought into the index")


@app.command()
def rebuild() -> None:
    """Fill a fresh index from the database and swap it in; searches go on meanwhile."""
    context = open_catalogue()
    with open_engine(context) as address:
        count = rebuild_index(context.database, context.settings.home, address, today(), _progress)
        context.drain(address)
    say(f"{count} courses read, the index is new")


def _progress(count: int) -> None:
    if count % 10_000 == 0:
        say(f"{count} courses read")


@app.command()
def check(as_json: JsonOption = False) -> None:
    """Compare index and database, document by document; exits 1 when they differ."""
    context = open_catalogue()
    with open_engine(context) as address:
        found = check_index(context.database, address, today())
    if as_json:
        show_json({"agrees": found.agrees, "documents": found.documents, "missing": found.missing,
                   "stale": found.stale, "extra": found.extra,
                   "sameVersion": found.same_version})  # fmt: skip
    if found.agrees:
        say(f"index and database agree on {found.documents} documents")
        return
    kinds = {"missing": found.missing, "stale": found.stale, "extra": found.extra}
    told = "; ".join(f"{len(ids)} {kind} ({', '.join(ids[:SHOWN])})" for kind, ids in kinds.items() if ids)
    told = told or "it was made by another version of the software"
    stop(f"index and database differ: {told}: run `vakwijzer index drain`, and if it stays, `vakwijzer index rebuild`")
