"""`vakwijzer crawl NAME…`: fetch, judge, apply, and bring the index along."""

import subprocess
import sys
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from sqlmodel import Session

from catalogue.declaration import SourceDeclaration
from catalogue.runs import fail_run, finish_run, source_lock, start_run
from catalogue.runs.opted_out import refuse_opted_out
from catalogue.runs.pruning import prune
from catalogue.runs.reasons import stored
from catalogue.runs.store import BATCH, StoredRun
from catalogue.sources.registry import find_source
from catalogue.tables import CrawlRun, RunState, Source, utcnow
from crawlers.crawl import crawl as crawl_source
from crawlers.failures import CrawlFailed
from vakwijzer.context import Context, notes, open_catalogue, open_engine, say, show_json

Names = Annotated[list[str], typer.Argument(help="Names of sources, as `vakwijzer source list` shows them.")]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]


def crawl(names: Names, as_json: JsonOption = False) -> None:
    """Crawl sources. Ends with their changes in the index; exits 1 when a run failed or was quarantined."""
    context = open_catalogue(mapped=False)
    with Session(context.database) as session:
        sources = [find_source(session, name) for name in names]
        for source in sources:
            refuse_opted_out(session, source)
    if len(sources) > 1:
        endings = [_in_a_process_of_its_own(name, as_json) for name in names]
        raise typer.Exit(1 if any(endings) else 0)  # below zero: killed by a signal
    run = crawl_one(context, sources[0])
    report(sources[0].name, run, as_json)
    if run.state != RunState.APPLIED:
        raise typer.Exit(1)
    with open_engine(context) as address:
        context.drain(address)


def _in_a_process_of_its_own(name: str, as_json: bool) -> int:
    """Scrapy's event loop runs once in a process."""
    arguments = [sys.executable, "-m", "vakwijzer", "crawl", name, *(["--json"] if as_json else [])]
    return subprocess.run(arguments, check=False).returncode


def crawl_one(context: Context, source: Source) -> CrawlRun:
    """One run of one source, judged and closed."""
    door = context.door
    with source_lock(door, source.name):
        run_id = start_run(door, source)
        stored = StoredRun(door.engine, door.home, source.id or 0, run_id, batch=BATCH)
        try:
            _fetch(context, SourceDeclaration.model_validate(source.declaration), stored)
        except CrawlFailed as failed:
            return fail_run(door, run_id, str(failed))
        finally:
            stored.flush()
        run = finish_run(door, run_id)
        if run.state == RunState.APPLIED:
            prune(door, source, utcnow())
        return run


def _fetch(context: Context, declaration: SourceDeclaration, stored: StoredRun) -> None:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=notes, transient=True, disable=not notes.is_terminal) as progress:
        task = progress.add_task(f"crawling {declaration.name}", total=None)
        crawl_source(
            declaration,
            stored,
            context.settings,
            lambda done, known: progress.update(task, completed=done, total=max(done, known)),
        )


def report(name: str, run: CrawlRun, as_json: bool) -> None:
    """Say how a run ended."""
    if as_json:
        show_json(run_facts(name, run))
        return
    told = ", ".join(f"{count} {what}" for what, count in {**run.counts, **run.changes}.items())
    say(f"{name}: run {run.id} {run.state}" + (f" ({told})" if told else ""))
    for reason in stored(run.reasons):
        say(f"  {reason}")
    if run.state == RunState.QUARANTINED:
        say(f"  the last good data stays live: `vakwijzer run show {run.id}`, then `run release` or `run reject`")


def run_facts(name: str, run: CrawlRun) -> dict[str, Any]:
    """A run for a program."""
    return {
        "id": run.id,
        "source": name,
        "state": str(run.state),
        "startedAt": run.started_at.isoformat(),
        "finishedAt": run.finished_at.isoformat() if run.finished_at else None,
        "reasons": [str(reason) for reason in stored(run.reasons)],
        "reasonCodes": [reason.model_dump(mode="json") for reason in stored(run.reasons)],
        "counts": run.counts,
        "changes": run.changes,
        "coverage": run.coverage,
        "decidedBy": run.decided_by,
        "decisionReason": run.decision_reason,
    }
