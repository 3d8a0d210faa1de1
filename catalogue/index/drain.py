"""Bring the marked courses into the index.

Marks are read, documents sent, the tasks' results awaited, then the marks cleared. A crash at any point repeats
work and loses none: sending a document again is harmless, and a mark that rose meanwhile stays. The listing follows in
the same step; alone while the engine is away.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from meilisearch import Client
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.index import listing
from catalogue.index.changes import follow
from catalogue.index.client import TaskFailed, ensure_index, finish, open_client
from catalogue.index.documents import CourseDocument, day_number, documents
from catalogue.index.engine import EngineAddress, EngineUnavailable
from catalogue.index.lock import writing
from catalogue.index.recipe import renew
from catalogue.index.schema import INDEX, PRIMARY_KEY, SETTINGS
from catalogue.queue import follow as queue

MOST_HELD = 1_000_000  # documents of one batch; a course has one for each of its places
BATCH = 1000  # courses per round; small rounds keep an edit's wait short


def drain(
    database: Engine, home: Path, address: EngineAddress, today: date, progress: Callable[[int], None] | None = None
) -> int:
    """Index all marked courses; gives how many. Raises `EngineUnavailable` or `TaskFailed`; marks then stay."""
    with writing(database, home):
        try:
            return _drain(database, address, today, progress)
        except (EngineUnavailable, TaskFailed):
            while _list_batch(database, today):
                pass
            raise


def _drain(database: Engine, address: EngineAddress, today: date, progress: Callable[[int], None] | None) -> int:
    drained = 0
    with open_client(address) as engine:
        if ensure_index(engine, INDEX, SETTINGS, PRIMARY_KEY):
            renew(database, engine)
        _mark_begun(database, engine, today)
        while count := _drain_batch(database, engine, today):
            drained += count
            if progress:
                progress(drained)
    return drained


def _drain_batch(database: Engine, engine: Client, today: date) -> int:
    with Session(database, expire_on_commit=False) as session:
        marks = outbox.oldest(session, BATCH)
        ids = [mark.course_id for mark in marks]
        courses = effective_courses(session, ids)
        docs = _documents(courses, today)
    if not marks:
        return 0
    send(engine, INDEX, ids, docs)
    with unit_of_work(database) as session:
        follow(session, ids, docs)
        listing.store(session, ids, docs)
        queue.refresh(session, ids, courses)
        outbox.clear(session, marks)
    return len(marks)


def _list_batch(database: Engine, today: date) -> int:
    with unit_of_work(database) as session:
        marks = outbox.unlisted(session, BATCH)
        ids = [mark.course_id for mark in marks]
        listing.store(session, ids, _documents(effective_courses(session, ids), today))
        for mark in marks:
            mark.listed = mark.seq
    return len(marks)


def _documents(courses: Sequence[EffectiveCourse], today: date) -> list[CourseDocument]:
    return [doc for course in courses for doc in documents(course, today)]


def send(engine: Client, uid: str, course_ids: Sequence[str], docs: Sequence[CourseDocument]) -> None:
    """Put `docs` in the index and take out whatever else it holds of these courses."""
    index = engine.index(uid)
    of_these = f"courseId IN [{_quoted(course_ids)}]"
    held = index.get_documents({"filter": of_these, "fields": ["id"], "limit": MOST_HELD})
    tasks = [index.add_documents_ndjson(b"\n".join(doc.line() for doc in docs))] if docs else []
    if {str(doc.id) for doc in held.results} - {doc.id for doc in docs}:  # mostly none: a task saved is half the wait
        now = _quoted(sorted({doc.version for doc in docs}))
        tasks.append(index.delete_documents(filter=f"{of_these} AND version NOT IN [{now}]" if docs else of_these))
    finish(engine, tasks)


def _quoted(values: Sequence[str]) -> str:
    return ",".join(f'"{value}"' for value in values)


def _mark_begun(database: Engine, engine: Client, today: date) -> None:
    """Mark the courses whose next start has passed: they have another one now, or none."""
    passed = {"filter": f"nextStart < {day_number(today)}", "limit": BATCH, "attributesToRetrieve": ["courseId"]}
    hits = engine.index(INDEX).search("", {**passed, "distinct": "courseId"})["hits"]
    if hits:
        with unit_of_work(database) as session:
            outbox.mark(session, [hit["courseId"] for hit in hits])
