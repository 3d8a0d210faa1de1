"""`vakwijzer funding list|show|set|confirm|history`: the funding schemes and who changed them."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlmodel import Session

from catalogue.database import unit_of_work
from catalogue.funding.scheme import Scheme
from catalogue.funding.status import confirmed, status
from catalogue.funding.store import UnknownScheme, confirm, schemes, set_scheme, versions
from vakwijzer.context import Stop, notes, open_catalogue, say, show_json, today
from vakwijzer.files import read_yaml

app = typer.Typer(no_args_is_help=True, help="Funding schemes: what they say, and when that was last checked.")
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]
Reason = Annotated[str, typer.Option(help="Why, with the address of the source that says so.")]
ACTOR = "command line"


@app.command("list")
def list_schemes(as_json: JsonOption = False) -> None:
    """Every scheme with its state today."""
    with Session(open_catalogue().database) as session:
        found = schemes(session).values()
    rows = [
        {"id": s.id, "name": s.name, "state": str(status(s, today()).state), "checkedOn": s.checked_on,
         "confirmed": confirmed(s, today())}
        for s in found
    ]  # fmt: skip
    if as_json:
        show_json(rows)
        return
    for row in rows:
        checked = f"checked on {row['checkedOn']}" if row["checkedOn"] else "never checked"
        notes.print(f"{row['id']:26} {row['state']:10} {checked:22} {row['name']}", markup=False)


@app.command()
def show(scheme_id: str) -> None:
    """One scheme as `set` takes it (JSON is YAML)."""
    with Session(open_catalogue().database) as session:
        found = schemes(session).get(scheme_id)
    if found is None:
        raise UnknownScheme(f"there is no funding scheme '{scheme_id}'")
    show_json(found.model_dump(mode="json", exclude_defaults=True))


@app.command("set")
def set_(file: Annotated[Path, typer.Option(help="YAML file with one scheme.")], reason: Reason) -> None:
    """Add a scheme or a new version of one; older versions are kept."""
    try:
        scheme = Scheme.model_validate(read_yaml(file))
    except ValidationError as wrong:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors())
        raise Stop(f"{file} is not valid: {problems}") from wrong
    with unit_of_work(open_catalogue().database) as session:
        set_scheme(session, scheme, today(), ACTOR, reason)
    say(f"funding scheme '{scheme.id}' is set; courses follow with the next drain")


@app.command("confirm")
def confirm_(scheme_id: str, reason: Reason) -> None:
    """Say that the record was held against its source today and is right."""
    with unit_of_work(open_catalogue().database) as session:
        confirm(session, scheme_id, today(), ACTOR, reason)
    say(f"funding scheme '{scheme_id}' is confirmed on {today()}")


@app.command()
def history(limit: Annotated[int, typer.Option(min=1, max=1000)] = 20) -> None:
    """The latest changes, newest first."""
    with Session(open_catalogue().database) as session:
        for version in versions(session, limit):
            why = f": {version.reason}" if version.reason else ""
            notes.print(f"{version.at:%Y-%m-%d %H:%M}  {version.scheme.id}  {version.actor}{why}", markup=False)
