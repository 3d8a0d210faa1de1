"""A provider that asked not to be listed: kept, and obeyed by every later crawl, whatever the source is called."""

from sqlmodel import Session, select

from catalogue.audit import record
from catalogue.duplicates.owners import link_duplicates
from catalogue.runs.opted_out import host_of
from catalogue.runs.withdrawal import withdraw
from catalogue.sources.registry import find_source
from catalogue.tables import Course, CourseState, OptOut


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
