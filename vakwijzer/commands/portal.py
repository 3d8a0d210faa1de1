"""`vakwijzer portal set|list`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlmodel import Session

from catalogue.database import unit_of_work
from catalogue.portals.contrast import faint_colours
from catalogue.portals.portal import MOST_PINS, PortalSettings, all_portals, check_slug, find_portal, set_portal
from catalogue.tables import Course
from search_api.v1.portals import check_collections
from vakwijzer.context import Stop, notes, open_catalogue, say, show_json
from vakwijzer.files import read_yaml

app = typer.Typer(no_args_is_help=True, help="Portals and their rules.")
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]


@app.command("set")
def set_(
    slug: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens; part of the portal's URL.")],
    file: Annotated[Path, typer.Option(help="YAML file with name, provinces, sectors, origins, tokens, …")],
    strict: Annotated[bool, typer.Option("--strict", help="Refuse colours that people cannot read.")] = False,
) -> None:
    """Add a portal or replace its rules; holds at once. Colours that are hard to read are named, with what would do."""
    if not check_slug(slug):
        raise Stop(f"'{slug}' cannot be a portal's name: use lower-case letters, digits and hyphens")
    try:
        settings = PortalSettings.model_validate(read_yaml(file))
    except ValidationError as wrong:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors())
        raise Stop(f"{file} is not valid: {problems}") from wrong
    try:
        check_collections(settings)
    except ValueError as wrong:
        raise Stop(f"{file} is not valid: {wrong}") from wrong
    faint = faint_colours(settings.tokens)
    if faint and strict:
        raise Stop(f"{file} has colours that people cannot read: {'; '.join(map(str, faint))}")
    context = open_catalogue()
    with unit_of_work(context.database) as session:
        set_portal(session, slug, settings, actor="command line")
    say(f"portal '{slug}' is set: {settings.name}")
    for problem in faint:
        say(f"hard to read: {problem}")


@app.command()
def pin(
    slug: Annotated[str, typer.Argument(help="The portal's slug.")],
    words: Annotated[str, typer.Argument(help='Words of the search; "" is the page before a search.')],
    courses: Annotated[list[str] | None, typer.Argument(help="Ids of courses that come first; none: unpin.")] = None,
) -> None:
    """Put courses first for a search in one portal; the answer says that they are pinned."""
    context = open_catalogue()
    with unit_of_work(context.database) as session:
        settings = find_portal(session, slug)
        if settings is None:
            raise Stop(f"there is no portal '{slug}': see `vakwijzer portal list`")
        unknown = [each for each in courses or () if session.get(Course, each) is None]
        if unknown:
            raise Stop(f"there is no course '{unknown[0]}': ids are in a course's address")
        kept = {key: ids for key, ids in settings.pins.items() if key != words}
        pins = {**kept, words: tuple(courses)} if courses else kept
        if len(courses or ()) > MOST_PINS:
            raise Stop(f"at most {MOST_PINS} courses can be pinned for one search")
        set_portal(session, slug, settings.model_copy(update={"pins": pins}), actor="command line")
    say(f"portal '{slug}': {len(courses or ())} courses come first for '{words}'")


@app.command("list")
def list_portals(as_json: JsonOption = False) -> None:
    """Every portal with its rules."""
    context = open_catalogue()
    with Session(context.database) as session:
        found = all_portals(session)
    rows = {slug: settings.model_dump(mode="json", exclude_defaults=True) for slug, settings in found.items()}
    if as_json:
        show_json([{"slug": slug, **row} for slug, row in rows.items()])
        return
    for slug, row in rows.items():
        notes.print(f"{slug}  {row}", markup=False)
