"""`make bench-pages`: largest paint, layout shift and weight of what a reader sees, in Chromium slowed down four times.

With the address of a running demo it measures that; without one it starts a demo of its own. Measured are the kinds of
pages of each portal, and each portal's own site, which embeds the widget from another origin. Each is opened with an
empty cache; printed is the median. The bounds of issue 6: paint under 1 s, no shift, under 100 KB without pictures.
Nothing fails here: a figure depends on the machine.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.widget.widget_browser import CANDIDATES

SLOWER = 4
SETTLED_MS = 500
LINE = re.compile(r"^ *(\S.*?) {2,}(http://[^/\s]+)/", re.M)
"""A line of what the demo prints: what it is, and its origin."""
OBSERVE = """
window.seen = {paint: 0, shift: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => seen.paint = entry.startTime))
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => seen.shift += entry.value))
  .observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True)
class Figures:
    """Of one opening: milliseconds, layout shift, requests, and kilobytes over the wire without pictures."""

    paint: float
    shift: float
    requests: int
    weight: float


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", help="a running server: http://127.0.0.1:8080")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--portal", action="append", help="slug; may be repeated")
    parser.add_argument("--site", action="append", default=[], help="a page that embeds the widget; may be repeated")
    parser.add_argument("--width", type=int, action="append", help="of the window; may be repeated")
    asked = parser.parse_args()
    widths = asked.width or [375, 1280]
    if asked.url:
        measure(asked.url, asked.portal or ["nl"], asked.site, asked.runs, widths)
        return
    with demo() as (url, sites):
        measure(url, asked.portal or list(sites), list(sites.values()), asked.runs, widths)


@contextmanager
def demo() -> Iterator[tuple[str, Mapping[str, str]]]:
    """The address of a demo with a home of its own, and the portals' own sites by slug, while the block runs."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "vakwijzer", "demo", "--port", "0"]
        environment = {**os.environ, "VAKWIJZER_HOME": home}
        running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        assert running.stderr
        told = ""
        for line in running.stderr:
            told += line
            if "Ctrl-C" in line:
                break
        found = dict(LINE.findall(told))
        try:
            yield (
                found.pop("search page"),
                {name: site for name, site in found.items() if name not in ("API", "editors")},
            )
        finally:
            running.terminate()
            running.wait(timeout=30)


def measure(url: str, portals: Sequence[str], sites: Sequence[str], runs: int, widths: Sequence[int]) -> None:
    """Print the medians of each page and width."""
    path = next(path for path in CANDIDATES if path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print(f"{'page':<40} {'width':>5} {'paint ms':>9} {'shift':>6} {'requests':>9} {'KB':>6}")
        for name, address in {**addresses(url, portals), **{site: site for site in sites}}.items():
            for width in widths:
                print_row(name, width, [opened(browser, address, width) for _ in range(runs)])
        browser.close()


def addresses(url: str, portals: Sequence[str]) -> dict[str, str]:
    """The kinds of pages of each portal, with a course that it has."""
    found: dict[str, str] = {}
    for portal in portals:
        with urllib.request.urlopen(f"{url}/v1/courses?portal={portal}&pageSize=3") as answer:
            courses: list[dict[str, Any]] = json.load(answer)["results"]
        ids = "&".join(f"id={course['id']}" for course in courses)
        pages = ("", "?q=monteur", f"opleidingen/{courses[0]['id']}", "beroepen/", "beroepen/lasser", "regelingen",
                 "regelingen/levenlanglerenkrediet", "start", f"vergelijk?{ids}", "over", "toegankelijkheid",
                 "insluiten", "melding")  # fmt: skip
        found |= {f"/{portal}/{page}"[:40]: f"{url}/{portal}/{page}" for page in pages}
    return found


def opened(browser: Browser, address: str, width: int) -> Figures:
    """Open one page with an empty cache on a slow machine; where it has a widget, until that shows its results."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.add_init_script(OBSERVE)
    page.goto(address)
    if page.locator("vakwijzer-search").count():
        page.wait_for_selector(".vw-result")
    page.wait_for_timeout(SETTLED_MS)
    seen = page.evaluate("seen")
    weight = sum(size for key, size in sizes.items() if kinds.get(key) != "Image") / 1024
    context.close()
    return Figures(seen["paint"], seen["shift"], len(kinds), weight)


def print_row(name: str, width: int, figures: Sequence[Figures]) -> None:
    """The medians of one page."""
    paint, shift, weight = (
        statistics.median(values)
        for values in zip(*((each.paint, each.shift, each.weight) for each in figures), strict=True)
    )
    row = f"{name:<40} {width:>5} {paint:>9.0f} {shift:>6.3f} {figures[0].requests:>9} {weight:>6.1f}"
    print(row, flush=True)


if __name__ == "__main__":
    main()
