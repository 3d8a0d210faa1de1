"""Searches that never wait long: the engine within a budget, else the database, until the engine is well again."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from catalogue.index.engine import EngineUnavailable
from catalogue.index.search import SearchRefused

log = structlog.get_logger()
SLOW_IN_A_ROW = 3  # answers over the budget after which the engine is left alone for a while
BESIDE = 2  # searches that are tried in the database at once because the engine is late
AT_ONCE = 2  # searches that the engine is expected to carry out at once; more of them queue and get more time
MOST_PATIENCE = 4  # times the budget, however many queue
RETRY_SECONDS = 0.5  # between two looks at an engine that is away
Found = dict[str, Any]
Ask = Callable[[], Awaitable[Found]]


class Breaker:
    """Remembers whether the engine is away, so that a dead one costs searches nothing.

    Opens at once when the engine does not answer, and when `SLOW_IN_A_ROW` late answers were overtaken by the
    database. A busy engine is not a slow one: while it answers others, a search that queues behind them gets more than
    the budget. While the breaker is open, one question every `RETRY_SECONDS` still goes to the engine, beside the
    search that is answered from the database; the first that comes back in time closes it.
    """

    def __init__(self, budget: float):
        self._budget = budget
        self._slow = 0
        self._open = False
        self._next_try = 0.0
        self._asked = 0
        self._answered = 0.0
        self._beside = asyncio.Semaphore(BESIDE)
        self._trials: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> bool:
        """Is the engine left alone?"""
        return self._open

    async def answer(self, engine: Ask, database: Ask) -> Found:
        """The engine's answer, or the database's. Raises what the database's search raises."""
        if self._open:
            self._try_beside(engine)
            return await database()
        asked = asyncio.ensure_future(engine())
        self._asked += 1
        asked.add_done_callback(self._came_back)
        if not await self._in_time(asked):
            return await self._first(asked, database)
        return await self._settled(asked, database)

    def _came_back(self, asked: "asyncio.Future[Found]") -> None:
        self._asked -= 1
        if not asked.cancelled() and asked.exception() is None:
            self._answered = time.monotonic()

    async def _in_time(self, asked: "asyncio.Future[Found]") -> bool:
        """Wait for the budget, and on while the engine answers others of those that queue."""
        begun, queued = time.monotonic(), self._asked
        while not self._open:
            await asyncio.wait({asked}, timeout=self._budget)
            now, queued = time.monotonic(), max(queued, self._asked)
            patience = self._budget * min(queued / AT_ONCE, MOST_PATIENCE)
            if asked.done() or now - self._answered > self._budget or now - begun >= patience:
                break
        return asked.done()

    async def _settled(self, asked: "asyncio.Future[Found]", database: Ask) -> Found:
        try:
            found = asked.result()
        except (EngineUnavailable, SearchRefused) as away:
            self._trip(str(away))
            return await database()
        self._slow = 0
        return found

    async def _first(self, asked: "asyncio.Future[Found]", database: Ask) -> Found:
        """Over the budget: whichever of the two answers first. A busy engine is not away: `BESIDE` limits the rest."""
        turn: asyncio.Future[Any] = asyncio.ensure_future(self._beside.acquire())
        both: set[asyncio.Future[Any]] = {asked, turn}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not turn.done() and turn.cancel():
            return await self._settled(asked, database)
        try:
            return await self._raced(asked, database)
        finally:
            self._beside.release()

    async def _raced(self, asked: "asyncio.Future[Found]", database: Ask) -> Found:
        other = asyncio.ensure_future(database())
        await asyncio.wait({asked, other}, return_when=asyncio.FIRST_COMPLETED)
        if asked.done():
            other.cancel()
            return await self._settled(asked, database)
        self._slow += 1
        if self._slow >= SLOW_IN_A_ROW:
            self._trip(f"slower than {self._budget} s and than the database")
        asked.cancel()
        return await other

    def _trip(self, reason: str) -> None:
        if not self._open:
            log.warning("engine_left_alone", reason=reason)
        self._open, self._next_try = True, time.monotonic() + RETRY_SECONDS

    def _try_beside(self, engine: Ask) -> None:
        if time.monotonic() < self._next_try:
            return
        self._next_try = time.monotonic() + RETRY_SECONDS
        trial = asyncio.create_task(self._trial(engine))
        self._trials.add(trial)
        trial.add_done_callback(self._trials.discard)

    async def _trial(self, engine: Ask) -> None:
        try:
            await asyncio.wait_for(engine(), max(self._budget, RETRY_SECONDS))
        except (EngineUnavailable, SearchRefused, TimeoutError):
            return
        self._open, self._slow = False, 0
        log.info("engine_is_back")
