"""An editor approves a source: its courses are shown from then on, and those of theirs that others show too are linked.

An approved source goes before one that waits (`catalogue.duplicates.owners`), so the links are made anew at once.
"""

from sqlmodel import Session, select

from catalogue import outbox
from catalogue.audit import record
from catalogue.duplicates.owners import link_duplicates
from catalogue.sources.registry import find_source
from catalogue.tables import Course, CourseState


def approve(session: Session, name: str, actor: str, reason: str | None = None) -> int:
    """Let the source publish; gives how many courses it has. Flushes. Raises `UnknownSource`; twice changes nothing."""
    source = find_source(session, name)
    mine = select(Course.id).where(Course.source_id == source.id, Course.state == CourseState.ACTIVE)
    ids = session.exec(mine).all()
    if not source.approved:
        source.approved = True
        record(session, actor, "source.approve", f"source:{name}", before=False, after=True, reason=reason)
        outbox.mark(session, ids)
        link_duplicates(session, ids)
    return len(ids)
