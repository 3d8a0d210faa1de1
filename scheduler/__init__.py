"""One APScheduler process that starts crawls as subprocesses, from a schedule that lives in the database."""

from scheduler.process import run_scheduler

__all__ = ["run_scheduler"]
