"""`vakwijzer source add|list|inspect`; the commands of `source_care` beside them."""

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from pydantic import ValidationError
from rich.table import Table
from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.sources.registry import all_sources, declare
from catalogue.tables import Course, CourseState, CrawlRun
from crawlers.failures import CrawlFailed
from vakwijzer.commands import source_care
from vakwijzer.commands.table_look import show_table
from vakwijzer.context import Context, Stop, notes, open_catalogue, read_settings, say, show_json
from vakwijzer.files import read_yaml

app = typer.Typer(no_args_is_help=True, help="The registry of sources.")
app.command("scorecard")(source_care.show_scorecard)
app.command("approve")(source_care.approve_source)
app.command("optout")(source_care.optout)
app.command("prune")(source_care.prune_pages)
app.command("check-links")(source_care.check_links)
app.command("table")(show_table)
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    format: Annotated[str, typer.Option(help="schema.org, edudex, ooapi, csv, …")] = "schema.org",
    url: Annotated[str, typer.Option(help="Site root, list page, sitemap or feed.")] = "",
    province: Annotated[str | None, typer.Option(help="Where the whole provider is, if in one province.")] = None,
    provider: Annotated[str | None, typer.Option(help="Display name, for sources that name no provider.")] = None,
    column: Annotated[list[str] | None, typer.Option(help="For csv: THEIR HEADER=our_field; repeat.")] = None,
    declaration: Annotated[Path | None, typer.Option(help="A YAML file with the declaration instead.")] = None,
) -> None:
    """Add a source, or give an existing one a new declaration. It publishes from its first healthy run."""
    given = {"name": name, "format": format, "url": url, "province": province, "provider": provider}
    if column:
        given["columns"] = dict(_column(pair) for pair in column)  # type: ignore[assignment]
    if declaration:
        given = {**read_yaml(declaration), "name": name}
    context = open_catalogue()
    with unit_of_work(context.database) as session:
        declare(session, validated(given))
    say(f"source '{name}' is declared: `vakwijzer crawl {name}` fetches it")


def _column(pair: str) -> tuple[str, str]:
    header, sign, field = pair.rpartition("=")
    if not sign:
        raise Stop(f"--column '{pair}' has no '=': write THEIR HEADER=our_field")
    return header, field


def validated(given: dict[str, Any]) -> SourceDeclaration:
    """The declaration, or a line that names each wrong key."""
    try:
        return SourceDeclaration.model_validate(given)
    except ValidationError as wrong:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors())
        raise Stop(f"source '{given.get('name')}' is not valid: {problems}") from wrong


@app.command("list")
def list_sources(as_json: JsonOption = False) -> None:
    """Every source with its last run and how many courses it offers."""
    rows = _rows(open_catalogue())
    if as_json:
        show_json(rows)
        return
    table = Table("name", "format", "courses", "last run", "url", box=None)
    for row in rows:
        table.add_row(row["name"], row["format"], str(row["courses"]), row["lastRun"] or "never", row["url"])
    notes.print(table)


def _rows(context: Context) -> list[dict[str, Any]]:
    with Session(context.database) as session:
        return [
            {
                "name": source.name,
                "format": source.declaration["format"],
                "url": source.declaration["url"],
                "province": source.declaration.get("province"),
                "approved": source.approved,
                "paused": source.paused,
                "courses": _offered(session, source.id),
                "lastRun": _last_run(session, source.id),
            }
            for source in all_sources(session)
        ]


def _offered(session: Session, source_id: int | None) -> int:
    query = select(func.count()).select_from(Course)
    return session.exec(query.where(Course.source_id == source_id, Course.state == CourseState.ACTIVE)).one()


def _last_run(session: Session, source_id: int | None) -> str | None:
    query = select(CrawlRun).where(CrawlRun.source_id == source_id).order_by(col(CrawlRun.id).desc())
    run = session.exec(query).first()
    return f"{run.id} {run.state} {run.started_at:%Y-%m-%d %H:%M}" if run else None


@app.command()
def inspect(url: Annotated[str, typer.Argument(help="A page or feed.")], as_json: JsonOption = False) -> None:
    """What structured data a page carries, the courses it would give, and a ready declaration. Stores nothing."""
    from crawlers.inspect import inspect_page  # Scrapy takes half a second to import; only this command needs it
    from crawlers.one_answer import fetch

    try:
        page = fetch(url, read_settings())
    except ValidationError as wrong:
        raise Stop(f"'{url}' is no address: write http:// or https:// and a host") from wrong
    except CrawlFailed as failed:
        raise Stop(f"{failed}: check the address in a browser") from failed
    found = inspect_page(page.body, page.final_url, page.content_type)
    facts = {
        "url": page.final_url,
        "structuredData": {syntax: dict(types) for syntax, types in found.syntaxes.items()},
        "courses": [course.model_dump(mode="json", exclude_defaults=True) for course in found.reading.courses],
        "refused": [refusal.model_dump(mode="json") for refusal in found.reading.refusals],
        "declaration": found.declaration.model_dump(mode="json", exclude_defaults=True),
    }
    if as_json:
        show_json(facts)
    else:
        typer.echo(yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=120))
