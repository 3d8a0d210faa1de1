"""What the routes work with, made once at start-up and handed down."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog
from fastapi import FastAPI, Request
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import outbox
from catalogue.careers.table import careers
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.search import SearchClient
from catalogue.settings import Settings
from search_api.breaker import Breaker
from search_api.caching import AnswerCache
from search_api.directory import Directory
from search_api.i18n import texts
from search_api.limits import Buckets
from search_api.search_log import SearchLog

log = structlog.get_logger()
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SIGNALS_A_MINUTE = 6  # reports that one client may send
PREPARE_SECONDS = 15.0  # a long drain goes on behind the first requests
DRAIN_SECONDS = 0.5  # how long a mark that nobody announced waits at most


def today() -> date:
    """Today where the portals are."""
    return datetime.now(AMSTERDAM).date()


class Drainer:
    """Keeps the index up with the database: at once when told, and every `DRAIN_SECONDS` for marks nobody announced."""

    def __init__(self, database: Engine, address: EngineAddress, settings: Settings):
        self._database, self._address, self._home = database, address, settings.home
        self._wake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self.version = 0
        """Rises with each drain of this process: an answer of an older version may be stale."""

    def soon(self) -> None:
        """Ask for a drain now; from any thread."""
        self._loop.call_soon_threadsafe(self._wake.set)

    async def prepare(self) -> None:
        """Drain once before the first request, so that the index stands with its settings; but not for ever."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(self._try, even_when_empty=True), PREPARE_SECONDS)

    async def run(self) -> None:
        """Drain for ever. An engine that is down is tried again; the marks wait."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), DRAIN_SECONDS)
            self._wake.clear()
            await asyncio.to_thread(self._try)

    def _try(self, even_when_empty: bool = False) -> None:
        try:
            with Session(self._database) as session:
                if not even_when_empty and outbox.waiting(session) == 0:
                    return
            drain(self._database, self._home, self._address, today())
            self.version += 1
        except Exception as problem:  # a drain that fails must not end the loop; it is tried again
            log.warning("drain_failed", reason=str(problem))


@dataclass
class Services:
    """Of one process."""

    settings: Settings
    database: Engine
    address: EngineAddress
    search: SearchClient
    directory: Directory
    drainer: Drainer
    breaker: Breaker
    cache: AnswerCache
    searches: SearchLog
    signal_buckets: Buckets

    def state(self) -> Hashable:
        """Equal for two moments at which a search has the same answer, as far as this process knows."""
        known = self.directory
        known.funding()  # a change is only seen by who looks
        kept = (known.portals, known.provider_names, known.funding)
        return self.drainer.version, known.followed(), *(each.generation for each in kept)

    def label(self, facet: str, value: str) -> str:
        """What a person reads for a facet's value, in Dutch."""
        if facet == "provider":
            return self.directory.provider_names().get(value, value)
        if facet == "career":
            return careers()[value].label if value in careers() else value
        if facet == "funding":
            known = self.directory.funding()
            return known[value].name if value in known else value
        return texts().label(facet, value)


@contextlib.asynccontextmanager
async def running(app: FastAPI, settings: Settings, database: Engine, address: EngineAddress) -> AsyncIterator[None]:
    """Open the services for the app's life."""
    drainer = Drainer(database, address, settings)
    search = SearchClient(address)
    app.state.services = Services(
        settings,
        database,
        address,
        search,
        Directory(database),
        drainer,
        Breaker(settings.engine_budget),
        AnswerCache(),
        SearchLog(database),
        Buckets(SIGNALS_A_MINUTE if settings.rate_limit else 0),
    )  # fmt: skip
    await drainer.prepare()
    tasks = [asyncio.create_task(drainer.run()), asyncio.create_task(app.state.services.searches.run(today))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await search.close()


def services(request: Request) -> Services:
    """The services of the app that got this request."""
    found: Services = request.app.state.services
    return found
