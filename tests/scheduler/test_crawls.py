"""A crawl is a process of its own that cannot outlive its limit."""

import os
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from scheduler.crawls import Ending, run_crawl

# Starts a child, writes down both numbers, and both ignore the polite signal when told to.
STUBBORN = """
import os, signal, subprocess, sys, time
out, deaf = sys.argv[1], sys.argv[2] == "deaf"
nap = "import signal, time; " + ("signal.signal(signal.SIGTERM, signal.SIG_IGN); " if deaf else "") + "time.sleep(600)"
if deaf:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", nap])
time.sleep(0.3)
open(out + ".new", "w").write(f"{os.getpid()} {child.pid}")
os.rename(out + ".new", out)
time.sleep(600)
"""


def python(code: str, *args: str) -> list[str]:
    return [sys.executable, "-c", code, *args]


def alive(pid: int) -> bool:
    """Whether it runs; a zombie that nobody collects does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def await_file(path: Path) -> str:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} was not written"
        time.sleep(0.02)
    return path.read_text()


def gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 60
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(alive(pid) for pid in pids)


@pytest.mark.parametrize(("code", "ending", "status"), [("", Ending.DONE, 0), ("exit(3)", Ending.FAILED, 3)])
def test_the_exit_status_tells_how_it_went(code: str, ending: Ending, status: int) -> None:
    outcome = run_crawl(python(code), 30, 1, Event())
    assert (outcome.ending, outcome.status) == (ending, status)


def test_a_command_that_does_not_exist_is_a_failure() -> None:
    outcome = run_crawl(["/nergens/vakwijzer"], 30, 1, Event())
    assert (outcome.ending, outcome.status) == (Ending.FAILED, None)


def test_it_has_a_process_group_of_its_own(tmp_path: Path) -> None:
    code = "import os, sys; open(sys.argv[1], 'w').write(f'{os.getpgid(0)} {os.getpid()}')"
    run_crawl(python(code, str(tmp_path / "group")), 30, 1, Event())
    group, pid = (tmp_path / "group").read_text().split()
    assert group == pid
    assert int(group) != os.getpgid(0)


@pytest.mark.parametrize("manners", ["polite", "deaf"])
def test_a_crawl_beyond_its_limit_is_killed_with_its_children(tmp_path: Path, manners: str) -> None:
    for limit in (2, 10, 40):  # whichever gives it the time to start its child
        outcome = run_crawl(python(STUBBORN, str(tmp_path / "pids"), manners), limit, 0.5, Event())
        assert outcome.ending is Ending.LIMIT
        if (tmp_path / "pids").exists():
            break
    assert gone([int(pid) for pid in (tmp_path / "pids").read_text().split()])


def test_a_stop_ends_a_crawl_with_its_children(tmp_path: Path) -> None:
    stop = Event()
    Thread(target=lambda: (await_file(tmp_path / "pids"), stop.set())).start()
    outcome = run_crawl(python(STUBBORN, str(tmp_path / "pids"), "polite"), 600, 5, stop)
    assert outcome.ending is Ending.STOPPED
    assert gone([int(pid) for pid in (tmp_path / "pids").read_text().split()])
