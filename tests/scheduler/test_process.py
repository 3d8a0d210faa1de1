"""The scheduler's process, as an operator meets it: real database, real subprocesses, real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from catalogue.database import unit_of_work
from catalogue.settings import Settings
from catalogue.tables import Source
from crawlers.limits import Limits
from scheduler.process import LIMIT, Schedule

ROOT = Path(__file__).resolve().parents[2]
OVERDUE = datetime(2026, 1, 1, tzinfo=UTC)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)  # or the tests would wait until three when they are run at two

# Stands in for `vakwijzer`: notes when it begins and ends, and how it was called.
FAKE = """
import os, sys, time
out, seconds = sys.argv[1], float(sys.argv[2])
def note(word):
    with open(out, "a") as file:
        file.write(f"{word} {' '.join(sys.argv[3:])} {os.getpid()} {time.time()}\\n")
note("begin")
while os.path.exists(out + ".hold"):
    time.sleep(0.05)
time.sleep(seconds)
note("end")
"""
RUN = """
import sys
from datetime import UTC, datetime, timedelta
from catalogue.database import connect
from catalogue.settings import Settings
from scheduler import run_scheduler
settings = Settings()
run_scheduler(connect(settings), settings, sys.argv[2:], sync_every=timedelta(seconds=0.5),
              at_once=int(sys.argv[1]), now=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))
"""


def add_source(database: Engine, name: str, cadence: str = "weekly", created_at: datetime = OVERDUE) -> None:
    with unit_of_work(database) as session:
        session.add(Source(name=name, declaration={"cadence": cadence}, created_at=created_at))


def notes(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def running(pid: str) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


class Operator:
    """Starts the scheduler's process and sees what it does."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.environment = os.environ | {"VAKWIJZER_HOME": str(settings.home), "PYTHONPATH": str(ROOT)}
        self.environment.pop("DATABASE_URL", None)
        self.notes, self.log = folder / "notes", folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float, at_once: int = 2) -> None:
        fake = [sys.executable, "-c", FAKE, str(self.notes), str(seconds)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", RUN, str(at_once), *fake], env=self.environment, stdout=log, stderr=log
            )

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def operator(sqlite: Engine, settings: Settings, tmp_path: Path) -> Iterator[Operator]:
    operator = Operator(settings, tmp_path)
    yield operator
    if operator.process is not None and operator.process.poll() is None:
        operator.process.kill()
        operator.process.wait()


def test_a_crawl_may_take_as_long_as_it_allows_itself_and_then_store_what_it_read() -> None:
    assert LIMIT - timedelta(seconds=Limits().crawl_seconds) >= timedelta(minutes=30)


def test_an_overdue_source_is_crawled_once_by_a_process_of_its_own(sqlite: Engine, operator: Operator) -> None:
    # It was missed week after week, before the start and (by this clock) after it; however often, it is one crawl.
    add_source(sqlite, "lasschool")
    operator.start(seconds=0)
    until(lambda: "crawl_ended" in operator.log.read_text())
    time.sleep(2)  # another would have begun by now
    assert [line[:3] for line in notes(operator.notes)] == [
        ["begin", "crawl", "lasschool"],
        ["end", "crawl", "lasschool"],
    ]
    assert operator.stop() == 0
    log = operator.log.read_text()
    assert "crawl_ended" in log
    assert "ending=done" in log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_clean_with_no_crawl_left(sqlite: Engine, operator: Operator, number: int) -> None:
    for name in ("een", "twee", "drie"):
        add_source(sqlite, name)
    operator.start(seconds=600)
    until(lambda: len(notes(operator.notes)) == 2)
    assert operator.stop(number) == 0
    pids = [line[3] for line in notes(operator.notes)]
    assert operator.log.read_text().count("crawl_started") == 2, "the third, which waited for its turn, never starts"
    assert not any(running(pid) for pid in pids)
    assert "ending=stopped" in operator.log.read_text()


def test_no_more_crawls_at_once_than_allowed(sqlite: Engine, operator: Operator) -> None:
    for number in range(5):
        add_source(sqlite, f"bron-{number}")
    hold = Path(f"{operator.notes}.hold")
    hold.touch()
    operator.start(seconds=0.2, at_once=2)
    until(lambda: len(notes(operator.notes)) == 2)
    hold.unlink()
    until(lambda: len(notes(operator.notes)) == 10)
    assert operator.stop() == 0
    now, most = 0, 0
    for word, *_ in sorted(notes(operator.notes), key=lambda line: float(line[4])):
        now += 1 if word == "begin" else -1
        most = max(most, now)
    assert most == 2


def test_it_follows_the_database_while_it_runs(sqlite: Engine, operator: Operator) -> None:
    operator.start(seconds=0)
    until(lambda: "scheduler_started" in operator.log.read_text())
    add_source(sqlite, "later")
    until(lambda: len(notes(operator.notes)) == 2)
    with unit_of_work(sqlite) as session:
        session.exec(select(Source)).one().paused = True
    until(lambda: "source_unscheduled" in operator.log.read_text())
    assert operator.stop() == 0


@pytest.fixture
def schedule(sqlite: Engine) -> Schedule:
    return Schedule(sqlite, ["vakwijzer"], timedelta(hours=2), at_once=2, now=lambda: NOON)


def jobs(schedule: Schedule) -> dict[str, str]:
    return {job.id: str(job.trigger) for job in schedule.scheduler.get_jobs()}


def test_a_changed_cadence_is_a_changed_job_and_the_rest_is_left_alone(sqlite: Engine, schedule: Schedule) -> None:
    for name in ("een", "twee", "drie"):
        add_source(sqlite, name, "daily")
    schedule.synchronise()
    before = {job.id: job for job in schedule.scheduler.get_jobs()}
    with unit_of_work(sqlite) as session:
        sources = {source.name: source for source in session.exec(select(Source))}
        sources["een"].declaration = {"cadence": "0 6 * * 1"}
        session.delete(sources["drie"])
    schedule.synchronise()
    after = {job.id: job for job in schedule.scheduler.get_jobs()}
    assert set(after) == {"een", "twee"}
    assert after["twee"] is before["twee"]
    assert "day_of_week='mon'" in jobs(schedule)["een"]


def test_one_wrong_cadence_stops_nobody_else(
    sqlite: Engine, schedule: Schedule, capsys: pytest.CaptureFixture[str]
) -> None:
    add_source(sqlite, "goed", "daily")
    add_source(sqlite, "fout", "elke dinsdag")
    add_source(sqlite, "nooit", "0 6 30 2 *")
    schedule.synchronise()
    schedule.synchronise()
    assert set(jobs(schedule)) == {"goed"}
    said = capsys.readouterr().out
    assert said.count("source_not_scheduled") == 2, "each is said once, not at each look"
    assert "elke dinsdag" in said


def test_a_database_that_is_away_leaves_the_schedule_as_it_is(
    sqlite: Engine, schedule: Schedule, settings: Settings
) -> None:
    add_source(sqlite, "goed", "daily")
    schedule.synchronise()
    sqlite.dispose()
    (settings.home / "vakwijzer.sqlite3").write_bytes(b"this is no database any more")
    for rest in settings.home.glob("vakwijzer.sqlite3-*"):
        rest.unlink()
    schedule.synchronise()
    assert set(jobs(schedule)) == {"goed"}
