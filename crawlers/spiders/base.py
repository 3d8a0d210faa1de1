"""What every spider does with one address: ask, name what went wrong, keep the bytes, read them, tell the run."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from scrapy import Request, Spider, signals
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.crawl import CrawlRun, KnowsPages
from catalogue.declaration import PAGE_FORMATS, SourceDeclaration
from catalogue.raw import Reading
from catalogue.runs.reasons import BROKEN_OFF
from crawlers.failures import NETWORK, SILENT, NotFetched, named
from crawlers.feed_files import incoming, unpacked
from crawlers.limits import Limits
from crawlers.links import plain
from crawlers.middlewares import Gate, asked_wait
from crawlers.readers import READERS, STREAMS
from crawlers.readers.keys import same_site, split
from crawlers.robots import Robots
from crawlers.settings import most_bytes
from crawlers.spiders.answers import fetched, fetched_file, header, noting, stage

Progress = Callable[[int, int], None]
CARRIED = "carried over"
"""Flag of an answer that did not change: the run has what it gave before."""


class TooManyPages(Exception):
    """The crawl has asked for as many pages as it may; those that it asked for are still fetched and read."""


@dataclass
class Outcome:
    """How a crawl ended, for the process that started it. All None when it ran to its end."""

    fatal: str | None = None
    """Why nothing could be attempted."""
    crash: BaseException | None = None
    """An error of our own: the store, a bug."""
    closed: str | None = None
    """Scrapy's word for the end: `finished`, `shutdown`, `closespider_timeout`."""


