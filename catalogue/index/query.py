"""A search as typed values, and the engine's questions that answer it in one round trip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from catalogue.index.circle import inside
from catalogue.index.documents import day_number
from catalogue.index.facets import BY_NAME, COURSE, FACETS, Facet
from catalogue.index.schema import INDEX
from catalogue.index.tenancy import one_of, portal_filter
from catalogue.language.rewrite import asked, rewritten
from catalogue.portals.portal import PortalSettings

Sort = Literal["relevance", "start", "price", "distance"]
FAR_FUTURE = day_number(date(2200, 1, 1))
SHOWN = ["courseId", "card", "place", "_geo"]


@dataclass(frozen=True)
class Near:
    """A circle: WGS84 degrees and kilometres."""

    latitude: float
    longitude: float
    radius: float
    label: str


@dataclass(frozen=True)
class SearchQuery:
    """What is asked. `selected`: facet name -> values (OR within a facet, AND between facets)."""

    q: str = ""
    literal: bool = False
    """Words as they stand: neither understood nor rewritten."""
    selected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    max_price: float | None = None
    start_from: date | None = None
    start_until: date | None = None
    near: Near | None = None
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 20
    explain: bool = False
    """Ask the engine why each hit stands where it stands."""
    counted: Sequence[str] | None = None
    """Names of the facets to count; None: all, for a person's search. Named: a question that a page asks for itself,
    which is answered as it stands (never loosened). Each count takes the engine a look at every hit."""


def engine_queries(query: SearchQuery, portal: PortalSettings) -> list[dict[str, Any]]:
    """The hits first, with the facets nothing was chosen in; then one question for each facet that needs its own."""
    apart = facets_apart(query)
    together = [facet.attribute for facet in facets_counted(query) if facet not in apart]
    main = {
        **_question(query, portal, without=None),
        "facets": together,
        "distinct": COURSE,
        "page": query.page,
        "hitsPerPage": query.page_size,
        "attributesToRetrieve": SHOWN,
        "sort": _sort(query),
        **({"showRankingScoreDetails": True} if query.explain else {}),
    }
    return [main, *(_count(query, portal, facet) for facet in apart)]


def facets_apart(query: SearchQuery) -> list[Facet]:
    """Facets that need a question of their own: chosen ones (counted without themselves) and oddly counted ones."""
    return [facet for facet in facets_counted(query) if facet.distinct != COURSE or query.selected.get(facet.name)]


def facets_counted(query: SearchQuery) -> Sequence[Facet]:
    """The facets that the answer counts, in their order."""
    return FACETS if query.counted is None else [facet for facet in FACETS if facet.name in query.counted]


def _count(query: SearchQuery, portal: PortalSettings, facet: Facet) -> dict[str, Any]:
    return {
        **_question(query, portal, without=facet.name),
        "facets": [facet.attribute],
        "distinct": facet.distinct,
        # Facets are counted distinct only where pages are asked for, not with `limit`.
        "page": 1,
        "hitsPerPage": 0,
    }


def _question(query: SearchQuery, portal: PortalSettings, without: str | None) -> dict[str, Any]:
    filters = [*portal_filter(portal), *_own_filters(query)]
    for name, values in query.selected.items():
        if name != without and values:
            filters.append(one_of(BY_NAME[name].attribute, [BY_NAME[name].engine_value(v) for v in values]))
    return {
        "indexUid": INDEX,
        "q": asked_words(query),
        "filter": filters,
        "matchingStrategy": _strategy(query),
    }


def _strategy(query: SearchQuery) -> str:
    """Which words may be missing where not all are found: those beside the trade, else the commonest.

    None in a list that is ordered by something else: there the best hits do not come first.
    """
    if query.sort != "relevance":
        return "all"
    return "last" if not query.literal and asked(query.q).trades_first else "frequency"


def asked_words(query: SearchQuery) -> str:
    """What the engine is asked for the person's words."""
    return query.q if query.literal else rewritten(query.q) or query.q


def _own_filters(query: SearchQuery) -> list[str]:
    filters: list[str] = []
    if query.max_price is not None:
        filters.append(f"price <= {query.max_price}")
    if query.start_from or query.start_until:
        first = day_number(query.start_from) if query.start_from else 0
        last = day_number(query.start_until) if query.start_until else FAR_FUTURE
        filters.append(f"starts {first} TO {last}")
    if query.near:
        filters.append(one_of("squares", inside(query.near.latitude, query.near.longitude, query.near.radius)))
    return filters


def _sort(query: SearchQuery) -> list[str]:
    if query.sort == "price":
        return ["price:asc", "nextStart:asc"]
    # Without words there is nothing to be relevant to: what starts first comes first.
    by_start = query.sort == "start" or (query.sort == "relevance" and not query.q)
    return ["nextStart:asc"] if by_start else []
