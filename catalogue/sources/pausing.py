"""A source is paused, and crawled again, by an editor with a reason. Flushes, never commits."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue import audit
from catalogue.audit.change import checked_reason
from catalogue.portals.access import require_all_portals
from catalogue.sources.registry import find_source
from catalogue.tables import AuditEvent, Editor

ACTION = "source.pause"


def set_paused(session: Session, name: str, paused: bool, reason: str, editor: Editor) -> None:
    """Paused: the scheduler starts no crawl of it. Leaves no event when it is so already.

    Raises UnknownSource, InvalidOverride (the reason) or NotAllowed.
    """
    require_all_portals(editor)
    reason = checked_reason(reason)
    source = find_source(session, name)
    if source.paused == paused:
        return
    source.paused = paused
    session.add(source)
    audit.record(session, editor.email, ACTION, f"source:{name}", not paused, paused, reason)


def paused_since(session: Session) -> Mapping[str, datetime]:
    """Source -> when it was last paused or resumed, as far as that is on record."""
    rows = select(AuditEvent.subject, func.max(AuditEvent.at)).where(AuditEvent.action == ACTION)
    found = session.exec(rows.group_by(col(AuditEvent.subject))).all()
    return {subject.partition(":")[2]: at for subject, at in found}
