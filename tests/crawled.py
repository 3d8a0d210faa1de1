"""A crawl without a network: pages handed to the real store, judged and applied by the real rules."""

from collections.abc import Sequence

from catalogue.crawl import Fetched, Validators
from catalogue.raw import RawCourse, Reading
from catalogue.runs import Door, finish_run, start_run
from catalogue.runs.store import StoredRun
from catalogue.tables import Source
from tests.factories import MOMENT


def page(url: str, body: bytes = b"x", kind: str = "text/html") -> Fetched:
    """An answer with a validator."""
    return Fetched(url, url, 200, kind, body, MOMENT, Validators(etag='"1"'))


def crawled(
    door: Door, source: Source, courses: Sequence[RawCourse], gone: Sequence[str] = (), end: bool = True
) -> int:
    """One run in which each course has its own page; gives its number. `gone`: pages that answered 404."""
    run_id = start_run(door, source)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id)
    for course in courses:
        run.fetched(page(course.url))
        run.read(course.url, Reading(courses=(course,)))
    for url in gone:
        run.failed(url, "http_404", "Not Found", 404)
    if end:
        finish_run(door, run_id)
    return run_id
