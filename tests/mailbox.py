"""A real mail server on this machine that keeps what it takes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from vakwijzer.commands.serve import listen

PUBLIC = "https://vakwijzer.example"
"""What links in mails begin with."""


@dataclass
class Mailbox:
    """A mail server that keeps what it takes; it refuses while `answer`, or that to the `sender`, is not 250."""

    url: str
    mails: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    sender: str = "250 OK"

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.sender.startswith("250"):
            envelope.mail_from = address
        return self.sender

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        if self.answer.startswith("250"):
            self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))
        return self.answer


@contextmanager
def receiving() -> Iterator[Mailbox]:
    """A mailbox that takes mail as long as the block runs."""
    with listen("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    held = Mailbox(f"smtp://127.0.0.1:{port}")
    server = Controller(held, hostname="127.0.0.1", port=port)
    server.start()
    yield held
    server.stop()


def link(mail: EmailMessage, part: str) -> str:
    """Path of the mail's link that has `part` in it."""
    found = re.search(rf"{PUBLIC}(/\S*{part}\S*)", mail.get_content())
    assert found, mail.get_content()
    return found[1]
