"""Feeds: one document, or a chain of documents that name each other."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from scrapy.http import Response

from catalogue.raw import Reading
from crawlers.readers import ooapi
from crawlers.readers.keys import same_site
from crawlers.spiders.base import SourceSpider

NAMES_OTHERS = {"edudex", "ooapi"}  # formats whose documents lead to further ones
NONE_HERE = frozenset({401, 403, 404, 405, 410, 501})
"""Answers of an API that gives no offerings of an item, or to us; any other may be better tomorrow."""
AT_ONCE = 8  # requests for offerings waiting together; the delay between them stays the site's


class FeedSpider(SourceSpider):
    """A source of one of the feed formats.

    All are asked for conditionally where the store knows where they led, but for the pages of an OOAPI: an item's
    offerings change while the page that lists the item does not.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._given: set[str] = set()

    async def addresses(self) -> AsyncIterator[str]:
        """Addresses of documents that name no others; the others are kept and read on the way."""
        if not await self.open(self.source.url):
            return
        if self.source.format not in NAMES_OTHERS:
            yield self.source.url
            return
        waiting = deque([self.source.url])
        while waiting:
            url = waiting.popleft()
            if not self.is_new(url):
                continue
            recall = self.source.format != "ooapi"
            response = await self.get(url, any_host=url == self.source.url, recall=recall)
            if response is None:
                continue
            reading = await self._kept(response)
            links = [link for link in reading.links if same_site(link, response.url)]
            if self.source.format == "ooapi":
                waiting.extend(links if self._goes_on(url, reading) else ())
                continue
            for link in links:
                yield link

    def _goes_on(self, url: str, reading: Reading) -> bool:
        """Whether a page's next one may hold more: an API that does not know `pageNumber` gives the same for ever."""
        keys = {course.source_key for course in reading.courses}
        if keys and keys <= self._given:
            self.run.failed(
                f"{url}#next", "endless_pages", "it gives what an earlier page gave: no further page is asked"
            )
            return False
        self._given |= keys
        return True

    async def _kept(self, response: Response) -> Reading:
        self.known += 1
        body = await self._with_offerings(response) if self.source.format == "ooapi" else None
        reading = self.keep(response, body)
        self.finished_one()
        return reading

    async def _with_offerings(self, response: Response) -> bytes:
        """An OOAPI page with the offerings of each item beside it."""
        wanted = list(ooapi.offerings_wanted(response.body, response.url).items())
        found: dict[str, list[Any] | None] = {}
        for start in range(0, len(wanted), AT_ONCE):
            batch = wanted[start : start + AT_ONCE]
            lists = await asyncio.gather(*(self._offerings(url) for _, url in batch))
            found |= {key: listed for (key, _), listed in zip(batch, lists, strict=True)}
        return ooapi.join(response.body, found)

    async def _offerings(self, first: str) -> list[Any] | None:
        """All offerings of one item, page by page; none where the API has none; None when they could not all be had."""
        offerings: list[Any] = []
        url: str | None = first
        asked: set[str] = set()
        while url and url not in asked and len(asked) < self.limits.list_pages:
            asked.add(url)
            response = await self.ask(url)
            if response is None or not self.settle(response):
                refused = response is not None and response.status in NONE_HERE
                return offerings if refused and url == first else None
            offerings += ooapi.items_of(response.body)
            url = ooapi.next_page(response.body, response.url)
        return offerings
