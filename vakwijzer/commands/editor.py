"""`vakwijzer editor …`: accounts of the people who may sign in at `/redactie/`."""

import os
import sys
from typing import Annotated

import typer
from sqlmodel import Session

from catalogue.account_care import access_of, all_accounts, drop_second_factor, give_password
from catalogue.accounts import MIN_PASSWORD, InvalidAccount, add_editor, find_account
from catalogue.attempts import Attempts, failures, for_account
from catalogue.database import unit_of_work
from catalogue.portals import all_portals
from catalogue.tables import Role
from search_api.editor.sessions import secret_of
from vakwijzer.context import Stop, open_catalogue, say, show_json

PASSWORD_VARIABLE = "VAKWIJZER_EDITOR_PASSWORD"  # noqa: S105 (the variable's name)
COMMAND_LINE = "command line"
app = typer.Typer(no_args_is_help=True, help="Editors' accounts.")


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="The e-mail address to sign in with.")],
    name: Annotated[str | None, typer.Option(help="The name that others see; default: the part before the @.")] = None,
    role: Annotated[
        Role | None, typer.Option(help="Default: administrator for the first account, editor for the others.")
    ] = None,
    portal: Annotated[list[str] | None, typer.Option(help="Slug of a portal to work for; default: all.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
) -> None:
    """Add an editor. The password is asked for twice, or read from VAKWIJZER_EDITOR_PASSWORD or stdin."""
    password = _password(password_stdin)
    context = open_catalogue()
    try:
        with unit_of_work(context.database) as session:
            _known_portals(session, portal or [])
            given = role or (Role.EDITOR if all_accounts(session) else Role.ADMINISTRATOR)
            who = name or email.partition("@")[0]
            added = add_editor(session, email, who, password, role=given, portals=portal).email
    except InvalidAccount as wrong:
        raise Stop(f"the editor was not added: {wrong}") from wrong
    say(f"{given} {added} was added and can sign in at /redactie/")


@app.command()
def reset(email: Annotated[str, typer.Argument(help="The e-mail address of the account.")]) -> None:
    """Help somebody back in: a new password to replace at sign-in, no second factor, no lock. Prints the password."""
    context = open_catalogue()
    with unit_of_work(context.database) as session:
        editor = find_account(session, email)
        if editor is None:
            raise Stop(f"there is no account {email}: `vakwijzer editor list` shows them")
        drop_second_factor(session, editor, COMMAND_LINE, None)
        given = give_password(session, editor, COMMAND_LINE, None)
        locks = failures(editor.email), for_account(editor.email)
    Attempts(context.database, secret_of(context.settings)).forget(*locks)
    say(f"{email} can sign in once with the password below, and then chooses another")
    sys.stdout.write(f"{given}\n")


@app.command("list")
def listing(as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False) -> None:
    """List the accounts and what they may do."""
    with Session(open_catalogue().database) as session:
        accounts = [{"email": one.email, "name": one.name, **access_of(one)} for one in all_accounts(session)]
    if as_json:
        show_json(accounts)
        return
    for one in accounts:
        portals = ", ".join(one["portals"] or ["all portals"])
        say(f"{one['email']}  {one['role']}  {portals}{'' if one['active'] else '  closed'}")


def _known_portals(session: Session, slugs: list[str]) -> None:
    unknown = sorted(set(slugs) - all_portals(session).keys())
    if unknown:
        raise Stop(f"unknown portal {', '.join(unknown)}: `vakwijzer portal list` shows them")


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
