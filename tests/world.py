"""The product as a newcomer runs it: the command line in processes of its own, sample sites and API over HTTP."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import yaml

from catalogue.database import connect, migrate, unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.settings import Settings
from catalogue.sources.registry import declare
from vakwijzer.commands.serve import listen

START_SECONDS = 90  # on a machine that does much else
SOON = 30


@dataclass
class Home:
    """One VAKWIJZER_HOME with the commands that work on it."""

    path: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "VAKWIJZER_HOME": str(self.path),
            "VAKWIJZER_ALLOW_PRIVATE_HOSTS": "1",
            "VAKWIJZER_CRAWL_DELAY": "0",
            # On a busy machine the database would answer for the engine; only tests of outages ask for that.
            "VAKWIJZER_ENGINE_BUDGET": "10",
            "VAKWIJZER_RATE_LIMIT": "0",
        }
        return {**os.environ, **ours, **self.extra}

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "vakwijzer", *arguments]
        return subprocess.Popen(command, env=self.environment, text=True, **options)

    def run(self, *arguments: str, status: int = 0) -> str:
        """Run a command; gives what it printed on standard output. Fails when it ends with another status."""
        process = self.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        out, err = process.communicate(timeout=120)
        assert process.returncode == status, (arguments, process.returncode, out, err)
        return out if status == 0 else err

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def declare(self, declaration: Mapping[str, Any]) -> None:
        file = self.path.parent / f"{declaration['name']}.yaml"
        file.write_text(yaml.safe_dump(dict(declaration), allow_unicode=True), "utf-8")
        self.run("source", "add", declaration["name"], "--declaration", str(file))

    def declare_all(self, declarations: Sequence[Mapping[str, Any]]) -> list[str]:
        """The names of these sources, declared at once: a command for each costs more than a second."""
        settings = Settings(VAKWIJZER_HOME=self.path, DATABASE_URL=None, MEILI_URL=None)
        database = connect(settings)
        migrate(database, settings.home)
        with unit_of_work(database) as session:
            sources = [declare(session, SourceDeclaration.model_validate(each)) for each in declarations]
            names = [source.name for source in sources]
        database.dispose()
        return names

    @contextmanager
    def serving(self) -> Iterator[httpx2.Client]:
        """The API in a process of its own."""
        with listen("127.0.0.1", 0) as probe:
            port = probe.getsockname()[1]
        log = (self.path.parent / "serve.log").open("w+")  # a pipe that nobody reads would fill and stop the server
        process = self.start("serve", "--port", str(port), stderr=log)
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            try:
                wait_until_ready(client, process)
                yield client
            finally:
                process.terminate()
                process.wait(timeout=60)
                log.close()


def soon(holds: Callable[[], bool]) -> bool:
    """Does everybody see by itself what an editor did? A second or two is usual; a busy machine may take longer."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


def wait_until_ready(client: httpx2.Client, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended: read serve.log"
        try:
            if client.get("/health/ready").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server did not become ready")


@dataclass(frozen=True)
class World:
    """All sample sites crawled into one home, with the API over it."""

    home: Home
    origins: Mapping[str, str]
    api: httpx2.Client
    reports: Mapping[str, Any]
