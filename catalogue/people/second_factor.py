"""The second factor: six digits from an app (TOTP, RFC 6238), or a recovery code that is good once.

The secret is kept encrypted with the installation's secret key; recovery codes are kept as hashes. Codes are 80 random
bits, so that a plain hash is enough. Neither is logged, and neither is shown after the page that made it.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlmodel import Session

from catalogue.tables import Editor

ISSUER = "Vakwijzer"
STEP = 30  # seconds that one code holds
SLACK = 1  # steps that a clock may be off
RECOVERY_CODES = 10


class SecondFactor:
    """Second factors of one installation."""

    def __init__(self, secret_key: str, clock: Callable[[], float] = time.time) -> None:
        key = hashlib.blake2b(b"second factor", key=secret_key.encode()[:64], digest_size=32).digest()
        self._box, self._clock = Fernet(base64.urlsafe_b64encode(key)), clock

    def begin(self) -> str:
        """A new secret, sealed: for `address`, `letters` and `confirm`."""
        return self._box.encrypt(pyotp.random_base32().encode()).decode()

    def letters(self, sealed: str) -> str | None:
        """The secret to type into an app; None when it was sealed with another key."""
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def address(self, sealed: str, email: str) -> str | None:
        """The `otpauth:` address that an app reads from a QR code."""
        letters = self.letters(sealed)
        return pyotp.TOTP(letters).provisioning_uri(name=email, issuer_name=ISSUER) if letters else None

    def confirm(self, session: Session, editor: Editor, sealed: str, code: str) -> list[str] | None:
        """Make it this editor's second factor when `code` is right; gives new recovery codes. Flushes."""
        step = self._step(sealed, code)
        if step is None:
            return None
        editor.totp, editor.totp_step = sealed, step
        return self.renew_recovery(session, editor)

    def renew_recovery(self, session: Session, editor: Editor) -> list[str]:
        """New recovery codes in place of the old ones. Flushes."""
        codes = [secrets.token_hex(10) for _ in range(RECOVERY_CODES)]
        editor.recovery = [_hashed(code) for code in codes]
        session.add(editor)
        session.flush()
        return codes

    def passes(self, session: Session, editor: Editor, code: str) -> bool:
        """Whether `code` is the app's, or a recovery code; either is good once. Flushes."""
        plain = "".join(sign for sign in code if sign.isalnum()).lower()[:40]
        step = self._step(editor.totp or "", plain)
        if step is not None and step > editor.totp_step:
            editor.totp_step = step
        elif _hashed(plain) in editor.recovery:
            editor.recovery = [kept for kept in editor.recovery if kept != _hashed(plain)]
        else:
            return False
        session.add(editor)
        session.flush()
        return True

    def _step(self, sealed: str, code: str) -> int | None:
        letters = self.letters(sealed)
        if letters is None or not (code.isascii() and code.isdigit() and len(code) == 6):
            return None
        now, totp = int(self._clock()) // STEP, pyotp.TOTP(letters)
        steps = [now + off for off in range(-SLACK, SLACK + 1)]
        return next((step for step in steps if hmac.compare_digest(totp.at(step * STEP), code)), None)


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
