"""Is a run fit to change the catalogue? Judged by its own pages and by what this source gave before.

404 and 410 are answers of a living site; they make a run suspect only in numbers. A first run has no history: it is
judged by its pages and by what its declaration expects. Small numbers say nothing: below `at_least` no rule holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from catalogue.declaration import Expectations
from catalogue.runs.reasons import Reason, because

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


def failures(figures: RunFigures) -> list[Reason]:
    """Why the run gave nothing that could be judged; empty when it gave something."""
    if figures.count(ANSWERED) == 0:
        told = because("no_page_answered", outcomes=dict(figures.outcomes))
        return [told if figures.outcomes else because("nothing_fetched")]
    if figures.items == 0 and figures.offered_before == 0:
        return [_behind("no_course", figures)]
    return []


def suspicions(figures: RunFigures, expectations: Expectations | None = None) -> list[Reason]:
    """Why the run must not touch the catalogue before an editor has looked; empty for a healthy run."""
    found = (
        *_of_pages(figures),
        *_of_courses(figures),
        *_of_coverage(figures),
        *_of_expectations(figures, expectations or Expectations()),
    )
    return list(found)


def _of_pages(figures: RunFigures) -> Iterator[Reason]:
    gone, walls = figures.count(GONE), sum(figures.walls.values())
    answered = figures.count(ANSWERED)
    broken = figures.pages - gone - answered
    if FAILED.exceeded(broken, figures.pages):
        yield because("pages_failed", count=broken, whole=figures.pages)
    if GONE_PAGES.exceeded(gone, figures.pages):
        yield because("pages_gone", count=gone, whole=figures.pages)
    if WALLS.exceeded(walls, answered):
        yield because("pages_are_walls", count=walls, whole=answered, outcomes=dict(figures.walls))


def _of_courses(figures: RunFigures) -> Iterator[Reason]:
    before, usual = figures.offered_before, median([one.items for one in figures.history] or [figures.items])
    if MISSING.exceeded(figures.missing, before):
        yield because("courses_missing", count=figures.missing, whole=before)
    elif figures.items == 0:
        yield _behind("all_courses_gone", figures)
    elif FEWER.exceeded(usual - figures.items, usual):
        yield because("unusual_count", count=figures.items, usual=usual)
    if REFUSED.exceeded(figures.refused_before, before):
        yield because("courses_refused", count=figures.refused_before, whole=before)
    if figures.items > MANY_TIMES * usual and figures.items - usual >= MANY_MORE:
        yield because("unusual_count", count=figures.items, usual=usual)
    if _changes_unusually(figures):
        yield because("courses_changed", count=figures.changed, whole=before)


def _changes_unusually(figures: RunFigures) -> bool:
    shares = [one.changed_share for one in figures.history]
    usual = median(shares) if len(shares) >= SETTLED else 1.0
    return CHANGED.exceeded(figures.changed, figures.offered_before) and usual < CHANGED.share / 2


def _of_coverage(figures: RunFigures) -> Iterator[Reason]:
    for name in FIELDS if figures.items else ():
        usual = median([one.coverage.get(name, 0.0) for one in figures.history] or [0.0])
        share = figures.coverage.get(name, 0.0)
        # In courses of this run: a drop in a handful of courses says nothing.
        if COVERAGE.exceeded((usual - share) * figures.items, usual * figures.items):
            yield because("coverage_lost", field=name, share=_percent(share), usual=_percent(usual))


def _of_expectations(figures: RunFigures, expected: Expectations) -> Iterator[Reason]:
    if expected.min_courses is not None and figures.items < expected.min_courses:
        yield because("fewer_than_declared", count=figures.items, least=expected.min_courses)
    for name, least in expected.coverage.items():
        share = figures.coverage.get(name, 0.0)
        if share < least:
            yield because("coverage_below_declared", field=name, share=_percent(share), least=_percent(least))


def _behind(code: str, figures: RunFigures) -> Reason:
    """The reason, with the walls that stood before the courses."""
    return because(f"{code}_but_walls", outcomes=dict(figures.walls)) if figures.walls else because(code)


def _percent(share: float) -> int:
    return round(share * 100)
