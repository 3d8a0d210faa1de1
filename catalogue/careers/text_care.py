"""What somebody does in a career, in editors' own words over the shipped ones. Flushes, never commits."""

from sqlmodel import Session, select

from catalogue import audit
from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.audit.records import hold, refuse_controls, refuse_stale, stored
from catalogue.funding.scheme import Words
from catalogue.portals.access import require_all_portals
from catalogue.tables import CareerText, Editor


def own_texts(session: Session) -> dict[str, Words]:
    """Career id -> the editors' words, where there are any."""
    return {row.career_id: Words(nl=row.nl, en=row.en) for row in session.exec(select(CareerText))}


def set_text(
    session: Session, career_id: str, words: Words | None, reason: str, editor: Editor, seen: str | None
) -> None:
    """Other words, or with None the shipped ones again. Raises NotAllowed, ChangedMeanwhile or InvalidOverride."""
    require_all_portals(editor)
    hold(session, f"career:{career_id}")
    held = own_texts(session).get(career_id)
    refuse_stale(held, seen)
    if held == words:
        raise InvalidOverride("record", "nothing_changed")
    if words is None:
        session.delete(session.get_one(CareerText, career_id))
    else:
        refuse_controls(words)
        session.merge(CareerText(career_id=career_id, nl=words.nl, en=words.en))
    session.flush()
    sides = (stored(held), stored(words))
    audit.record(session, editor.email, "career.text", f"career:{career_id}", *sides, checked_reason(reason))
