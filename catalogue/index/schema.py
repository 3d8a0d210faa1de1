"""How the engine is set up. Applied before documents enter a fresh index; a swap carries it along."""

from typing import Any

INDEX = "courses"
FRESH_INDEX = "courses_next"
PRIMARY_KEY = "id"
MAX_HITS = 10_000  # deepest hit a search may page to

SETTINGS: dict[str, Any] = {
    "searchableAttributes": ["title", "subjects", "providerName", "place", "description"],
    "filterableAttributes": [
        "courseId", "courseProvince", "version", "source", "provider", "sector", "level", "mode", "route", "kind",
        "language", "price", "province", "municipality", "place", "starts", "nextStart", "career", "funding", "_geo",
    ],
    "sortableAttributes": ["nextStart", "price", "title", "_geo"],
    "displayedAttributes": ["id", "courseId", "version", "place", "card", "_geo"],
    "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness"],
    "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["nld"]}],
    "nonSeparatorTokens": ["+", "#"],
    # One letter off in a long text finds anything (passen for lassen); in a title it is a slip of the finger.
    "typoTolerance": {"disableOnNumbers": True, "disableOnAttributes": ["description", "providerName"]},
    "faceting": {"maxValuesPerFacet": 500, "sortFacetValuesBy": {"*": "count"}},
    "pagination": {"maxTotalHits": MAX_HITS},
}  # fmt: skip
