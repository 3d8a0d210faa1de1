"""`make bench-pages`: largest paint, layout shift and weight of the public pages, in Chromium slowed down four times.

Measures a running server (`make run`, then `make bench-pages URL=http://127.0.0.1:8080`). Each page is opened `RUNS`
times with an empty cache; printed is the median. The bounds of issue 6: paint under 1 s, no shift, under 100 KB without
pictures. Nothing fails here: a figure depends on the machine.
"""

import argparse
import json
import statistics
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.widget.widget_browser import CANDIDATES

SLOWER = 4
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
    parser.add_argument("url", help="a running server: http://127.0.0.1:8080")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--portal", default="nl")
    asked = parser.parse_args()
    path = next(path for path in CANDIDATES if path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print(f"{'page':<24} {'width':>5} {'paint ms':>9} {'shift':>6} {'requests':>9} {'KB':>6}")
        for name, address in addresses(asked.url, asked.portal).items():
            for width in (375, 1280):
                print_row(name, width, [opened(browser, asked.url + address, width) for _ in range(asked.runs)])
        browser.close()


def addresses(url: str, portal: str) -> Mapping[str, str]:
    """The kinds of pages, with a course and a career that the portal has."""
    found: dict[str, Any] = json.load(urllib.request.urlopen(f"{url}/v1/courses?portal={portal}&q=lassen"))
    course = found["results"][0]["page"]
    return {
        "first page": f"/{portal}/",
        "search": f"/{portal}/?q=lassen",
        "course": course,
        "career": f"/{portal}/beroepen/lasser",
        "schemes": f"/{portal}/regelingen",
        "about": f"/{portal}/over",
        "accessibility": f"/{portal}/toegankelijkheid",
        "report": f"/{portal}/melding",
    }


def opened(browser: Browser, address: str, width: int) -> Figures:
    """Open one page with an empty cache on a slow machine."""
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
    page.wait_for_timeout(500)
    seen = page.evaluate("seen")
    weight = sum(size for key, size in sizes.items() if kinds.get(key) != "Image") / 1024
    context.close()
    return Figures(seen["paint"], seen["shift"], len(kinds), weight)


def print_row(name: str, width: int, figures: list[Figures]) -> None:
    """The medians of one page."""
    paint, shift, weight = (
        statistics.median(values)
        for values in zip(*((each.paint, each.shift, each.weight) for each in figures), strict=True)
    )
    print(f"{name:<24} {width:>5} {paint:>9.0f} {shift:>6.3f} {figures[0].requests:>9} {weight:>6.1f}")


if __name__ == "__main__":
    main()
