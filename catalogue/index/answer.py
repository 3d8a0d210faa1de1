"""The engine's results as the API's answer: only what the portal may show, with the next start as of today."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from catalogue.geo import distance_km
from catalogue.index.facets import FACETS, Facet
from catalogue.index.query import SearchQuery, facets_apart, facets_counted
from catalogue.index.tenancy import permits_place
from catalogue.portals.portal import PortalSettings

Label = Callable[[str, str], str]
"""(facet, value) -> what a person reads."""


def answer(
    query: SearchQuery,
    slug: str,
    portal: PortalSettings,
    results: Sequence[Mapping[str, Any]],
    label: Label,
    today: date,
) -> dict[str, Any]:
    """The body of `GET /v1/courses`.

    `slug` names the portal; `results` are the engine's answers to `engine_queries(query, portal)`.
    """
    main = results[0]
    return {
        "total": main["totalHits"],
        "page": query.page,
        "pageSize": query.page_size,
        "degraded": False,
        "interpretation": {},
        "results": [
            {
                **summary(hit, query, portal, today),
                "page": f"/{slug}/opleidingen/{hit['courseId']}",
                "pinned": bool(hit.get("pinned")),
                **({"explain": hit["_rankingScoreDetails"]} if "_rankingScoreDetails" in hit else {}),
            }
            for hit in main["hits"]
        ],
        "facets": _facets(query, results, label),
    }


def _facets(query: SearchQuery, results: Sequence[Mapping[str, Any]], label: Label) -> dict[str, list[dict[str, Any]]]:
    apart = {facet.name: result for facet, result in zip(facets_apart(query), results[1:], strict=True)}
    found: dict[str, list[dict[str, Any]]] = {f.name: [] for f in FACETS}
    for facet in facets_counted(query):
        counts = apart.get(facet.name, results[0])["facetDistribution"].get(facet.attribute, {})
        found[facet.name] = facet_values(facet, counts, query.selected.get(facet.name, ()), label)
    return found


def facet_values(
    facet: Facet, counts: Mapping[str, int], selected: Sequence[str], label: Label
) -> list[dict[str, Any]]:
    """A facet's values as the answer lists them; `counts` by the engine's values."""
    found = {facet.value(value): count for value, count in counts.items()}
    found.update({value: 0 for value in selected if value not in found})  # what was chosen can be undone
    order = sorted(found, key=(lambda v: v) if facet.name == "level" else (lambda v: (-found[v], v)))
    # A provider that the portal may not show has no name here, only what was asked for.
    named = {v: v if facet.name == "provider" and not found[v] else label(facet.name, v) for v in order}
    return [{"value": v, "label": named[v], "count": found[v]} for v in order]


def summary(hit: Mapping[str, Any], query: SearchQuery, portal: PortalSettings, today: date) -> dict[str, Any]:
    """One `CourseSummary`: the card with places, provinces and the next start that fit portal and filters."""
    card = dict(hit["card"])
    allowed = [s for s in card.pop("sessions") if permits_place(portal, s["place"], s["province"], s["region"])]
    fitting = [s for s in allowed if _fits(s, hit, query)] or allowed
    start = next_start(fitting, today, query)
    return {
        **card,
        "nextStart": start and start_text(start),
        "nextStartDetails": start and {key: start[key] for key in ("first", "last", "precision")},
        "startNote": next((s["note"] for s in fitting if s["note"]), None) if start is None else None,
        "places": _unique(s["place"] for s in allowed),
        "province": _unique(s["province"] for s in allowed),
        "distance": _distance(hit, query),
    }


def _fits(session: Mapping[str, Any], hit: Mapping[str, Any], query: SearchQuery) -> bool:
    provinces = query.selected.get("province")
    if provinces and session["province"] not in provinces:
        return False
    return query.near is None or session["place"] == hit["place"]


def next_start(sessions: Sequence[Mapping[str, Any]], today: date, query: SearchQuery | None = None) -> Any:
    """The first session that has not begun (of a span: not ended) and lies in the asked window; None without one."""
    first = max(today, query.start_from) if query and query.start_from else today
    last = query.start_until if query else None
    coming = [
        s
        for s in sessions
        if s["first"] and s["last"] >= first.isoformat() and (last is None or s["first"] <= last.isoformat())
    ]
    return min(coming, key=lambda s: (s["first"], s["last"]), default=None)


def start_text(span: Mapping[str, Any]) -> str:
    """ISO 8601 at the precision that is known: day, `2027-W12`, `2027-02`, `2027-03/2027-05`, `2027`."""
    first, last = span["first"], span["last"]
    match span["precision"]:
        case "week":
            year, week, _ = date.fromisoformat(first).isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return str(first[:7])
        case "season":
            return f"{first[:7]}/{last[:7]}"
        case "year":
            return str(first[:4]) if first[:4] == last[:4] else f"{first[:4]}/{last[:4]}"
    return str(first)


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _distance(hit: Mapping[str, Any], query: SearchQuery) -> float | None:
    geo = hit.get("_geo")
    if query.near is None or not geo:
        return None
    return round(distance_km((query.near.latitude, query.near.longitude), (geo["lat"], geo["lng"])), 1)
