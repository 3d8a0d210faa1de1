"""One crawl as a subprocess: its own process group, a time limit, and an end that leaves nobody behind."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from threading import Event

POLL = 0.1  # seconds


class Ending(StrEnum):
    """How a crawl ended."""

    DONE = "done"
    FAILED = "failed"
    LIMIT = "limit"
    """Killed: it ran longer than it may."""
    STOPPED = "stopped"
    """Ended because the scheduler stops."""


@dataclass(frozen=True)
class Outcome:
    """The result of one crawl. `status` is the exit status, negative for a signal, None when it never started."""

    ending: Ending
    status: int | None
    seconds: float


def run_crawl(command: Sequence[str], limit: float, grace: float, stop: Event) -> Outcome:
    """Run `command` to its end, for `limit` seconds at most or until `stop` is set.

    A crawl that must end gets SIGTERM and `grace` seconds to tidy up, then its whole group is killed.
    """
    began = time.monotonic()
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    except OSError:
        return Outcome(Ending.FAILED, None, 0.0)
    ending = _wait(process.pid, began + limit, stop)
    if ending in (Ending.LIMIT, Ending.STOPPED):
        _end_group(process.pid, grace)
    status = process.wait()
    if ending is Ending.DONE and status != 0:
        ending = Ending.FAILED
    return Outcome(ending, status, time.monotonic() - began)


def _wait(pid: int, deadline: float, stop: Event) -> Ending:
    while not _has_ended(pid):
        if time.monotonic() >= deadline:
            return Ending.LIMIT
        if stop.wait(POLL):
            return Ending.STOPPED
    return Ending.DONE


def _has_ended(pid: int) -> bool:
    # Looked at without collecting it: as long as the leader is not collected, its group's number cannot be given away.
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end_group(pid: int, grace: float) -> None:
    _signal_group(pid, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while not _has_ended(pid) and time.monotonic() < deadline:
        time.sleep(POLL)
    _signal_group(pid, signal.SIGKILL)


def _signal_group(pid: int, number: signal.Signals) -> None:
    # Some systems answer "no such process" or "not permitted" for a group in which only an ended leader is left.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
