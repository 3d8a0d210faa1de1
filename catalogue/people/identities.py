"""Accounts of people who sign in through a province's own provider: found by issuer and subject, never by e-mail.

An e-mail address is what somebody may type at a provider; who holds one here keeps it. An account that exists is linked
by an administrator only. What the account may do follows the provider at each sign-in. Flushes, never commits.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from catalogue import audit
from catalogue.people.accounts import InvalidAccount, add_editor, find_account
from catalogue.people.care import access_of, set_access
from catalogue.tables import Editor, Role, SignInIdentity


@dataclass(frozen=True)
class Person:
    """Somebody as a provider tells of them. `role` None: nothing that it says gives any right here."""

    issuer: str
    subject: str
    email: str
    name: str
    role: Role | None
    portals: Sequence[str] | None


class NotWelcome(Exception):
    """Nobody is signed in. `reason` is `no_role`, `email_taken`, `email`, `closed` or `last_administrator`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def account_of(session: Session, person: Person) -> Editor:
    """The person's account with the rights of today, made at the first sign-in. Raises NotWelcome."""
    known = session.get(SignInIdentity, (person.issuer, person.subject))
    if person.role is None:
        raise NotWelcome("no_role")
    if known is None:
        return _made(session, person, person.role)
    editor = session.get_one(Editor, known.editor_id)
    if not editor.active:
        raise NotWelcome("closed")
    _follow(session, editor, person, person.role)
    return editor


def _made(session: Session, person: Person, role: Role) -> Editor:
    if find_account(session, person.email) is not None:
        raise NotWelcome("email_taken")
    try:
        # A password that nobody knows: this account opens through its provider only.
        unknown = secrets.token_urlsafe(32)
        name = person.name.strip()[:100] or person.email
        editor = add_editor(session, person.email, name, unknown, person.issuer, role, person.portals)
    except InvalidAccount as error:
        raise NotWelcome("email") from error
    _link(session, editor, person.issuer, person.subject, person.issuer)
    return editor


def _follow(session: Session, editor: Editor, person: Person, role: Role) -> None:
    now = {"role": str(role), "portals": sorted(set(person.portals)) if person.portals else None, "active": True}
    if access_of(editor) == now:
        return
    try:
        set_access(session, editor, role, person.portals, True, person.issuer, "follows the provider")
    except InvalidAccount as error:
        raise NotWelcome("last_administrator") from error


def link_account(session: Session, editor: Editor, issuer: str, subject: str, actor: str) -> None:
    """An account that exists opens through this provider from now on. Raises InvalidAccount."""
    taken = select(SignInIdentity).where(SignInIdentity.editor_id == editor.id)
    if session.exec(taken).first() or session.get(SignInIdentity, (issuer, subject)):
        raise InvalidAccount("this account or this subject is linked already")
    _link(session, editor, issuer, subject, actor)


def _link(session: Session, editor: Editor, issuer: str, subject: str, actor: str) -> None:
    session.add(SignInIdentity(issuer=issuer, subject=subject, editor_id=editor.id or 0))
    session.flush()
    told = {"issuer": issuer, "subject": subject}
    audit.record(session, actor, "editor.link", f"editor:{editor.id}", None, told, None)
