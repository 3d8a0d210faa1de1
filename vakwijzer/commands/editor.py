"""`vakwijzer editor …`: accounts of the people who may sign in at `/redactie/`."""

import os
import sys
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from catalogue.accounts import MIN_PASSWORD, InvalidAccount, add_editor
from catalogue.database import connect, migrate, unit_of_work
from catalogue.settings import Settings

PASSWORD_VARIABLE = "VAKWIJZER_EDITOR_PASSWORD"  # noqa: S105 (the variable's name)
app = typer.Typer(help="Editors' accounts.", no_args_is_help=True)


@app.callback()
def editor() -> None:
    """Editors' accounts."""


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="The e-mail address to sign in with.")],
    name: Annotated[str | None, typer.Option(help="The name that others see; default: the part before the @.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
) -> None:
    """Add an editor. The password is asked for twice, or read from VAKWIJZER_EDITOR_PASSWORD or stdin."""
    password = _password(password_stdin)
    engine = _database()
    try:
        with unit_of_work(engine) as session:
            added = add_editor(session, email, name or email.partition("@")[0], password).email
    except InvalidAccount as error:
        raise _give_up(f"Not added: {error}.") from error
    except SQLAlchemyError as error:
        raise _give_up(f"Not added: the database refused ({error}). Try again.") from error
    typer.echo(f"Added {added}. Sign in at /redactie/.")


def _password(from_stdin: bool) -> str:
    """The new password; never from an argument, which other users of the machine can read."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise _give_up(f"No password: use --password-stdin or set {PASSWORD_VARIABLE}.")
    prompt = f"Password (at least {MIN_PASSWORD} characters)"
    return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=True))


def _database() -> Engine:
    try:
        settings = Settings()
        engine = connect(settings)
        migrate(engine, settings.home)
    except ValidationError as error:
        raise _give_up(f"A setting is wrong: {error.errors()[0]['msg']}. Correct it and try again.") from error
    except (SQLAlchemyError, OSError) as error:
        raise _give_up(f"The database cannot be opened ({error}). Check DATABASE_URL and VAKWIJZER_HOME.") from error
    return engine


def _give_up(message: str) -> typer.Exit:
    """One line on stderr, and exit status 1 for the caller to raise."""
    typer.echo(" ".join(message.split()), err=True)
    return typer.Exit(1)
