"""Tokens with which a program works as an editor: made and revoked by an administrator, shown once, kept as a hash.

What a token opens is what its account may do, no more: a role or portal that is taken from the account is taken from
its tokens, and a closed account closes them. Flushes, never commits.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from catalogue import audit
from catalogue.people.accounts import MAX_NAME, InvalidAccount
from catalogue.tables import ApiToken, Editor, Scope, utcnow

PREFIX = "vakwijzer_"
"""How each token begins, so that whoever finds one (a scanner of secrets too) knows what it is."""
MOST_DAYS = 366


def make_token(session: Session, editor: Editor, name: str, scope: Scope, ends_at: datetime, actor: str) -> str:
    """A new token of this account; the only time that it can be read. Raises InvalidAccount."""
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME - 20 or not name.isprintable():
        raise InvalidAccount("the token needs a name of 1 to 80 printable characters")
    if not timedelta(0) < ends_at - utcnow() <= timedelta(days=MOST_DAYS):
        raise InvalidAccount(f"the token must end within {MOST_DAYS} days")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(name=name, digest=_digest(secret), editor_id=editor.id or 0, scope=scope, ends_at=ends_at)
    session.add(token)
    session.flush()
    told = {"token": token.id, "name": name, "scope": str(scope), "ends": ends_at.isoformat()}
    audit.record(session, actor, "token.make", f"editor:{editor.id}", None, told, None)
    return secret


def revoke_token(session: Session, token_id: int, actor: str) -> bool:
    """From now on it opens nothing. False: it was revoked already. Raises LookupError."""
    token = session.get(ApiToken, token_id)
    if token is None:
        raise LookupError(f"there is no token {token_id}")
    if token.revoked_at is not None:
        return False
    token.revoked_at = utcnow()
    session.add(token)
    session.flush()
    told = {"token": token.id, "name": token.name}
    audit.record(session, actor, "token.revoke", f"editor:{token.editor_id}", told, None, None)
    return True


def token_of(session: Session, secret: str, now: datetime) -> tuple[ApiToken, Editor] | None:
    """The token and its account; None for one that is unknown, ended, revoked, or of a closed account."""
    token = session.exec(select(ApiToken).where(ApiToken.digest == _digest(secret))).one_or_none()
    if token is None or token.revoked_at is not None or token.ends_at <= now:
        return None
    editor = session.get_one(Editor, token.editor_id)
    return (token, editor) if editor.active else None


def open_tokens(session: Session, now: datetime) -> Sequence[ApiToken]:
    """Those that open something still, the first to end first."""
    mine = select(ApiToken).where(col(ApiToken.revoked_at).is_(None), col(ApiToken.ends_at) > now)
    return session.exec(mine.order_by(col(ApiToken.ends_at))).all()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
