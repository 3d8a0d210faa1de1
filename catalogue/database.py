"""The database: one engine a process, one unit of work at the edge, migrations that processes may ask for at once."""

import fcntl
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, insert, text
from sqlmodel import Session, SQLModel

from catalogue.funding.store import load_shipped
from catalogue.settings import Settings
from catalogue.tables.base import table_of

MIGRATIONS = Path(__file__).parent / "migrations"
STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS  # what JSON has no word for is an error
MIGRATION_LOCK = 7_261_903  # any number, the same in every process: a PostgreSQL advisory lock


def connect(settings: Settings, mapped: bool = True) -> Engine:
    """Engine for `settings.database`; makes the SQLite file's folder. Connects lazily.

    mapped: SQLite reads through a map of its file. Quick for a server; of a process that writes much it would seem to
    grow with the file.
    """
    told: dict[str, Any] = {"json_serializer": packed, "json_deserializer": unpacked}
    if not settings.database.startswith("sqlite"):
        return create_engine(settings.database, pool_pre_ping=True, **told)
    settings.home.mkdir(parents=True, exist_ok=True)
    engine = create_engine(settings.database, connect_args={"timeout": 30, "check_same_thread": False}, **told)
    event.listen(engine, "connect", _tune_sqlite)
    if mapped:
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA mmap_size=1073741824"))
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def packed(value: Any) -> str:
    """JSON for a column: orjson's, five times as fast, and json's for what orjson refuses (half a surrogate pair)."""
    try:
        return orjson.dumps(value, option=STRICT).decode()
    except TypeError:
        return json.dumps(value)


def unpacked(text: str | bytes) -> Any:
    """What `packed` wrote, or an earlier version did."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


@contextmanager
def unit_of_work(engine: Engine) -> Iterator[Session]:
    """The one place that commits: all of the block, or nothing of it when it raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def add_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows with the same keys at once. A column that is left out gets its database default, not the model's."""
    if rows:
        session.execute(insert(table_of(model)), rows)


def add_rows_with_keys(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """As `add_rows`; gives the new `id`s, in the order of the rows."""
    if not rows:
        return []
    key = table_of(model).c.id
    return list(session.scalars(insert(table_of(model)).returning(key, sort_by_parameter_order=True), rows))


def migrate(engine: Engine, home: Path) -> None:
    """Bring the tables, and the funding schemes that are shipped, to today's form. Processes wait for each other."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            with Session(connection) as session:
                load_shipped(session)
                session.commit()
            connection.commit()
