"""Fill a fresh index from the database, settings first, then swap it in. Searches and edits go on meanwhile."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from meilisearch import Client
from meilisearch.models.task import TaskInfo
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.index import listing
from catalogue.index.client import ensure_index, finish, open_client
from catalogue.index.documents import documents
from catalogue.index.drain import BATCH, send
from catalogue.index.engine import EngineAddress
from catalogue.index.lock import writing
from catalogue.index.recipe import note
from catalogue.index.schema import FRESH_INDEX, INDEX, PRIMARY_KEY, SETTINGS
from catalogue.tables import Course, CourseChange, utcnow

CHUNK = 5000  # courses read at a time
CLOCKS = timedelta(minutes=1)  # how far the clocks of two machines may lie apart
TASK_SECONDS = 3 * 3600  # one task of the engine; it takes what waits for it together


@dataclass(frozen=True)
class Pace:
    """`chunk` courses are sent at a time; `waits`: the next ones only when the engine has taken them.

    Waiting lets edits through sooner and makes the whole longer: docs/decisions/0016.
    """

    chunk: int = CHUNK
    waits: bool = False


def rebuild(
    database: Engine,
    home: Path,
    address: EngineAddress,
    today: date,
    progress: Callable[[int], None] | None = None,
    pace: Pace = Pace(),
) -> int:
    """Index every course anew; gives how many were read. A failed rebuild leaves the live index as it was.

    Changes go on into the live index; those that were followed meanwhile are put into the fresh one before the swap.
    """
    with writing(database, home, "rebuild"), open_client(address) as engine:
        with writing(database, home):
            ensure_index(engine, INDEX, SETTINGS, PRIMARY_KEY)
        _drop_fresh(engine)
        ensure_index(engine, FRESH_INDEX, SETTINGS, PRIMARY_KEY)
        begun = utcnow() - CLOCKS
        with _fewer_collections():
            count = _fill(database, engine, today, progress, pace)
        with writing(database, home):
            _catch_up(database, engine, begun, today)
            finish(engine, [engine.swap_indexes([{"indexes": [INDEX, FRESH_INDEX], "rename": False}])])
            note(engine)
        _drop_fresh(engine)
    return count


def _drop_fresh(engine: Client) -> None:
    if any(index.uid == FRESH_INDEX for index in engine.get_indexes({"limit": 1000})["results"]):
        finish(engine, [engine.delete_index(FRESH_INDEX)])


def _fill(database: Engine, engine: Client, today: date, progress: Callable[[int], None] | None, pace: Pace) -> int:
    tasks: list[TaskInfo] = []
    count = 0
    with Session(database) as session:
        for courses in chunks(session, pace.chunk):
            docs = [doc for course in courses for doc in documents(course, today)]
            if docs:
                tasks.append(engine.index(FRESH_INDEX).add_documents_ndjson(b"\n".join(doc.line() for doc in docs)))
            with unit_of_work(database) as unit:
                listing.store(unit, [course.id for course in courses], docs)
            if pace.waits:
                finish(engine, tasks[-1:], TASK_SECONDS)
            count += len(courses)
            if progress:
                progress(count)
    finish(engine, tasks, TASK_SECONDS)
    return count


def _catch_up(database: Engine, engine: Client, since: datetime, today: date) -> None:
    """Put what the live index followed since then into the fresh one: it may have been read before that."""
    with unit_of_work(database) as session:
        ids = session.exec(select(CourseChange.course_id).where(CourseChange.at >= since)).all()
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            docs = [doc for course in effective_courses(session, some) for doc in documents(course, today)]
            send(engine, FRESH_INDEX, some, docs)
            listing.store(session, some, docs)
        listing.drop_strays(session)


def chunks(session: Session, size: int = CHUNK) -> Iterator[Sequence[EffectiveCourse]]:
    """All courses in the order of their ids, `size` at a time, without holding them all."""
    last = ""
    while ids := session.exec(select(Course.id).where(col(Course.id) > last).order_by(Course.id).limit(size)).all():
        yield effective_courses(session, ids)
        session.expunge_all()
        last = ids[-1]


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Millions of objects come and go here; looking for cycles among them would take a third of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
