"""Editors' accounts: argon2id hashes, the same work for a known and an unknown name, sessions that can be ended."""

import re
import secrets
from collections.abc import Sequence
from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from sqlmodel import Session, select

from catalogue import audit
from catalogue.tables import Editor, Role

MIN_PASSWORD = 12
MAX_PASSWORD = 200  # characters: argon2 would hash a megabyte as well, at our cost
MAX_EMAIL = 254
MAX_NAME = 100
EMAIL = re.compile(r"[!-?A-~]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
# Each hash takes 64 MiB: a burst of sign-ins must wait, not fill the memory.
HASHING = BoundedSemaphore(4)
PASSWORDS = PasswordHash.recommended()


class InvalidAccount(ValueError):
    """An account that cannot be made; the message says what to change."""


def add_editor(
    session: Session,
    email: str,
    name: str,
    password: str,
    actor: str = "command line",
    role: Role = Role.EDITOR,
    portals: Sequence[str] | None = None,
) -> Editor:
    """A new account, flushed. `email` is kept in lower case. Raises InvalidAccount, also for an e-mail that exists."""
    email, name = _checked_email(email), _checked_name(name)
    check_password(password)
    if find_account(session, email) is not None:
        raise InvalidAccount(f"an editor with e-mail {email} exists already")
    kept = sorted(set(portals)) if portals else None
    editor = Editor(email=email, name=name, password_hash=hash_password(password), role=role, portals=kept)
    session.add(editor)
    session.flush()
    _record_added(session, editor, actor)
    return editor


def check_password(password: str) -> None:
    """Raises InvalidAccount when the password is too short or too long."""
    if len(password) < MIN_PASSWORD:
        raise InvalidAccount(f"the password needs at least {MIN_PASSWORD} characters")
    if len(password) > MAX_PASSWORD:
        raise InvalidAccount(f"the password has more than {MAX_PASSWORD} characters")


def authenticate(session: Session, email: str, password: str) -> Editor | None:
    """The active editor with this e-mail and password; None otherwise, after the same work whoever is named."""
    editor = find_account(session, email)
    decoy = _dummy_hash()  # asked for in every case, as making it takes time once
    known = editor if editor is not None and editor.active else None
    matches, renewed = _verify(password, known.password_hash if known else decoy)
    return _renewed(session, known, renewed) if known and matches else None


def editor_of_session(session: Session, editor_id: int, epoch: int) -> Editor | None:
    """Who is signed in: None when the account was closed, or its sessions were ended since `epoch`."""
    editor = session.get(Editor, editor_id)
    return editor if editor is not None and editor.active and editor.epoch == epoch else None


def end_sessions(session: Session, editor: Editor) -> None:
    """Sign this editor out everywhere, by raising the epoch. Flushes."""
    editor.epoch += 1
    session.add(editor)
    session.flush()


def _checked_email(email: str) -> str:
    email = email.strip().lower()
    if len(email) > MAX_EMAIL or not EMAIL.fullmatch(email):
        raise InvalidAccount("this is not an e-mail address; write it as name@example.nl")
    return email


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise InvalidAccount(f"the name needs 1 to {MAX_NAME} printable characters")
    return name


def find_account(session: Session, email: str) -> Editor | None:
    """The account of this e-mail address, open or closed."""
    email = email.strip().lower()
    # What is no address cannot be stored either; PostgreSQL would even refuse to be asked for a NUL.
    if len(email) > MAX_EMAIL or not EMAIL.fullmatch(email):
        return None
    return session.exec(select(Editor).where(Editor.email == email)).one_or_none()


def hash_password(password: str) -> str:
    """An argon2id hash; takes a while on purpose."""
    with HASHING:
        return PASSWORDS.hash(password)


def _verify(password: str, stored: str) -> tuple[bool, str | None]:
    """Whether it matches, and the new hash when the stored one is weaker than today's."""
    if len(password) > MAX_PASSWORD:
        password, stored = "", _dummy_hash()
    with HASHING:
        return PASSWORDS.verify_and_update(_encodable(password), stored)


def _renewed(session: Session, editor: Editor, password_hash: str | None) -> Editor:
    if password_hash is not None:
        editor.password_hash = password_hash
        session.add(editor)
        session.flush()
    return editor


def _encodable(password: str) -> str:
    # A lone surrogate cannot be hashed; no stored password has one.
    return password.encode("utf-8", "replace").decode()


@cache
def _dummy_hash() -> str:
    """What the password of an unknown name is checked against. Nobody knows what it hashes."""
    return hash_password(secrets.token_urlsafe(32))


def _record_added(session: Session, editor: Editor, actor: str) -> None:
    after = {"email": editor.email, "name": editor.name, "role": editor.role, "portals": editor.portals}
    subject = f"editor:{editor.id}"
    audit.record(session, actor=actor, action="editor.add", subject=subject, before=None, after=after, reason=None)
