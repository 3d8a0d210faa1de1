"""The scheduler's process: jobs from the database, brought up to date each minute, ended cleanly by a signal."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from catalogue.settings import Settings
from catalogue.tables import utcnow
from crawlers.limits import Limits
from scheduler.cadence import AMSTERDAM, InvalidCadence, next_start, trigger_for
from scheduler.crawls import run_crawl
from scheduler.plan import Planned, changes, planned
from scheduler.upkeep import nightly

log = structlog.get_logger()
Clock = Callable[[], datetime]
LIMIT = timedelta(seconds=Limits().crawl_seconds) + timedelta(hours=1)
"""Of a crawl, which ends itself before; the hour is for storing what it read."""
UPKEEP_LIMIT = timedelta(hours=2)
STOP_WITHIN = 10.0  # seconds from the signal to the end
PLAN = "_plan"  # no source's name has an underscore
CHILD_GRACE = 7.0  # seconds of them for a crawl to tidy up


class Schedule:
    """The running plan: which sources have a job, and what a job does."""

    def __init__(
        self, engine: Engine, command: Sequence[str], limit: timedelta, at_once: int, now: Clock = utcnow
    ) -> None:
        self.engine = engine
        self.command = list(command)
        self.limit = limit
        self.now = now
        self.stop = threading.Event()
        self.running: dict[str, str] = {}
        self.crawling = 0
        self.changed = threading.Condition()
        self.scheduler = BlockingScheduler(
            timezone=AMSTERDAM,
            # More crawls than this wait for their turn, for hours perhaps; the plan and the upkeep never do.
            executors={
                "default": ThreadPoolExecutor(at_once),
                "plan": ThreadPoolExecutor(1),
                "upkeep": ThreadPoolExecutor(1),
            },
            # However late a start is, it is one start, and better than none: behind a long queue or after a sleep.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def synchronise(self) -> None:
        """Make the jobs what the database says. A database that is away leaves them as they are."""
        try:
            with Session(self.engine) as session:
                wanted = planned(session)
        except SQLAlchemyError as error:
            log.error("schedule_not_read", error=str(error))
            return
        todo = changes(self.running, {name: source.cadence for name, source in wanted.items()})
        for name in sorted(todo.drop):
            self._drop(name)
        for name in sorted(todo.add):
            self._add(name, wanted[name])

    def _drop(self, name: str) -> None:
        del self.running[name]
        if self.scheduler.get_job(name) is not None:
            self.scheduler.remove_job(name)
        log.info("source_unscheduled", source=name)

    def _add(self, name: str, source: Planned) -> None:
        self.running[name] = source.cadence  # also a wrong one, to complain once and not each minute
        try:
            starts = next_start(name, source.cadence, source.previous, self.now())
        except InvalidCadence as error:
            log.error("source_not_scheduled", source=name, reason=str(error))
            return
        if starts is None:
            log.error("source_not_scheduled", source=name, reason=f"cadence {source.cadence!r} never comes")
            return
        trigger = trigger_for(name, source.cadence)
        self.scheduler.add_job(self.crawl, trigger, args=[name], id=name, next_run_time=starts)
        log.info("source_scheduled", source=name, cadence=source.cadence, starts=starts.isoformat())

    def add_upkeep(self) -> None:
        """A job for each nightly command, beside the crawls."""
        for arguments, trigger in nightly():
            name = "_" + "-".join(arguments)
            self.scheduler.add_job(self.upkeep, trigger, args=[arguments], id=name, executor="upkeep")

    def crawl(self, name: str) -> None:
        """Crawl one source and log how it ended; nothing when the scheduler is stopping."""
        self._run("crawl", ["crawl", name], self.limit, source=name)

    def upkeep(self, arguments: Sequence[str]) -> None:
        """Run one command of the nightly upkeep and log how it ended; nothing when the scheduler is stopping."""
        self._run("upkeep", arguments, UPKEEP_LIMIT, command=" ".join(arguments))

    def _run(self, event: str, arguments: Sequence[str], limit: timedelta, **names: str) -> None:
        with self._counted():
            if self.stop.is_set():
                return
            log.info(f"{event}_started", **names)
            outcome = run_crawl([*self.command, *arguments], limit.total_seconds(), CHILD_GRACE, self.stop)
        write = log.info if outcome.status == 0 else log.error
        ending, took = str(outcome.ending), round(outcome.seconds, 1)
        write(f"{event}_ended", **names, ending=ending, status=outcome.status, seconds=took)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self.changed:
            self.crawling += 1
        try:
            yield
        finally:
            with self.changed:
                self.crawling -= 1
                self.changed.notify_all()

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether no crawl runs any more within `seconds`."""
        with self.changed:
            return self.changed.wait_for(lambda: self.crawling == 0, timeout=seconds)


def run_scheduler(
    engine: Engine,
    settings: Settings,
    command: Sequence[str],
    *,
    limit: timedelta = LIMIT,
    at_once: int = 2,
    sync_every: timedelta = timedelta(minutes=1),
    now: Clock = utcnow,
) -> None:
    """Run until SIGTERM or SIGINT. Runs `command` + `crawl NAME`, each for `limit` at most, `at_once` at a time.

    Call it from the main thread. Returns within 10 seconds of the signal, with no crawl of its own left running.
    """
    schedule = Schedule(engine, command, limit, at_once, now)
    schedule.synchronise()
    every = IntervalTrigger(seconds=sync_every.total_seconds(), timezone=AMSTERDAM)
    schedule.scheduler.add_job(schedule.synchronise, every, id=PLAN, executor="plan")
    schedule.add_upkeep()
    log.info("scheduler_started", sources=len(schedule.running), home=str(settings.home))
    with _ends_on_signal(schedule):
        schedule.scheduler.start()
        began = time.monotonic()
        idle = schedule.wait_until_idle(STOP_WITHIN)
        log.info("scheduler_stopped", idle=idle, seconds=round(time.monotonic() - began, 1))


@contextmanager
def _ends_on_signal(schedule: Schedule) -> Iterator[None]:
    """Turn SIGTERM and SIGINT into a clean stop, for the time of the block."""

    def ask(number: int, frame: FrameType | None) -> None:
        # Only a flag: the handler may interrupt the scheduler while it holds its locks.
        schedule.stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    threading.Thread(target=_shut_down, args=[schedule], daemon=True).start()
    try:
        yield
    finally:
        schedule.stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def _shut_down(schedule: Schedule) -> None:
    schedule.stop.wait()
    while not schedule.scheduler.running:  # a signal may come before the start
        time.sleep(0.05)
    schedule.scheduler.shutdown(wait=False)
