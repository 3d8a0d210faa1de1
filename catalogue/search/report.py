"""What editors and the Monitor may see of the search log: only what was asked often enough to be nobody's own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from catalogue.tables import SearchDay, SearchOpening

OFTEN = 10
"""Searches below which a line is dropped from every report."""
DAYS = 3
"""Different days below which a line is dropped: one person may ask ten times in an afternoon."""
MOST = 100  # lines of each list
Rows = list[tuple[SearchDay, int]]


@dataclass
class Line:
    """Figures of one group of searches."""

    searches: int = 0
    without_result: int = 0
    opened: int = 0
    days: set[date] = field(default_factory=set)

    def add(self, row: SearchDay, opened: int) -> None:
        """Count one row in."""
        self.searches += row.searches
        self.without_result += row.without_result
        self.opened += opened
        self.days.add(row.day)

    @property
    def shown(self) -> bool:
        """Often enough."""
        return self.searches >= OFTEN and len(self.days) >= DAYS


def report(session: Session, first: date, last: date, portal: str | None = None) -> dict[str, Any]:
    """Lists of `{value, searches, withoutResult, opened}`, the commonest first: by words, by words without a result, by
    region and by filter. `portal`: only what was searched there; None: everywhere."""
    rows = _rows(session, first, last, portal)
    words = _lines(rows, lambda row: [row.words] if row.words else [])
    unanswered = {value: line for value, line in words.items() if line.without_result * 2 > line.searches}
    return {
        "from": first.isoformat(),
        "until": last.isoformat(),
        "portal": portal,
        "least": {"searches": OFTEN, "days": DAYS},
        "words": _listed(words),
        "unanswered": _listed(unanswered),
        "regions": _listed(_lines(rows, lambda row: [row.region] if row.region else [])),
        "filters": _listed(_lines(rows, _filters)),
    }


def _rows(session: Session, first: date, last: date, portal: str | None) -> Rows:
    within = col(SearchDay.day).between(first, last)
    found = select(SearchDay).where(within, *([SearchDay.portal == portal] if portal is not None else []))
    day, search, times = col(SearchOpening.day), col(SearchOpening.search), func.sum(SearchOpening.openings)
    openings = session.exec(select(day, search, times).where(day.between(first, last)).group_by(day, search))
    opened = {(on, name): int(count) for on, name, count in openings}
    return [(row, opened.get((row.day, row.search), 0)) for row in session.exec(found)]


def _lines(rows: Rows, values: Callable[[SearchDay], Iterable[str]]) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for row, opened in rows:
        for value in values(row):
            lines.setdefault(value, Line()).add(row, opened)
    return {value: line for value, line in lines.items() if line.shown}


def _filters(row: SearchDay) -> Iterator[str]:
    for key, value in row.filters.items():
        for one in value if isinstance(value, list) else [value]:
            yield f"{key}={one}"


def _listed(lines: dict[str, Line]) -> list[dict[str, Any]]:
    ordered = sorted(lines.items(), key=lambda line: (-line[1].searches, line[0]))[:MOST]
    return [
        {"value": value, "searches": line.searches, "withoutResult": line.without_result, "opened": line.opened}
        for value, line in ordered
    ]
