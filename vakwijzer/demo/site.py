"""A fictitious province's own website on an origin of its own, with the widget embedded as an editor would."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).parents[2] / "search_api" / "templates"


def page(api: str, portal: Mapping[str, str]) -> bytes:
    """The province's page: its own words and the two lines that embed the widget."""
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return templates.get_template("public/portal_demo.html").render(api=api, portal=portal).encode()


@contextmanager
def portal_site(api: str, portals: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Serve one site per portal (slug -> name), each on a free loopback port; gives slug -> origin."""
    with ExitStack() as stack:
        pages = {slug: page(api, {"slug": slug, "name": name}) for slug, name in portals.items()}
        yield {slug: stack.enter_context(_serve(body)) for slug, body in pages.items()}


@contextmanager
def _serve(body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path.split("?")[0] == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body) if found else 0))
            self.end_headers()
            self.wfile.write(body if found else b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the terminal is for the demo's lines."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
