"""The search path: one HTTP round trip to the engine, nothing between it and the answer that costs time."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import aiohttp
import orjson

from catalogue.index.engine import EngineAddress, EngineUnavailable
from catalogue.index.tenancy import one_of

TIMEOUT = aiohttp.ClientTimeout(total=5)
MAX_CONNECTIONS = 64


class SearchRefused(Exception):
    """The engine answered, but not with results; the text is its own reason."""


class SearchClient:
    """Asks one engine. Make it inside a running event loop; close it at the end.

    `hidden` gives the courses that no answer may hold, whatever the index says.
    """

    def __init__(self, address: EngineAddress, hidden: Callable[[], Collection[str]] = tuple):
        # Asked for gzip, the engine sends chunks and the same search takes 44 ms instead of 2.
        headers = {"Authorization": f"Bearer {address.key}", "Content-Type": "application/json",
                   "Accept-Encoding": "identity"}  # fmt: skip
        connector = aiohttp.TCPConnector(limit=MAX_CONNECTIONS)
        self._hidden = hidden
        self._url = f"{address.url}/multi-search"
        self._session = aiohttp.ClientSession(headers=headers, connector=connector, timeout=TIMEOUT)

    async def ask(self, queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Results in the order of `queries`. Raises `EngineUnavailable` or `SearchRefused`."""
        if hidden := self._hidden():
            without = f"NOT {one_of('courseId', hidden)}"
            queries = [{**query, "filter": [*query["filter"], without]} for query in queries]
        try:
            async with self._session.post(self._url, data=orjson.dumps({"queries": queries})) as response:
                body = orjson.loads(await response.read())
        except (aiohttp.ClientError, TimeoutError, orjson.JSONDecodeError) as problem:
            raise EngineUnavailable(f"the search engine does not answer ({type(problem).__name__})") from problem
        if response.status != 200:
            if body.get("code") == "index_not_found":
                raise EngineUnavailable("the search index is not there yet: run `vakwijzer index rebuild`")
            raise SearchRefused(f"{body.get('code')}: {body.get('message')}")
        results: list[dict[str, Any]] = body["results"]
        return results

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()
