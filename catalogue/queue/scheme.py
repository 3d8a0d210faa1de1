"""A funding scheme that nobody held against its source lately: people are told `perhaps` until somebody does."""

from datetime import UTC, date, datetime, time

from sqlmodel import Session

from catalogue.funding.scheme import Scheme
from catalogue.funding.status import confirmed
from catalogue.funding.store import confirm, schemes
from catalogue.queue.kind import Deciding, Item, LiveKind, fingerprint, note, worth

HARM = 6
REACH = 10


def _items(session: Session, today: date) -> list[Item]:
    return [_item(scheme, today) for scheme in schemes(session).values() if not confirmed(scheme, today)]


def _item(scheme: Scheme, today: date) -> Item:
    sources = [source.url for source in scheme.sources.values() if source.url]
    # "Later" holds until the week is over.
    week = "-".join(map(str, today.isocalendar()[:2]))
    facts = {"checked": scheme.checked_on and scheme.checked_on.isoformat(), "week": week, "sources": sources}
    since = datetime.combine(scheme.checked_on or today, time(), UTC)
    return Item("scheme", scheme.id, fingerprint(facts), worth(HARM, REACH), since, facts, title=scheme.name)


def _confirm(deciding: Deciding, item: Item) -> None:
    confirm(deciding.session, item.subject, deciding.today, deciding.editor.email, deciding.reason)


SCHEME = LiveKind("scheme", HARM, _items, {"confirm": _confirm, "later": note})
