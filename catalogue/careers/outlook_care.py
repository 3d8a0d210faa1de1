"""One figure on the chance of work, as an editor sets it or takes it away. Flushes, never commits."""

from datetime import date

from sqlmodel import Session

from catalogue import audit
from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.audit.records import hold, refuse_controls, refuse_stale, stored
from catalogue.careers.outlook import Outlook, OutlookRow
from catalogue.portals.access import require_all_portals
from catalogue.tables import CareerOutlook, Editor, utcnow


def figure(session: Session, career: str, region: str) -> OutlookRow | None:
    """The figure that stands for a career in a region."""
    row = session.get(CareerOutlook, (career, region))
    return as_record(row) if row else None


def as_record(row: CareerOutlook) -> OutlookRow:
    """A stored figure as the record that editors change."""
    told = {"source": row.source, "url": row.url, "dated": row.dated}
    return OutlookRow(career=row.career_id, region=row.region, outlook=Outlook(row.outlook), **told)


def set_figure(session: Session, row: OutlookRow, today: date, reason: str, editor: Editor, seen: str | None) -> None:
    """Add or replace a figure. Raises NotAllowed, ChangedMeanwhile, or InvalidOverride (`future`: of a day to come)."""
    held = _held(session, row.career, row.region, editor, seen)
    if row.dated > today:
        raise InvalidOverride("dated", "future")
    if held == row:
        raise InvalidOverride("record", "nothing_changed")
    refuse_controls(row)
    told = row.model_dump(exclude={"career", "outlook"})
    kept = CareerOutlook(career_id=row.career, outlook=str(row.outlook), actor=editor.email, at=utcnow(), **told)
    session.merge(kept)
    _note(session, row.career, row.region, held, row, reason, editor)


def drop_figure(session: Session, career: str, region: str, reason: str, editor: Editor, seen: str | None) -> None:
    """Take a figure away. Raises LookupError, NotAllowed, ChangedMeanwhile or InvalidOverride."""
    held = _held(session, career, region, editor, seen)
    if held is None:
        raise LookupError(f"there is no figure of {career!r} in {region!r}")
    session.delete(session.get_one(CareerOutlook, (career, region)))
    _note(session, career, region, held, None, reason, editor)


def _held(session: Session, career: str, region: str, editor: Editor, seen: str | None) -> OutlookRow | None:
    require_all_portals(editor)
    hold(session, f"outlook:{career}")
    held = figure(session, career, region)
    refuse_stale(held, seen)
    return held


def _note(
    session: Session, career: str, region: str, held: OutlookRow | None, new: OutlookRow | None, reason: str,
    editor: Editor,
) -> None:  # fmt: skip
    session.flush()
    sides = (stored(held), stored(new))
    audit.record(session, editor.email, "outlook.set", f"outlook:{career}:{region}", *sides, checked_reason(reason))
