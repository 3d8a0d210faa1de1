"""Editors' sessions: a signed cookie with the editor's id and epoch, its form token, and the key that signs it."""

import hmac
import os
import secrets
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.requests import Request

from catalogue.people.accounts import editor_of_session
from catalogue.settings import Settings
from catalogue.tables import Editor

PATH = "/redactie"
MAX_AGE = 8 * 60 * 60  # seconds
HALF_AGE = 5 * 60  # seconds between the password and the second factor
KEY_FILE = "session.key"


def session_middleware_options(settings: Settings) -> dict[str, Any]:
    """Keyword arguments for Starlette's `SessionMiddleware`. The cookie goes to `/redactie` only.

    Outside production the cookie also travels over plain HTTP, and a missing key is made and kept under `home`.
    """
    return {
        "secret_key": secret_of(settings),
        "session_cookie": "vakwijzer_redactie",
        "max_age": MAX_AGE,
        "path": PATH,
        "same_site": "lax",
        "https_only": settings.environment == "production",
    }


def secret_of(settings: Settings) -> str:
    """The key that signs sessions, and from which the other keys of this installation are made."""
    return settings.secret_key or _kept_key(settings.home / KEY_FILE)


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    made.write_text(secrets.token_urlsafe(48))
    try:
        os.link(made, path)  # fails when another process was first; then its key is everybody's
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text()


def begin(request: Request, editor: Editor, provider: str | None = None) -> None:
    """Start this editor's session. Nothing but the language survives from before, so no planted session is kept.

    `provider`: the province's sign-in that said who this is.
    """
    through = {"provider": provider} if provider else {}
    _fresh(request, editor=editor.id, epoch=editor.epoch, since=int(time.time()), **through)


def provider_of(request: Request) -> str | None:
    """The province's sign-in through which this session began."""
    return request.session.get("provider")


def begin_half(request: Request, editor: Editor) -> None:
    """The password was right; the second factor is asked for. This opens nothing but that page."""
    _fresh(request, half=editor.id, epoch=editor.epoch, since=int(time.time()))


def _fresh(request: Request, **values: Any) -> None:
    language = request.session.get("language")
    request.session.clear()
    request.session.update(values)
    if language:
        request.session["language"] = language


def end(request: Request) -> None:
    """Forget everything about this browser."""
    request.session.clear()


def current_editor(request: Request, engine: Engine) -> Editor | None:
    """Who is signed in, for at most `MAX_AGE` after signing in; None otherwise."""
    # The cookie is signed anew when the session changes, so its own age does not tell when the editor signed in.
    since = request.session.get("since", 0)
    if "editor" not in request.session or time.time() - since > MAX_AGE:
        return None
    with Session(engine) as session:
        return editor_of_session(session, request.session["editor"], request.session["epoch"])


def half_signed_in(request: Request, session: Session) -> Editor | None:
    """Who gave the right password at most `HALF_AGE` ago, locked until the transaction ends; None otherwise."""
    if "half" not in request.session or time.time() - request.session.get("since", 0) > HALF_AGE:
        return None
    session.get(Editor, request.session["half"], with_for_update=True)
    return editor_of_session(session, request.session["half"], request.session["epoch"])


def form_token(request: Request) -> str:
    """This session's token for forms; made when there is none."""
    if "token" not in request.session:
        request.session["token"] = secrets.token_urlsafe(32)
    return str(request.session["token"])


def token_matches(request: Request, given: str) -> bool:
    """Whether `given` is this session's form token."""
    token = request.session.get("token")
    return isinstance(token, str) and hmac.compare_digest(token.encode(), given.encode("utf-8", "replace"))
