"""Tables and migrations, the same on SQLite and PostgreSQL."""

import threading
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import StatementError
from sqlmodel import Session, select

from catalogue.database import connect, migrate, packed, unit_of_work, unpacked
from catalogue.settings import Settings
from catalogue.tables import Source, metadata


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(database: Engine, settings: Settings) -> None:
    before = inspect(database).get_table_names()
    migrate(database, settings.home)
    assert inspect(database).get_table_names() == before


def test_processes_that_migrate_at_once_wait_for_each_other(settings: Settings) -> None:
    problems: list[BaseException] = []

    def run() -> None:
        try:
            migrate(connect(settings), settings.home)
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert "course" in inspect(connect(settings)).get_table_names()


def test_a_unit_of_work_is_stored_whole_or_not_at_all(database: Engine) -> None:
    def fail_half_way() -> None:
        with unit_of_work(database) as session:
            session.add(Source(name="half", declaration={}))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with Session(database) as session:
        assert session.exec(select(Source)).all() == []


def test_times_keep_their_zone_and_naive_ones_are_refused(database: Engine) -> None:
    moment = datetime(2027, 2, 9, 8, 30, tzinfo=UTC)
    with unit_of_work(database) as session:
        session.add(Source(name="zoned", declaration={"umlaut": "é"}, created_at=moment))
    with Session(database) as session:
        source = session.exec(select(Source)).one()
        assert source.created_at == moment
        assert source.declaration == {"umlaut": "é"}
    with pytest.raises(StatementError, match="needs a zone"), unit_of_work(database) as session:
        session.add(Source(name="naive", declaration={}, created_at=datetime(2027, 2, 9)))


def test_sqlite_writes_ahead_and_keeps_foreign_keys(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


ODD = ["naïef €", "\u2028", 1 << 70, 0.1, None, True, {"leeg": {}}]


def test_json_comes_back_as_it_went_in_also_what_orjson_refuses(database: Engine) -> None:
    with unit_of_work(database) as session:
        session.add(Source(name="odd", declaration={"words": ODD}))
    with Session(database) as session:
        assert session.exec(select(Source)).one().declaration == {"words": ODD}
    assert unpacked(packed(["half \ud800"])) == ["half \ud800"]
    with pytest.raises(TypeError):
        packed({"day": datetime(2027, 1, 12, tzinfo=UTC)})


def test_a_process_that_writes_much_does_not_map_the_file_that_grows(settings: Settings) -> None:
    mapped, plain = (connect(settings, choice) for choice in (True, False))
    sizes = []
    for engine in (mapped, plain):
        with engine.connect() as connection:
            sizes.append(connection.execute(text("PRAGMA mmap_size")).scalar_one())
    assert sizes[0] > 0
    assert sizes[1] == 0
