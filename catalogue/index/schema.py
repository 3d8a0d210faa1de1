"""How the engine is set up. Applied before documents enter a fresh index; a swap carries it along."""

from typing import Any

from catalogue.language.lexicon import no_typos

INDEX = "courses"
FRESH_INDEX = "courses_next"
PRIMARY_KEY = "id"
MAX_HITS = 10_000  # deepest hit a search may page to

SEARCHED = (
    "title",
    "words",  # the title's words in one spelling, their parts and inflections
    "kin",  # their families: a lasser for lassen
    "careerNames",  # what people call the careers it leads to
    "subjects",
    "subjectWords",  # the same three of the subjects
    "typed",  # what people type for what the title says
    "providerName",
    "place",
    "mentioned",  # families of the trade words in the description
    "description",
)
"""Where words are looked for; a hit in an earlier one counts for more."""

RANKING = (
    "sort",  # whoever asks for an order gets it; without one this rule is silent
    "words",  # all the words before some of them
    "typo",
    "attribute",  # title before description, see SEARCHED
    "proximity",
    "exactness",  # "lasser" before "lassen" for who types "lasser"
    "priced:desc",  # a known price before none
    "nextStart:asc",  # what starts soon before what starts late, and before what names no start
)

SETTINGS: dict[str, Any] = {
    "searchableAttributes": list(SEARCHED),
    "filterableAttributes": [
        "courseId", "courseProvince", "version", "source", "provider", "sector", "level", "mode", "route", "kind",
        "language", "price", "province", "region", "municipality", "place", "starts", "nextStart", "career", "funding",
        "schedule", "certificate", "workplace", "jobGuarantee", "targetGroups", "squares",
    ],
    "sortableAttributes": ["nextStart", "price", "title"],
    "displayedAttributes": ["id", "courseId", "version", "title", "providerName", "place", "card", "_geo"],
    "rankingRules": list(RANKING),
    "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["nld"]}],
    "nonSeparatorTokens": ["+", "#"],
    # One letter off in a long text finds anything (passen for lassen); in a title it is a slip of the finger.
    "typoTolerance": {"disableOnNumbers": True, "disableOnAttributes": ["mentioned", "description", "providerName"],
                      # Good Dutch that only looks like a trade: pompoen is no slip for pompen.
                      "disableOnWords": sorted(no_typos())},
    "faceting": {"maxValuesPerFacet": 500, "sortFacetValuesBy": {"*": "count"}},
    # Nobody searches among a facet's values here, and keeping that up costs each edit a fifth of a second.
    "facetSearch": False,
    "pagination": {"maxTotalHits": MAX_HITS},
}  # fmt: skip
