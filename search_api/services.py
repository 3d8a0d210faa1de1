"""What the routes work with, made once at start-up and handed down."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog
from anyio import CapacityLimiter
from fastapi import FastAPI, Request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from catalogue.index.engine import EngineAddress
from catalogue.index.search import SearchClient
from catalogue.search.fallback import warm
from catalogue.settings import Settings
from search_api.breaker import Breaker
from search_api.caching import AnswerCache
from search_api.directory import Directory
from search_api.drainer import Drainer
from search_api.i18n import texts
from search_api.limits import Buckets
from search_api.search_log import SearchLog

log = structlog.get_logger()
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DATABASE_SEARCHES = 4
"""At once, while the engine is away. More would be slower, and each holds a connection while it may need another."""
SIGNALS_A_MINUTE = 6  # reports that one client may send


def today() -> date:
    """Today where the portals are."""
    return datetime.now(AMSTERDAM).date()


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
    database_turns: CapacityLimiter

    def state(self) -> Hashable:
        """Equal for two moments at which a search has the same answer, as far as this process knows."""
        known = self.directory
        known.funding(), known.careers()  # a change is only seen by who looks
        kept = (known.portals, known.provider_names, known.funding, known.careers)
        return self.drainer.state(), *(each.generation for each in kept)

    def label(self, facet: str, value: str) -> str:
        """What a person reads for a facet's value, in Dutch."""
        if facet == "provider":
            return self.directory.provider_names().get(value, value)
        if facet == "career":
            careers = self.directory.careers().careers
            return careers[value].label if value in careers else value
        if facet == "funding":
            known = self.directory.funding()
            return known[value].name if value in known else value
        return texts().label(facet, value)


@contextlib.asynccontextmanager
async def running(app: FastAPI, settings: Settings, database: Engine, address: EngineAddress) -> AsyncIterator[None]:
    """Open the services for the app's life."""
    drainer = Drainer(database, address, settings, today)
    search = SearchClient(address, hidden=lambda: drainer.hidden)
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
        CapacityLimiter(DATABASE_SEARCHES),
    )  # fmt: skip
    await drainer.prepare()
    warmed = asyncio.create_task(asyncio.to_thread(_warm, database))
    tasks = [
        asyncio.create_task(each) for each in (drainer.run(), drainer.watch(), app.state.services.searches.run(today))
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, warmed, return_exceptions=True)  # a thread cannot be cancelled
        await search.close()


def _warm(database: Engine) -> None:
    """So that the first search without the engine takes as long as any other; nothing waits for it."""
    try:
        with Session(database) as session:
            warm(session, today())
    except SQLAlchemyError as problem:
        log.warning("not_warmed", reason=str(problem))


def services(request: Request) -> Services:
    """The services of the app that got this request."""
    found: Services = request.app.state.services
    return found
