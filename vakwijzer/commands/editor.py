"""`vakwijzer editor …`: accounts of the people who may sign in at `/redactie/`."""

import os
import sys
from typing import Annotated

import typer

from catalogue.accounts import MIN_PASSWORD, InvalidAccount, add_editor
from catalogue.database import unit_of_work
from vakwijzer.context import Stop, open_catalogue, say

PASSWORD_VARIABLE = "VAKWIJZER_EDITOR_PASSWORD"  # noqa: S105 (the variable's name)
app = typer.Typer(no_args_is_help=True, help="Editors' accounts.")


@app.callback()
def editor() -> None:
    """Editors' accounts."""  # with a callback, `add` stays a word of its own while it is the only command


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="The e-mail address to sign in with.")],
    name: Annotated[str | None, typer.Option(help="The name that others see; default: the part before the @.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
) -> None:
    """Add an editor. The password is asked for twice, or read from VAKWIJZER_EDITOR_PASSWORD or stdin."""
    password = _password(password_stdin)
    context = open_catalogue()
    try:
        with unit_of_work(context.database) as session:
            added = add_editor(session, email, name or email.partition("@")[0], password).email
    except InvalidAccount as wrong:
        raise Stop(f"the editor was not added: {wrong}") from wrong
    say(f"editor {added} was added and can sign in at /redactie/")


def _password(from_stdin: bool) -> str:
    """The new password; never from an argument, which other users of the machine can read."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Stop(f"there is no password: use --password-stdin or set {PASSWORD_VARIABLE}")
    prompt = f"Password (at least {MIN_PASSWORD} characters)"
    return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=True))
