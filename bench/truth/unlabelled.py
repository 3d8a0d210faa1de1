"""Offers in the real files that no reader has labelled yet, as a reader sees them: the material of a next part.

    python -m bench.truth.unlabelled                       how many are left in each file, Dutch and other
    python -m bench.truth.unlabelled --draw 40 --seed 4    that many, drawn at random, with the head of their labels

Nothing here normalises: what is printed is what the file says. An offer counts as labelled when a label finds it or
when one with the same title has a label, in whichever file.
"""

import argparse
import random
import textwrap
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bench.truth.labelled import labels
from bench.truth.offers import A_COURSES, offer, offers_of
from catalogue.normalise.languages import is_dutch
from catalogue.normalise.text import plain
from catalogue.raw import RawCourse

LONGEST = 4_000  # characters of a text; a page goes on with what surrounds every page of the site
FEW = 4
DUTCH_LISTS = ("frissestart", "ai_geletterdheid", "rio", "surf_demo/crohocode", "surf_demo/programme-names")
Left = tuple[str, int, RawCourse]


def left() -> Iterator[Left]:
    """File, number in the file (from 0) and offer, each title once."""
    seen = {_title(raw) for label in labels() if (raw := offer(label)[0])}
    seen |= {" ".join(str(label.facts.get("title")).lower().split()) for label in labels()}
    for path in sorted(A_COURSES.rglob("*")):
        file = str(path.relative_to(A_COURSES))
        for number, raw in enumerate(offers_of(file)):
            if _title(raw) not in seen and any(map(str.isalpha, raw.title)):
                seen.add(_title(raw))
                yield file, number, raw


def _title(raw: RawCourse) -> str:
    return " ".join((plain(raw.title) or "").lower().split())


def is_dutch_offer(file: str, raw: RawCourse) -> bool:
    """By its own words, or by its file: a Dutch list has titles too short to tell."""
    return file.startswith(DUTCH_LISTS) or is_dutch(f"{plain(raw.title)} {plain(raw.description) or ''}")


def shown(number: int, one: Left) -> str:
    """The head of a label with everything that the file says, as comments."""
    file, index, raw = one
    head = f"- id: {number}\n  file: {file}\n  locator: {{index: {index}}}\n  title: {plain(raw.title)!r}"
    return "\n".join((head, *_said(raw.model_dump(exclude={"source_key", "title", "node_type"}))))


def _said(values: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _said(value, f"{before}{name}.")
        elif isinstance(value, (list, tuple)) and value and isinstance(value[0], dict):
            for place, each in enumerate(value):
                yield from _said(each, f"{before}{name}[{place}].")
        elif value:
            text = f"{before}{name}: {(plain(str(value)) or '')[:LONGEST]}"
            yield textwrap.fill(text, 118, initial_indent="  # ", subsequent_indent="  #   ")


def drawn(found: list[Left], wanted: int, seed: int) -> Iterator[Left]:
    """At random, the same for the same seed: a few from each source, the largest source first, Dutch before other."""
    pick = random.Random(seed)
    pick.shuffle(found)
    found.sort(key=lambda one: not is_dutch_offer(one[0], one[2]))
    sources: dict[str, list[Left]] = {}
    for one in found:
        sources.setdefault("/".join(one[0].split("/")[:2]), []).append(one)
    largest = sorted(sources.values(), key=len, reverse=True)
    yield from islice(
        (one for start in range(0, len(found), FEW) for each in largest for one in each[start : start + FEW]), wanted
    )


def counts(found: list[Left]) -> Iterator[str]:
    """How many are left in each file, and in all."""
    dutch = Counter(one[0] for one in found if is_dutch_offer(one[0], one[2]))
    every = Counter(one[0] for one in found)
    for file in sorted(every):
        yield f"{dutch[file]:5} Dutch {every[file] - dutch[file]:5} other  {file}"
    yield f"{dutch.total():5} Dutch {every.total() - dutch.total():5} other  in all"


def main() -> None:
    """Counts, or offers to label."""
    parser = argparse.ArgumentParser(prog="python -m bench.truth.unlabelled", description=__doc__.splitlines()[0])
    parser.add_argument("--draw", type=int, default=0, help="how many offers to print")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    found = list(left())
    if not asked.draw:
        print("\n".join(counts(found)))
        return
    print("\n\n".join(shown(number, one) for number, one in enumerate(drawn(found, asked.draw, asked.seed), 1)))


if __name__ == "__main__":
    main()
