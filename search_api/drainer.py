"""Keeps the index up with the database, and knows at once what must not be found."""

import asyncio
import contextlib
from collections.abc import Callable, Hashable
from datetime import date

import structlog
from sqlalchemy import Engine, func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from catalogue import outbox
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.recipe import follow_version
from catalogue.portals.shown import hidden_and_marked
from catalogue.settings import Settings
from catalogue.tables import CourseChange

log = structlog.get_logger()
PREPARE_SECONDS = 15.0  # a long drain goes on behind the first requests
LOOK_SECONDS = 0.1  # how long a mark that nobody announced waits at most
RETRY_SECONDS = 1.0  # after a drain that failed


class Drainer:
    """Drains at once when told, and within `LOOK_SECONDS` what nobody announced.

    A drain may take long, behind a rebuild for instance. What an editor hides is gone all the same: `hidden` holds the
    courses whose mark still waits, and no answer holds those.
    """

    def __init__(self, database: Engine, address: EngineAddress, settings: Settings, today: Callable[[], date]):
        self._database, self._address, self._home, self._today = database, address, settings.home, today
        self._wake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._drains = 0
        self._followed = False
        self._seen: Hashable = None
        self.hidden: frozenset[str] = frozenset()

    def state(self) -> Hashable:
        """Another one after each drain, of this process or another, and when something was hidden."""
        return self._drains, self._seen

    def soon(self) -> None:
        """Ask for a drain now; from any thread."""
        self._loop.call_soon_threadsafe(self._wake.set)

    async def prepare(self) -> None:
        """Drain once before the first request, so that the index stands with its settings; but not for ever."""
        await asyncio.to_thread(self.look)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(self._drain), PREPARE_SECONDS)

    async def watch(self) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if await asyncio.to_thread(self.look):
                self._wake.set()

    async def run(self) -> None:
        """Drain for ever. An engine that is down is tried again; the marks wait."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if await asyncio.to_thread(self.look) and not await asyncio.to_thread(self._drain):
                await asyncio.sleep(RETRY_SECONDS)

    def look(self) -> bool:
        """See what is hidden and what was indexed; do marks wait? Sees nothing while the database is away."""
        try:
            with Session(self._database) as session:
                waiting = outbox.waiting(session) > 0
                hidden = hidden_and_marked(session) if waiting else frozenset()
                followed = session.exec(select(func.max(CourseChange.at))).one()
        except SQLAlchemyError:
            return False
        self.hidden = hidden  # before the state: an answer kept under the new state must not hold it
        self._seen = (hidden, followed)
        return waiting

    def _drain(self) -> bool:
        try:
            if not self._followed:  # once: beside a process of another version, each would undo the other's
                if marked := follow_version(self._database, self._address):
                    log.info("index_of_another_version", marked=marked)
                self._followed = True
            drain(self._database, self._home, self._address, self._today())
        except Exception as problem:  # a drain that fails must not end the loop; it is tried again
            log.warning("drain_failed", reason=str(problem))
            return False
        self._drains += 1
        return True
