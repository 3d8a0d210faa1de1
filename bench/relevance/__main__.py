"""`python -m bench.relevance [--home FOLDER] [--show]`: index the samples, ask, print the table."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.relevance.engines import defaults, index, ours
from bench.relevance.figures import Figures, figures, ndcg
from bench.relevance.judged import Judged, judged, within
from bench.relevance.sample import course_slugs, courses, database, fill, settings_of, slug_of
from catalogue.index.engine import engine

TARGET_NDCG, TARGET_EMPTY = 0.90, 0.01
SETS = ("queries", "held_out", "blind", "asked_once", "seekers")
HEAD = f"{'':34}{'queries':>8}{'nDCG@10':>9}{'empty':>8}{'first right':>13}{'false friends':>15}"
Answers = list[tuple[Judged, list[str]]]


def main() -> int:
    """0 when the judged set meets the targets."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or Path(scratch) / "home"
        fill(home, date.today())
        found = _run(home, Path(scratch) / "engine", SETS)
    print(HEAD)
    for (name, who), answers in found.items():
        print(_row(f"{name}: {who}", figures(answers)))
    if given.show:
        _show(found[given.show, "ours"])
    best = figures(found["queries", "ours"])
    return 0 if best.ndcg >= TARGET_NDCG and best.empty <= TARGET_EMPTY else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=__doc__)
    parser.add_argument("--home", type=Path, help="keep the crawled samples here, and use them when they are there")
    parser.add_argument("--show", choices=SETS, help="list the queries of this set with a lower score, worst first")
    return parser.parse_args()


def _run(home: Path, engine_home: Path, names: Sequence[str]) -> dict[tuple[str, str], Answers]:
    found: dict[tuple[str, str], Answers] = {}
    with database(home) as opened, engine(settings_of(engine_home)) as address:
        catalogue = courses(opened)
        index(address, catalogue, date.today())
        for name in names:
            queries = within(judged(name, course_slugs()), frozenset(slug_of(c.content.url) for c in catalogue))
            typed = [query.q for query in queries]
            found[name, "ours"] = list(zip(queries, ours(address, typed, date.today()), strict=True))
            found[name, "engine's defaults"] = list(zip(queries, defaults(address, typed, catalogue), strict=True))
    return found


def _row(name: str, of: Figures) -> str:
    shares = f"{of.queries:>8}{of.ndcg:>9.3f}{of.empty:>8.1%}{of.first_right:>13.1%}"
    return f"{name:34}{shares}{of.false_friends:>15}"


def _show(answers: Answers) -> None:
    scored = [(ndcg(query, shown), query, shown) for query, shown in answers if query.grades]
    for score, query, shown in sorted(scored, key=lambda row: row[0]):
        if score < 0.95:
            print(f"\n{score:.2f}  {query.q}")
            print("   shown  ", " ".join(f"{slug}:{query.grades.get(slug, 0)}" for slug in shown))
            print("   missed ", " ".join(slug for slug in query.grades if slug not in shown))
    for query, shown in answers:
        if query.never & set(shown):
            print(f"\nfalse friend  {query.q}: {' '.join(sorted(query.never & set(shown)))}")


if __name__ == "__main__":
    sys.exit(main())
