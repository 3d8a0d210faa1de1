"""`vakwijzer demo`: the whole way on this machine, with the sample providers.

Engine, database, sample websites, real crawls over HTTP, API, pages, and a portal's page on another origin.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import Session, select

from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.sources.registry import declare
from catalogue.tables import Course
from crawlers.samples.serve import declarations, serving
from vakwijzer.commands.serve import listen, run, url_of
from vakwijzer.context import Context, notes, open_catalogue, open_engine, say, today
from vakwijzer.demo.site import portal_site

PORTALS = Path(__file__).parents[1] / "demo" / "portals"
AT_ONCE = 2  # crawls; the demo is for a machine of two cores
# The sample providers live on loopback, and there is nobody to be polite to.
FOR_SAMPLES = {"VAKWIJZER_ALLOW_PRIVATE_HOSTS": "1", "VAKWIJZER_CRAWL_DELAY": "0"}


def demo(port: Annotated[int | None, typer.Option(help="Port of the API (default: PORT, else 8080).")] = None) -> None:
    """Run everything on this machine with fictitious sample providers. Ctrl-C ends it all."""
    context = open_catalogue()
    with ExitStack() as stack:
        listener = stack.enter_context(listen(context.settings.host, context.settings.port if port is None else port))
        address = stack.enter_context(open_engine(context))
        names = stack.enter_context(_samples(context))
        portals = _portals()
        sites = stack.enter_context(portal_site(url_of(listener), {slug: each.name for slug, each in portals.items()}))
        _declare_portals(context, portals, sites)
        stack.enter_context(_crawled(context, names))
        _tell(url_of(listener), sites)
        run(context, address, listener)


@contextmanager
def _samples(context: Context) -> Iterator[list[str]]:
    """Serve the sample websites where they were the last time, and declare them as sources."""
    kept = context.settings.home / "demo-ports.json"
    with serving(today(), _read_ports(kept)) as sites:
        origins = {slug: site.origin for slug, site in sites.items()}
        kept.write_text(json.dumps({slug: int(origin.rpartition(":")[2]) for slug, origin in origins.items()}))
        found = [SourceDeclaration.model_validate(given) for given in declarations(origins)]
        with unit_of_work(context.database) as session:
            for declaration in found:
                declare(session, declaration)
        yield [declaration.name for declaration in found]


def _read_ports(path: Path) -> Mapping[str, int] | None:
    try:
        ports: Mapping[str, int] = json.loads(path.read_text())
        return ports
    except (OSError, ValueError):
        return None


def _portals() -> dict[str, PortalSettings]:
    """The demo's portals by slug, as their files say."""
    return {path.stem: PortalSettings.model_validate(yaml.safe_load(path.read_text("utf-8")))
            for path in sorted(PORTALS.glob("*.yaml"))}  # fmt: skip


def _declare_portals(context: Context, portals: Mapping[str, PortalSettings], sites: Mapping[str, str]) -> None:
    """Set the demo's portals; only the province's own site may embed its search."""
    with unit_of_work(context.database) as session:
        for slug, settings in portals.items():
            own = {"origins": (sites[slug], sites[slug].replace("127.0.0.1", "localhost"))}
            set_portal(session, slug, settings.model_copy(update=own), actor="demo")


@contextmanager
def _crawled(context: Context, names: list[str]) -> Iterator[None]:
    """Crawl before going on when there is nothing to show yet; else behind the served pages."""
    with Session(context.database) as session:
        empty = session.exec(select(Course.id).limit(1)).first() is None
    if empty:
        _crawl_all(names, visible=True)
        yield
        return
    behind = threading.Thread(target=_crawl_all, args=(names, False), daemon=True)
    behind.start()
    yield
    behind.join(timeout=10)


def _crawl_all(names: list[str], visible: bool) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=notes, disable=not visible) as progress, ThreadPoolExecutor(AT_ONCE) as pool:
        task = progress.add_task("crawling the sample providers", total=len(names))
        for told in pool.map(_crawl, names):
            progress.advance(task)
            if visible and told:
                progress.console.print(told, markup=False, soft_wrap=True)


def _crawl(name: str) -> str:
    """Crawl in a process of its own, as the scheduler does; gives its last words."""
    command = [sys.executable, "-m", "vakwijzer", "crawl", name]
    environment = {**os.environ, **FOR_SAMPLES}
    ended = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return ended.stderr.strip()


def _tell(api: str, sites: Mapping[str, str]) -> None:
    say("")
    say(f"  search page      {api}/nl/")
    for slug, origin in sites.items():
        say(f"  {slug:<16} {origin}/   (a province's own site, widget from another origin; its pages: {api}/{slug}/)")
    say(f"  API              {api}/v1/courses?q=lassen&province=Gelderland")
    say(f"  editors          {api}/redactie/   (make an account: vakwijzer editor add you@example.nl)")
    say("  Ctrl-C stops everything")
    say("")