class SourceSpider(Spider):
    """One source. A subclass says in `addresses` which pages there are; each is fetched, kept and read here."""

    name = "source"

    def __init__(
        self,
        source: SourceDeclaration,
        run: CrawlRun,
        limits: Limits,
        outcome: Outcome,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(name=source.name)
        self.source, self.run, self.limits, self.outcome = source, run, limits, outcome
        self.progress = progress or (lambda done, known: None)
        self.done = self.known = self.silence = 0
        self.seen: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "SourceSpider":
        """As Scrapy makes it; an error of our own ends the crawl instead of passing for an empty page."""
        spider: SourceSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.crashed, signal=signals.spider_error)
        return spider

    def addresses(self) -> AsyncIterator[str]:
        """Pages to fetch and read, each once."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """Requests for all addresses, made only as fast as they are fetched."""
        try:
            async for url in self.addresses():
                if self.is_new(url):
                    yield self.asking(url)
        except TooManyPages:
            return  # Closing the spider here would drop the pages that still wait for their turn.
        except CloseSpider:
            raise
        except Exception as error:  # Scrapy would log it and call the crawl finished.
            self.outcome.crash = error
            raise CloseSpider("crashed") from error

    def is_new(self, url: str) -> bool:
        """Whether this crawl has not asked for `url` yet. Raises TooManyPages when it may ask for no more."""
        page = plain(url)
        if page in self.seen:
            return False
        if len(self.seen) >= self.limits.pages:
            self.run.failed(f"{self.source.url}#pages", "too_many_pages", f"stopped after {self.limits.pages} pages")
            raise TooManyPages
        self.seen.add(page)
        return True

    def asking(self, url: str, conditional: bool = True) -> Request:
        """A request whose answer is kept and read. conditional: ask only whether it changed, where we know how."""
        self.known += 1
        conditions = self._conditions(url) if conditional else {}
        return Request(
            url,
            callback=self.answered,
            errback=self.lost,
            headers=conditions,
            meta={"asked": url, "conditional": bool(conditions), "any_host": url == self.source.url, **self.on_disk},
            dont_filter=True,
        )

    def answered(self, response: Response) -> Request | None:
        """Keeps and reads one answer; a 304 for a page that we do not have is asked again in full."""
        self.heard()
        asked, again = response.meta["asked"], None
        if self.settle(response):
            self.keep(response)
        elif _is_unchanged(response) and not self.run.unchanged(asked, datetime.now(UTC)):
            again = self.asking(asked, conditional=False)
        self.finished_one()
        return again

    def settle(self, response: Response) -> bool:
        """Whether an answer has a page in it; any other, but a 304 that we asked for, is told to the run."""
        if 200 <= response.status < 300:
            return True
        if not _is_unchanged(response):
            self.run.failed(response.meta["asked"], f"http_{response.status}", response.url, response.status)
            self._leave_alone(response)
        return False

    def _leave_alone(self, response: Response) -> None:
        """Ends the crawl where the server answers that we ask too much, and to come back much later."""
        wait = asked_wait(response) if response.status == 429 else 0
        if wait > self.limits.retry_after:
            host = split(response.url).netloc
            self.outcome.fatal = f"{BROKEN_OFF}{host} asks to be left alone for {wait:.0f} s: the next crawl goes on"
            raise CloseSpider("left_alone")

    @property
    def on_disk(self) -> dict[str, bool]:
        """Meta of a request whose body may be too long for memory."""
        return {"to_disk": True} if self.source.format in STREAMS else {}

    def keep(self, response: Response, body: bytes | None = None, own_pages: bool = False) -> Reading:
        """Stores the bytes (`body` where they were joined from several answers), reads and stages them.

        own_pages: courses that have a page of their own on this site are read there, not from this list.
        Of a feed in a file only the links are given back; its courses go to the store part by part.
        """
        if "file" in response.meta:
            return self._keep_file(response)
        if CARRIED in response.flags:
            return self._known_links(response)
        page = fetched(response, response.body if body is None else body)
        self.run.fetched(page)
        reading = READERS[self.source.format](page.body, page.final_url, page.content_type, self.source)
        self.run.read(page.url, _without_listed(reading, page.final_url) if own_pages else reading)
        return reading

    def _known_links(self, response: Response) -> Reading:
        """Where a page leads that the run carried over; its courses are stored."""
        if response.status == 304:
            return Reading(links=cast(KnowsPages, self.run).links(response.meta["asked"]))
        told = header(response, "Content-Type") or ""
        return READERS[self.source.format](response.body, response.url, told, self.source)

    def _keep_file(self, response: Response) -> Reading:
        limit, encoding = most_bytes(self.source, self.limits), header(response, "Content-Encoding") or ""
        links: dict[str, None] = {}
        with response.meta.pop("file") as packed, incoming(self.crawler) as spare:
            try:
                page = fetched_file(response, unpacked(packed, spare, encoding, limit))
            except NotFetched as problem:
                self.run.failed(response.meta["asked"], problem.reason, problem.detail)
                return Reading()
            found = STREAMS[self.source.format](page.file, page.final_url, page.content_type, self.source)
            stage(self.run, page, noting(found, links))
        return Reading(links=tuple(links))

    def lost(self, failure: Failure) -> Iterator[Request]:
        """Names a request that got no answer; gives the host up when there is nothing but silence."""
        if not isinstance(failure.value, NETWORK):
            self.crashed(failure)  # Raised again, Scrapy would take it for the network's, and the page would be lost.
            return iter(())
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        self.unanswered(request.meta["asked"], failure.value)
        self.finished_one()
        return iter(())

    async def get(
        self, url: str, *, any_host: bool = False, quiet: bool = False, recall: bool = False
    ) -> Response | None:
        """One whole answer, for finding addresses; anything but 2xx is told to the run unless `quiet`, and is None.

        any_host: the address may redirect to another host, which then is the site. recall: ask only whether it
        changed, and give the kept answer where it did not.
        """
        response = await self.ask(url, any_host=any_host, quiet=quiet, recall=recall)
        if response is None:
            return None
        if _is_unchanged(response):
            return self._recalled(response) or await self.get(url, any_host=any_host, quiet=quiet)
        answered = 200 <= response.status < 300 if quiet else self.settle(response)
        return response if answered else None

    async def ask(
        self, url: str, *, any_host: bool = False, quiet: bool = False, recall: bool = False
    ) -> Response | None:
        """One answer, whatever its status; None when there came none, which is told to the run unless `quiet`."""
        size = {"download_maxsize": self.limits.sitemap_bytes} if self.source.format in PAGE_FORMATS else {}
        conditions = self._conditions(url) if recall and isinstance(self.run, KnowsPages) else {}
        meta = {"asked": url, "any_host": any_host, "conditional": bool(conditions), **size, **self.on_disk}
        request = Request(url, headers=conditions, meta=meta, dont_filter=True)
        try:
            response = await self.engine.download_async(request)
        except NETWORK as problem:
            if not quiet:
                self.unanswered(url, problem)
            return None
        self.heard()
        return response

    def _recalled(self, response: Response) -> Response | None:
        """The kept answer behind a 304, carried over into the run; of a feed the 304 itself, since its links are known.

        None when it is not there any more.
        """
        store, asked = cast(KnowsPages, self.run), response.meta["asked"]
        if not self.run.unchanged(asked, datetime.now(UTC)):
            return None
        if self.on_disk:
            return response.replace(flags=[CARRIED])
        page = store.kept(asked)
        if page is None:
            return None
        headers = {"Content-Type": page.content_type}
        return response.replace(status=200, url=page.final_url, body=page.body, headers=headers, flags=[CARRIED])

    async def robots(self, url: str) -> Robots:
        """What the site of `url` allows us."""
        gate = cast(Gate, self.crawler.get_downloader_middleware(Gate))  # the settings of a crawl name it
        return await gate.rules(url)

    @property
    def engine(self) -> ExecutionEngine:
        """Scrapy's engine, there from the first request on."""
        return self.crawler.engine

    async def open(self, url: str) -> bool:
        """Whether the source can be crawled at all; otherwise the outcome says why not."""
        rules = await self.robots(url)
        problem = rules.problem or (None if rules.allows(url) else ("robots_txt", "robots.txt forbids this address"))
        if problem:
            self.run.failed(url, *problem)
            self.outcome.fatal = f"{problem[0]}: {problem[1]}"
        return problem is None

    def unanswered(self, url: str, problem: BaseException) -> None:
        """Tells the run what went wrong with `url`."""
        reason, detail = named(problem)
        self.run.failed(url, reason, detail)
        self.silence = self.silence + 1 if reason in SILENT else 0
        if self.silence >= self.limits.silence:
            self.outcome.fatal = f"host_gone: {self.silence} requests in a row without an answer, the last: {reason}"
            raise CloseSpider("host_gone")

    def heard(self) -> None:
        """The host answers."""
        self.silence = 0

    def finished_one(self) -> None:
        """Counts one page for the progress that a person sees."""
        self.done += 1
        self.progress(self.done, self.known)

    def crashed(self, failure: Failure, **_: Any) -> None:
        """Remembers the first error of our own and stops."""
        self.outcome.crash = self.outcome.crash or failure.value
        self.closing = asyncio.ensure_future(self.engine.close_spider_async(reason="crashed"))

    def closed(self, reason: str) -> None:
        """Scrapy calls this at the end."""
        self.outcome.closed = reason

    def _conditions(self, url: str) -> dict[str, str]:
        known = self.run.validators(url)
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: text for name, text in headers.items() if text}


def _without_listed(reading: Reading, url: str) -> Reading:
    kept = tuple(one for one in reading.courses if plain(one.url) == plain(url) or not same_site(one.url, url))
    return reading.model_copy(update={"courses": kept})


def _is_unchanged(response: Response) -> bool:
    """Whether this is a 304 to a question of ours; any other 304 is a server's mistake."""
    return response.status == 304 and bool(response.meta.get("conditional"))
