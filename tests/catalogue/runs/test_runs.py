"""The life of runs, with the real store on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.sql import Insert
from sqlmodel import Session, select

from catalogue import outbox
from catalogue.crawl import Validators
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse, Reading, Refusal
from catalogue.runs import Door, RunProblem, finish_run, mend, reject, release, source_lock, start_run
from catalogue.runs.reasons import stored
from catalogue.runs.store import StoredRun
from catalogue.sources.registry import declare
from catalogue.tables import Course, CourseState, CrawlRun, Override, Provider, RunState, Source
from tests.crawled import crawled, page
from tests.factories import MOMENT, raw


@pytest.fixture
def door(database: Engine, settings) -> Door:
    return Door(database, settings.home)


@pytest.fixture
def source(database: Engine) -> Source:
    with unit_of_work(database) as session:
        return declare(session, SourceDeclaration(name="school", format="schema.org", url="https://school.example/"))


def courses(door: Door) -> dict[str, Course]:
    with Session(door.engine) as session:
        return {course.source_key: course for course in session.exec(select(Course))}


def reasons(door: Door, run_id: int) -> list[str]:
    return [str(reason) for reason in stored(run_of(door, run_id).reasons)]


def run_of(door: Door, run_id: int) -> CrawlRun:
    with Session(door.engine) as session:
        return session.get_one(CrawlRun, run_id)


def many(count: int) -> list[RawCourse]:
    return [raw(f"/lassen-{number}") for number in range(count)]


def test_a_healthy_run_stores_its_courses_and_marks_them_for_the_index(door: Door, source: Source) -> None:
    run_id = crawled(door, source, many(4))
    assert run_of(door, run_id).state == RunState.APPLIED
    assert run_of(door, run_id).changes == {"new": 4}
    with Session(door.engine) as session:
        assert outbox.waiting(session) == 4


def test_a_second_run_with_nothing_changed_marks_nothing(door: Door, source: Source) -> None:
    crawled(door, source, many(4))
    with unit_of_work(door.engine) as session:
        outbox.clear(session, outbox.oldest(session, 100))
    run_id = crawled(door, source, many(4))
    assert run_of(door, run_id).changes == {"same": 4}
    with Session(door.engine) as session:
        assert outbox.waiting(session) == 0


def test_an_unchanged_page_carries_its_courses_over(door: Door, source: Source) -> None:
    crawled(door, source, many(3))
    run_id = start_run(door, source)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id)
    for course in many(3):
        assert run.validators(course.url).etag == '"1"'
        assert run.unchanged(course.url, MOMENT)
    finish_run(door, run_id)
    assert run_of(door, run_id).changes == {"same": 3}


def test_a_page_fetched_but_never_read_gives_no_validators(door: Door, source: Source) -> None:
    run = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source))
    run.fetched(page("https://school.example/a"))
    again = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source))
    assert again.validators("https://school.example/a") == Validators()
    assert not again.unchanged("https://school.example/a", MOMENT)


def test_a_killed_run_changes_no_course_and_is_closed_by_the_next(door: Door, source: Source) -> None:
    crawled(door, source, many(4))
    killed = crawled(door, source, [], end=False)
    crawled(door, source, many(4))
    assert run_of(door, killed).state == RunState.FAILED
    assert all(course.state == CourseState.ACTIVE and course.misses == 0 for course in courses(door).values())


def test_a_run_killed_while_applying_is_applied_again(door: Door, source: Source) -> None:
    run_id = crawled(door, source, many(4), end=False)
    with unit_of_work(door.engine) as session:
        session.get_one(CrawlRun, run_id).state = RunState.APPLYING
    mend(door, source)
    assert run_of(door, run_id).state == RunState.APPLIED
    assert len(courses(door)) == 4


def test_a_suspect_run_is_quarantined_and_the_last_good_data_stays(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    before = courses(door)
    run_id = crawled(door, source, many(2))
    assert run_of(door, run_id).state == RunState.QUARANTINED
    assert reasons(door, run_id) == ["6 of 8 courses offered before are missing"]
    assert courses(door) == before


def test_a_released_run_is_applied_and_a_rejected_one_is_not(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    rejected = crawled(door, source, many(2))
    reject(door, rejected, "editor@example.nl")
    assert run_of(door, rejected).state == RunState.REJECTED
    released = crawled(door, source, many(2))
    assert release(door, released, "editor@example.nl").changes["missed"] == 6
    with pytest.raises(RunProblem, match="only a quarantined run"):
        release(door, released, "editor@example.nl")


def test_a_run_is_not_released_while_its_source_is_crawled(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    waiting = crawled(door, source, many(2))
    with source_lock(door, "school"), pytest.raises(RunProblem, match="being crawled already"):
        release(door, waiting, "editor@example.nl")
    assert run_of(door, waiting).state == RunState.QUARANTINED
    assert release(door, waiting, "editor@example.nl").state == RunState.APPLIED


def test_older_data_never_overwrites_newer(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    older = crawled(door, source, [raw("/lassen-0", title="Oude lasopleiding")])
    crawled(door, source, many(8))
    release(door, older, "editor@example.nl")
    assert courses(door)["/lassen-0"].title == "Lasopleiding lassen-0"
    assert all(course.misses == 0 for course in courses(door).values())


def test_a_course_is_withdrawn_after_three_healthy_misses_with_a_reason(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    for expected in (CourseState.ACTIVE, CourseState.ACTIVE, CourseState.WITHDRAWN):
        crawled(door, source, many(8)[1:])
        assert courses(door)["/lassen-0"].state == expected
    assert courses(door)["/lassen-0"].state_reason == "missing from 3 healthy runs in a row"


def test_a_course_whose_page_is_gone_twice_is_withdrawn(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    for _ in range(2):
        crawled(door, source, many(8)[1:], gone=["https://school.example/lassen-0"])
    assert courses(door)["/lassen-0"].state == CourseState.WITHDRAWN
    assert "http_404" in (courses(door)["/lassen-0"].state_reason or "")


def test_a_page_that_failed_says_nothing_of_its_course(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    run_id = start_run(door, source)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id)
    for course in many(8)[1:]:
        run.unchanged(course.url, MOMENT)
    run.failed("https://school.example/lassen-0", "timeout", "no answer in 30 s")
    finish_run(door, run_id)
    assert run_of(door, run_id).state == RunState.APPLIED
    assert courses(door)["/lassen-0"].misses == 0


def with_a_bad_page(door: Door, source: Source, body: bytes, *refusals: Refusal) -> None:
    """Eight courses of which the page of the first is now this."""
    run = StoredRun(door.engine, door.home, source.id or 0, run_id := start_run(door, source))
    for course in many(8)[1:]:
        run.fetched(page(course.url))
        run.read(course.url, Reading(courses=(course,)))
    run.fetched(page("https://school.example/lassen-0", body))
    run.read("https://school.example/lassen-0", Reading(refusals=refusals))
    finish_run(door, run_id)
    assert run_of(door, run_id).state == RunState.APPLIED


CAPTCHA = b"<title>Just a moment...</title><p>Verify you are human</p>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [(CAPTCHA, None), (b"x", "feed_truncated"), (b"x", "json_ld_broken"), (b"", "not_html")],
    ids=["wall", "half a feed", "broken script", "nothing"],
)
def test_a_page_that_is_none_says_nothing_of_its_course(
    door: Door, source: Source, body: bytes, reason: str | None
) -> None:
    crawled(door, source, many(8))
    for _ in range(4):
        with_a_bad_page(door, source, body, *([Refusal(reason=reason, where="x")] if reason else []))
    course = courses(door)["/lassen-0"]
    assert (course.state, course.misses) == (CourseState.ACTIVE, 0)


def test_a_page_that_says_it_is_not_found_or_holds_no_course_is_heard(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    gone = b"<title>Pagina niet gevonden</title><h1>404</h1>"
    with_a_bad_page(door, source, gone, Refusal(reason="no_structured_data", where="x"))
    assert courses(door)["/lassen-0"].misses == 1


def test_the_next_crawl_asks_of_the_page_and_not_of_the_wall_that_stood_before_it(door: Door, source: Source) -> None:
    address = "https://school.example/lassen-0"
    crawled(door, source, many(8))
    first = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source)).kept(address)
    with_a_bad_page(door, source, CAPTCHA)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id := start_run(door, source))
    assert run.kept(address) == first
    for course in many(8):
        run.unchanged(course.url, MOMENT)
    finish_run(door, run_id)
    assert run_of(door, run_id).changes == {"same": 8}


def test_a_course_that_returns_keeps_its_id_and_its_overrides(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    first = courses(door)["/lassen-0"].id
    add_override(door, first)
    for _ in range(3):
        crawled(door, source, many(8)[1:])
    run_id = crawled(door, source, many(8))
    assert run_of(door, run_id).changes["restored"] == 1
    assert courses(door)["/lassen-0"].id == first
    with Session(door.engine) as session:
        assert session.exec(select(Override).where(Override.course_id == first)).one().value == "Eigen titel"


def add_override(door: Door, course_id: str) -> None:
    from catalogue.tables import Editor

    with unit_of_work(door.engine) as session:
        editor = Editor(email="e@example.nl", name="E", password_hash="x")
        session.add(editor)
        session.flush()
        session.add(Override(course_id=course_id, field="title", value="Eigen titel", reason="r", editor_id=editor.id))


def test_two_processes_never_crawl_one_source_at_once(door: Door) -> None:
    with source_lock(door, "school"):
        with pytest.raises(RunProblem, match="being crawled already"), source_lock(door, "school"):
            pass
        with source_lock(door, "other"):
            pass
    with source_lock(door, "school"):
        pass


def test_machines_that_share_a_database_never_crawl_one_source_at_once(postgresql: Engine, tmp_path: Path) -> None:
    here, there = Door(postgresql, tmp_path / "here"), Door(postgresql, tmp_path / "there")
    with source_lock(here, "school"), pytest.raises(RunProblem, match="already"), source_lock(there, "school"):
        pass


def test_two_sources_may_bring_one_new_provider_at_the_same_moment(door: Door, source: Source) -> None:
    waiting = [Provider(slug="school-voor-techniek", name="School voor Techniek")]

    def elsewhere(connection: Connection, statement: object, *_: object) -> None:
        if waiting and isinstance(statement, Insert) and statement.table.name == "provider":
            with unit_of_work(door.engine) as session:
                session.add(waiting.pop())

    event.listen(door.engine, "before_execute", elsewhere)
    run_id = crawled(door, source, [raw(f"/{one}", provider_name="School voor Techniek") for one in "abcd"])
    assert run_of(door, run_id).changes == {"new": 4}
    with Session(door.engine) as session:
        assert len(session.exec(select(Provider)).all()) == 1


def test_two_items_with_one_key_are_one_course_and_a_named_refusal(door: Door, source: Source) -> None:
    run_id = start_run(door, source)
    run = StoredRun(door.engine, door.home, source.id or 0, run_id)
    run.fetched(page("https://school.example/feed"))
    run.read("https://school.example/feed", Reading(courses=(raw("/a"), raw("/a", title="Anders"), raw("/b"))))
    finish_run(door, run_id)
    assert set(courses(door)) == {"/a", "/b"}
