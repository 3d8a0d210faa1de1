"""What all tables share: names for constraints, UTC times, JSON that keeps its order."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, MetaData, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

# Alembic can only alter a constraint that has a name; SQLite gives none by itself.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata
metadata.naming_convention = NAMING
Json = JSON


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored as UTC on every database (SQLite drops zones). Raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the zone back where the database lost it."""
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


def utcnow() -> datetime:
    """Now, in UTC; the only clock, for callers at the edge to read and pass down."""
    return datetime.now(UTC)


class _Word(TypeDecorator[StrEnum]):
    """A member of `one_of`, stored as its word; a word of a newer version stays as it is."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum], length: int) -> None:
        super().__init__(length)
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """As SQLAlchemy calls it."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """As SQLAlchemy calls it."""
        return self.kind._value2member_map_.get(value, value)


def one_of(kind: type[StrEnum], length: int) -> Any:
    """The type of a column that holds one of these words: what is read is the member, not a plain text like it."""
    return _Word(kind, length)


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model: written to without the model, which costs several times as much for each row."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def insert_into(session: Session, model: type[SQLModel]) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, for this database."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table_of(model))
