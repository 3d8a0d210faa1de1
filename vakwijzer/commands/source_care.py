"""`vakwijzer source scorecard|optout|prune|check-links`: looking after sources that are declared."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from typing import Annotated

import typer
from rich.progress import track
from rich.table import Table
from sqlmodel import Session

from catalogue.database import unit_of_work
from catalogue.runs import source_lock
from catalogue.runs.links import AT_ONCE, FAILING, due_links, note_answer
from catalogue.runs.opted_out import unwanted_hosts
from catalogue.runs.pruning import prune
from catalogue.settings import Settings
from catalogue.sources.approval import approve
from catalogue.sources.optout import opt_out
from catalogue.sources.registry import all_sources, find_source
from catalogue.sources.scorecard import Scorecard, scorecard
from catalogue.tables import Source, utcnow
from vakwijzer.context import Context, notes, open_catalogue, open_engine, say, show_json

Name = Annotated[str, typer.Argument(help="Name of the source.")]
Names = Annotated[list[str] | None, typer.Argument(help="Names of sources; without any, all of them.")]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]
ACTOR = "command line"


def show_scorecard(names: Names = None, as_json: JsonOption = False) -> None:
    """How sources are doing: last healthy run, freshness, count, coverage, refusals, dead links."""
    context, now = open_catalogue(), utcnow()
    with Session(context.database) as session:
        cards = [scorecard(session, source, now) for source in _chosen(session, names)]
    if as_json:
        show_json([card.model_dump(mode="json") for card in cards])
    else:
        _print(cards)


def _chosen(session: Session, names: Sequence[str] | None) -> Sequence[Source]:
    return [find_source(session, name) for name in names] if names else all_sources(session)


def _print(cards: Sequence[Scorecard]) -> None:
    table = Table(
        "source", "state", "healthy", "courses", "price", "start", "place", "level", "refused", "dead", box=None
    )
    for card in cards:
        healthy = "never" if card.hours_since_healthy is None else f"{card.hours_since_healthy} h ago"
        shares = [
            f"{card.coverage[name]:.0%}" if card.coverage else "" for name in ("price", "start", "place", "level")
        ]
        refused = ", ".join(f"{count} {reason}" for reason, count in card.refused.items())
        table.add_row(card.source, card.state, healthy, str(card.courses), *shares, refused, str(len(card.dead_links)))
    notes.print(table)
    for card in cards:
        for run_id in card.waiting:
            say(f"{card.source}: run {run_id} waits for a decision: `vakwijzer run show {run_id}`")


def optout(name: Name, reason: Annotated[str, typer.Option(help="What the provider asked, and when.")]) -> None:
    """A provider asked not to be listed: withdraw its courses, and never crawl this name or host again."""
    context = open_catalogue()
    with unit_of_work(context.database) as session:
        count = opt_out(session, name, reason, ACTOR)
    say(f"source '{name}' is opted out: {count} courses are withdrawn, later crawls refuse")
    with open_engine(context) as address:
        context.drain(address)


def approve_source(name: Name, reason: Annotated[str | None, typer.Option(help="Kept on record.")] = None) -> None:
    """Let a source publish that waits for approval, and link its courses with those of other sources."""
    context = open_catalogue()
    with unit_of_work(context.database) as session:
        count = approve(session, name, ACTOR, reason)
    say(f"source '{name}' is approved: its {count} courses are shown")
    with open_engine(context) as address:
        context.drain(address)


def prune_pages(names: Names = None) -> None:
    """Delete stored pages beyond the rule: the last applied runs and the last 30 days are kept."""
    context = open_catalogue()
    with Session(context.database) as session:
        sources = _chosen(session, names)
    for source in sources:
        with source_lock(context.door, source.name):
            gone = prune(context.door, source, utcnow())
        say(f"{source.name}: pages of {gone.runs} runs, {gone.snapshots} snapshots and {gone.bodies} bodies deleted")


def check_links(
    name: Name,
    limit: Annotated[int, typer.Option(help="Links of one look; the longest unseen first.")] = AT_ONCE,
    as_json: JsonOption = False,
) -> None:
    """Look slowly whether deep links still work. One fails only after misses on four different days."""
    context = open_catalogue()
    with Session(context.database) as session:
        due = due_links(session, find_source(session, name), limit)
        ask = ask_in_a_process(context.settings, unwanted_hosts(session))
    facts = _answers(context, due, ask)
    if as_json:
        show_json([asdict(one) for one in facts])
    missed, dead = sum(one.outcome != "ok" for one in facts), sum(one.misses >= FAILING for one in facts)
    say(f"{name}: {len(facts)} links looked at, {missed} missed, {dead} dead")


@dataclass(frozen=True)
class Answer:
    """How one deep link answered."""

    course: str
    url: str
    outcome: str
    misses: int


def _answers(context: Context, due: Sequence[tuple[str, str]], ask: Callable[[str], str]) -> list[Answer]:
    facts: list[Answer] = []
    for number, (course_id, url) in enumerate(track(due, "looking at links", console=notes, transient=True)):
        if number:
            time.sleep(context.settings.crawl_delay)
        outcome = ask(url)
        with unit_of_work(context.database) as session:
            check = note_answer(session, course_id, url, outcome, utcnow())
        facts.append(Answer(course_id, url, outcome, check.misses))
    return facts


def ask_in_a_process(settings: Settings, unwanted: frozenset[str]) -> Callable[[str], str]:
    """A look at one address with all the care of a crawl; in a process of its own, for Scrapy runs once in each."""

    def ask(url: str) -> str:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(look, url, settings, unwanted).result()

    return ask


def look(url: str, settings: Settings, unwanted: frozenset[str]) -> str:
    """`ok`, or why the address gave no page."""
    from crawlers.failures import CrawlFailed
    from crawlers.one_answer import fetch

    try:
        fetch(url, settings, unwanted)
    except CrawlFailed as failed:
        return failed.reason.partition("(")[2].partition(":")[0] or "failed"
    except ValueError:
        return "not_http"
    return "ok"
