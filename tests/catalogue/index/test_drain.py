"""The index follows the database: with the real engine, and with the database of both kinds."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, delete, select

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.effective import effective_courses
from catalogue.index.check import check
from catalogue.index.client import TaskFailed, client
from catalogue.index.documents import documents
from catalogue.index.drain import drain, send
from catalogue.index.engine import EngineAddress, EngineUnavailable
from catalogue.index.rebuild import Pace, rebuild
from catalogue.index.recipe import RECIPES, follow_version
from catalogue.index.schema import FRESH_INDEX, INDEX
from catalogue.tables import Course, CourseState, Editor, Listing, Override
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, ZWOLLE, add_course, content, known, session

pytestmark = pytest.mark.engine


def held(address: EngineAddress) -> dict[str, str]:
    found = client(address).index(INDEX).get_documents({"limit": 1000})
    return {document.id: document.card["title"] for document in found.results}


def rewrite(database: Engine, course_id: str, **changes: object) -> None:
    with unit_of_work(database) as unit:
        course = unit.get_one(Course, course_id)
        course.normal = content(course.source_key, **changes).model_dump(mode="json")
        outbox.mark(unit, [course_id])


def test_marked_courses_are_found_and_the_marks_are_gone(
    database: Engine, tmp_path: Path, address: EngineAddress
) -> None:
    course = add_course(database)
    assert drain(database, tmp_path, address, TODAY) == 1
    assert list(held(address)) == [f"{course}-0"]
    with Session(database) as unit:
        assert outbox.waiting(unit) == 0
    assert check(database, address, TODAY).agrees


def test_a_course_has_one_document_per_place_and_none_that_it_left(
    sqlite: Engine, tmp_path: Path, address: EngineAddress
) -> None:
    course = add_course(sqlite, sessions=(session("2027-02-09", ARNHEM), session("2027-03-01", ZWOLLE)))
    drain(sqlite, tmp_path, address, TODAY)
    assert sorted(held(address)) == [f"{course}-0", f"{course}-1"]
    rewrite(sqlite, course, sessions=(session("2027-03-01", ROTTERDAM),))
    drain(sqlite, tmp_path, address, TODAY)
    assert sorted(held(address)) == [f"{course}-0"]
    assert check(sqlite, address, TODAY).agrees


def test_a_withdrawn_a_hidden_and_a_non_technical_course_leave_the_index(
    sqlite: Engine, tmp_path: Path, address: EngineAddress
) -> None:
    withdrawn, hidden, other = (add_course(sqlite, key=key) for key in ("/a", "/b", "/c"))
    drain(sqlite, tmp_path, address, TODAY)
    assert len(held(address)) == 3
    with unit_of_work(sqlite) as unit:
        unit.get_one(Course, withdrawn).state = CourseState.WITHDRAWN
        editor = Editor(email="e@example.nl", name="E", password_hash="x")
        unit.add(editor)
        unit.flush()
        unit.add(Override(course_id=hidden, field="hidden", value=True, reason="test", editor_id=editor.id))
        outbox.mark(unit, [withdrawn, hidden])
    rewrite(sqlite, other, technical=known(False))
    drain(sqlite, tmp_path, address, TODAY)
    assert held(address) == {}


def test_a_change_made_during_a_drain_keeps_its_mark(sqlite: Engine) -> None:
    course = add_course(sqlite)
    with Session(sqlite, expire_on_commit=False) as unit:
        read = outbox.oldest(unit, 10)
    with unit_of_work(sqlite) as unit:
        outbox.mark(unit, [course])
    with unit_of_work(sqlite) as unit:
        outbox.clear(unit, read)
        assert outbox.waiting(unit) == 1


def test_documents_sent_twice_are_there_once(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> None:
    course = add_course(sqlite)
    drain(sqlite, tmp_path, address, TODAY)
    with Session(sqlite) as unit:
        docs = documents(effective_courses(unit, [course])[0], TODAY)
    send(client(address), INDEX, [course], docs)
    assert len(held(address)) == 1


def test_a_task_that_fails_raises_and_keeps_the_marks(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> None:
    engine = client(address)
    engine.delete_index(INDEX)
    engine.wait_for_task(engine.create_index(INDEX, {"primaryKey": "no_such_field"}).task_uid)
    add_course(sqlite)
    with pytest.raises(TaskFailed):
        drain(sqlite, tmp_path, address, TODAY)
    with Session(sqlite) as unit:
        assert outbox.waiting(unit) == 1
    engine.wait_for_task(engine.delete_index(INDEX).task_uid)


def test_an_engine_that_is_down_is_named_and_the_marks_stay(sqlite: Engine, tmp_path: Path) -> None:
    add_course(sqlite)
    with pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1:9"):
        drain(sqlite, tmp_path, EngineAddress("http://127.0.0.1:9", "k"), TODAY)
    with Session(sqlite) as unit:
        assert outbox.waiting(unit) == 1


def test_a_rebuild_swaps_in_exactly_what_the_database_holds(
    database: Engine, tmp_path: Path, address: EngineAddress
) -> None:
    for number in range(5):
        add_course(database, key=f"/{number}")
    drain(database, tmp_path, address, TODAY)
    client(address).index(INDEX).delete_all_documents()
    with unit_of_work(database) as unit:
        unit.execute(delete(Listing))
    assert rebuild(database, tmp_path, address, TODAY) == 5
    assert check(database, address, TODAY).agrees
    with Session(database) as unit:
        assert len(unit.exec(select(Listing)).all()) == 5
    assert FRESH_INDEX not in [index.uid for index in client(address).get_indexes()["results"]]


def test_an_edit_during_a_rebuild_is_in_the_index_before_and_after_the_swap(
    database: Engine, tmp_path: Path, address: EngineAddress
) -> None:
    course = add_course(database)
    drain(database, tmp_path, address, TODAY)

    def edit(_read: int) -> None:
        rewrite(database, course, title="Nieuw")
        assert drain(database, tmp_path, address, TODAY) == 1
        assert held(address) == {f"{course}-0": "Nieuw"}

    rebuild(database, tmp_path, address, TODAY, edit, Pace(1, waits=True))
    assert held(address) == {f"{course}-0": "Nieuw"}
    assert check(database, address, TODAY).agrees


def test_check_names_what_is_missing_stale_and_extra(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> None:
    ids = [add_course(sqlite, key=f"/{n}") for n in range(3)]
    drain(sqlite, tmp_path, address, TODAY)
    engine = client(address)
    tasks = [engine.index(INDEX).delete_document(f"{ids[0]}-0")]
    tasks.append(engine.index(INDEX).update_documents([{"id": f"{ids[1]}-0", "version": "old"}]))
    tasks.append(engine.index(INDEX).add_documents([{"id": "stray-0", "courseId": "stray", "version": "x"}]))
    for task in tasks:
        engine.wait_for_task(task.task_uid)
    found = check(sqlite, address, TODAY)
    assert (found.missing, found.stale, found.extra) == ((f"{ids[0]}-0",), (f"{ids[1]}-0",), ("stray-0",))


def test_a_start_that_has_passed_is_replaced_by_the_next(
    sqlite: Engine, tmp_path: Path, address: EngineAddress
) -> None:
    add_course(sqlite, sessions=(session("2026-12-01", ARNHEM), session("2027-03-01", ARNHEM)))
    drain(sqlite, tmp_path, address, TODAY)
    later = TODAY.replace(year=2027, month=1, day=5)
    assert drain(sqlite, tmp_path, address, later) == 1
    assert drain(sqlite, tmp_path, address, later) == 0
    assert check(sqlite, address, later).agrees


def test_an_index_of_another_version_is_noticed_and_follows(
    database: Engine, tmp_path: Path, address: EngineAddress
) -> None:
    add_course(database)
    drain(database, tmp_path, address, TODAY)
    follow_version(database, address)
    drain(database, tmp_path, address, TODAY)
    assert follow_version(database, address) == 0, "this version made it"
    engine = client(address)
    old = [{"id": INDEX, "recipe": "of another version"}]
    engine.wait_for_task(engine.index(RECIPES).add_documents(old).task_uid)
    assert not check(database, address, TODAY).agrees
    assert follow_version(database, address) == 1
    assert drain(database, tmp_path, address, TODAY) == 1
    assert check(database, address, TODAY).agrees


def test_an_engine_that_lost_its_data_is_filled_again(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> None:
    course = add_course(sqlite)
    drain(sqlite, tmp_path, address, TODAY)
    engine = client(address)
    for uid in (INDEX, RECIPES):
        engine.wait_for_task(engine.delete_index(uid).task_uid)
    assert drain(sqlite, tmp_path, address, TODAY) == 1
    assert list(held(address)) == [f"{course}-0"]


def test_what_a_rebuild_made_is_of_this_version(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> None:
    add_course(sqlite)
    drain(sqlite, tmp_path, address, TODAY)
    rebuild(sqlite, tmp_path, address, TODAY)
    assert check(sqlite, address, TODAY).same_version
    assert follow_version(sqlite, address) == 0
