"""Between spider and network: robots.txt, redirects off the site, private hosts, servers that ask for patience."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.asyncio import call_later

from catalogue.crawl import CrawlRun, KnowsWishes
from crawlers.failures import NETWORK, NotFetched, named
from crawlers.hosts import REFUSED
from crawlers.limits import Limits
from crawlers.readers.keys import is_web, same_site, split
from crawlers.robots import Robots, closed, robots_of

PRIORITY = 1000  # robots.txt goes before any page
MAX_URL = 2083  # characters; longer ones are a site's loop
WITHOUT_HEADER = 2.0  # seconds to wait after a 429 that names no time, doubled each time


class Gate:
    """Lets a request through when the address is on the web, on the source's site, of nobody who opted out, and open
    to us by its robots.txt.

    Meta keys: `any_host` (the declared address may move to another host), `robots` (is itself a robots.txt).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limits: Limits = crawler.settings["LIMITS"]
        self._known: dict[str, asyncio.Task[Robots]] = {}
        self._wishes: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises NotFetched for what we do not ask."""
        if not is_web(request.url):
            raise NotFetched("not_http", request.url[:200])
        if len(request.url) > MAX_URL:
            raise NotFetched("address_too_long", f"over {MAX_URL} characters: {request.url[:200]}")
        if told := self._unwanted(request.url):
            raise NotFetched("opted_out", told)
        asked = request.meta.get("redirect_urls")
        if request.meta.get("robots"):
            return
        if asked and not request.meta.get("any_host") and not same_site(asked[0], request.url):
            raise NotFetched("other_host", f"redirected to {request.url[:200]}")
        rules = await self.rules(request.url)
        if rules.problem:
            raise NotFetched(*rules.problem)
        if not rules.allows(request.url):
            raise NotFetched("robots_txt", "robots.txt forbids this address")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A name that gave only private addresses is refused, and not asked again."""
        host = split(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in REFUSED:
            raise NotFetched(
                "private_host", f"{host} is a private address; set VAKWIJZER_ALLOW_PRIVATE_HOSTS=1 to allow it"
            )

    def _unwanted(self, url: str) -> str | None:
        """Why the host of `url` is not asked, looked up once."""
        host = split(url).netloc
        if host not in self._wishes:
            run: CrawlRun = cast(Any, self._crawler.spider).run
            self._wishes[host] = run.unwanted(url) if isinstance(run, KnowsWishes) else None
        return self._wishes[host]

    async def rules(self, url: str) -> Robots:
        """The rules of the site of `url`, fetched once."""
        site = "{0.scheme}://{0.netloc}".format(split(url))
        task = self._known.get(site)
        if task is None:
            task = self._known[site] = asyncio.ensure_future(self._fetch(site))
        return await task

    async def _fetch(self, site: str) -> Robots:
        meta = {
            "robots": True,
            "download_timeout": self._limits.robots_seconds,
            "download_maxsize": self._limits.robots_bytes,
            "max_retry_times": 1,
        }
        request = Request(f"{site}/robots.txt", priority=PRIORITY, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(request)
        except NETWORK as problem:
            return closed(*named(problem))
        rules = robots_of(response.status, response.body)
        self._slow_down(split(site).hostname or "", min(rules.delay, self._limits.crawl_delay))
        return rules

    def _slow_down(self, host: str, delay: float) -> None:
        """Applies Crawl-delay, upwards only: Scrapy parses it and leaves it at that."""
        downloader = self._crawler.engine.downloader
        wanted = max(delay, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings[host] = {"delay": wanted}  # for a slot that is made anew
        if slot := downloader.slots.get(host):
            slot.delay = wanted
        if (throttle := self._crawler.get_extension(AutoThrottle)) is not None:
            throttle.mindelay = max(throttle.mindelay, delay)


class _NamesBadAddresses:
    """Before a redirect middleware: a redirect to what is no address names it, where Scrapy raises ValueError."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """As the middleware's. Raises NotFetched."""
        try:
            answer: Request | Response = super().process_response(request, response)  # type: ignore[misc]
        except UnicodeError:  # a ValueError too, of the page's letters
            raise
        except ValueError as wrong:
            raise NotFetched("bad_address", f"redirected to what is no address ({wrong})"[:300]) from wrong
        return answer


class Redirect(_NamesBadAddresses, RedirectMiddleware):
    """By status and `Location`."""


class MetaRefresh(_NamesBadAddresses, MetaRefreshMiddleware):
    """By the page's own `meta` element, where Scrapy can read the page: it believes any charset that a server names."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """As the middleware's. Raises NotFetched."""
        try:
            return super().process_response(request, response)
        except (LookupError, UnicodeError):
            return response


class Unpacking(HttpCompressionMiddleware):
    """Names a body that is not packed as its header says: each way of packing raises errors of its own."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """As the middleware's. Raises NotFetched."""
        try:
            answer: Request | Response = super().process_response(request, response)
        except IgnoreRequest:  # too large
            raise
        except Exception as wrong:
            raise NotFetched("bad_compression", str(wrong)[:300]) from wrong
        return answer


class PatientRetry(RetryMiddleware):
    """Retries 429 and 5xx, and waits as long as the server asks; a wait beyond the limit is not retried.

    After a 429 with such a wait the spider ends the crawl: it speaks of us, where a 503 speaks of the page.
    """

    async def process_response(  # type: ignore[override]  # Scrapy awaits what is awaitable
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        """The response, or the request again after the wait."""
        if response.status not in self.retry_http_codes or request.meta.get("dont_retry"):
            return response
        limits: Limits = self.crawler.settings["LIMITS"]
        wait = asked_wait(response, request.meta.get("retry_times", 0))
        if wait > limits.retry_after:
            return response
        again: Request | Response = super().process_response(request, response)
        if wait and again is not response:
            self._pause_host(request, wait)
            await asyncio.sleep(wait)
        return again

    def _pause_host(self, request: Request, wait: float) -> None:
        """No other request to the host goes out during the wait, also where there is no delay between them."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(str(request.meta.get("download_slot")))
        if slot is not None:
            slot.lastseen = monotonic() + wait - slot.delay
            slot.close()  # drops the call that would look at the queue before
            slot.latercall = call_later(wait, downloader._latercall, slot)


def asked_wait(response: Response, times: int = 0) -> float:
    """Seconds that a server asks for with Retry-After (seconds or a date); a short own wait after a bare 429."""
    header = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if header.isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        return WITHOUT_HEADER * 2**times if response.status == 429 else 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
