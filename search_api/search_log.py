"""Notes of searches on their way to the database: counted in memory, written beside the searches, never waited for.

A flood or a database that is away costs notes, not searches: what does not fit is dropped, and told in the log.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import date

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database import unit_of_work
from catalogue.index.query import SearchQuery
from catalogue.search.log import Counted, Search, search_of, store

log = structlog.get_logger()
FLUSH_SECONDS = 2.0
MOST_WAITING = 5_000  # different searches, and different openings, between two writings
MOST_NAMED = 10_000  # searches that can still be counted by their id


class SearchLog:
    """The notes of one process; used from its event loop only."""

    def __init__(self, database: Engine):
        self._database = database
        self._counted: dict[str, Counted] = {}
        self._opened: dict[tuple[str, str], int] = {}
        self._named: OrderedDict[str, Search] = OrderedDict()
        self._dropped = 0

    def name(self, query: SearchQuery, portal: str, total: int) -> str:
        """The id of a search that was answered, by which it may be counted from now on."""
        search = search_of(query, portal, total)
        name = search.id
        self._named[name] = search
        if len(self._named) > MOST_NAMED:
            self._named.popitem(last=False)
        return name

    def count(self, name: str) -> None:
        """Count a search by its id; also each time a kept answer to it is given. Nothing for an unknown id."""
        if name in self._counted:
            self._counted[name].times += 1
        elif search := self._named.get(name):
            if len(self._counted) < MOST_WAITING:
                self._counted[name] = Counted(search, 1)
            else:
                self._dropped += 1

    def opened(self, search: str, course: str) -> None:
        """Count that this course was opened from that search."""
        key = (search, course)
        if key in self._opened or len(self._opened) < MOST_WAITING:
            self._opened[key] = self._opened.get(key, 0) + 1
        else:
            self._dropped += 1

    async def run(self, today: Callable[[], date]) -> None:
        """Write for ever, every `FLUSH_SECONDS`; once more when it is cancelled."""
        try:
            while True:
                await asyncio.sleep(FLUSH_SECONDS)
                await self.write(today())
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await self.write(today())

    async def write(self, day: date) -> None:
        """Write what waits. What cannot be written is dropped: notes must not pile up while the database is away."""
        counted, self._counted = self._counted, {}
        opened, self._opened = self._opened, {}
        dropped, self._dropped = self._dropped, 0
        if dropped:
            log.warning("search_notes_dropped", count=dropped)
        if counted or opened:
            await asyncio.to_thread(self._store, day, counted, opened)

    def _store(self, day: date, counted: dict[str, Counted], opened: dict[tuple[str, str], int]) -> None:
        try:
            with unit_of_work(self._database) as session:
                store(session, day, counted.values(), opened)
        except SQLAlchemyError as away:
            log.warning("search_notes_dropped", count=len(counted) + len(opened), reason=type(away).__name__)
