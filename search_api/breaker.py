"""Searches that never wait long: the engine within a budget, else the database, until the engine is well again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from catalogue.index.engine import EngineUnavailable
from catalogue.index.search import SearchRefused

log = structlog.get_logger()
LOST_IN_A_ROW = 2  # races against the database after which the engine is left alone for a while
AT_ONCE = 2  # searches that the engine is expected to carry out at once; more of them queue and get more time
MOST_PATIENCE = 8  # times the budget, however many queue
LOOKS = 5  # at a search that is waited for, in one budget
USUAL, MOST_USUAL = 1.5, 1.6
"""Times what the engine took lately: no longer than that is nothing unusual. Times the budget, however slow it is."""
FORGET = 0.98  # of what the slowest of the latest answers took, with each answer
RETRY_SECONDS = 0.5  # between two looks at an engine that is away
Found = dict[str, Any]
Ask = Callable[[], Awaitable[Found]]


def _now() -> float:
    """The loop's seconds, which a test can let pass as it likes."""
    return asyncio.get_running_loop().time()


class Breaker:
    """Remembers whether the engine is away, so that a dead one costs searches nothing.

    An engine that refuses is left alone at once. One that answered nobody for longer than the budget is silent: a
    search that waits for it races the database. While it answers others it is only busy: a search that queues behind
    them gets more time before it races. One at a time does, since that makes a busy machine busier. The engine that
    lost `LOST_IN_A_ROW` races, with no answer in time between them, is left alone too: all that wait for it turn to
    the database.

    While it is, one question every `RETRY_SECONDS` still goes to the engine, beside the search that is answered from
    the database; the first that comes back in time ends it.
    """

    def __init__(self, budget: float):
        self._budget = budget
        self._lost = 0
        self._open = False
        self._next_try = 0.0
        self._asked = 0
        self._racing = False
        self._answered = 0.0
        self._slowest = 0.0
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
        asked = asyncio.ensure_future(self._timed(engine))
        if await self._in_time(asked):
            return await self._settled(asked, database)
        return await self._raced(asked, database)

    async def _timed(self, engine: Ask) -> Found:
        begun, queued = _now(), self._asked + 1
        self._asked += 1
        try:
            found = await engine()
        finally:
            self._asked -= 1
        self._answered = _now()
        took = self._answered - begun
        if took <= self._patience(queued):
            self._lost = 0
        self._slowest = max(took, self._slowest * FORGET)
        return found

    async def _in_time(self, asked: "asyncio.Future[Found]") -> bool:
        """Wait until the engine is silent, or this search out of line with the others."""
        begun, queued = _now(), 1
        while not self._open:
            await asyncio.wait({asked}, timeout=self._budget / LOOKS)
            now, queued = _now(), max(queued, self._asked)
            silent = now - max(begun, self._answered) > self._patience(1)
            overdue = now - begun > self._patience(queued)
            if asked.done() or ((silent or overdue) and not self._racing):
                break
        return asked.done()

    def _patience(self, queued: int) -> float:
        """Seconds for one of so many searches; some more where the engine lately needed that for what it answered."""
        usual = max(self._budget, min(self._slowest * USUAL, self._budget * MOST_USUAL))
        return usual * min(max(queued / AT_ONCE, 1), MOST_PATIENCE)

    async def _settled(self, asked: "asyncio.Future[Found]", database: Ask) -> Found:
        try:
            return asked.result()
        except (EngineUnavailable, SearchRefused) as away:
            self._trip(str(away))
            return await database()

    async def _raced(self, asked: "asyncio.Future[Found]", database: Ask) -> Found:
        """Whichever of the two answers first."""
        other = asyncio.ensure_future(database())
        self._racing = True
        try:
            await asyncio.wait({asked, other}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._racing = False
        if asked.done():
            other.cancel()
            return await self._settled(asked, database)
        self._lost += 1
        if self._lost >= LOST_IN_A_ROW:
            self._trip(f"slower than {self._budget} s and than the database")
        asked.cancel()
        return await other

    def _trip(self, reason: str) -> None:
        if not self._open:
            log.warning("engine_left_alone", reason=reason)
        self._open, self._next_try = True, _now() + RETRY_SECONDS

    def _try_beside(self, engine: Ask) -> None:
        if _now() < self._next_try:
            return
        self._next_try = _now() + RETRY_SECONDS
        trial = asyncio.create_task(self._trial(engine))
        self._trials.add(trial)
        trial.add_done_callback(self._trials.discard)

    async def _trial(self, engine: Ask) -> None:
        try:
            await asyncio.wait_for(engine(), max(self._budget, RETRY_SECONDS))
        except (EngineUnavailable, SearchRefused, TimeoutError):
            return
        self._open, self._lost = False, 0
        log.info("engine_is_back")
