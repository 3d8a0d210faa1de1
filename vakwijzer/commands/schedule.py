"""`vakwijzer schedule`: the one process that starts crawls at their time."""

import sys

import structlog
import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database import connect, migrate
from catalogue.settings import Settings
from scheduler import run_scheduler

log = structlog.get_logger()
# The same interpreter and the same installed command, wherever they are.
COMMAND = (sys.executable, "-c", "from vakwijzer.cli import main; main()")


def schedule() -> None:
    """Crawl each source at its own time, until Ctrl-C or SIGTERM. Run one of these processes, not more."""
    try:
        settings = Settings()
        engine = connect(settings)
        migrate(engine, settings.home)
    except ValidationError as error:
        raise _give_up(f"A setting is wrong: {error.errors()[0]['msg']}. Correct it and start again.") from error
    except (SQLAlchemyError, OSError) as error:
        raise _give_up(f"The database cannot be opened ({error}). Check DATABASE_URL and VAKWIJZER_HOME.") from error
    run_scheduler(engine, settings, COMMAND)


def _give_up(message: str) -> typer.Exit:
    typer.echo(" ".join(message.split()), err=True)
    return typer.Exit(1)
