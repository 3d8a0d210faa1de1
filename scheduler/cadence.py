"""When a source is crawled: its cadence as a trigger in Dutch time. Pure: nothing here reads the clock.

Sources with the same cadence are spread by a hash of their name, so that they do not start together and one source
keeps its time. Nothing starts between 02:00 and 03:00: in one night of the year that hour does not exist and in one
it comes twice.
"""

import hashlib
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
QUIET_HOUR = 2
DAY = 24 * 60  # minutes
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")  # by crontab's numbers: 0 and 7 are Sunday
WEEKDAY_NUMBERS = re.compile(r"(?:\*|(?P<first>[0-7])(?:-(?P<last>[0-7]))?)(?:/(?P<step>[1-7]))?")


class InvalidCadence(ValueError):
    """A cadence that is neither a known word nor a five-field cron expression."""


class OutsideQuietHour(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """What the inner trigger says, one hour later where that falls between 02:00 and 03:00."""

    def __init__(self, inner: CronTrigger) -> None:
        self.inner = inner

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The next start after `previous_fire_time`; None when there is none."""
        fires: datetime | None = self.inner.get_next_fire_time(previous_fire_time, now)
        return fires if fires is None else outside_quiet_hour(fires)

    def __str__(self) -> str:
        return str(self.inner)


def outside_quiet_hour(moment: datetime) -> datetime:
    """`moment`, or the same minute an hour later where it falls between 02:00 and 03:00 Dutch time."""
    local = moment.astimezone(AMSTERDAM)
    return local.replace(hour=QUIET_HOUR + 1, fold=0) if local.hour == QUIET_HOUR else moment


def trigger_for(name: str, cadence: str) -> OutsideQuietHour:
    """The trigger of the source `name`. Raises InvalidCadence."""
    if cadence == "hourly":
        return _at(minute=_spread(name, 60))
    slot = _spread(name, DAY - 60)
    hour, minute = divmod(slot if slot < QUIET_HOUR * 60 else slot + 60, 60)
    if cadence == "daily":
        return _at(hour=hour, minute=minute)
    if cadence == "weekly":
        return _at(day_of_week=_spread(f"{name}/weekday", 7), hour=hour, minute=minute)
    return _cron(cadence)


def next_start(name: str, cadence: str, previous: datetime, now: datetime) -> datetime | None:
    """When the source starts next, after `previous` (its last start). A start missed since then is made up for at once.

    However many were missed, it is one start. None for a cron expression that never comes. Raises InvalidCadence.
    """
    trigger, previous = trigger_for(name, cadence), min(previous, now)  # a clock that was ahead stops no source
    due = trigger.inner.get_next_fire_time(previous, previous)
    if due is not None and outside_quiet_hour(due) <= now:
        return outside_quiet_hour(now)
    return None if due is None else outside_quiet_hour(due)


def _spread(name: str, slots: int) -> int:
    """A slot for this name: the same in each process and on each machine, unlike `hash`."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % slots


def _at(**fields: int) -> OutsideQuietHour:
    return OutsideQuietHour(CronTrigger(timezone=AMSTERDAM, **fields))


def _cron(expression: str) -> OutsideQuietHour:
    fields = expression.split()
    if len(fields) != 5:
        raise InvalidCadence(f"cadence {expression!r}: use hourly, daily, weekly or a cron expression of five fields")
    names = ("minute", "hour", "day", "month", "day_of_week")
    fields[4] = ",".join(_named_weekdays(part) for part in fields[4].split(","))
    try:
        return OutsideQuietHour(CronTrigger(timezone=AMSTERDAM, **dict(zip(names, fields, strict=True))))
    except ValueError as error:
        raise InvalidCadence(f"cadence {expression!r}: {error}") from error


def _named_weekdays(part: str) -> str:
    """`1-5` as names. APScheduler counts weekdays from Monday = 0, a crontab from Sunday = 0."""
    found = WEEKDAY_NUMBERS.fullmatch(part)
    if part == "*" or found is None:  # names, or nonsense: for APScheduler to judge
        return part
    first, last, step = found["first"] or "0", found["last"], int(found["step"] or 1)
    if last is None:
        last = first if found["first"] and not found["step"] else "6"
    names = [WEEKDAYS[number] for number in range(int(first), int(last) + 1, step)]
    return ",".join(names) or part
