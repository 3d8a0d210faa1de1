"""`make truth`: precision and recall of each field on the labelled offers; status 1 when a target is missed."""

import argparse
import sys
from collections.abc import Callable, Iterable

from bench.truth.careers import first_career
from bench.truth.labelled import Label, labels
from bench.truth.offers import A_COURSES, ABSENT, offer
from bench.truth.score import FIELDS, Tally, Technical
from catalogue.normal import NormalCourse
from catalogue.normalise import normalise

SAMPLES = "samples"
PRECISION, RECALL = 0.99, 0.90
HELD = ("price", "starts", "places", "level")
"""The fields whose precision has a target (issue 4)."""
LEAST = {"technical F1": 0.97, "sector accuracy": 0.90, "first career": 0.85}


class Part:
    """What one part of the labels says."""

    def __init__(self, name: str):
        self.name = name
        self.fields = {field: Tally() for field in FIELDS}
        self.technical = Technical()
        self.careers = Tally()
        self.offers = self.unread = self.refused = 0
        self.refusals = Tally()

    def add(self, label: Label) -> None:
        """Read the label's offer, normalise it and count each decided field."""
        raw, source, day = offer(label)
        self.offers += 1
        if raw is None:
            self.unread += 1
            return
        course = normalise(raw, source, day)
        if not isinstance(course, NormalCourse):
            self._refused(label, course.reason)
            return
        if label.facts.get("not_a_course") in (None, "?"):
            self._count(label, course)

    def _refused(self, label: Label, reason: str) -> None:
        self.refused += 1
        fact = label.facts.get("not_a_course")
        self.refusals.shown += 1
        self.refusals.right += fact is not None
        if fact is None:
            self.refusals.errors.append(f"{label.part} {label.id}: refused as {reason}")
            if label.facts.get("technical") in (True, False):
                self.technical.add(label, None)

    def _count(self, label: Label, course: NormalCourse) -> None:
        for name, score in FIELDS.items():
            if label.decided(name):
                score(self.fields[name], label, course)
        if label.decided("technical"):
            self.technical.add(label, course)
        if label.facts.get("technical") is True and label.decided("career"):
            first_career(self.careers, label, course)


def rows(part: Part) -> Iterable[tuple[str, Tally, bool]]:
    """Name, counts and whether a target holds for the precision."""
    for name, tally in part.fields.items():
        yield name, tally, name in HELD


def show(part: Part, write: Callable[[str], object]) -> list[str]:
    """Write one part's table; the missed targets."""
    write(f"\n{part.name}: {part.offers} offers, {part.refused} refused as no course, {part.unread} without a reader")
    write(f"{'field':<12}{'precision':>10}{'wrong/shown':>14}{'recall':>9}{'shown/stated':>15}")
    missed = []
    for name, tally, held in rows(part):
        write(
            f"{name:<12}{_share(tally.precision):>10}{f'{tally.shown - tally.right}/{tally.shown}':>14}"
            f"{_share(tally.recall):>9}{f'{tally.found}/{tally.stated}':>15}"
        )
        if held and (tally.precision or 1) < PRECISION:
            missed.append(f"{part.name}: precision of {name} {_share(tally.precision)}, wanted {PRECISION:.2f}")
        if held and tally.recall is not None and tally.recall < RECALL:
            missed.append(f"{part.name}: recall of {name} {_share(tally.recall)}, wanted {RECALL:.2f}")
    return missed + _whole(part, write)


def _whole(part: Part, write: Callable[[str], object]) -> list[str]:
    sector, career = part.fields["sector"], part.careers
    figures = {
        "technical F1": part.technical.f1,
        "sector accuracy": sector.recall,
        "first career": career.recall,
        "refusals right": part.refusals.precision,
    }
    for name, figure in figures.items():
        write(f"{name:<22}{_share(figure):>9}")
    counts = part.technical
    write(f"technical: {counts.true} right, {counts.false} wrongly shown, {counts.missed} missed")
    return [
        f"{part.name}: {name} {_share(figures[name])}, wanted {least:.2f}"
        for name, least in LEAST.items()
        if (figure := figures[name]) is not None and figure < least
    ]


def _share(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"


def errors(part: Part) -> Iterable[str]:
    """Every difference, for whoever writes rules. Not asked for the last part, which rules must not see."""
    tallies = {**part.fields, "career": part.careers, "refusal": part.refusals}
    for name, tally in tallies.items():
        yield from (f"{name}: {line}" for line in tally.errors)
    yield from (f"technical: {line}" for line in part.technical.errors)


def main(arguments: list[str]) -> int:
    """Print the tables; 1 when a target is missed on a part that counts (the samples do not)."""
    parser = argparse.ArgumentParser(prog="python -m bench.truth", description=__doc__)
    parser.add_argument("--errors", metavar="PART", help="also list every difference of this part")
    asked = parser.parse_args(arguments)
    if not A_COURSES.exists():
        print(ABSENT, file=sys.stderr)
        return 1
    parts: dict[str, Part] = {}
    for label in labels():
        parts.setdefault(label.part, Part(label.part)).add(label)
    missed = []
    for part in parts.values():
        lines = show(part, print)
        missed += [] if part.name.startswith(SAMPLES) else lines
        if asked.errors == part.name:
            print("\n".join(errors(part)))
    print("\n" + ("\n".join(missed) or "All targets hold."))
    return 1 if missed or not parts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
