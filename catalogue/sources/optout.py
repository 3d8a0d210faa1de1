"""A provider that asked not to be listed: kept, and obeyed by every later crawl, whatever the source is called."""

from urllib.parse import urlsplit

from sqlmodel import Session, col, or_, select

from catalogue.audit import record
from catalogue.declaration import SourceDeclaration
from catalogue.duplicates.owners import link_duplicates
from catalogue.runs import RunProblem
from catalogue.runs.withdrawal import withdraw
from catalogue.sources.registry import find_source
from catalogue.tables import Course, CourseState, OptOut, Source


class OptedOut(RunProblem):
    """The provider asked not to be crawled; the text says when and why."""


def opt_out(session: Session, name: str, reason: str, actor: str) -> int:
    """Keep the provider's wish and withdraw the source's courses with its reason; gives how many. Flushes.

    Raises `UnknownSource`. Asking again replaces the reason.
    """
    source = find_source(session, name)
    wish = session.exec(select(OptOut).where(OptOut.name == name)).first() or OptOut(
        name=name, host="", reason=reason, actor=actor
    )
    wish.host, wish.reason, wish.actor = host_of(source), reason, actor
    session.add(wish)
    record(session, actor, "source.optout", f"source:{name}", before=None, after=wish.host, reason=reason)
    courses = session.exec(select(Course).where(Course.source_id == source.id, Course.state == CourseState.ACTIVE))
    withdrawn = withdraw(session, [(course, f"opted out: {reason}") for course in courses], actor)
    link_duplicates(session, withdrawn)
    return len(withdrawn)


def refuse_opted_out(session: Session, source: Source) -> None:
    """Raises `OptedOut` when a provider asked not to be crawled under this name or at this host."""
    query = select(OptOut).where(or_(OptOut.name == source.name, OptOut.host == host_of(source)))
    wish = session.exec(query.order_by(col(OptOut.id))).first()
    if wish is not None:
        asked = f"{wish.created_at:%Y-%m-%d}: {wish.reason}"
        raise OptedOut(f"source '{source.name}' is not crawled: its provider opted out on {asked} (host {wish.host})")


def host_of(source: Source) -> str:
    """The host of the source's address, without `www.`."""
    url = SourceDeclaration.model_validate(source.declaration).url
    return (urlsplit(url).hostname or "").removeprefix("www.")
