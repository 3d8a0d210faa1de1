"""`vakwijzer run show|release|reject`."""

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlmodel import Session, col, or_, select

from catalogue.runs import RunProblem, reject, release
from catalogue.runs.difference import differences
from catalogue.tables import CrawlRun, Refused, RunPage, Source
from vakwijzer.commands.crawl import report, run_facts
from vakwijzer.context import Context, notes, open_catalogue, open_engine, show_json

app = typer.Typer(no_args_is_help=True, help="Look at runs; release or reject a quarantined one.")
RunId = Annotated[int, typer.Argument(help="Number of the run.")]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]
Reason = Annotated[str | None, typer.Option(help="Why; kept with the run.")]
ACTOR = "command line"
LAST = 20


@app.command()
def show(run_id: Annotated[int | None, typer.Argument()] = None, as_json: JsonOption = False) -> None:
    """One run with its pages and refusals by reason; without a number, the last runs."""
    context = open_catalogue()
    with Session(context.database) as session:
        facts = [_facts(session, run_id)] if run_id is not None else _last(session)
    if as_json:
        show_json(facts if run_id is None else facts[0])
    else:
        _print(facts)


def _last(session: Session) -> list[dict[str, Any]]:
    query = select(CrawlRun, Source.name).join(Source, col(Source.id) == col(CrawlRun.source_id))
    rows = session.exec(query.order_by(col(CrawlRun.id).desc()).limit(LAST)).all()
    return [run_facts(name, run) for run, name in rows]


def _facts(session: Session, run_id: int) -> dict[str, Any]:
    run = session.get(CrawlRun, run_id)
    if run is None:
        raise RunProblem(f"there is no run {run_id}: `vakwijzer run show` lists them")
    name = session.get_one(Source, run.source_id).name
    pages = session.exec(select(RunPage).where(RunPage.run_id == run_id, col(RunPage.snapshot_id).is_(None))).all()
    snapshots = select(RunPage.snapshot_id).where(RunPage.run_id == run_id)
    refused = session.exec(
        select(Refused).where(or_(Refused.run_id == run_id, col(Refused.snapshot_id).in_(snapshots)))
    ).all()
    failed = [{"url": p.url, "reason": p.outcome, "status": p.status, "detail": p.detail} for p in pages]
    return {
        **run_facts(name, run),
        "failedPages": failed,
        "refused": [{"reason": r.reason, "where": r.location, "detail": r.detail} for r in refused],
        "differences": [asdict(one) for one in differences(session, run_id)],
    }


def _print(facts: list[dict[str, Any]]) -> None:
    for run in facts:
        notes.print(f"run {run['id']}  {run['source']}  {run['state']}  {run['startedAt']}", markup=False)
        for reason in run["reasons"]:
            notes.print(f"  {reason}", markup=False)
        notes.print(f"  {run['counts']} {run['changes']}", markup=False)
        table = Table("reason", "where", "detail", box=None, padding=(0, 2))
        for page in run.get("failedPages", []):
            table.add_row(page["reason"], page["url"], page["detail"])
        for item in run.get("refused", []):
            table.add_row(item["reason"], item["where"], item["detail"])
        for course in run.get("differences", []):
            fields = ", ".join(change["field"] for change in course["changes"])
            table.add_row(course["outcome"], course["title"], fields or course["reason"])
        if table.row_count:
            notes.print(table)


@app.command("release")
def release_run(run_id: RunId, reason: Reason = None, as_json: JsonOption = False) -> None:
    """A quarantined run is right after all: apply it and bring the index along."""
    context = open_catalogue()
    _report(context, release(context.door, run_id, ACTOR, reason), as_json)
    with open_engine(context) as address:
        context.drain(address)


@app.command("reject")
def reject_run(run_id: RunId, reason: Reason = None, as_json: JsonOption = False) -> None:
    """A quarantined run is wrong: keep it on record and change nothing."""
    context = open_catalogue()
    _report(context, reject(context.door, run_id, ACTOR, reason), as_json)


def _report(context: Context, run: CrawlRun, as_json: bool) -> None:
    with Session(context.database) as session:
        name = session.get_one(Source, run.source_id).name
    report(name, run, as_json)
