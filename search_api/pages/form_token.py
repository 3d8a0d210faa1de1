"""Forms that anybody may send, kept from robots without following people.

Three quiet tests: a field that people do not see must stay empty; a signed moment must be at least `SECONDS` old (no
person fills in a form faster) and at most `HOURS` old; and what was signed names the form's subject. Nothing is stored.
"""

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from catalogue.settings import Settings
from catalogue.tables import utcnow
from search_api.editor.sessions import session_middleware_options

TRAP = "website"
"""Name of the field that only a robot fills in."""
SECONDS, HOURS = 2, 24


def made(settings: Settings, subject: str) -> str:
    """A token for a form about `subject`, from now on."""
    return _signer(settings).sign(subject.encode()).decode()


def complaint(settings: Settings, token: str, subject: str) -> str | None:
    """What is wrong with a token: `forged`, `late` or `fast`; None when it is good."""
    try:
        signed, at = _signer(settings).unsign(token, max_age=HOURS * 3600, return_timestamp=True)
    except SignatureExpired:
        return "late"
    except BadSignature:
        return "forged"
    if signed != subject.encode():
        return "forged"
    return "fast" if (utcnow() - at).total_seconds() < SECONDS else None


def _signer(settings: Settings) -> TimestampSigner:
    return TimestampSigner(str(session_middleware_options(settings)["secret_key"]), salt="public-form")
