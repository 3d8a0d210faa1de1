"""Is a run fit to change the catalogue? Judged by its own pages and by what this source gave before.

404 and 410 are answers of a living site; they make a run suspect only in numbers.
"""

from dataclasses import dataclass, field

MAX_FAILED_SHARE = 0.2  # of all pages, for failures and for 404/410 apart
MAX_MISSING_SHARE = 1 / 3  # of the courses that were offered before
MIN_MISSING = 3  # fewer may always go missing: a small provider drops a course now and then
GONE = frozenset({"http_404", "http_410"})
ANSWERED = frozenset({"read", "unchanged"})


@dataclass(frozen=True)
class RunFigures:
    """What a judge looks at. `outcomes`: pages per outcome; `missing`: offered before, not in this run."""

    outcomes: dict[str, int] = field(default_factory=dict)
    items: int = 0
    offered_before: int = 0
    missing: int = 0

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
        told = ", ".join(f"{n} x {outcome}" for outcome, n in sorted(figures.outcomes.items()))
        return [f"no page answered ({told or 'nothing was fetched'})"]
    if figures.items == 0 and figures.offered_before == 0:
        return ["no course found on any page"]
    return []


def suspicions(figures: RunFigures) -> list[str]:
    """Why the run must not touch the catalogue before an editor has looked; empty for a healthy run."""
    gone = figures.count(GONE)
    broken = figures.pages - gone - figures.count(ANSWERED)
    reasons = []
    for count, words in ((broken, "pages failed"), (gone, "pages are gone (404 or 410)")):
        if count > MAX_FAILED_SHARE * figures.pages:
            reasons.append(f"{count} of {figures.pages} {words}")
    if figures.missing >= MIN_MISSING and figures.missing > MAX_MISSING_SHARE * figures.offered_before:
        reasons.append(f"{figures.missing} of {figures.offered_before} courses offered before are missing")
    elif figures.items == 0:
        reasons.append("no course found, though there were before")
    return reasons
