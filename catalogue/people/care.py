"""What a person does to the own account, and an administrator to another's. There is always an administrator.

All of it is on record; passwords and second factors as changed, without their values. Flushes, never commits.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from catalogue import audit
from catalogue.people.accounts import InvalidAccount, check_password, end_sessions, hash_password
from catalogue.tables import Editor, Role

GIVEN_BYTES = 12  # of a password that an administrator gives: 16 letters, replaced at first use


def all_accounts(session: Session) -> Sequence[Editor]:
    """Open ones first, by e-mail address."""
    return session.exec(select(Editor).order_by(col(Editor.active).desc(), col(Editor.email))).all()


def choose_password(session: Session, editor: Editor, password: str) -> None:
    """The person's own new password; all sessions end. Raises InvalidAccount."""
    check_password(password)
    editor.password_hash, editor.renew = hash_password(password), False
    end_sessions(session, editor)
    _record(session, editor.email, "editor.password", editor)


def give_password(session: Session, editor: Editor, actor: str, reason: str | None) -> str:
    """A password that opens the account once, to be replaced at sign-in; all sessions end."""
    given = secrets.token_urlsafe(GIVEN_BYTES)
    editor.password_hash, editor.renew = hash_password(given), True
    end_sessions(session, editor)
    _record(session, actor, "editor.reset", editor, reason=reason)
    return given


def drop_second_factor(session: Session, editor: Editor, actor: str, reason: str | None) -> None:
    """The person signs in with the password alone until a new one is set up; all sessions end."""
    editor.totp, editor.totp_step, editor.recovery = None, 0, []
    end_sessions(session, editor)
    _record(session, actor, "editor.second-factor-off", editor, reason=reason)


def note_second_factor(session: Session, editor: Editor) -> None:
    """On record that the person set up a second factor; other sessions end."""
    end_sessions(session, editor)
    _record(session, editor.email, "editor.second-factor-on", editor)


def set_access(
    session: Session, editor: Editor, role: Role, portals: Sequence[str] | None, active: bool, actor: str, reason: str
) -> None:
    """Another role, other portals (None: all), open or closed; all sessions end.

    Raises InvalidAccount when nobody would be left who may do this.
    """
    before = access_of(editor)
    editor.role, editor.portals, editor.active = role, sorted(set(portals)) if portals else None, active
    session.add(editor)
    session.flush()
    if not _administered(session):
        raise InvalidAccount("there must be an administrator of all portals with an open account")
    end_sessions(session, editor)
    _record(session, actor, "editor.access", editor, before, access_of(editor), reason)


def access_of(editor: Editor) -> dict[str, Any]:
    """What the account may do, as JSON."""
    return {"role": str(editor.role), "portals": editor.portals, "active": editor.active}


def _administered(session: Session) -> bool:
    """Is there an open account that may change accounts? That takes an administrator of all portals."""
    mighty = select(Editor).where(Editor.role == Role.ADMINISTRATOR, col(Editor.active).is_(True))
    return any(editor.portals is None for editor in session.exec(mighty))


def _record(
    session: Session, actor: str, action: str, editor: Editor, before: Any = None, after: Any = None,
    reason: str | None = None,
) -> None:  # fmt: skip
    audit.record(session, actor, action, f"editor:{editor.id}", before=before, after=after, reason=reason)
