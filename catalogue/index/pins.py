"""Editors' pins: for these words this portal shows these courses first, whatever the ranking says.

A pin never shows what the portal or the person's filters leave out, and holds only in the order of relevance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalogue.index.query import SearchQuery, engine_queries
from catalogue.index.tenancy import one_of
from catalogue.language.rewrite import rewritten
from catalogue.portals.portal import PortalSettings


def pinned_ids(query: SearchQuery, portal: PortalSettings) -> Sequence[str]:
    """The pinned courses of these words, in the editors' order. "Lasser" and "cursus lasser" are the same words."""
    if not portal.pins or query.sort != "relevance" or query.literal:
        return ()
    asked = _key(query.q)
    return next((ids for words, ids in portal.pins.items() if _key(words) == asked), ())


def _key(words: str) -> str:
    return rewritten(words).strip()


def pin_question(query: SearchQuery, portal: PortalSettings, ids: Sequence[str]) -> dict[str, Any]:
    """The engine's question for the pinned courses that the portal and the person's filters let through."""
    [question, *_] = engine_queries(replace(query, q="", page=1, page_size=max(len(ids), 1)), portal)
    return {**question, "facets": [], "filter": [*question["filter"], one_of("courseId", ids)], "sort": []}


def with_pins(
    hits: Sequence[Mapping[str, Any]], pinned: Sequence[Mapping[str, Any]], ids: Sequence[str], page: int
) -> list[dict[str, Any]]:
    """The page's hits with the pinned ones first on page one, marked, and on no page a second time."""
    found = {str(hit["courseId"]): {**hit, "pinned": True} for hit in pinned}
    first = [found[each] for each in ids if each in found] if page == 1 else []
    return [*first, *(dict(hit) for hit in hits if str(hit["courseId"]) not in found)]
