"""A desk with work: courses, questions of all kinds, overrides and a long audit record, in a home of its own."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, insert, update
from sqlmodel import Session, col, select

from bench.search.catalogue import TODAY, fill
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.effective import effective_courses
from catalogue.index.documents import documents
from catalogue.index.listing import store
from catalogue.normal import Flag
from catalogue.people.accounts import add_editor
from catalogue.queue.follow import refresh
from catalogue.signals import file_signal
from catalogue.sources.registry import declare
from catalogue.tables import (
    AuditEvent,
    Course,
    CrawlRun,
    DuplicateSuspect,
    LinkCheck,
    Override,
    RunState,
    SearchOpening,
    SignalKind,
    Source,
)  # fmt: skip

EMAIL, PASSWORD = "bench@example.nl", "een-lange-zin-om-te-meten"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
CHUNK = 500
LIVE = 100  # reports, dead links, pairs, late sources: what an installation has on a bad day
FLAG = Flag(reason="price_contradiction", field="price", quote="€ 1.870 ↔ € 1.900").model_dump(mode="json")


def furnish(database: Engine, courses: int, questions: int, overrides: int) -> list[str]:
    """Fill the database; gives the ids of the courses, those with a question first."""
    fill(database, courses)
    with Session(database) as session:
        ids = list(session.exec(select(Course.id).order_by(col(Course.id))))
    for first in range(0, questions, CHUNK):
        _ask(database, ids[first : min(first + CHUNK, questions)])
    _override(database, ids[-overrides:])
    _live(database, ids[questions : questions + 2 * LIVE])
    _list(database, ids)
    return ids


def _list(database: Engine, ids: list[str]) -> None:
    """As the index has followed all of them: what portals' counts read."""
    for first in range(0, len(ids), CHUNK):
        some = ids[first : first + CHUNK]
        with unit_of_work(database) as session:
            docs = [doc for course in effective_courses(session, some) for doc in documents(course, TODAY)]
            store(session, some, docs)


def _ask(database: Engine, ids: list[str]) -> None:
    """Half of them are borderline, half contradict themselves."""
    with unit_of_work(database) as session:
        for number, course in enumerate(session.exec(select(Course).where(col(Course.id).in_(ids)))):
            borderline = number % 2 == 0
            changed: dict[str, Any] = {"technical": None} if borderline else {"flags": [FLAG]}
            course.normal = {**course.normal, **changed}
            course.technical = None if borderline else True
            session.add(course)
        session.flush()
        refresh(session, ids)


def _override(database: Engine, ids: list[str]) -> None:
    """An own title and price each, with the events that making them left."""
    with unit_of_work(database) as session:
        add_editor(session, EMAIL, "Bench", PASSWORD)
        session.flush()
        rows = [
            {"course_id": each, "field": field, "value": value, "reason": "bench", "editor_id": 1, "base": None}
            for each in ids
            for field, value in (("title", f"Lassen {each}"), ("level", 3))
        ]
        session.execute(insert(Override), rows)
        facts = {"actor": EMAIL, "action": "override.set", "before": None, "reason": "bench", "batch": None}
        events = [{**facts, "subject": f"course:{row['course_id']}", "after": row["value"]} for row in rows]
        session.execute(insert(AuditEvent), events)


def _live(database: Engine, ids: list[str]) -> None:
    with unit_of_work(database) as session:
        failing: dict[str, Any] = {"outcome": "http_500", "misses": 4, "checked_at": LONG_AGO}
        for number, (one, other) in enumerate(zip(ids[::2], ids[1::2], strict=True)):
            session.add(LinkCheck(course_id=one, url=f"https://x.example/{number}", **failing))
            session.add(DuplicateSuspect(owner_id=one, other_id=other, likeness=88, doubts=["codes"]))
            session.add(SearchOpening(day=TODAY, search=f"s{number}", course_id=one, openings=3))
            file_signal(session, "nl", SignalKind.WRONG, one, f"klopt niet ({number})", None)
            declare(session, SourceDeclaration(name=f"late-{number}", format="rss", url=f"https://x{number}.example/"))
        session.execute(update(Source).values(created_at=LONG_AGO))
        late = session.exec(select(Source)).all()
        for source in late[:20]:
            facts: dict[str, Any] = {"state": RunState.QUARANTINED, "started_at": LONG_AGO, "reasons": ["few"]}
            session.add(CrawlRun(source_id=source.id or 0, **facts))
