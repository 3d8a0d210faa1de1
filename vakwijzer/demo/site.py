"""Fictitious provinces' own websites, each on an origin of its own, with the widget embedded as an editor would."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

SITES = Path(__file__).parent / "sites"
COMMON = Path(__file__).parents[2] / "search_api"
Files = Mapping[str, tuple[str, bytes]]
"""Path -> media type and bytes."""


def files(api: str, portal: Mapping[str, str]) -> Files:
    """The province's page and style sheet: its own where it has them, else a plain one."""
    own = (SITES / f"{portal['slug']}.html").exists()
    folder, name = (SITES, f"{portal['slug']}.html") if own else (COMMON / "templates/public", "portal_demo.html")
    style = SITES / f"{portal['slug']}.css" if own else COMMON / "static/css/portal-demo.css"
    page = Environment(loader=FileSystemLoader(folder), autoescape=True).get_template(name)
    html = page.render(api=api, portal=portal).encode()
    return {"/": ("text/html; charset=utf-8", html), "/style.css": ("text/css", style.read_bytes())}


def policy(api: str) -> str:
    """A strict Content-Security-Policy, as a province's auditor asks: only the API is added to it."""
    return f"default-src 'none'; style-src 'self'; img-src 'self'; script-src {api}; connect-src {api}; base-uri 'none'"


@contextmanager
def portal_site(api: str, portals: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Serve one site per portal (slug -> name), each on a free loopback port; gives slug -> origin."""
    with ExitStack() as stack:
        sites = {slug: files(api, {"slug": slug, "name": name}) for slug, name in portals.items()}
        yield {slug: stack.enter_context(_serve(held, policy(api))) for slug, held in sites.items()}


@contextmanager
def _serve(held: Files, rules: str) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = held.get(self.path.split("?")[0], ("text/plain", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", rules)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the terminal is for the demo's lines."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
