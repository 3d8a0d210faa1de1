"""Somebody told us that something is broken, missing or wrong."""

from datetime import date

from sqlmodel import Session, col, select

from catalogue.queue.kind import Decide, Deciding, Item, LiveKind, fingerprint, worth
from catalogue.signals import settle
from catalogue.tables import Course, Signal, SignalState

HARM = 8
REACH = 5  # who takes the trouble to write speaks for others
MOST = 500


def _items(session: Session, _today: date) -> list[Item]:
    rows = (
        select(Signal, Course.title)
        .join(Course, col(Course.id) == col(Signal.course_id), isouter=True)
        .where(Signal.state == SignalState.OPEN)
        .order_by(col(Signal.at), col(Signal.id))
    )
    return [_item(signal, title) for signal, title in session.exec(rows.limit(MOST))]


def _item(signal: Signal, title: str | None) -> Item:
    facts = {"said": str(signal.kind), "quote": signal.text, "portal": signal.portal, "email": signal.email}
    key, value = str(signal.id), worth(HARM, REACH)
    return Item("report", key, fingerprint(facts), value, signal.at, facts, signal.course_id, title or "")


def _settle(state: SignalState) -> Decide:
    def decide(deciding: Deciding, item: Item) -> None:
        settle(deciding.session, int(item.subject), state, deciding.editor.email, deciding.reason)

    return decide


REPORT = LiveKind(
    "report", HARM, _items, {"done": _settle(SignalState.DONE), "dismiss": _settle(SignalState.DISMISSED)}
)
