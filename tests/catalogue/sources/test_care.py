"""Opt-out, replay, pruning, links and the scorecard, with the real store on both databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
import zstandard
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue import outbox
from catalogue.crawl import KnowsWishes, Validators
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse, Reading
from catalogue.replay import replay
from catalogue.runs import Door, RunProblem, applying, finish_run, release, start_run
from catalogue.runs.links import dead_links, due_links, note_answer
from catalogue.runs.opted_out import OptedOut, refuse_opted_out, wish_at
from catalogue.runs.pruning import KEPT_DAYS, KEPT_RUNS, prune
from catalogue.runs.store import StoredRun
from catalogue.settings import Settings
from catalogue.snapshots import SnapshotMissing, keep
from catalogue.sources.optout import opt_out
from catalogue.sources.registry import declare
from catalogue.sources.scorecard import scorecard
from catalogue.tables import Course, CourseState, CrawlRun, RawItem, RunPage, RunState, Snapshot, Source
from tests.crawled import crawled
from tests.factories import MOMENT, raw


@pytest.fixture
def door(database: Engine, settings) -> Door:
    return Door(database, settings.home)


def declared(door: Door, name: str = "school", url: str = "https://school.example/") -> Source:
    with unit_of_work(door.engine) as session:
        return declare(session, SourceDeclaration(name=name, format="schema.org", url=url))


@pytest.fixture
def source(door: Door) -> Source:
    return declared(door)


def many(count: int) -> list[RawCourse]:
    return [raw(f"/lassen-{number}") for number in range(count)]


def rows(door: Door, table: type) -> int:
    with Session(door.engine) as session:
        return len(session.exec(select(table)).all())


def titles(door: Door) -> set[str]:
    with Session(door.engine) as session:
        return {course.title for course in session.exec(select(Course))}


def test_an_opt_out_withdraws_at_once_and_is_obeyed_under_every_name(door: Door, source: Source) -> None:
    crawled(door, source, many(4))
    with unit_of_work(door.engine) as session:
        outbox.clear(session, outbox.oldest(session, 100))
        assert opt_out(session, "school", "asked by mail", "command line") == 4
    with Session(door.engine) as session:
        found = session.exec(select(Course)).all()
        assert {(one.state, one.state_reason) for one in found} == {(CourseState.WITHDRAWN, "opted out: asked by mail")}
        assert outbox.waiting(session) == 4
        for other in (source, declared(door, "renamed", "https://www.school.example/cursussen")):
            with pytest.raises(OptedOut, match="asked by mail"):
                refuse_opted_out(session, other)
        refuse_opted_out(session, declared(door, "other", "https://other.example/"))


def test_an_opt_out_withdraws_the_courses_of_every_source_at_the_host(door: Door, source: Source) -> None:
    crawled(door, source, many(4))
    crawled(door, declared(door, "feed", "http://www.school.example:8080/feed"), [raw("/a"), raw("/b")])
    kept = declared(door, "other", "https://other.example/")
    crawled(door, kept, [raw("/c")])
    with unit_of_work(door.engine) as session:
        assert opt_out(session, "school", "asked by mail", "command line") == 6
        active = session.exec(select(Course.source_id).where(Course.state == CourseState.ACTIVE)).all()
    assert active == [kept.id]


def test_an_opt_out_while_a_run_is_applied_is_obeyed_at_its_end(
    door: Door, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, complete = crawled(door, source, many(4), end=False), applying._complete

    def told_meanwhile(*args: Any) -> CrawlRun:
        with unit_of_work(door.engine) as session:
            opt_out(session, "school", "asked by mail", "command line")
            session.exec(select(Course)).all()[0].state = CourseState.ACTIVE  # as a chunk after it does
        return complete(*args)

    monkeypatch.setattr(applying, "_complete", told_meanwhile)
    finish_run(door, run_id)
    with Session(door.engine) as session:
        found = session.exec(select(Course)).all()
    assert {one.state for one in found} == {CourseState.WITHDRAWN}


def test_a_host_that_opted_out_is_known_however_it_is_written(door: Door, source: Source) -> None:
    with unit_of_work(door.engine) as session:
        opt_out(session, "school", "asked by mail", "command line")
        for address in ("https://school.example", "http://WWW.School.example:8080/a", "https://school.example./"):
            assert "asked by mail" in str(wish_at(session, address)), address
        assert wish_at(session, "https://other.example/?school.example") is None
    run = StoredRun(door.engine, door.home, 0, 0)
    assert isinstance(run, KnowsWishes)
    assert "asked by mail" in str(run.unwanted("https://www.school.example/a"))


def test_links_of_an_overview_to_a_provider_that_opted_out_are_not_looked_at(door: Door, source: Source) -> None:
    overview = declared(door, "overview", "https://overview.example/")
    crawled(door, overview, [*many(3), raw("/elders", url="https://www.elders.example/a")])
    with unit_of_work(door.engine) as session:
        assert len(due_links(session, overview)) == 4
        opt_out(session, "school", "asked by mail", "command line")
        assert [url for _, url in due_links(session, overview)] == ["https://www.elders.example/a"]


def test_an_opt_out_is_obeyed_by_runs_that_wait_or_are_under_way(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    waiting, under_way = crawled(door, source, many(2)), crawled(door, source, many(8), end=False)
    with unit_of_work(door.engine) as session:
        opt_out(session, "school", "asked by mail", "command line")
    with pytest.raises(OptedOut, match="asked by mail"):
        release(door, waiting, "editor@example.nl")
    finished = finish_run(door, under_way)
    assert (finished.state, "asked by mail" in str(finished.reasons)) == (RunState.FAILED, True)
    with Session(door.engine) as session:
        assert {one.state for one in session.exec(select(Course))} == {CourseState.WITHDRAWN}


def reader(title: str):  # type: ignore[no-untyped-def]
    def read(body: bytes, url: str, content_type: str, declaration: SourceDeclaration) -> Reading:
        key = url.removeprefix("https://school.example")
        return Reading(courses=(raw(key, title=f"{title} {key[-1]}"),))

    return read


def test_a_replay_shows_what_would_change_and_changes_nothing(door: Door, source: Source) -> None:
    crawled(door, source, many(3))
    before = {table: rows(door, table) for table in (CrawlRun, RunPage, Snapshot, RawItem)}
    found = replay(door, source, reader("Lassen, beter gelezen"))
    assert (found.pages, found.counts, found.run) == (3, {"changed": 3}, None)
    fields = {change.field: (change.before, change.after) for change in found.differences[0].changes}
    assert "Lassen, beter gelezen" in fields["title"][1]
    assert {table: rows(door, table) for table in before} == before
    assert not any("beter gelezen" in title for title in titles(door))


def test_a_replay_is_applied_only_when_asked(door: Door, source: Source) -> None:
    crawled(door, source, many(3))
    found = replay(door, source, reader("Lassen, beter gelezen"), apply=True)
    assert found.run is not None
    assert (found.run.state, found.run.changes) == (RunState.APPLIED, {"changed": 3})
    assert titles(door) == {f"Lassen, beter gelezen {number}" for number in range(3)}


def test_a_replay_that_loses_courses_is_quarantined_as_a_crawl_would_be(door: Door, source: Source) -> None:
    crawled(door, source, many(8))
    found = replay(door, source, lambda *_: Reading(), apply=True)
    assert found.run is not None
    assert found.run.state == RunState.QUARANTINED


def test_a_long_feed_is_replayed_from_disk_in_parts(door: Door, source: Source) -> None:
    crawled(door, source, many(1))

    def parts(file: BinaryIO, url: str, content_type: str, declaration: SourceDeclaration) -> Iterator[Reading]:
        assert file.read() == b"x"
        yield from (Reading(courses=(course,)) for course in many(4))

    assert replay(door, source, reader("unused"), parts).counts == {"new": 3, "same": 1}


def test_a_source_without_an_applied_run_has_nothing_to_replay(door: Door, source: Source) -> None:
    with pytest.raises(RunProblem, match="vakwijzer crawl school"):
        replay(door, source, reader("x"))


def test_pruning_keeps_the_last_runs_the_last_days_and_what_the_next_crawl_asks_for(door: Door, source: Source) -> None:
    for _ in range(KEPT_RUNS + 3):
        crawled(door, source, many(2))
    assert prune(door, source, datetime.now(UTC)).runs == 0
    later = datetime.now(UTC) + timedelta(days=KEPT_DAYS + 1)
    gone = prune(door, source, later)
    assert (gone.runs, gone.snapshots) == (3, 6)
    assert prune(door, source, later).runs == 0
    assert rows(door, CrawlRun) == KEPT_RUNS + 3, "the figures of a run stay"
    run = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source))
    assert run.validators("https://school.example/lassen-0").etag == '"1"'


def test_pruning_deletes_the_bytes_that_no_page_points_to(door: Door, source: Source) -> None:
    crawled(door, source, many(2))
    keep(door.home, b"never pointed to")
    files = lambda: len(list((Path(door.home) / "snapshots").rglob("*.zst")))  # noqa: E731
    assert (files(), prune(door, source, datetime.now(UTC)).bodies) == (2, 0), "what was just stored is left alone"
    assert prune(door, source, datetime.now(UTC) + timedelta(days=2)).bodies == 1
    assert files() == 1


def stored(door: Door) -> list[Path]:
    return sorted((door.home / "snapshots").rglob("*.zst"))


def test_pruning_deletes_what_a_process_that_died_left_half_written(door: Door, source: Source) -> None:
    crawled(door, source, many(2))
    half = stored(door)[0].with_suffix(".123.part")
    half.write_bytes(b"half")
    assert prune(door, source, datetime.now(UTC)).bodies == 0
    assert half.exists(), "it may be being written"
    prune(door, source, datetime.now(UTC) + timedelta(days=2))
    assert not half.exists()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def replaced(path: Path) -> None:
    path.write_bytes(zstandard.compress(b"something else"))


@pytest.mark.parametrize("harm", [emptied, cut, replaced, Path.unlink])
@pytest.mark.parametrize("parts", [None, lambda *_: ()], ids=["page", "feed"])
def test_a_page_whose_bytes_were_harmed_is_named_and_fetched_anew(
    sqlite: Engine, settings: Settings, harm: Callable[[Path], None], parts: Any
) -> None:
    door = Door(sqlite, settings.home)
    source = declared(door)
    crawled(door, source, many(1))
    harm(stored(door)[0])
    with pytest.raises(SnapshotMissing, match="crawl its source again"):
        replay(door, source, reader("x"), parts)
    run = StoredRun(door.engine, door.home, source.id or 0, start_run(door, source))
    assert (run.validators("https://school.example/lassen-0"), run.kept("https://school.example/lassen-0")) == (
        Validators(), None,
    )  # fmt: skip
    crawled(door, source, many(1))
    assert replay(door, source, reader("x")).pages == 1


def test_a_link_is_dead_only_after_misses_on_four_days_in_a_row(door: Door, source: Source) -> None:
    crawled(door, source, many(2))
    with unit_of_work(door.engine) as session:
        (course_id, url), (other, _) = due_links(session, source)
        for day in (0, 0, 0, 1, 2):
            note_answer(session, course_id, url, "http_404", MOMENT + timedelta(days=day))
        assert dead_links(session, source) == []
        assert [key for key, _ in due_links(session, source)] == [other, course_id]
        note_answer(session, course_id, url, "timeout", MOMENT + timedelta(days=3))
        assert [check.url for check in dead_links(session, source)] == [url]
        note_answer(session, course_id, url, "ok", MOMENT + timedelta(days=4))
        assert dead_links(session, source) == []


def test_a_scorecard_tells_how_a_source_is_doing(door: Door, source: Source) -> None:
    with Session(door.engine) as session:
        assert scorecard(session, source, datetime.now(UTC)).state == "never crawled"
    healthy = crawled(door, source, [*many(3), raw("/nieuws", title="Nieuws: wij verhuizen"), raw("/x", prices=())])
    suspect = crawled(door, source, many(1))
    with Session(door.engine) as session:
        card = scorecard(session, source, datetime.now(UTC))
    assert (card.state, card.last_run, card.last_healthy_run, card.waiting) == (
        "quarantined", suspect, healthy, (suspect,),
    )  # fmt: skip
    assert (card.courses, card.hours_since_healthy) == (4, 0)
    assert card.coverage == {"price": 0.75, "start": 1.0, "place": 1.0, "level": 0.0}
