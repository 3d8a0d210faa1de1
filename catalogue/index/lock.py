"""One writer to the index at a time: two drains that overlap could put an old document over a new one."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

INDEX_LOCK = 7_261_904  # any number, the same in every process: a PostgreSQL advisory lock


@contextmanager
def writing(database: Engine, home: Path) -> Iterator[None]:
    """Wait for and hold the right to write; a process that dies gives it back."""
    if database.dialect.name == "postgresql":
        with database.connect() as connection, connection.begin():
            connection.execute(text(f"SELECT pg_advisory_xact_lock({INDEX_LOCK})"))
            yield
        return
    folder = home / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "index.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
