"""Fill a fresh index from the database, settings first, then swap it in. Searches go on meanwhile."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from meilisearch import Client
from meilisearch.models.task import TaskInfo
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.index.client import ensure_index, finish, open_client
from catalogue.index.documents import documents
from catalogue.index.engine import EngineAddress
from catalogue.index.lock import writing
from catalogue.index.schema import FRESH_INDEX, INDEX, PRIMARY_KEY, SETTINGS
from catalogue.tables import Course

CHUNK = 1000


def rebuild(
    database: Engine, home: Path, address: EngineAddress, today: date, progress: Callable[[int], None] | None = None
) -> int:
    """Index every course anew; gives how many were read. A failed rebuild leaves the live index as it was.

    Changes made meanwhile keep their marks and follow with the next drain.
    """
    with writing(database, home), open_client(address) as engine:
        ensure_index(engine, INDEX, SETTINGS, PRIMARY_KEY)
        _drop_fresh(engine)
        ensure_index(engine, FRESH_INDEX, SETTINGS, PRIMARY_KEY)
        count = _fill(database, engine, today, progress)
        finish(engine, [engine.swap_indexes([{"indexes": [INDEX, FRESH_INDEX], "rename": False}])])
        _drop_fresh(engine)
    return count


def _drop_fresh(engine: Client) -> None:
    if any(index.uid == FRESH_INDEX for index in engine.get_indexes({"limit": 1000})["results"]):
        finish(engine, [engine.delete_index(FRESH_INDEX)])


def _fill(database: Engine, engine: Client, today: date, progress: Callable[[int], None] | None) -> int:
    tasks: list[TaskInfo] = []
    count = 0
    with Session(database) as session:
        for courses in chunks(session):
            docs = [doc.payload() for course in courses for doc in documents(course, today)]
            if docs:
                tasks.append(engine.index(FRESH_INDEX).add_documents(docs))
            count += len(courses)
            if progress:
                progress(count)
    finish(engine, tasks)
    return count


def chunks(session: Session) -> Iterator[Sequence[EffectiveCourse]]:
    """All courses in the order of their ids, `CHUNK` at a time, without holding them all."""
    last = ""
    while ids := session.exec(select(Course.id).where(col(Course.id) > last).order_by(Course.id).limit(CHUNK)).all():
        yield effective_courses(session, ids)
        session.expunge_all()
        last = ids[-1]
