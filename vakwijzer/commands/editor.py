"""`vakwijzer editor …`: accounts of the people who may sign in at `/redactie/`."""

import os
import sys
from datetime import timedelta
from typing import Annotated

import typer
from sqlmodel import Session

from catalogue.database import unit_of_work
from catalogue.people.accounts import MIN_PASSWORD, InvalidAccount, add_editor, find_account
from catalogue.people.attempts import Attempts, failures, for_account
from catalogue.people.care import access_of, all_accounts, drop_second_factor, give_password
from catalogue.people.identities import link_account
from catalogue.people.tokens import MOST_DAYS, make_token, open_tokens, revoke_token
from catalogue.portals.portal import all_portals
from catalogue.tables import Editor, Role, Scope, utcnow
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


@app.command()
def link(
    email: Annotated[str, typer.Argument(help="An account that exists.")],
    issuer: Annotated[str, typer.Option(help="The provider's issuer, as in VAKWIJZER_OIDC_FILE.")],
    subject: Annotated[str, typer.Option(help="Who it is there: the claim `sub`, never an e-mail address.")],
) -> None:
    """Let somebody with an account sign in through a province's own provider as well."""
    with unit_of_work(open_catalogue().database) as session:
        editor = find_account(session, email)
        if editor is None:
            raise Stop(f"there is no account {email}: `vakwijzer editor list` shows them")
        try:
            link_account(session, editor, issuer, subject, COMMAND_LINE)
        except InvalidAccount as wrong:
            raise Stop(f"not linked: {wrong}") from wrong
    say(f"{email} signs in as {subject} of {issuer}")


@app.command()
def token(
    email: Annotated[str, typer.Argument(help="The account that the token works as.")],
    name: Annotated[str, typer.Option(help="What it is for; the audit record shows it.")],
    scope: Annotated[Scope, typer.Option(help="read: look only; write: all that the account may do.")] = Scope.READ,
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="How long it opens anything.")] = 90,
) -> None:
    """Make a token for the API (`/v1/editor`). Prints it, once: it is kept as a hash only."""
    with unit_of_work(open_catalogue().database) as session:
        editor = find_account(session, email)
        if editor is None:
            raise Stop(f"there is no account {email}: `vakwijzer editor list` shows them")
        try:
            made = make_token(session, editor, name, scope, utcnow() + timedelta(days=days), COMMAND_LINE)
        except InvalidAccount as wrong:
            raise Stop(f"no token was made: {wrong}") from wrong
    say(f"the token '{name}' works as {email} for {days} days; send it as `Authorization: Bearer …`")
    sys.stdout.write(f"{made}\n")


@app.command()
def tokens(as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False) -> None:
    """List the tokens that open something."""
    with Session(open_catalogue().database) as session:
        rows = [
            {"id": str(one.id), "name": one.name, "email": session.get_one(Editor, one.editor_id).email,
             "scope": str(one.scope), "ends": one.ends_at.isoformat()}
            for one in open_tokens(session, utcnow())
        ]  # fmt: skip
    if as_json:
        show_json(rows)
        return
    for row in rows:
        say(f"{row['id']}  {row['email']}  {row['scope']}  until {row['ends'][:10]}  {row['name']}")


@app.command()
def revoke(token_id: Annotated[int, typer.Argument(help="Number of the token, from `editor tokens`.")]) -> None:
    """End a token at once."""
    with unit_of_work(open_catalogue().database) as session:
        try:
            now = revoke_token(session, token_id, COMMAND_LINE)
        except LookupError as missing:
            raise Stop(f"{missing}: `vakwijzer editor tokens` shows them") from missing
    say(f"token {token_id} is revoked" if now else f"token {token_id} was revoked already")


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
