"""`python -m bench.crawl [--pages 3000] [--rounds 3] [--large]`: the crawl beside bare Scrapy.

Each figure is a ratio of runs that alternate on the same server; CPU time decides, since both are bound by it and a
busy machine would otherwise be measured instead. --large: memory between page 5,000 and 50,000; takes minutes.
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


def measured(mode: str, origin: str, pages: int, home: Path) -> dict[str, Any]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "bench.crawl.one", mode, origin, str(pages), str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench.crawl {mode} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def told(what: str, ratio: float, goal: float, detail: str) -> None:
    """One line of the result."""
    print(f"{what:<52} {ratio:6.2f}  goal {goal:>4}  {'met' if ratio >= goal else 'MISSED':<6}  {detail}", flush=True)


def speed(folder: Path, pages: int, rounds: int) -> None:
    """Extraction, the full crawl and the re-crawl, each beside bare Scrapy or the first crawl of the same round."""
    ratios: dict[str, list[float]] = {"extract": [], "full": [], "again": []}
    rates: dict[str, list[float]] = {"bare": [], "extract": [], "full": [], "again": []}
    with serving(folder, pages) as origin:
        for number in range(rounds):
            home = folder / f"home-{number}"
            runs = {mode: measured(mode, origin, pages, home) for mode in ("bare", "extract", "full")}
            runs["again"] = measured("again", origin, pages, home)
            assert runs["again"]["changes"].keys() <= {"same"}, "nothing changed, so nothing may be written"
            for mode in ("extract", "full"):
                ratios[mode].append(runs["bare"]["cpu"] / runs[mode]["cpu"])
            ratios["again"].append(runs["full"]["cpu"] / runs["again"]["cpu"])
            for mode, run in runs.items():
                rates[mode].append(pages / run["cpu"])
    rate = {mode: f"{statistics.median(found):.0f}/s" for mode, found in rates.items()}
    middle = {mode: statistics.median(found) for mode, found in ratios.items()}
    told("extraction beside bare Scrapy", middle["extract"], GOALS["extract"], f"{rate['extract']} and {rate['bare']}")
    told("full crawl beside bare Scrapy", middle["full"], GOALS["full"], f"{rate['full']} and {rate['bare']}")
    told("re-crawl with nothing changed beside the first", middle["again"], GOALS["again"], f"{rate['again']}")


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
