"""The mail server of `SMTP_URL`: `smtp://` (TLS where offered, always for a password) or `smtps://`."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

SECONDS = 20
POLICY = b"5.7."  # RFC 3463: not allowed to us, such as a block list; it says nothing of the address
PORTS = {"smtp": 25, "smtps": 465}
Post = Callable[[EmailMessage], None]


class MailUnavailable(Exception):
    """The server cannot be reached, or broke off; whether it took the last message is not known."""


class Refused(Exception):
    """The server surely did not take this message. `status`: its SMTP code; `for_good`: it never will."""

    def __init__(self, status: int, for_good: bool):
        super().__init__(f"the mail server refused the message ({status})")
        self.status = status
        self.for_good = for_good


@contextmanager
def opened(url: str) -> Iterator[Post]:
    """What sends a message. Raises `MailUnavailable`, also while sending; sending may raise `Refused`."""
    try:
        server = _connected(url)
    except (smtplib.SMTPException, OSError) as problem:
        raise MailUnavailable(f"the mail server does not answer ({problem}): look at SMTP_URL") from problem
    try:
        yield lambda message: _send(server, message)
    finally:
        server.close()


def _connected(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
        server.ehlo()
        if parts.username or server.has_extn("starttls"):
            server.starttls(context=context)  # a password never goes in the open: this fails without TLS
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _send(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPSenderRefused as refused:
        raise Refused(refused.smtp_code, for_good=False) from refused  # it speaks of us, not of who gets it
    except smtplib.SMTPResponseException as refused:
        raise _refused(refused.smtp_code, refused.smtp_error) from refused
    except smtplib.SMTPRecipientsRefused as refused:
        raise _refused(*next(iter(refused.recipients.values()))) from refused
    except (smtplib.SMTPException, OSError) as problem:
        raise MailUnavailable(f"the mail server broke off ({type(problem).__name__})") from problem


def _refused(status: int, told: bytes | str) -> Refused:
    words = told.encode() if isinstance(told, str) else told
    return Refused(status, for_good=status >= 500 and not words.startswith(POLICY))
