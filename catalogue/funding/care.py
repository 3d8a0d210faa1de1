"""Schemes as editors change them: never over what somebody else did meanwhile. Flushes, never commits."""

from datetime import date

from sqlmodel import Session

from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.audit.records import hold, refuse_controls, refuse_stale, version
from catalogue.funding.scheme import Scheme
from catalogue.funding.store import FundingProblem, UnknownScheme, schemes, set_scheme
from catalogue.portals.access import require_all_portals
from catalogue.tables import Editor


def change_scheme(session: Session, scheme: Scheme, today: date, reason: str, editor: Editor, seen: str | None) -> None:
    """A new version of a scheme. Raises UnknownScheme, NotAllowed, ChangedMeanwhile or InvalidOverride."""
    require_all_portals(editor)
    hold(session, f"funding:{scheme.id}")
    held = schemes(session).get(scheme.id)
    if held is None:
        raise UnknownScheme(f"there is no funding scheme '{scheme.id}'")
    refuse_stale(held, seen)
    if version(held) == version(scheme):
        raise InvalidOverride("record", "nothing_changed")
    refuse_controls(scheme)
    reason = checked_reason(reason)
    try:
        set_scheme(session, scheme, today, editor.email, reason)
    except FundingProblem as problem:
        raise InvalidOverride("checked_on", "future") from problem


def confirm_scheme(
    session: Session, scheme_id: str, today: date, reason: str, editor: Editor, seen: str | None
) -> None:
    """The editor held it against its source today. Raises as `change_scheme`; saying so twice a day is no change."""
    held = schemes(session).get(scheme_id)
    if held is None:
        raise UnknownScheme(f"there is no funding scheme '{scheme_id}'")
    change_scheme(session, held.model_copy(update={"checked_on": today}), today, reason, editor, seen)
