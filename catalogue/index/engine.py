"""Find or start the engine.

`MEILI_URL` set: that server. Otherwise the processes that share a `VAKWIJZER_HOME` share one private engine on a
free loopback port. Each user of it holds a shared lock; `keeper` waits for the exclusive lock and then stops the
engine, so it ends with its last user however that user ends (`kill -9` too).
"""

import fcntl
import json
import platform
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from catalogue.settings import Settings

START_SECONDS = 30
PINNED_BINARY = Path(__file__).parents[2] / ".tools" / "meilisearch"


class EngineUnavailable(Exception):
    """The engine cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class EngineAddress:
    """Where the engine listens and the key that opens it. Never leaves the server."""

    url: str
    key: str

    def healthy(self, timeout: float = 2) -> bool:
        """Does it answer that it is available?"""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=timeout) as answer:  # noqa: S310
                return bool(json.load(answer).get("status") == "available")
        except (OSError, ValueError):
            return False


def find_binary() -> Path:
    """The engine's program: on PATH, else the pinned one in the clone. Raises `EngineUnavailable`."""
    on_path = shutil.which("meilisearch")
    if on_path:
        return Path(on_path)
    if PINNED_BINARY.exists():
        return PINNED_BINARY
    raise EngineUnavailable(
        f"no Meilisearch for {platform.system()} {platform.machine()}: run `make setup`, "
        "or point at a server with MEILI_URL=http://… MEILI_MASTER_KEY=…"
    )


@contextmanager
def engine(settings: Settings) -> Iterator[EngineAddress]:
    """The engine, healthy, for as long as the block runs. Raises `EngineUnavailable`."""
    if settings.meili_url:
        yield _given(settings)
        return
    folder = settings.home / "engine"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield _private(folder)


def _given(settings: Settings) -> EngineAddress:
    address = EngineAddress((settings.meili_url or "").rstrip("/"), settings.meili_master_key or "")
    if not address.healthy():
        raise EngineUnavailable(f"no engine answers at {address.url}: start it, or correct MEILI_URL")
    return address


def _private(folder: Path) -> EngineAddress:
    """The shared private engine; the first who needs it starts it."""
    with (folder / "start.lock").open("a") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        running = read_address(folder)
        if running is not None and running.healthy():
            return running
        return _start(folder)


def read_address(folder: Path) -> EngineAddress | None:
    """What the keeper wrote; None when there is nothing readable."""
    try:
        return EngineAddress(**json.loads((folder / "engine.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def master_key(folder: Path) -> str:
    """The private engine's key: made once, whole, readable by its owner only."""
    path = folder / "master.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text()


def _start(folder: Path) -> EngineAddress:
    (folder / "engine.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "catalogue.index.keeper", str(find_binary()), str(folder.resolve())]
    with (folder / "engine.log").open("ab") as log:
        keeper = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and keeper.poll() is None:
        address = read_address(folder)
        if address is not None and address.healthy():
            return address
        time.sleep(0.05)
    raise EngineUnavailable(f"the private engine did not start: read {folder / 'engine.log'}")
