"""How long a whole index takes beside the engine alone, and how long an edit waits meanwhile."""

import statistics
import threading
import time
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from bench.search.catalogue import TODAY
from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.index.client import ensure_index, finish, open_client
from catalogue.index.documents import documents
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.rebuild import Pace, chunks, rebuild
from catalogue.index.schema import PRIMARY_KEY, SETTINGS
from catalogue.tables import Course

PACES = {
    "all at once": Pace(),
    "10,000 at a time, awaited": Pace(10_000, waits=True),
    "2,000 at a time, awaited": Pace(2_000, waits=True),
}


def bare_indexing(database: Engine, address: EngineAddress) -> float:
    """Seconds in which the engine alone takes the same documents, all sent at once."""
    with Session(database) as session:
        batches = [b"\n".join(d.line() for c in part for d in documents(c, TODAY)) for part in chunks(session)]
    with open_client(address) as client:
        ensure_index(client, "bare", SETTINGS, PRIMARY_KEY)
        started = time.perf_counter()
        finish(client, [client.index("bare").add_documents_ndjson(batch) for batch in batches])
        seconds = time.perf_counter() - started
        finish(client, [client.delete_index("bare")])
    return seconds


def rebuilding(database: Engine, home: Path, address: EngineAddress, pace: Pace) -> float:
    """Seconds of a whole rebuild, from the database to the swap."""
    started = time.perf_counter()
    rebuild(database, home, address, TODAY, pace=pace)
    return time.perf_counter() - started


def with_edits(database: Engine, home: Path, address: EngineAddress, pace: Pace) -> tuple[float, list[float]]:
    """The same while somebody edits: seconds of the rebuild, and of each edit until it was found."""
    waits: list[float] = []
    over = threading.Event()
    editor = threading.Thread(target=lambda: _edit(database, home, address, over, waits))
    editor.start()
    seconds = rebuilding(database, home, address, pace)
    over.set()
    editor.join()
    return seconds, waits


def _edit(database: Engine, home: Path, address: EngineAddress, over: threading.Event, waits: list[float]) -> None:
    with Session(database) as session:
        ids = session.exec(select(Course.id).limit(1)).all()
    while not over.wait(1):
        with unit_of_work(database) as unit:
            outbox.mark(unit, ids)
        started = time.perf_counter()
        drain(database, home, address, TODAY)
        waits.append(time.perf_counter() - started)


def told(seconds: float, waits: list[float], bare: float) -> str:
    """One line of the trade-off."""
    middle, longest = statistics.median(waits or [0]), max(waits or [0])
    return f"{seconds:.0f} s = {seconds / bare:.2f}; edits {middle:.1f} s, {longest:.1f} s"
