"""What did not change costs nothing; what is one course stays one; what goes has a reason. On both databases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

import catalogue.runs.plan as planning
from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.declaration import Expectations, SourceDeclaration
from catalogue.effective import effective_courses
from catalogue.raw import RawCourse, RawPlace, RawSession, Reading
from catalogue.runs import Door, fail_run, finish_run, start_run
from catalogue.runs.reasons import stored
from catalogue.runs.store import StoredRun
from catalogue.sources.registry import declare
from catalogue.tables import AuditEvent, Course, CourseState, CrawlRun, RunPage, RunState, Source
from tests.crawled import crawled, page
from tests.factories import MOMENT, raw


@pytest.fixture
def door(database: Engine, settings) -> Door:
    return Door(database, settings.home)


def school(door: Door, **changes: object) -> Source:
    values = {"name": "school", "format": "schema.org", "url": "https://school.example/", **changes}
    with unit_of_work(door.engine) as session:
        return declare(session, SourceDeclaration.model_validate(values))


@pytest.fixture
def source(door: Door) -> Source:
    return school(door)


def many(count: int, **changes: object) -> list[RawCourse]:
    return [raw(f"/lassen-{number}", **changes) for number in range(count)]


def feed(door: Door, source: Source, courses: Sequence[RawCourse], body: bytes = b"x") -> CrawlRun:
    """One run in which one page gives all courses."""
    run_id = start_run(door, source)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id)
    run.fetched(page("https://school.example/feed", body))
    run.read("https://school.example/feed", Reading(courses=tuple(courses)))
    return finish_run(door, run_id)


def reasons(door: Door, run_id: int) -> list[str]:
    return [str(reason) for reason in stored(run_of(door, run_id).reasons)]


def run_of(door: Door, run_id: int) -> CrawlRun:
    with Session(door.engine) as session:
        return session.get_one(CrawlRun, run_id)


def courses(door: Door) -> dict[str, Course]:
    with Session(door.engine) as session:
        return {course.source_key: course for course in session.exec(select(Course))}


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    told: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement.lower())

    event.listen(engine, "before_cursor_execute", listen)
    yield told
    event.remove(engine, "before_cursor_execute", listen)


def test_an_unchanged_offer_is_neither_normalised_nor_written_nor_indexed(
    door: Door, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawled(door, source, many(5))
    with unit_of_work(door.engine) as session:
        outbox.clear(session, outbox.oldest(session, 100))
    monkeypatch.setattr(planning, "normalise", None)
    with statements(door.engine) as told:
        run_id = crawled(door, source, many(5))
    assert run_of(door, run_id).changes == {"same": 5}
    # One statement mends misses wherever there are some; it names no course and matches no row here.
    written = [one for one in told if one.startswith(("insert into course", "update course ", "delete from course"))]
    assert written == [one for one in written if "misses" in one and "set misses" in one]
    with Session(door.engine) as session:
        assert outbox.waiting(session) == 0


def test_an_unchanged_course_says_when_it_was_last_seen(door: Door, source: Source) -> None:
    crawled(door, source, many(4))
    last = run_of(door, crawled(door, source, many(4)))
    with Session(door.engine) as session:
        seen = effective_courses(session, [courses(door)["/lassen-0"].id])[0]
    assert seen.checked_at == last.started_at
    assert courses(door)["/lassen-0"].checked_at < last.started_at


def test_words_that_mean_something_else_tomorrow_are_read_again_tomorrow(door: Door, source: Source) -> None:
    # Three courses: of a handful the judge does not mind that their start is lost.
    assert crawled_on(door, source, MOMENT) == {"new": 3}
    assert crawled_on(door, source, MOMENT + timedelta(hours=1)) == {"same": 3}
    assert crawled_on(door, source, MOMENT + timedelta(days=120)) == {"changed": 3}


def crawled_on(door: Door, source: Source, moment: datetime) -> dict[str, int]:
    run_id = crawled(door, source, many(3, sessions=(RawSession(start_text="start 12 januari"),)), end=False)
    with unit_of_work(door.engine) as session:
        session.get_one(CrawlRun, run_id).started_at = moment
    return finish_run(door, run_id).changes


def test_another_declaration_is_another_meaning(door: Door, source: Source) -> None:
    bare = many(4, sessions=())
    crawled(door, source, bare)
    run_id = crawled(door, school(door, province="Drenthe", provider="School"), bare)
    assert run_of(door, run_id).changes == {"changed": 4}


def test_the_courses_own_page_wins_over_a_list(door: Door, source: Source) -> None:
    run_id = start_run(door, source)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id)
    listed, own = raw("/a", title="Lassen (lijst)"), raw("/a", title="Lassen voor beginners")
    for url, one in (("https://school.example/lijst", listed), ("https://www.school.example/a/", own)):
        run.fetched(page(url))
        run.read(url, Reading(courses=(one,)))
    finish_run(door, run_id)
    assert courses(door)["/a"].title == "Lassen voor beginners"


def started(key: str, start: str, place: str = "Arnhem", title: str = "Lasopleiding niveau 1") -> RawCourse:
    return raw(key, title=title, sessions=(RawSession(start_text=start, place=RawPlace(locality=place)),))


def test_sessions_of_one_course_are_one_course(door: Door, source: Source) -> None:
    feed(door, source, [started("/1", "2027-02-09"), started("/2", "2027-03-09"), started("/3", "2027-04-13")])
    assert [len(course.normal["sessions"]) for course in courses(door).values()] == [3]


def test_other_levels_and_places_are_other_courses(door: Door, source: Source) -> None:
    other = [started("/2", "2027-03-09", "Zwolle"), started("/3", "2027-03-09", title="Lasopleiding niveau 2")]
    feed(door, source, [started("/1", "2027-02-09"), *other])
    assert set(courses(door)) == {"/1", "/2", "/3"}


def test_a_course_keeps_its_id_when_its_sessions_come_and_go(door: Door, source: Source) -> None:
    feed(door, source, [started("/1", "2027-02-09"), started("/2", "2027-03-09")])
    before = courses(door)
    feed(door, source, [started("/2", "2027-03-09"), started("/3", "2027-04-13")])
    assert list(courses(door)) == list(before) == ["/1"]
    feed(door, source, [started("/3", "2027-04-13")])
    assert [len(course.normal["sessions"]) for course in courses(door).values()] == [1]
    assert list(courses(door)) == ["/1"]


def test_a_course_that_is_none_any_more_is_withdrawn_at_once_with_the_reason(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    crawled(door, source, [raw("/lassen-0", expires_text="2020-01-01"), *many(8)[1:]])
    gone = courses(door)["/lassen-0"]
    assert gone.state == CourseState.WITHDRAWN
    assert gone.state_reason == "expired: the source's own last day of validity has passed"
    assert events(door, gone.id) == [("crawler", "course.withdraw", gone.state_reason)]


def test_each_withdrawal_and_return_is_on_record_with_its_reason(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    for _ in range(3):
        crawled(door, source, many(8)[1:])
    crawled(door, source, many(8))
    told = events(door, courses(door)["/lassen-0"].id)
    assert [(actor, action) for actor, action, _ in told] == [
        ("crawler", "course.withdraw"),
        ("crawler", "course.restore"),
    ]
    assert told[0][2] == "missing from 3 healthy runs in a row"


def events(door: Door, course_id: str) -> list[tuple[str, str, str | None]]:
    with Session(door.engine) as session:
        query = select(AuditEvent).where(AuditEvent.subject == f"course:{course_id}").order_by(col(AuditEvent.id))
        return [(one.actor, one.action, one.reason) for one in session.exec(query)]


def test_a_run_that_loses_its_prices_waits_for_an_editor(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    run_id = crawled(door, source, many(8, prices=()))
    assert run_of(door, run_id).state == RunState.QUARANTINED
    assert reasons(door, run_id) == ["0% of the courses have a price, where 100% is usual"]
    assert courses(door)["/lassen-0"].price_cents == 187_000


def test_walls_are_named_and_make_a_run_wait(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    run_id = crawled(door, source, many(8)[:6], end=False)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id)
    for number in (6, 7):
        run.fetched(page(f"https://school.example/lassen-{number}", b"<html><h1>Inloggen</h1></html>"))
        run.read(f"https://school.example/lassen-{number}", Reading())
    finish_run(door, run_id)
    assert reasons(door, run_id) == ["2 of 8 pages are a wall (2 x wall_login)"]


def test_a_declared_expectation_holds_from_the_first_run_on(door: Door) -> None:
    source = school(door, expectations=Expectations(min_courses=10, coverage={"level": 0.5}))
    run_id = crawled(door, source, many(4))
    assert reasons(door, run_id) == [
        "4 courses, where the declaration expects at least 10",
        "0% of the courses have a level, where the declaration expects 50%",
    ]
    assert courses(door) == {}


def test_pages_are_written_together_and_none_is_lost_at_the_end(door: Door, source: Source) -> None:
    run = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source), batch=3)
    for course in many(4):
        run.fetched(page(course.url))
        run.read(course.url, Reading(courses=(course,), links=("https://school.example/next",)))
    with Session(door.engine) as session:
        assert len(session.exec(select(RunPage)).all()) == 3
    run.flush()
    finish_run(door, run.run_id)
    assert len(courses(door)) == 4
    later = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source))
    assert later.links(many(4)[3].url) == ("https://school.example/next",)


def test_the_store_knows_what_it_kept_of_a_page_when_and_where_it_led(door: Door, source: Source) -> None:
    url, further = "https://school.example/cursussen", "https://school.example/cursussen/a"
    run = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source))
    assert (run.kept(url), run.links(url), run.fetched_at(url)) == (None, (), None)
    run.fetched(page(url, b"<a href=/cursussen/a>A</a>"))
    run.read(url, Reading(links=(further,)))
    run.fetched(page(further))  # fetched, and not read when the process was ended
    later = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source))
    assert later.kept(url) == page(url, b"<a href=/cursussen/a>A</a>")
    assert (later.links(url), later.fetched_at(url)) == ((further,), MOMENT)
    assert (later.kept(further), later.fetched_at(further)) == (None, None)
    for file in (door.home / "snapshots").rglob("*.zst"):
        file.unlink()
    assert later.kept(url) is None


def test_a_run_goes_on_where_a_killed_one_stopped_and_nowhere_else(door: Door, source: Source) -> None:
    def begun() -> StoredRun:
        return StoredRun(door.engine, door.home, source.id or 0, start_run(door, source))

    killed = begun()
    assert killed.resumes() is None
    began = run_of(door, killed.run_id).started_at
    assert begun().resumes() == began
    fail_run(door, crawled(door, source, many(2), end=False), "broken off: shutdown")
    assert begun().resumes() == began, "a large site takes several runs"
    crawled(door, source, many(4))
    assert begun().resumes() is None
    crawled(door, source, many(4))
    with unit_of_work(door.engine) as session:  # a replay that was killed: it fetched nothing
        session.add(CrawlRun(source_id=source.id or 0, started_at=MOMENT, decided_by="replay of run 7"))
    assert begun().resumes() is None
    fail_run(door, crawled(door, source, many(2), end=False), "no answer from https://school.example/")
    assert begun().resumes() is None
