"""A provider that asked not to be listed: kept, and obeyed by every later crawl, whatever the source is called."""

from sqlmodel import Session, select

from catalogue.audit import record
from catalogue.duplicates.owners import link_duplicates
from catalogue.runs.opted_out import host_of
from catalogue.runs.withdrawal import withdraw_opted_out
from catalogue.sources.registry import all_sources, find_source
from catalogue.tables import OptOut, Source


def opt_out(session: Session, name: str, reason: str, actor: str) -> int:
    """Keep the provider's wish and withdraw the courses of all sources at its host, with its reason; gives how many.

    Flushes. Raises `UnknownSource`. Asking again replaces the reason.
    """
    source = find_source(session, name)
    wish = session.exec(select(OptOut).where(OptOut.name == name)).first() or OptOut(
        name=name, host="", reason=reason, actor=actor
    )
    wish.host, wish.reason, wish.actor = host_of(source), reason, actor
    session.add(wish)
    record(session, actor, "source.optout", f"source:{name}", before=None, after=wish.host, reason=reason)
    withdrawn = {key for one in _at(session, source) for key in withdraw_opted_out(session, one, reason, actor)}
    link_duplicates(session, withdrawn)
    return len(withdrawn)


def _at(session: Session, source: Source) -> list[Source]:
    """The source, and others at its host: none of them is crawled any more."""
    host = host_of(source)
    return [one for one in all_sources(session) if one.name == source.name or host_of(one) == host]
