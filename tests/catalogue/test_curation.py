"""Editors' values stay, whatever crawls do, and each change is on record for ever."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from catalogue import outbox
from catalogue.audit.change import CourseNotFound, InvalidOverride
from catalogue.curation import clear_override, hide, set_override, show
from catalogue.database import unit_of_work
from catalogue.editing.course_list import PAGE_SIZE, CourseFilter, CoursePage, Standing, find_courses, standing
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.runs import Door
from catalogue.settings import Settings
from catalogue.tables import AuditEvent, Course, CourseState, Editor, OutboxMark, Override, Source
from tests.crawled import crawled
from tests.factories import add_course, known, price, raw

PRICE = {"cents": 99_000, "vat": "included", "per": "course", "is_from": False}


@pytest.fixture
def editor(database: Engine) -> Editor:
    with unit_of_work(database) as session:
        noor = Editor(email="noor@example.nl", name="Noor", password_hash="x")
        session.add(noor)
    return noor


def change(database: Engine, what: Any, *args: Any) -> None:
    with unit_of_work(database) as session:
        what(session, *args)


def seen(database: Engine, course_id: str) -> EffectiveCourse:
    with Session(database) as session:
        return effective_courses(session, [course_id])[0]


def events(database: Engine) -> Sequence[AuditEvent]:
    with Session(database) as session:
        return session.exec(select(AuditEvent).order_by(AuditEvent.id)).all()


def found(database: Engine, text: str = "", which: CourseFilter = CourseFilter.ALL, page: int = 1) -> CoursePage:
    with Session(database) as session:
        return find_courses(session, text, which, page)


def titles(database: Engine, text: str) -> list[str]:
    return [course.content.title for course in found(database, text).courses]


def ingest(database: Engine, home: Path, **changes: Any) -> None:
    """A later crawl of the same source, through the real store."""
    with unit_of_work(database) as session:
        source = session.exec(select(Source)).one()
    crawled(Door(database, home), source, [raw(**changes)])


def test_an_override_survives_the_next_crawl(database: Engine, settings: Settings, editor: Editor) -> None:
    course_id = add_course(database)
    change(database, set_override, course_id, "title", "Lassen voor beginners", "de titel was vaag", editor)
    change(database, set_override, course_id, "price", PRICE, "gebeld", editor)
    ingest(database, settings.home, title="Nieuwe titel van de bron")
    course = seen(database, course_id)
    with Session(database) as session:
        assert session.get_one(Course, course_id).title == "Nieuwe titel van de bron"
    assert course.content.title == "Lassen voor beginners"
    assert course.content.price is not None
    assert course.content.price.value.cents == 99_000
    assert course.content.price.known == "verified"


def test_a_hidden_course_stays_hidden_after_the_next_crawl(
    database: Engine, settings: Settings, editor: Editor
) -> None:
    course_id = add_course(database)
    change(database, hide, course_id, "dubbel", editor)
    ingest(database, settings.home, title="Lassen, vernieuwd")
    assert not seen(database, course_id).published
    change(database, show, course_id, "toch niet dubbel", editor)
    assert seen(database, course_id).published


def test_a_change_tells_the_index_and_the_record_in_the_same_transaction(database: Engine, editor: Editor) -> None:
    course_id = add_course(database)
    with Session(database) as session:
        outbox.clear(session, outbox.oldest(session, 10))
        session.commit()
        set_override(session, course_id, "level", 3, "staat in de folder", editor)
        assert outbox.waiting(session) == 1
        session.rollback()
        assert outbox.waiting(session) == 0
    assert not events(database)
    change(database, set_override, course_id, "level", 3, "staat in de folder", editor)
    assert len(events(database)) == 1


def test_the_record_says_what_people_saw_before_and_after(database: Engine, editor: Editor) -> None:
    course_id = add_course(database, price=price(1870))
    change(database, set_override, course_id, "price", PRICE, "gebeld", editor)
    change(database, set_override, course_id, "price", None, "toch op aanvraag", editor)
    change(database, clear_override, course_id, "price", "bron is verbeterd", editor)
    first, second, third = events(database)
    crawled = {"field": "price", "value": price(1870).value.model_dump(mode="json"), "own": False}
    assert (first.action, first.subject, first.actor) == ("override.set", f"course:{course_id}", "noor@example.nl")
    assert (first.before, first.after, first.reason) == (crawled, crawled | {"value": PRICE, "own": True}, "gebeld")
    assert second.after == crawled | {"value": None, "own": True}
    assert (third.action, third.after) == ("override.clear", crawled)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("level", "hoog", "wrong_value"),
        ("level", 9, "level_range"),
        ("level", 0, "level_range"),
        ("level", True, "wrong_value"),
        ("price", 1870, "wrong_value"),
        ("price", {"cents": -1, "vat": "included"}, "wrong_value"),
        ("price", {"cents": 100_000_001, "vat": "included"}, "price_range"),
        ("price", {"cents": 1, "vat": "a bit"}, "wrong_value"),
        ("mode", "by pigeon", "wrong_value"),
        ("language", "nederlands", "language_code"),
        ("title", "  ", "title_missing"),
        ("title", None, "wrong_value"),
        ("title", "x" * 301, "too_long"),
        ("description", "x" * 20_001, "too_long"),
        ("description", "nul \x00", "control_characters"),
        ("description", "half \ud800", "control_characters"),
        ("hidden", False, "wrong_value"),
        ("source_key", "other", "unknown_field"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(
    database: Engine, editor: Editor, field: str, value: Any, message: str
) -> None:
    course_id = add_course(database)
    with pytest.raises(InvalidOverride) as refused:
        change(database, set_override, course_id, field, value, "reden", editor)
    assert (refused.value.field, refused.value.message) == (field, message)
    assert not events(database)


@pytest.mark.parametrize(
    ("reason", "message"),
    [(" \n ", "reason_missing"), ("x" * 501, "reason_too_long"), ("nul \x00", "control_characters")],
)
def test_no_change_without_a_reason(database: Engine, editor: Editor, reason: str, message: str) -> None:
    course_id = add_course(database)
    for what, args in ((set_override, ("level", 3)), (hide, ()), (clear_override, ("level",)), (show, ())):
        with pytest.raises(InvalidOverride) as refused:
            change(database, what, course_id, *args, reason, editor)
        assert (refused.value.field, refused.value.message) == ("reason", message)


@pytest.mark.parametrize("course_id", ["nietbestaand", "", "\x00", "' OR 1=1 --"])
def test_an_unknown_course_is_named(database: Engine, editor: Editor, course_id: str) -> None:
    with pytest.raises(CourseNotFound):
        change(database, hide, course_id, "reden", editor)


def test_clearing_what_is_not_set_is_refused(database: Engine, editor: Editor) -> None:
    with pytest.raises(InvalidOverride) as refused:
        change(database, clear_override, add_course(database), "level", "reden", editor)
    assert refused.value.message == "not_set"


def test_two_editors_of_one_field_wait_for_each_other(database: Engine, editor: Editor) -> None:
    course_id = add_course(database)

    def set_level(level: int) -> None:
        change(database, set_override, course_id, "level", level, f"niveau {level}", editor)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(set_level, [1, 2, 3, 4] * 4))
    with Session(database) as session:
        last = session.exec(select(Override)).one()
        assert session.exec(select(OutboxMark)).one().seq == 17
    recorded = events(database)
    assert len(recorded) == 16
    # Each saw what the one before it left: no change was lost unseen.
    assert [event.before["value"] for event in recorded[1:]] == [event.after["value"] for event in recorded[:-1]]
    assert recorded[-1].after["value"] == last.value


@pytest.mark.parametrize("statement", ["UPDATE auditevent SET reason = 'x'", "DELETE FROM auditevent"])
def test_the_record_can_be_neither_changed_nor_deleted(database: Engine, editor: Editor, statement: str) -> None:
    change(database, hide, add_course(database), "dubbel", editor)
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
        connection.execute(text(statement))
    assert [event.reason for event in events(database)] == ["dubbel"]


def test_courses_are_found_by_title_own_title_provider_source_and_id(database: Engine, editor: Editor) -> None:
    first = add_course(database, "school", "/a", title="Lasser MIG/MAG", provider_name="Praktijkhal Oost")
    second = add_course(database, "energie", "/b", title="Zonnepanelen")
    change(database, set_override, second, "title", "Zonnepanelen: één dag", "duidelijker", editor)
    assert titles(database, "mig/mag") == ["Lasser MIG/MAG"]
    assert titles(database, "één dag") == ["Zonnepanelen: één dag"]
    assert titles(database, "hal oost") == ["Lasser MIG/MAG"]
    assert titles(database, "ENERG") == ["Zonnepanelen: één dag"]
    assert titles(database, first) == ["Lasser MIG/MAG"]
    assert titles(database, "\x00") == ["Lasser MIG/MAG", "Zonnepanelen: één dag"]
    assert titles(database, "nergens") == []


def test_percent_underscore_and_backslash_are_letters_like_others(database: Engine) -> None:
    for key, title in (("/a", "100% praktijk"), ("/b", "1000 dingen"), ("/c", "c_sharp"), ("/d", "cisharp \\ x/y")):
        add_course(database, key=key, title=title)
    assert titles(database, "0%") == ["100% praktijk"]
    assert titles(database, "c_s") == ["c_sharp"]
    assert titles(database, "\\") == ["cisharp \\ x/y"]
    assert titles(database, "x/y") == ["cisharp \\ x/y"]


def test_each_filter_gives_exactly_the_courses_of_that_standing(database: Engine, editor: Editor) -> None:
    crawled = {True: known(True), False: known(False), None: None}
    ids = [
        add_course(database, source, f"/{source}-{value}-{own}-{hidden}-{state}", technical=crawled[value])
        for source in ("school", "nieuw") for value in (True, False, None)
        for own in ("bare", True, False, None) for hidden in (True, False) for state in ("active", "withdrawn")
    ]  # fmt: skip
    with unit_of_work(database) as session:
        session.exec(select(Source).where(Source.name == "nieuw")).one().approved = False
        for course in session.exec(select(Course)).all():
            _, _, own, hidden, state = course.source_key.split("-")
            course.state = CourseState(state)
            if own != "bare":
                value = {"True": True, "False": False, "None": None}[own]
                session.add(Override(course_id=course.id, field="technical", value=value, reason="r", editor_id=1))
            if hidden == "True":
                hide(session, course.id, "r", editor)
    ids.append(add_course(database, "overzicht", "/x-None-bare-False-active", technical=known(True)))
    with unit_of_work(database) as session:
        session.get_one(Course, ids[-1]).duplicate_of = ids[0]
    everything = [course for page in (1, 2) for course in found(database, page=page).courses]
    assert sorted(course.id for course in everything) == sorted(ids)
    for each in Standing:
        expected = sorted(course.id for course in everything if standing(course) is each)
        assert expected, each
        got = found(database, which=CourseFilter(each))
        assert sorted(course.id for course in got.courses) == expected, each
        assert got.total == len(expected)


def test_the_list_is_paged_and_a_page_too_far_is_the_last(database: Engine) -> None:
    for number in range(PAGE_SIZE + 1):
        add_course(database, key=f"/{number}", title=f"Cursus {number:03}")
    assert [len(found(database, page=page).courses) for page in (1, 2)] == [PAGE_SIZE, 1]
    last = found(database, page=10**30)
    assert (last.page, last.pages, last.total) == (2, 2, PAGE_SIZE + 1)
    assert [course.content.title for course in last.courses] == [f"Cursus {PAGE_SIZE:03}"]
    assert found(database, page=-1).page == 1
