"""Two small servers for widget tests: a portal's page, and on another origin the bundle with canned answers."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Request
from widget_answers import PORTAL, SUGGESTIONS, answer, detail
from widget_browser import settled

BUNDLE = Path(__file__).parents[3] / "search_api" / "static" / "widget" / "vakwijzer.js"
PATIENCE = 20.0  # seconds that a busy machine may take; a quick one waits no longer than it needs
NOT_FOUND = (404, "application/problem+json", b"{}")
Query = dict[str, list[str]]


@dataclass
class Api:
    """What the API answers, and what it was asked: `searches` in the order in which the page asks them.

    After `answering.clear()` a search waits for its answer until `answering.set()`.
    """

    reply: Callable[[Query], tuple[int, dict[str, Any]]] = lambda query: (
        200,
        answer(page=int(query.get("page", "1")[0])),
    )
    answering: threading.Event = field(default_factory=threading.Event)
    courses: dict[str, tuple[int, dict[str, Any]]] = field(
        default_factory=lambda: {f"course{n}": (200, detail(id=f"course{n}")) for n in range(1, 7)}
    )
    suggestions: dict[str, Any] = field(default_factory=lambda: SUGGESTIONS)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    searches: list[Query] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.answering.set()

    def get(self, path: str, query: Query) -> tuple[int, str, bytes]:
        """Status, media type and body for a GET."""
        self.paths.add(path)
        name = path.rpartition("/")[2]
        if path == "/widget/v1/vakwijzer.js":
            return 200, "text/javascript", BUNDLE.read_bytes()
        if path.startswith("/widget/v1/texts/"):
            words = self.words.get(name.removesuffix(".json"))
            return self._json(200, words) if words else NOT_FOUND
        if path == "/widget/v1/provinces.json":
            return 200, "application/json", BUNDLE.with_name(name).read_bytes()
        if path == "/v1/courses":
            self.answering.wait(60)
            return self._json(*self.reply(query))
        if path == "/v1/suggestions":
            return self._json(200, self.suggestions)
        if path.startswith("/v1/courses/"):
            return self._json(*self.courses.get(name, (404, {"status": 404})))
        if path.startswith("/v1/portals/"):
            return self._json(200, PORTAL)
        return NOT_FOUND

    def note(self, request: Request) -> None:
        """A request of the page. The server's threads know no order: a search that was overtaken may arrive last."""
        parts = urlsplit(request.url)
        if parts.path == "/v1/courses":
            self.searches.append(parse_qs(parts.query))

    def expect_search(self, page: Page, portal: str = "rijnland", **wanted: Any) -> Query:
        """The widget's last search, once it is just this one and answered; else fails with what it asked instead."""
        lists = {key: value if isinstance(value, list) else [value] for key, value in wanted.items()}
        expected = [{"portal": [portal], **lists}]
        deadline = time.monotonic() + PATIENCE
        while self.searches[-1:] != expected and time.monotonic() < deadline:
            page.wait_for_timeout(20)
        settled(page)
        assert self.searches[-1:] == expected, f"the widget asked {self.searches}, not last {expected}"
        return self.searches[-1]

    @staticmethod
    def _json(status: int, body: Any) -> tuple[int, str, bytes]:
        media = "application/json" if status == 200 else "application/problem+json"
        return status, media, json.dumps(body).encode()


@dataclass
class Site:
    """The portal's own page: its HTML, extra CSS and Content-Security-Policy."""

    api: str
    body: str = ""
    css: str = ""
    lang: str = "nl"
    policy: str = ""
    files: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, _query: Query) -> tuple[int, str, bytes]:
        """The page, or its stylesheet."""
        if path == "/page.css":
            return 200, "text/css", self.css.encode()
        if path in self.files:
            return 200, "application/json", self.files[path].encode()
        if path != "/":
            return 404, "text/plain", b""
        body = self.body or f'<vakwijzer-search portal="rijnland" api="{self.api}"></vakwijzer-search>'
        head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Portaal</title>'
        script = f'<script type="module" src="{self.api}/widget/v1/vakwijzer.js"></script>'
        style = '<link rel="stylesheet" href="/page.css">'
        main = f"<main><h1>Portaal</h1>{script}{body}</main>"
        page = f'<!doctype html><html lang="{self.lang}"><head>{head}{style}</head><body>{main}</body></html>'
        return 200, "text/html; charset=utf-8", page.encode()


@contextmanager
def serving(origin: Api | Site) -> Iterator[str]:
    """The origin's address on a free loopback port while it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            status, media, body = origin.get(parts.path, parse_qs(parts.query))
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Access-Control-Allow-Origin", "*")
            if policy := getattr(origin, "policy", ""):
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            try:
                self.wfile.write(body)
            except ConnectionError:  # An aborted search: the browser no longer listens.
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """A test's own output is enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
