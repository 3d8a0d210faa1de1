"""Is a run fit to change the catalogue? Judged by its own pages and by what this source gave before.

404 and 410 are answers of a living site; they make a run suspect only in numbers. A first run has no history: it is
judged by its pages and by what its declaration expects. Small numbers say nothing: below `at_least` no rule holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from catalogue.declaration import Expectations

GONE = frozenset({"http_404", "http_410"})
ANSWERED = frozenset({"read", "unchanged"})
FIELDS = ("price", "start", "place", "level")
"""Fields whose coverage is followed."""
HISTORY = 5  # applied runs that make the baseline
SETTLED = 2  # applied runs before "it usually changes little" means anything


@dataclass(frozen=True)
class Limit:
    """Suspect when more than `share` of the whole and at least `at_least` of it."""

    share: float
    at_least: int

    def exceeded(self, count: float, whole: float) -> bool:
        """Whether `count` of `whole` is too much."""
        return count >= self.at_least and count > self.share * whole


FAILED = Limit(share=0.2, at_least=1)
GONE_PAGES = Limit(share=0.2, at_least=1)
WALLS = Limit(share=0.2, at_least=2)
MISSING = Limit(share=1 / 3, at_least=3)
REFUSED = Limit(share=1 / 2, at_least=3)
CHANGED = Limit(share=0.8, at_least=10)
FEWER = Limit(share=1 / 3, at_least=10)
COVERAGE = Limit(share=0.5, at_least=4)
MANY_TIMES = 3  # as many courses as usual
MANY_MORE = 50


@dataclass(frozen=True)
class Baseline:
    """What one earlier applied run of the source gave."""

    items: int
    coverage: Mapping[str, float] = field(default_factory=dict)
    changed_share: float = 0.0


@dataclass(frozen=True)
class RunFigures:
    """What a judge looks at. `outcomes`: pages per outcome; `missing`: offered before, not in this run."""

    outcomes: Mapping[str, int] = field(default_factory=dict)
    items: int = 0
    offered_before: int = 0
    missing: int = 0
    refused_before: int = 0
    """Offered before; there still, but no course any more (expired)."""
    changed: int = 0
    """Offered before, with other words now."""
    coverage: Mapping[str, float] = field(default_factory=dict)
    walls: Mapping[str, int] = field(default_factory=dict)
    history: Sequence[Baseline] = ()
    """The last applied runs, newest first."""

    @property
    def pages(self) -> int:
        """All pages asked for."""
        return sum(self.outcomes.values())

    def count(self, outcomes: frozenset[str]) -> int:
        """Pages with one of these outcomes."""
        return sum(self.outcomes.get(outcome, 0) for outcome in outcomes)


def failures(figures: RunFigures) -> list[str]:
    """Why the run gave nothing that could be judged; empty when it gave something."""
    if figures.count(ANSWERED) == 0:
        return [f"no page answered ({_told(figures.outcomes) or 'nothing was fetched'})"]
    if figures.items == 0 and figures.offered_before == 0:
        return [f"no course found on any page{_behind(figures)}"]
    return []


def suspicions(figures: RunFigures, expectations: Expectations | None = None) -> list[str]:
    """Why the run must not touch the catalogue before an editor has looked; empty for a healthy run."""
    found = (
        *_of_pages(figures),
        *_of_courses(figures),
        *_of_coverage(figures),
        *_of_expectations(figures, expectations or Expectations()),
    )
    return list(found)


def _of_pages(figures: RunFigures) -> list[str]:
    gone, walls = figures.count(GONE), sum(figures.walls.values())
    answered = figures.count(ANSWERED)
    broken = figures.pages - gone - answered
    checks = (
        (FAILED, broken, figures.pages, "pages failed"),
        (GONE_PAGES, gone, figures.pages, "pages are gone (404 or 410)"),
        (WALLS, walls, answered, f"pages are a wall ({_told(figures.walls)})"),
    )
    return [f"{count} of {whole} {words}" for limit, count, whole, words in checks if limit.exceeded(count, whole)]


def _of_courses(figures: RunFigures) -> list[str]:
    before, usual = figures.offered_before, median([one.items for one in figures.history] or [figures.items])
    reasons = []
    if MISSING.exceeded(figures.missing, before):
        reasons.append(f"{figures.missing} of {before} courses offered before are missing")
    elif figures.items == 0:
        reasons.append(f"no course found, though there were before{_behind(figures)}")
    elif FEWER.exceeded(usual - figures.items, usual):
        reasons.append(f"{figures.items} courses where {usual:g} are usual")
    if REFUSED.exceeded(figures.refused_before, before):
        reasons.append(f"{figures.refused_before} of {before} courses offered before are refused now")
    if figures.items > MANY_TIMES * usual and figures.items - usual >= MANY_MORE:
        reasons.append(f"{figures.items} courses where {usual:g} are usual")
    if _changes_unusually(figures):
        reasons.append(f"{figures.changed} of {before} courses changed at once, which is not usual for this source")
    return reasons


def _changes_unusually(figures: RunFigures) -> bool:
    shares = [one.changed_share for one in figures.history]
    usual = median(shares) if len(shares) >= SETTLED else 1.0
    return CHANGED.exceeded(figures.changed, figures.offered_before) and usual < CHANGED.share / 2


def _of_coverage(figures: RunFigures) -> list[str]:
    reasons = []
    for name in FIELDS if figures.items else ():
        usual = median([one.coverage.get(name, 0.0) for one in figures.history] or [0.0])
        share = figures.coverage.get(name, 0.0)
        # In courses of this run: a drop in a handful of courses says nothing.
        if COVERAGE.exceeded((usual - share) * figures.items, usual * figures.items):
            reasons.append(f"{share:.0%} of the courses have a {name}, where {usual:.0%} is usual")
    return reasons


def _of_expectations(figures: RunFigures, expected: Expectations) -> list[str]:
    reasons = []
    if expected.min_courses is not None and figures.items < expected.min_courses:
        reasons.append(f"{figures.items} courses, where the declaration expects at least {expected.min_courses}")
    for name, least in expected.coverage.items():
        if figures.coverage.get(name, 0.0) < least:
            share = figures.coverage.get(name, 0.0)
            reasons.append(f"{share:.0%} of the courses have a {name}, where the declaration expects {least:.0%}")
    return reasons


def _behind(figures: RunFigures) -> str:
    return f" ({_told(figures.walls)})" if figures.walls else ""


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} x {name}" for name, count in sorted(counts.items()))
