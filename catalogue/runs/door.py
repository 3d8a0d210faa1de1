"""Where runs live, and one process at a time for each source."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from catalogue.tables import CrawlRun, Source


class RunProblem(Exception):
    """Something about a run that a person must know; the text says what to do."""


@dataclass(frozen=True)
class Door:
    """Where runs live: the database and the home of the snapshots."""

    engine: Engine
    home: Path


@contextmanager
def source_lock(home: Path, name: str) -> Iterator[None]:
    """Hold the source for this process; a killed process cannot leave it held. Raises `RunProblem` when it is held."""
    folder = home / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise RunProblem(f"source '{name}' is being crawled already: wait until that run ends") from busy
        yield


def key_of(row: Source | CrawlRun) -> int:
    """The key of a stored row."""
    if row.id is None:
        raise RunProblem("a row without a key was never stored")
    return row.id
