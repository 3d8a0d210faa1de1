"""Why a run failed or waits: a code with its figures. English here; the editors' pages have their own words."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

TEXTS = {
    "no_page_answered": "no page answered ({outcomes})",
    "nothing_fetched": "no page answered (nothing was fetched)",
    "no_course": "no course found on any page",
    "no_course_but_walls": "no course found on any page ({outcomes})",
    "process_ended": "the process that crawled was ended",
    "broken_off": "broken off: {detail}",
    "not_crawled": "{detail}",
    "pages_failed": "{count} of {whole} pages failed",
    "pages_gone": "{count} of {whole} pages are gone (404 or 410)",
    "pages_are_walls": "{count} of {whole} pages are a wall ({outcomes})",
    "courses_missing": "{count} of {whole} courses offered before are missing",
    "all_courses_gone": "no course found, though there were before",
    "all_courses_gone_but_walls": "no course found, though there were before ({outcomes})",
    "unusual_count": "{count} courses where {usual} are usual",
    "courses_refused": "{count} of {whole} courses offered before are refused now",
    "courses_changed": "{count} of {whole} courses changed at once, which is not usual for this source",
    "coverage_lost": "{share}% of the courses have a {field}, where {usual}% is usual",
    "fewer_than_declared": "{count} courses, where the declaration expects at least {least}",
    "coverage_below_declared": "{share}% of the courses have a {field}, where the declaration expects {least}%",
}
"""Code -> words. Shares are whole percentages; `outcomes` counts pages by name, `detail` is what a crawl ended with."""
INTERRUPTED = frozenset({"process_ended", "broken_off"})
"""The crawl did not come to its end: the next one goes on with it."""
BROKEN_OFF = "broken off: "


class Reason(BaseModel):
    """One reason, as it is stored with a run."""

    model_config = ConfigDict(frozen=True)

    code: str
    figures: dict[str, int | float | str | dict[str, int]] = {}

    def __str__(self) -> str:
        return self.told(TEXTS.get(self.code, self.code))

    def told(self, text: str, names: Mapping[str, str] | None = None) -> str:
        """`text` with the figures filled in. names: other words for a field or an outcome."""
        return text.format(**{key: _words(value, names or {}) for key, value in self.figures.items()})


def because(code: str, **figures: Any) -> Reason:
    """A reason with its figures."""
    return Reason(code=code, figures=figures)


def of_failure(detail: str) -> Reason:
    """The reason of a crawl that could not be carried out, from the words it ended with."""
    if detail.startswith(BROKEN_OFF):
        return because("broken_off", detail=detail.removeprefix(BROKEN_OFF))
    return because("not_crawled", detail=detail)


def stored(reasons: list[Any]) -> list[Reason]:
    """The reasons of a stored run; of a run from before there were codes, its sentences."""
    return [of_failure(one) if isinstance(one, str) else Reason.model_validate(one) for one in reasons]


def _words(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} x {names.get(name, name)}" for name, count in sorted(value.items()))
    return names.get(value, value) if isinstance(value, str) else f"{value:g}"
