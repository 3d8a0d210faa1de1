"""What is wrong is said in one line that names the thing and what to do, with a status that is not zero."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.world import Home
from vakwijzer.commands.serve import listen

pytestmark = pytest.mark.engine
COURSE = """<html><script type="application/ld+json">{"@context": "https://schema.org", "@type": "Course",
"name": "Lasopleiding nummer %d", "url": "/cursus/%d", "description": "Je leert lassen in de werkplaats."}
</script></html>"""


class Site(ThreadingHTTPServer):
    """A provider's site that can be broken: path -> (status, type, body)."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self.origin = f"http://127.0.0.1:{self.server_port}"

    def offer(self, count: int) -> None:
        """A healthy site with this many courses."""
        urls = "".join(f"<url><loc>{self.origin}/cursus/{n}</loc></url>" for n in range(count))
        xmlns = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.pages = {f"/cursus/{n}": (200, "text/html", (COURSE % (n, n)).encode()) for n in range(count)}
        self.pages["/sitemap.xml"] = (200, "application/xml", f'<urlset xmlns="{xmlns}">{urls}</urlset>'.encode())
        self.pages["/robots.txt"] = (200, "text/plain", f"Sitemap: {self.origin}/sitemap.xml".encode())


class Answering(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        status, kind, body = self.server.pages.get(self.path, (404, "text/plain", b"Not found"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def one_line(text: str, *names: str) -> None:
    assert len(text.strip().splitlines()) == 1, text
    for name in names:
        assert name in text, (name, text)


def test_an_unknown_source_is_named_with_those_that_exist(home: Home) -> None:
    home.run("source", "add", "school", "--format", "schema.org", "--url", "https://school.example/")
    one_line(home.run("crawl", "scool", status=1), "scool", "school")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--format", "schema.org", "--url", "ftp://x"), "url"),
        (("--format", "magic", "--url", "https://x.example/"), "format"),
        (("--format", "csv", "--url", "https://x.example/", "--province", "Holland"), "province"),
        (("--format", "csv", "--url", "https://x.example/", "--column", "Naam"), "Naam"),
    ],
)
def test_a_wrong_declaration_names_the_key(home: Home, arguments: tuple[str, ...], word: str) -> None:
    one_line(home.run("source", "add", "school", *arguments, status=1), word)


def test_a_busy_port_is_named(home: Home) -> None:
    with listen("127.0.0.1", 0) as busy:
        port = str(busy.getsockname()[1])
        one_line(home.run("serve", "--port", port, status=1), port, "--port")


def test_an_engine_that_is_down_is_named_and_the_courses_are_stored(home: Home, site: Site) -> None:
    site.offer(4)
    home.run("source", "add", "school", "--url", f"{site.origin}/")
    home.extra["MEILI_URL"] = "http://127.0.0.1:9"
    told = home.run("crawl", "school", status=1)
    one_line(told.strip().splitlines()[-1], "127.0.0.1:9", "MEILI_URL")
    assert "4 new" in told
    del home.extra["MEILI_URL"]
    home.run("index", "drain")
    assert home.json("index", "check")["documents"] == 4


def test_a_database_that_does_not_open_is_named(home: Home) -> None:
    home.extra["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:9/none"
    one_line(home.run("source", "list", status=1), "DATABASE_URL")


def test_a_wrong_setting_is_named(home: Home) -> None:
    home.extra["PORT"] = "many"
    one_line(home.run("source", "list", status=1), "PORT")


def test_a_home_that_cannot_be_written_is_named(home: Home) -> None:
    home.path.write_text("a file stands where the folder should be")
    one_line(home.run("source", "list", status=1), "VAKWIJZER_HOME")


def test_a_provider_that_is_down_fails_the_run_and_keeps_the_courses(home: Home, site: Site) -> None:
    site.offer(5)
    home.run("source", "add", "school", "--url", f"{site.origin}/")
    home.run("crawl", "school")
    site.pages = dict.fromkeys(site.pages, (503, "text/plain", b"down"))
    told = home.run("crawl", "school", status=1)
    assert "failed" in told or "quarantined" in told
    assert home.json("source", "list")[0]["courses"] == 5


@pytest.mark.slow
def test_a_site_that_lost_its_data_is_quarantined_and_can_be_rejected(home: Home, site: Site) -> None:
    site.offer(6)
    home.run("source", "add", "school", "--url", f"{site.origin}/")
    home.run("crawl", "school")
    for path in list(site.pages):
        if path.startswith("/cursus/"):
            site.pages[path] = (200, "text/html", b"<html><h1>Log in</h1></html>")
    told = home.run("crawl", "school", status=1)
    assert "quarantined" in told
    assert "run release" in told
    assert home.json("source", "list")[0]["courses"] == 6
    run = home.json("run", "show")[0]
    assert home.json("run", "reject", str(run["id"]))["state"] == "rejected"


def test_a_feed_that_stops_half_way_gives_what_was_whole_and_says_so(home: Home, tmp_path: Path, site: Site) -> None:
    rows = b"naam;prijs\n" + b"".join(b"Lasopleiding %d;100\n" % n for n in range(5)) + b'"Lasopleiding 5;'
    site.pages = {"/feed.csv": (200, "text/csv", rows)}
    columns = ("--column", "naam=title", "--column", "prijs=price_text")
    home.run("source", "add", "feed", "--format", "csv", "--url", f"{site.origin}/feed.csv", *columns)
    report = home.json("crawl", "feed")
    assert report["changes"]["new"] >= 5


def test_a_portal_file_that_is_wrong_names_the_rule(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "portal.yaml"
    file.write_text("name: X\nprovinces: [Holland]\n")
    one_line(home.run("portal", "set", "x", "--file", str(file), status=1), "provinces")
    file.write_text("name: X\nsectors: {allow: [magic]}\n")
    one_line(home.run("portal", "set", "x", "--file", str(file), status=1), "magic")
    one_line(home.run("portal", "set", "x", "--file", str(tmp_path / "none.yaml"), status=1), "none.yaml")
    one_line(home.run("portal", "set", "v1", "--file", str(file), status=1), "v1")


def test_a_run_or_course_that_does_not_exist_is_named(home: Home) -> None:
    one_line(home.run("run", "show", "99", status=1), "99")
    one_line(home.run("run", "release", "99", status=1), "99")
    one_line(home.run("explain", "nothing", status=1), "nothing")
