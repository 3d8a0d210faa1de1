"""What most commands begin with: settings, an open and migrated database; and how they end when something is wrong."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from alembic.util import CommandError
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database import connect, migrate
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress, engine
from catalogue.runs import Door
from catalogue.settings import Settings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WIDE = 200  # columns where nobody watches: a table must not be cut
notes = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else WIDE)


class Stop(Exception):
    """Ends a command with one line that names the thing and says what to do; exit status 1."""


@dataclass(frozen=True)
class Context:
    """Settings with the database they name."""

    settings: Settings
    database: Engine

    @property
    def door(self) -> Door:
        """Where runs live."""
        return Door(self.database, self.settings.home)

    def drain(self, address: EngineAddress) -> int:
        """Bring the index up with the database."""
        return drain(self.database, self.settings.home, address, today())


def today() -> date:
    """Today in the Netherlands."""
    return datetime.now(AMSTERDAM).date()


def read_settings() -> Settings:
    """Settings from the environment, or a line that names the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as wrong:
        lines = (f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in wrong.errors())
        raise Stop("; ".join(lines)) from wrong


def open_catalogue(mapped: bool = True) -> Context:
    """Settings and a database brought to today's form. mapped: see `connect`."""
    settings = read_settings()
    try:
        database = connect(settings, mapped)
        migrate(database, settings.home)
    except OperationalError as down:
        reason = str(down.orig).strip().splitlines()[0]
        raise Stop(f"the database does not open ({reason}): correct DATABASE_URL or VAKWIJZER_HOME") from down
    except CommandError as newer:
        raise Stop(f"the database was made by another version ({newer}): upgrade this installation") from newer
    except OSError as refused:
        raise Stop(f"cannot write in {settings.home} ({refused.strerror}): set VAKWIJZER_HOME") from refused
    return Context(settings, database)


@contextmanager
def open_engine(context: Context) -> Iterator[EngineAddress]:
    """The engine for as long as the block runs. Raises `EngineUnavailable`, which `main` turns into a line."""
    with engine(context.settings) as address:
        yield address


def say(line: str) -> None:
    """A line for the person, on standard error."""
    notes.print(line, soft_wrap=True, markup=False)


def show_json(value: Any) -> None:
    """`value` for a program, on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def stop(line: str) -> NoReturn:
    """End the command with this line."""
    notes.print(f"vakwijzer: {line}", soft_wrap=True, markup=False)
    raise typer.Exit(1)
