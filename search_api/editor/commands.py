"""What needs the crawlers runs as a command in a process of its own, bounded in time; nothing of Scrapy loads here."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

import structlog

from catalogue.settings import Settings

AT_ONCE = 2  # commands that editors and their programs wait for
PLACES = threading.BoundedSemaphore(AT_ONCE)
"""Of this process: each may take a gigabyte of memory while it reads a table."""
CRAWL_SECONDS = 2 * 3600  # as the scheduler's
LONGEST_WORDS = 300  # characters of what a command said last
log = structlog.get_logger()


class CommandFailed(Exception):
    """A command did not do what was asked; the text is its last line, meant for a person."""


@dataclass(frozen=True)
class Commands:
    """The command line over one installation."""

    settings: Settings

    def answer(self, *arguments: str, seconds: float = 60) -> Any:
        """What `vakwijzer` with these arguments prints, as JSON. Raises CommandFailed, also after `seconds`."""
        with PLACES:
            try:
                done = subprocess.run(
                    _command(arguments), env=self._environment(), timeout=seconds, check=False,
                    stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace",
                )  # fmt: skip
            except subprocess.TimeoutExpired as late:
                raise CommandFailed(f"it took longer than {seconds:.0f} seconds") from late
        if done.returncode != 0:
            raise CommandFailed(_last_line(done.stderr))
        return json.loads(done.stdout)

    def start(self, *arguments: str) -> None:
        """Begin a command that may take hours; its outcome is in the database."""
        process = subprocess.Popen(
            _command(arguments), env=self._environment(), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        threading.Thread(target=_end, args=(process, arguments), daemon=True).start()

    def _environment(self) -> dict[str, str]:
        """The process's own environment, with this installation's settings where it has others."""
        named = {info.alias or "": name for name, info in type(self.settings).model_fields.items()}
        given = {alias: getattr(self.settings, name) for alias, name in named.items()}
        own = {alias: _word(value) for alias, value in given.items() if value is not None}
        return {name: value for name, value in os.environ.items() if name not in given} | own | {"PYTHONUTF8": "1"}


def _command(arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "vakwijzer", *arguments]


def _word(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (lines[-1] if lines else "it ended without a word").removeprefix("vakwijzer: ")[:LONGEST_WORDS]


def _end(process: subprocess.Popen[bytes], arguments: tuple[str, ...]) -> None:
    try:
        status = process.wait(CRAWL_SECONDS)
    except subprocess.TimeoutExpired:
        process.terminate()
        status = process.wait()
    log.info("command_ended", command=" ".join(arguments), status=status)
