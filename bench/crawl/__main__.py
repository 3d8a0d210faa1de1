"""`python -m bench.crawl [--pages 3000] [--rounds 3] [--large]`: the crawl beside bare Scrapy.

Each figure is a ratio of runs that alternate on the same server; CPU time decides, since both are bound by it and a
busy machine would otherwise be measured instead. Scrapy as it comes has its defaults but for our concurrency, no log,
and no robots.txt; "our settings" are ours without our own parts. --large: memory between page 5,000 and 50,000.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.crawl.one import MARKS
from bench.crawl.server import serving

GOALS = {"extract": 0.85, "full": 0.6, "again": 5.0, "memory": 0.1}
# In this order: the last three ask what `full` stored.
MODES = ("bare", "tuned", "extract", "full", "again", "dated", "asked")
LINES = (
    ("extraction beside Scrapy as it comes", "extract", "bare", "extract"),
    ("extraction beside Scrapy with our settings", "extract", "tuned", "extract"),
    ("full crawl beside Scrapy as it comes", "full", "bare", "full"),
    ("full crawl beside Scrapy with our settings", "full", "tuned", "full"),
    ("re-crawl, each page asked whether it changed (304)", "again", "full", "again"),
    ("Scrapy with our settings, asking the same (304)", "asked", "full", None),
    ("re-crawl, the sitemap's dates say what changed", "dated", "full", "again"),
)
"""What is told, of which mode, beside which, and the goal's name; none for what is Scrapy's own."""


def measured(mode: str, origin: str, pages: int, home: Path) -> dict[str, Any]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "bench.crawl.one", mode, origin, str(pages), str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench.crawl {mode} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def told(what: str, ratio: float, goal: float | None, detail: str) -> None:
    """One line of the result."""
    verdict = f"goal {goal:>4}  {'met' if ratio >= goal else 'MISSED':<6}" if goal else " " * 17
    print(f"{what:<52} {ratio:6.2f}  {verdict}  {detail}", flush=True)


def speed(folder: Path, pages: int, rounds: int) -> None:
    """Extraction, the full crawl and the re-crawl, each beside bare Scrapy or the first crawl of the same round."""
    runs: dict[str, list[dict[str, Any]]] = {mode: [] for mode in MODES}
    with serving(folder, pages) as origin:
        for number in range(rounds):
            for mode in MODES:
                runs[mode].append(measured(mode, origin, pages, folder / f"home-{number}"))
            written = runs["again"][-1]["changes"].keys() | runs["dated"][-1]["changes"].keys()
            assert written <= {"same"}, "nothing changed, so nothing may be written"
    for what, mode, beside, goal in LINES:
        pairs = zip(runs[beside], runs[mode], strict=True)
        ratio = statistics.median(other["cpu"] / run["cpu"] for other, run in pairs)
        told(what, ratio, GOALS[goal] if goal else None, f"{_rate(runs[mode], pages)} and {_rate(runs[beside], pages)}")


def _rate(runs: list[dict[str, Any]], pages: int) -> str:
    return f"{statistics.median(pages / run['cpu'] for run in runs):.0f}/s"


def memory(folder: Path) -> None:
    """Resident memory of a full crawl at both marks."""
    with serving(folder, MARKS[-1]) as origin:
        found = measured("full", origin, MARKS[-1], folder / "home-large")["memory"]
    early, late = (found[str(mark)] for mark in MARKS)
    growth = late / early - 1
    verdict = "met" if abs(growth) <= GOALS["memory"] else "MISSED"
    sizes = f"{early / 2**20:.0f} MB at {MARKS[0]}, {late / 2**20:.0f} MB at {MARKS[1]}"
    print(f"{'memory from page 5,000 to 50,000':<52} {growth:+6.1%}  goal ±10%  {verdict}  {sizes}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--large", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="bench-crawl-") as folder:
        if asked.large:
            memory(Path(folder))
        else:
            speed(Path(folder), asked.pages, asked.rounds)


if __name__ == "__main__":
    main()
