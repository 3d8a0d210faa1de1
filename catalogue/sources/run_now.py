"""An editor wants a source crawled now: whether that may be, and who asked. Flushes, never commits."""

from pathlib import Path

from sqlmodel import Session

from catalogue import audit
from catalogue.declaration import HAND
from catalogue.portals.access import require_all_portals
from catalogue.runs import Door, source_lock
from catalogue.runs.opted_out import refuse_opted_out
from catalogue.sources.registry import UnknownSource, find_source
from catalogue.tables import Editor


def ask_crawl(session: Session, home: Path, name: str, editor: Editor) -> None:
    """On record; who calls starts the crawl after the commit.

    Raises NotAllowed, UnknownSource (also for courses by hand, which no crawl reads), OptedOut, or RunProblem while
    one runs.
    """
    require_all_portals(editor)
    source = find_source(session, name)
    if name.startswith(HAND):
        raise UnknownSource(name, ())
    refuse_opted_out(session, source)
    with source_lock(Door(session.get_bind().engine, home), name):
        pass
    audit.record(session, editor.email, "source.crawl", f"source:{name}", None, None, None)
