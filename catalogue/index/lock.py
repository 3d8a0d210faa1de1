"""One writer to the index at a time: two drains that overlap could put an old document over a new one."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, text

# Any numbers, the same in every process: PostgreSQL's advisory locks.
LOCKS = {"index": 7_261_904, "rebuild": 7_261_905}


@contextmanager
def writing(database: Engine, home: Path, what: Literal["index", "rebuild"] = "index") -> Iterator[None]:
    """Wait for and hold the right to write `what`; a process that dies gives it back."""
    if database.dialect.name == "postgresql":
        with database.connect() as connection, connection.begin():
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCKS[what]})"))
            yield
        return
    folder = home / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
