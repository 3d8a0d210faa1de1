"""The nearest courses first, page by page: the engine finds them, the order of distance is made here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalogue.geo import distance_km
from catalogue.index.circle import rim
from catalogue.index.facets import COURSE
from catalogue.index.query import Near, SearchQuery, engine_queries
from catalogue.index.schema import MAX_HITS
from catalogue.index.search import SearchClient
from catalogue.index.tenancy import one_of
from catalogue.portals.portal import PortalSettings

DOUBLINGS = 5  # of the smallest circle that is looked at, to the whole one
FEW = 300  # courses in the whole circle that are looked at in one go
METRES = 1000


async def results_of(client: SearchClient, query: SearchQuery, portal: PortalSettings) -> list[dict[str, Any]]:
    """The engine's answers to `engine_queries(query, portal)`, in the order asked for."""
    if query.sort == "distance" and query.near:
        return await _nearest_first(client, query, query.near, portal)
    return await client.ask(engine_queries(query, portal))


async def _nearest_first(
    client: SearchClient, query: SearchQuery, near: Near, portal: PortalSettings
) -> list[dict[str, Any]]:
    """Looks at ever larger circles until the page is full. Within a metre the engine's own order holds."""
    main, *others = engine_queries(query, portal)
    counted, *rest = await client.ask([{**main, "page": 1, "hitsPerPage": 0}, *others])
    last = query.page * query.page_size
    radius = near.radius if counted["totalHits"] <= max(FEW, last) else near.radius / 2**DOUBLINGS
    while len(nearest := await _within(client, query, near, radius, portal)) < last and radius < near.radius:
        radius *= 2
    page = nearest[last - query.page_size : last]
    shown = await _shown(client, main, page) if page else []
    return [{**counted, "page": query.page, "hits": shown}, *rest]


async def _within(
    client: SearchClient, query: SearchQuery, near: Near, radius: float, portal: PortalSettings
) -> list[dict[str, Any]]:
    """One document for each course in this circle, the nearest first; of a part those that surely lie in it."""
    [main, *_] = engine_queries(replace(query, near=replace(near, radius=radius)), portal)
    question = {**_plain(main), "attributesToRetrieve": ["id", COURSE, "_geo"], "page": 1, "hitsPerPage": MAX_HITS}
    [found] = await client.ask([question])
    sure = radius - rim(near.latitude, radius) if radius < near.radius else float("inf")
    first: dict[str, dict[str, Any]] = {}
    for hit in sorted(found["hits"], key=lambda hit: _metres(hit, near)):
        if _metres(hit, near) <= sure * METRES:
            first.setdefault(hit[COURSE], hit)
    return list(first.values())


def _metres(hit: dict[str, Any], near: Near) -> int:
    return round(distance_km((near.latitude, near.longitude), (hit["_geo"]["lat"], hit["_geo"]["lng"])) * METRES)


def _plain(question: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in question.items() if name not in ("facets", "distinct")}


async def _shown(client: SearchClient, main: dict[str, Any], page: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """These documents as a search shows them, in this order."""
    only = one_of(COURSE, [hit[COURSE] for hit in page])
    question = {**_plain(main), "filter": [*main["filter"], only], "page": 1, "hitsPerPage": MAX_HITS,
                "attributesToRetrieve": ["id", *main["attributesToRetrieve"]]}  # fmt: skip
    [found] = await client.ask([question])
    by_id = {hit.pop("id"): hit for hit in found["hits"]}
    return [by_id[hit["id"]] for hit in page if hit["id"] in by_id]
