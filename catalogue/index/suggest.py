"""Suggestions while a person types: courses by title, and the careers, providers, places and schemes the portal has.

One round trip: the engine finds titles and places by their beginning, and counts what the portal shows; names among
the counted are compared here, because the engine allows no error in a word of four letters.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import OSA

from catalogue.index.facets import COURSE
from catalogue.index.schema import INDEX
from catalogue.index.tenancy import portal_filter
from catalogue.language.text import spelled
from catalogue.normalise.text import fold
from catalogue.portals.portal import PortalSettings

SHORTEST = 2  # letters before anything is suggested
FORGIVING = 4  # letters from which one may be wrong
COURSES, NAMES = 5, 3
"""How many of each are suggested at most."""
COUNTED = ("career", "provider", "place", "funding")
Label = Callable[[str, str], str]


def engine_questions(q: str, portal: PortalSettings) -> list[dict[str, Any]]:
    """The questions for what was typed so far; none for less than `SHORTEST` letters."""
    typed = spelled(q).strip()
    if len(typed) < SHORTEST:
        return []
    filters = portal_filter(portal)
    shared = {"indexUid": INDEX, "filter": filters, "q": typed, "matchingStrategy": "all"}
    titles = {**shared, "attributesToSearchOn": ["title", "words"], "distinct": COURSE, "limit": COURSES,
              "attributesToRetrieve": ["courseId", "title", "providerName"]}  # fmt: skip
    places = {**shared, "q": fold(q).strip(), "attributesToSearchOn": ["place"], "distinct": "place", "limit": NAMES,
              "attributesToRetrieve": ["place"]}  # fmt: skip
    counts = {"indexUid": INDEX, "filter": filters, "facets": list(COUNTED), "distinct": COURSE, "page": 1,
              "hitsPerPage": 0}  # fmt: skip
    return [titles, places, counts]


def suggestions(
    q: str, slug: str, results: Sequence[Mapping[str, Any]], label: Label, over: Container[str] = ()
) -> dict[str, Any]:
    """The body of `GET /v1/suggestions`; `results` answer `engine_questions(q, portal)`, `slug` names the portal.

    `over`: schemes that pay for nothing any more, whatever the index still counts.
    """
    if not results:
        return {"courses": [], "careers": [], "providers": [], "places": [], "funding": []}
    titles, places, counts = results
    counted = counts["facetDistribution"]
    return {
        "courses": [_course(hit, slug) for hit in titles["hits"]],
        "careers": _names(q, "career", counted, label),
        "providers": _names(q, "provider", counted, label),
        "places": _places(q, counted, [hit["place"] for hit in places["hits"]]),
        "funding": _names(q, "funding", {"funding": _running(counted, over)}, label),
    }


def _running(counted: Mapping[str, Mapping[str, int]], over: Container[str]) -> dict[str, int]:
    return {scheme: count for scheme, count in counted.get("funding", {}).items() if scheme not in over}


def _course(hit: Mapping[str, Any], slug: str) -> dict[str, Any]:
    return {
        "id": hit["courseId"],
        "title": hit["title"],
        "provider": hit["providerName"],
        "page": f"/{slug}/opleidingen/{hit['courseId']}",
    }


def _names(q: str, facet: str, counted: Mapping[str, Mapping[str, int]], label: Label) -> list[dict[str, Any]]:
    labelled = ((value, label(facet, value), count) for value, count in counted.get(facet, {}).items())
    fitting = [(errors, -count, value, text) for value, text, count in labelled
               if (errors := errors_in(q, text)) is not None]  # fmt: skip
    return [{"value": value, "label": text, "count": -count} for _, count, value, text in sorted(fitting)[:NAMES]]


def _places(q: str, counted: Mapping[str, Mapping[str, int]], found: Sequence[str]) -> list[dict[str, Any]]:
    """The portal's largest places, then those the engine found beyond the counted ones (it counts no more than 200)."""
    named = _names(q, "place", counted, lambda _facet, value: value)
    more = [{"value": name, "label": name, "count": None} for name in found
            if name not in counted.get("place", {}) and errors_in(q, name) is not None]  # fmt: skip
    return [*named, *more][:NAMES]


def errors_in(typed: str, name: str) -> int | None:
    """Typing errors (0 or 1) when the name, or a word in it, begins with what was typed; None when it does not."""
    wanted, folded = fold(typed).strip(), fold(name)
    beginnings = [folded[place:] for place in range(len(folded)) if place == 0 or not folded[place - 1].isalnum()]
    if not wanted:
        return None
    if any(beginning.startswith(wanted) for beginning in beginnings):
        return 0
    return 1 if len(wanted) >= FORGIVING and any(_one_error(wanted, beginning) for beginning in beginnings) else None


def _one_error(typed: str, beginning: str) -> bool:
    """One letter too many, too few, wrong, or two swapped; the first letter is right."""
    if beginning[:1] != typed[0]:
        return False
    lengths = (len(typed) - 1, len(typed), len(typed) + 1)
    return any(OSA.distance(typed, beginning[:length], score_cutoff=1) <= 1 for length in lengths)
