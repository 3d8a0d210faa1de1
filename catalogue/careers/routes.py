"""The ways into a career side by side, from what its courses really say. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.normal import Per, Route, Unit

WEEKS = {Unit.HOUR: 1 / 40, Unit.DAYPART: 1 / 10, Unit.DAY: 1 / 5, Unit.EVENING: 1 / 10, Unit.WEEK: 1.0,
         Unit.MONTH: 52 / 12, Unit.YEAR: 52.0}  # fmt: skip
"""To put lengths in order, never to show: a full working week of each."""


@dataclass(frozen=True)
class RouteSummary:
    """One way: how many courses, their prices in euros, lengths, certificates, and the first start that is known."""

    route: Route
    courses: int
    priced: int = 0
    """Courses that name a price for the whole course."""
    least_price: float | None = None
    most_price: float | None = None
    shortest: Mapping[str, Any] | None = None
    longest: Mapping[str, Any] | None = None
    certificates: tuple[str, ...] = ()
    next_start: Mapping[str, Any] | None = field(default=None)
    """The course that starts first: `title`, `page`, `nextStart`."""


def compare(summaries: Sequence[Mapping[str, Any]], today: date) -> list[RouteSummary]:
    """Every route that one of these course summaries names, the one with most courses first."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for each in summaries:
        if each["route"]:
            groups.setdefault(each["route"], []).append(each)
    found = [_summary(Route(route), group, today) for route, group in groups.items()]
    return sorted(found, key=lambda each: (-each.courses, each.route))


def _summary(route: Route, group: Sequence[Mapping[str, Any]], today: date) -> RouteSummary:
    prices = [each["price"] for each in group if each["price"] is not None and _whole(each["priceDetails"])]
    lengths = sorted((each["duration"] for each in group if each.get("duration")), key=_weeks)
    coming = (each for each in group if _coming(each, today))
    starts = sorted(coming, key=lambda each: str(each["nextStartDetails"]["first"]))
    return RouteSummary(
        route,
        len(group),
        len(prices),
        min(prices, default=None),
        max(prices, default=None),
        lengths[0] if lengths else None,
        lengths[-1] if lengths else None,
        _once(each.get("certificate") for each in group),
        {name: starts[0][name] for name in ("title", "page", "nextStart")} if starts else None,
    )


def _whole(details: Mapping[str, Any] | None) -> bool:
    return details is not None and details["per"] == str(Per.COURSE)


def _weeks(duration: Mapping[str, Any]) -> float:
    return float(duration["amount"]) * WEEKS[Unit(duration["unit"])]


def _coming(summary: Mapping[str, Any], today: date) -> bool:
    details = summary["nextStartDetails"]
    return bool(details) and str(details["last"]) >= today.isoformat()


def _once(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
