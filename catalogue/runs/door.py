"""Where runs live, and one process at a time for each source."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from catalogue.locks import held
from catalogue.tables import CrawlRun, Source

SOURCE_LOCKS = 7_261_906  # any number, the same in every process: the family of PostgreSQL's advisory locks


class RunProblem(Exception):
    """Something about a run that a person must know; the text says what to do."""


class SourceHeld(RunProblem):
    """Another process works on the source."""


@dataclass(frozen=True)
class Door:
    """Where runs live: the database and the home of the snapshots."""

    engine: Engine
    home: Path


@contextmanager
def source_lock(door: Door, name: str) -> Iterator[None]:
    """Hold the source for this process; a killed process cannot leave it held. Raises `SourceHeld` when another has it.

    On PostgreSQL it is held among all machines, otherwise among the processes that share the home.
    """
    shared = door.engine.dialect.name == "postgresql"
    with _in_database(door, name) if shared else held(door.home, name) as mine:
        if not mine:
            raise SourceHeld(f"source '{name}' is being crawled already: wait until that run ends")
        yield


@contextmanager
def _in_database(door: Door, name: str) -> Iterator[bool]:
    """By a connection of its own, outside any transaction: a crawl may take hours."""
    what = {"family": SOURCE_LOCKS, "name": name}
    with door.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        mine = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:family, hashtext(:name))"), what))
        try:
            yield mine
        finally:
            if mine:
                connection.execute(text("SELECT pg_advisory_unlock(:family, hashtext(:name))"), what)


def key_of(row: Source | CrawlRun) -> int:
    """The key of a stored row."""
    if row.id is None:
        raise RunProblem("a row without a key was never stored")
    return row.id
