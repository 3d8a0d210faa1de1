"""A real server on a loopback port, over the real engine."""

import asyncio
import json
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
import uvicorn
from sqlalchemy import Engine
from typer.testing import CliRunner

from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from search_api.app import create_app
from search_api.editor.commands import CommandFailed, Commands
from vakwijzer.commands.serve import listen, url_of
from vakwijzer.commands.source import app as source


class PromptServer(uvicorn.Server):
    """Ends at once: uvicorn's own waits, two tenths of a second, are for readers that a test does not have."""

    async def main_loop(self) -> None:
        while not await self.on_tick(0):
            await asyncio.sleep(0.01)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.sleep(0)
        await self._wait_tasks_to_complete()
        await self.lifespan.shutdown()


@contextmanager
def running_api(settings: Settings, database: Engine, address: EngineAddress) -> Iterator[httpx2.Client]:
    """A client of a server that runs as long as the block."""
    listener = listen("127.0.0.1", 0)
    server = PromptServer(uvicorn.Config(create_app(settings, database, address), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    # Plain HTTP: to read the certificates of the world takes longer than most tests.
    with httpx2.Client(base_url=url_of(listener), timeout=60, verify=False) as client:
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield client
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()


@pytest.fixture
def api(sqlite: Engine, settings: Settings, address: EngineAddress) -> Iterator[httpx2.Client]:
    """A client of a running server with an empty catalogue, on a machine that may be slow."""
    with running_api(settings.model_copy(update={"engine_budget": 5, "rate_limit": 0}), sqlite, address) as client:
        yield client


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command in this process: starting one takes a second, and only one test is about that."""

    def answer(_commands: Commands, *arguments: str, seconds: float = 60) -> Any:
        done = CliRunner().invoke(source, list(arguments[1:]))
        if done.exit_code:
            raise CommandFailed(str(done.exception))
        return json.loads(done.stdout)

    monkeypatch.setattr(Commands, "answer", answer)
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
