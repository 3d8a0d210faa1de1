"""`python -m bench.embed [ADDRESS…]`: how fast a page comes on a slow phone's processor, how much it jumps and weighs.

Without addresses it starts a demo of its own and measures what that prints: the search page and the portals' sites
that embed the widget from another origin.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

SLOWER = 4  # times, of the processor
ROUNDS = 5
SETTLED_MS = 1_500
PAGE = re.compile(r"(?m)^.*?(http://\S+).*$")
OURS = ("search page", "widget from another origin")  # of the demo's lines, those with a reader's page
WATCH = """
window.measured = { paint: 0, jump: 0 };
new PerformanceObserver((list) => list.getEntries().forEach((one) => (measured.paint = one.startTime)))
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((one) => (measured.jump += one.value)))
  .observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True)
class Visit:
    """One visit with an empty cache: milliseconds to the largest paint, layout shift, kilobytes without pictures."""

    paint: float
    jump: float
    weight: float


def visit(browser: Browser, address: str) -> Visit:
    """Open the page as a first-time reader."""
    context = browser.new_context(viewport={"width": 375, "height": 812})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    pictures: set[str] = set()
    sizes: dict[str, float] = {}
    wire.on("Network.responseReceived", lambda e: pictures.add(e["requestId"]) if e["type"] == "Image" else None)
    wire.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(".vw-result")
    page.wait_for_timeout(SETTLED_MS)
    found = page.evaluate("measured")
    context.close()
    return Visit(found["paint"], found["jump"], sum(sizes[one] for one in sizes.keys() - pictures) / 1000)


@contextmanager
def demo() -> Iterator[list[str]]:
    """Addresses of a demo with a home of its own, while the block runs."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "vakwijzer", "demo", "--port", "0"]
        environment = {**os.environ, "VAKWIJZER_HOME": home}
        running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert running.stdout
        told: list[str] = []
        for line in running.stdout:
            told.append(line)
            if "Ctrl-C" in line:
                break
        try:
            yield [PAGE.findall(line)[0] for line in told if any(words in line for words in OURS)]
        finally:
            running.terminate()
            running.wait(timeout=30)


def measure(addresses: list[str]) -> None:
    """Print the median of the visits to each page."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print(f"processor {SLOWER} x slower, empty cache, median of {ROUNDS}")
        for address in addresses:
            visits = [visit(browser, address) for _ in range(ROUNDS)]
            paint = statistics.median(one.paint for one in visits)
            jump = statistics.median(one.jump for one in visits)
            weight = statistics.median(one.weight for one in visits)
            print(f"{address}  largest paint {paint:.0f} ms, layout shift {jump:.3f}, {weight:.1f} kB without pictures")
        browser.close()


def main() -> None:
    given = sys.argv[1:]
    if given:
        measure(given)
        return
    with demo() as addresses:
        measure(addresses)


if __name__ == "__main__":
    main()
