"""The state of a scheme on a day: from its dates alone, so that it changes by date and not by a deploy."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.funding.rules import Outcome
from catalogue.funding.scheme import Scheme, Window

FRESH_DAYS = 60
"""Days after a check for which a record counts as confirmed, the last one included."""


class State(StrEnum):
    """`unknown`: it exists, and whether one may apply today is not known."""

    OPEN = "open"
    CLOSED = "closed"
    ANNOUNCED = "announced"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Status:
    """The state and its day: the first (`announced`) or last one (`open`, `closed`, `ended`); None: unknown."""

    state: State
    day: date | None = None


def status(scheme: Scheme, today: date) -> Status:
    """What the scheme's dates say of `today`; both days of a window are inside it."""
    if scheme.ended or (scheme.ends_on and today > scheme.ends_on):
        return Status(State.ENDED, scheme.ends_on)
    if scheme.starts_on and today < scheme.starts_on:
        return Status(State.ANNOUNCED, scheme.starts_on)
    here = [window for window in scheme.windows if _inside(window, today)]
    if any(not window.disputed for window in here):
        return Status(State.OPEN, _last(here, scheme))
    return Status(State.UNKNOWN) if here else _between(scheme, today)


def _between(scheme: Scheme, today: date) -> Status:
    """No window holds today: the next one that is known, else the last one."""
    ahead = [window.first for window in scheme.windows if window.first > today]
    if ahead:
        return Status(State.ANNOUNCED, min(ahead))
    past = [window.last for window in scheme.windows if window.last]
    return Status(State.CLOSED, max(past)) if past else Status(State.UNKNOWN)


def _inside(window: Window, today: date) -> bool:
    return window.first <= today and (window.last is None or today <= window.last)


def _last(windows: list[Window], scheme: Scheme) -> date | None:
    """The last day of the way in that is open; no later than the scheme itself."""
    certain = [window.last or date.max for window in windows if not window.disputed]
    last = min(max(certain), scheme.ends_on or date.max)
    return None if last == date.max else last


def confirmed(scheme: Scheme, today: date) -> bool:
    """Did an editor hold the record against its source in the last `FRESH_DAYS`? A check in the future is none."""
    return scheme.checked_on is not None and 0 <= (today - scheme.checked_on).days <= FRESH_DAYS


def may_apply(scheme: Scheme, today: date) -> Outcome:
    """Is there a way in, as far as dates tell? An ended scheme is over for good.

    A closed one is no only while somebody recently checked that no window was added, and none comes back each year.
    """
    state = status(scheme, today).state
    if state == State.ENDED:
        return Outcome.NO
    if state == State.CLOSED and confirmed(scheme, today) and not scheme.recurring:
        return Outcome.NO
    return Outcome.YES if state == State.OPEN else Outcome.UNKNOWN
