"""What is done each night beside the crawls: a command of `vakwijzer` and when, in Dutch time."""

from collections.abc import Mapping

from apscheduler.triggers.cron import CronTrigger

from scheduler.cadence import AMSTERDAM

NIGHTLY: Mapping[tuple[str, ...], tuple[int, int]] = {
    ("searches", "prune"): (4, 10),
    ("open-data", "build"): (4, 30),
    ("alerts", "send"): (7, 0),
}
"""Command -> hour and minute; none between 02:00 and 03:00 (see `scheduler.cadence`)."""


def nightly() -> list[tuple[tuple[str, ...], CronTrigger]]:
    """Each command with its trigger."""
    return [
        (command, CronTrigger(hour=hour, minute=minute, timezone=AMSTERDAM))
        for command, (hour, minute) in NIGHTLY.items()
    ]
