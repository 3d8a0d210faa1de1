"""A web site on 127.0.0.1 that does as a test says, and a crawl of it in a process of its own."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread
from typing import Any

from scrapy import Request

from catalogue.crawl import Fetched
from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from catalogue.settings import Settings
from crawlers.failures import CrawlFailed
from crawlers.feed_files import ToDisk
from crawlers.limits import Limits
from tests.crawlers.memory_run import MemoryRun

SMALL = Limits(
    page_bytes=200_000, sitemap_bytes=200_000, feed_bytes=200_000, robots_bytes=20_000,
    page_seconds=2, feed_seconds=2, robots_seconds=1, crawl_seconds=30, retries=1, retry_after=3,
)  # fmt: skip

PROCESSES = multiprocessing.get_context(
    "forkserver"
)  # One import of Scrapy for all crawls; the reactor is each one's own.
PROCESSES.set_forkserver_preload(["crawlers.crawl", "crawlers.middlewares", "tests.crawlers.memory_run"])


@dataclass
class Answer:
    """What the site says. body: bytes, or a function that writes to the connection itself."""

    body: bytes | Callable[[BaseHTTPRequestHandler], None] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"


@dataclass
class Asked:
    """One request as it came. at: seconds, for intervals."""

    path: str
    at: float
    headers: dict[str, str]

    @property
    def sent(self) -> float:
        """When it was sent, in seconds: on a busy machine it may come late. Of a crawl with `sending_is_dated`."""
        return float(self.headers["X-Sent"])


@dataclass
class Site:
    """A running site. answers: path with query -> Answer, or a function of the handler that gives one."""

    origin: str
    answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [one.path for one in self.asked]

    def pages(self, *paths: str, robots: str = "") -> None:
        """Course pages at these paths, a sitemap that lists them, and a robots.txt that names it."""
        self.answers |= {path: course_page(path) for path in paths}
        self.sitemap("/sitemap.xml", *(self.origin + path for path in paths))
        self.robots(f"{robots}\nSitemap: {self.origin}/sitemap.xml")

    def sitemap(self, path: str, *addresses: str, index: bool = False) -> None:
        """A sitemap, or an index of sitemaps."""
        root, member = ("sitemapindex", "sitemap") if index else ("urlset", "url")
        listed = "".join(f"<{member}><loc>{address}</loc></{member}>" for address in addresses)
        self.answers[path] = Answer(f'<?xml version="1.0"?><{root}>{listed}</{root}>'.encode(), content_type="text/xml")

    def robots(self, text: str) -> None:
        """The site's robots.txt."""
        self.answers["/robots.txt"] = Answer(text.encode(), content_type="text/plain")


def course_page(name: str, **headers: str) -> Answer:
    """A page with one course that is called `name`."""
    body = f'<html><script type="application/ld+json">{{"@type":"Course","name":"{name}"}}</script></html>'
    return Answer(body.encode(), headers=headers)


@contextmanager
def site(certificate: Path | None = None) -> Iterator[Site]:
    """A site on a free port; https with the certificate and key of a PEM file."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    if certificate:
        context = SSLContext(PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    running = Site(f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}")
    server.site = running  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield running
    server.shutdown()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536

    def do_GET(self) -> None:
        running: Site = self.server.site  # type: ignore[attr-defined]
        running.asked.append(Asked(self.path, time.monotonic(), dict(self.headers)))
        answer = running.answers.get(self.path, Answer(status=404))
        answer = answer(self) if callable(answer) else answer
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if callable(answer.body):
            self.close_connection = True
            self.end_headers()
            self._raw(answer.body)
            return
        if "Content-Length" not in answer.headers and answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.close_connection = "Content-Length" in answer.headers
        self.end_headers()
        self.wfile.write(answer.body)

    def _raw(self, body: Callable[[BaseHTTPRequestHandler], None]) -> None:
        try:
            self.wfile.flush()
            body(self)
        except OSError:  # The crawler hung up, as it should.
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


def sending_is_dated() -> None:
    """For `before`: each request says when Scrapy's downloader let it go."""
    send = ToDisk.download_request

    async def dated(self: ToDisk, request: Request) -> Any:
        slot = self._crawler.engine.downloader.slots[request.meta["download_slot"]]
        request.headers["X-Sent"] = str(slot.lastseen)
        return await send(self, request)

    ToDisk.download_request = dated  # type: ignore[method-assign]


class BrokenStore(Exception):
    """The store of a test failed."""


class FailingRun(MemoryRun):
    """A store that breaks at the second page."""

    def read(self, url: str, reading: Reading) -> None:
        if self.readings:
            raise BrokenStore("disk full")
        super().read(url, reading)


@dataclass
class Crawled:
    """A finished crawl. failed: the reason of CrawlFailed; error: the name of any other exception."""

    run: MemoryRun
    failed: str | None = None
    error: str | None = None
    seconds: float = 0
    grown: int = 0
    """Bytes by which the process grew at most."""
    progress: list[tuple[int, int]] = field(default_factory=list)


def crawl_of(
    url: str,
    *,
    format: str = "schema.org",
    limits: Limits = SMALL,
    earlier: dict[str, Fetched] | None = None,
    private: bool = True,
    delay: float = 0,
    store: type[MemoryRun] = MemoryRun,
    before: Callable[[], None] | None = None,
    timeout: float = 60,
    **declared: Any,
) -> Crawled:
    """Crawls `url` in a process of its own, as a worker does; before: runs in that process first.

    declared: more keys of the source's declaration.
    """
    given = {key: value for key, value in declared.items() if value is not None}
    source = SourceDeclaration(name="test", format=format, url=url, **given)  # type: ignore[arg-type]
    settings = {
        "VAKWIJZER_ALLOW_PRIVATE_HOSTS": private,
        "VAKWIJZER_CRAWL_DELAY": delay,
        "VAKWIJZER_CONTACT": "wij@x.example",
    }
    mine, theirs = PROCESSES.Pipe(duplex=False)
    run = store(pages=dict(earlier or {}))
    process = PROCESSES.Process(target=_crawl, args=(theirs, source, settings, limits, run, before))
    process.start()
    theirs.close()
    try:
        assert mine.poll(timeout), "the crawl hangs"
        result: Crawled = mine.recv()
    finally:
        process.join(5)
        process.kill()
    return result


def _crawl(
    pipe: Any, source: SourceDeclaration, values: dict[str, Any], limits: Limits, run: MemoryRun, before: Any
) -> None:
    from crawlers.crawl import crawl

    if before:
        before()
    crawled = Crawled(run)
    start, before_bytes = time.monotonic(), getrusage(RUSAGE_SELF).ru_maxrss
    try:
        crawl(source, run, Settings(**values), lambda done, known: crawled.progress.append((done, known)), limits)
    except CrawlFailed as failed:
        crawled.failed = failed.reason
    except Exception as error:
        crawled.error = type(error).__name__
    crawled.grown = (getrusage(RUSAGE_SELF).ru_maxrss - before_bytes) * 1024
    crawled.seconds = time.monotonic() - start
    pipe.send(crawled)
