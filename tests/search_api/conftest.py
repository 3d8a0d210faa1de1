"""A real server on a loopback port, over the real engine."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import uvicorn
from sqlalchemy import Engine

from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from search_api.app import create_app
from vakwijzer.commands.serve import listen, url_of


@pytest.fixture
def api(sqlite: Engine, settings: Settings, address: EngineAddress, tmp_path: Path) -> Iterator[httpx2.Client]:
    """A client of a running server with an empty catalogue; `api.drained()` waits for the index."""
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(settings, sqlite, address), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    with httpx2.Client(base_url=url_of(listener), timeout=10) as client:
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield client
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()
