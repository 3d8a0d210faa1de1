"""What overrides and the audit record cost a crawl: the same run stored with editors' work on it, and without.

Measured from the last page to the end of what follows in the database: plan, judge, apply, the courses as people see
them, and the questions asked anew. The engine's part is left out; it is the same and would hide the difference.

Processor time of pairs of crawls, by turns with editors' work in the first and in the second: what else the machine
does weighs on both, and what a run leaves behind for the next falls on either in turn.
"""

import gc
import statistics
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, delete, insert
from sqlmodel import Session, col, select

from catalogue.crawl import Fetched, Validators
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.effective import effective_courses
from catalogue.queue.follow import refresh
from catalogue.raw import RawCourse, RawPlace, RawPrice, RawSession, Reading
from catalogue.runs import Door, finish_run, start_run
from catalogue.runs.store import BATCH, StoredRun
from catalogue.sources.registry import declare
from catalogue.tables import AuditEvent, Course, Override, Source, utcnow

COURSES = 1000
EDITED = 0.1  # share of the courses with two own values each
PAIRS = 20
STARTS = 28  # days of the month that the starts go round
CHUNK = 200


def crawl_cost(database: Engine, home: Path) -> None:
    """Print the processor seconds of a crawl that changes every course, without and with editors' work."""
    door = Door(database, home)
    with unit_of_work(database) as session:
        declaration = SourceDeclaration(name="cost", format="schema.org", url="https://cost.example/")
        source = declare(session, declaration)
    numbers = count()
    _crawl(door, source, next(numbers))  # the first run stores, the others change
    _crawl(door, source, next(numbers))
    pairs = [_pair(door, source, numbers, turn % 2 == 0) for turn in range(PAIRS)]
    more = sorted((other - one) / one for one, other in pairs)
    one, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"  a crawl that changes {COURSES} courses: {one:.2f} s without editors' work, {other:.2f} s with own values")
    print(f"  on {EDITED:.0%} of them: {statistics.median(more):+.1%} at the median of {PAIRS} pairs", end="")
    print(f" (half of them between {more[PAIRS // 4]:+.1%} and {more[-1 - PAIRS // 4]:+.1%})", flush=True)


def _pair(door: Door, source: Source, numbers: Iterator[int], edited_first: bool) -> tuple[float, float]:
    """Seconds of a crawl without editors' work and of one with it."""
    seconds = dict[bool, float]()
    for edited in (edited_first, not edited_first):
        _edit(door.engine, source, edited)
        seconds[edited] = _crawl(door, source, next(numbers))
    return seconds[False], seconds[True]


def _crawl(door: Door, source: Source, number: int) -> float:
    """Processor seconds of what follows the last page."""
    run_id = start_run(door, source)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id, batch=BATCH)
    for each in range(COURSES):
        course = _course(each, number)
        run.fetched(_page(course.url, number, utcnow()))
        run.read(course.url, Reading(courses=(course,)))
    run.flush()
    gc.collect()  # what the pages left is not this part's
    began = time.process_time()
    done = finish_run(door, run_id)
    assert done.state in ("applied", "quarantined"), done.reasons
    ids = _ids(door.engine, source)
    for first in range(0, len(ids), CHUNK):
        with unit_of_work(door.engine) as session:
            some = ids[first : first + CHUNK]
            refresh(session, some, effective_courses(session, some))
    return time.process_time() - began


def _ids(database: Engine, source: Source) -> list[str]:
    with Session(database) as session:
        return list(session.exec(select(Course.id).where(Course.source_id == source.id).order_by(col(Course.id))))


def _edit(database: Engine, source: Source, edited: bool) -> None:
    """Take editors' work on the source's courses away, or put it there."""
    ids = _ids(database, source)
    few = ids[: int(len(ids) * EDITED)]
    with unit_of_work(database) as session:
        session.execute(delete(Override).where(col(Override.course_id).in_(ids)))
        if edited:
            own = {"reason": "bench", "editor_id": 1, "base": None}
            values = (("level", 3), ("title", "Lassen met een eigen titel"))
            rows = [{**own, "course_id": one, "field": field, "value": value} for one in few for field, value in values]
            session.execute(insert(Override), rows)
            facts = {"actor": "bench", "action": "override.set", "before": None, "after": 3, "reason": "b"}
            session.execute(insert(AuditEvent), [{**facts, "subject": f"course:{one}", "batch": None} for one in few])


def _page(url: str, number: int, at: datetime) -> Fetched:
    return Fetched(url, url, 200, "text/html", f"{url} {number}".encode(), at, Validators())


def _course(each: int, number: int) -> RawCourse:
    """Another price and start in each run: what changes most."""
    return RawCourse(
        source_key=f"/{each}",
        url=f"https://cost.example/{each}",
        node_type="Course",
        title=f"Lasopleiding niveau {each}",
        description=f"Je leert lassen met MIG/MAG in onze werkplaats, groep {each}.",
        prices=(RawPrice(text=f"€ {1000 + number},- excl. btw"),),
        sessions=(RawSession(start_text=f"2027-01-{1 + number % STARTS:02}", place=RawPlace(locality="Arnhem")),),
    )
