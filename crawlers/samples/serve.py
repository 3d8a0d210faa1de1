"""The sample providers over HTTP: each site on its own port of 127.0.0.1, with validators, HEAD and 404."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import yaml

from crawlers.samples.render import Page, canonical, render, site_of, slugs

DECLARATIONS = Path(__file__).with_name("declarations.yaml")
NOT_FOUND = Page(404, "text/html; charset=utf-8", b"<!doctype html><title>404</title><h1>Pagina niet gevonden</h1>")


@dataclass(frozen=True)
class SampleSite:
    """A site that answers now. origin: `http://127.0.0.1:41234`, with no slash at the end."""

    slug: str
    origin: str


@contextmanager
def serving(today: date, ports: Mapping[str, int] | None = None) -> Iterator[dict[str, SampleSite]]:
    """All sample sites, by slug, as they are on `today`; they stop when the block ends.

    ports: a wished port per slug; without one, or when it is taken, any free port is used.
    """
    wished = ports or {}
    with ExitStack() as stack:
        yield {slug: stack.enter_context(_site(slug, today, wished.get(slug, 0))) for slug in slugs()}


def declarations(origins: Mapping[str, str]) -> list[dict[str, Any]]:
    """One declaration per source, with the site's origin filled in. Sites that `origins` does not name are left out."""
    entries: list[dict[str, Any]] = yaml.safe_load(DECLARATIONS.read_text(encoding="utf-8"))
    return [
        entry | {"url": entry["url"].format(origin=origins[entry["name"]])}
        for entry in entries
        if entry["name"] in origins
    ]


@contextmanager
def _site(slug: str, today: date, port: int) -> Iterator[SampleSite]:
    server = _bound(port)
    origin = f"http://127.0.0.1:{server.server_port}"
    server.pages, server.query = render(slug, origin, today), site_of(slug).get("query", {})
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name=f"sample-{slug}", daemon=True).start()
    try:
        yield SampleSite(slug, origin)
    finally:
        server.shutdown()
        server.server_close()


def _bound(port: int) -> "_Server":
    try:
        return _Server(("127.0.0.1", port), _Handler)
    except OSError:  # The wished port is taken.
        return _Server(("127.0.0.1", 0), _Handler)


class _Server(ThreadingHTTPServer):
    """Holds the pages of one site; its handlers only read them."""

    pages: Mapping[str, Page]
    query: Mapping[str, str]

    def page(self, target: str) -> Page:
        return self.pages.get(canonical(target, self.query), NOT_FOUND)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # Head and body in one segment: two would wait 40 ms for a delayed ACK.

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        page = self.server.page(self.path)
        same = _unchanged(page, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"))
        self.send_response(304 if same else page.status)
        self._validators(page)
        if not same:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if with_body and not same:
            self.wfile.write(page.body)

    def _validators(self, page: Page) -> None:
        if page.etag:
            self.send_header("ETag", page.etag)
        if page.last_modified:
            self.send_header("Last-Modified", format_datetime(page.last_modified, usegmt=True))

    def log_message(self, format: str, *args: object) -> None:
        """Silence: a demo's terminal is not a web server's log."""


def _unchanged(page: Page, tags: str | None, since: str | None) -> bool:
    """Whether 304 is the answer. If-None-Match wins over If-Modified-Since, as RFC 9110 section 13.2.2 says."""
    if tags is not None:
        return page.etag is not None and page.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    moment = _moment(since)
    return page.last_modified is not None and moment is not None and page.last_modified <= moment


def _moment(text: str | None) -> datetime | None:
    """An HTTP date in UTC; None when absent or malformed, and then the condition does not count."""
    try:
        return parsedate_to_datetime(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None
