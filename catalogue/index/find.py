"""A search from a person's words to an answer: understood, asked, and loosened when nothing fits.

One round trip to the engine; a second one only when the first found nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalogue.index.query import SearchQuery, engine_queries
from catalogue.index.search import SearchClient
from catalogue.index.understand import Understood, applied, understand
from catalogue.language.lexicon import lexicon, no_typos
from catalogue.language.text import words
from catalogue.portals import PortalSettings

RADII = (50.0, 100.0)
"""Kilometres that are tried when nothing lies within the radius asked for."""
SHORTEST = 5  # letters of a word whose spelling is doubted
LONG = 8  # letters of a word that may hold two errors


@dataclass(frozen=True)
class Step:
    """A wider search and what was given up for it."""

    query: SearchQuery
    loosened: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """The search that was answered, the engine's results for it, and `interpretation` of the API's answer.

    `asked` is the search as it was understood, `fitting` how many courses fit all of that.
    """

    asked: SearchQuery
    fitting: int
    query: SearchQuery
    results: Sequence[dict[str, Any]]
    interpretation: dict[str, Any]


async def find(client: SearchClient, asked: SearchQuery, portal: PortalSettings, today: date) -> Outcome:
    """Carry out a search. Raises `EngineUnavailable` or `SearchRefused`."""
    understood = understand(asked, today)
    results = await client.ask(engine_queries(understood.query, portal))
    steps = [] if results[0]["totalHits"] else list(looser(understood))
    if steps and (wider := await _first_with_hits(client, steps, portal)):
        step, found = wider
        return Outcome(understood.query, 0, step.query, found, interpretation(understood, step.query, [step.loosened]))
    asked, fitting = understood.query, int(results[0]["totalHits"])
    return Outcome(asked, fitting, asked, results, interpretation(understood, understood.query, []))


async def _first_with_hits(
    client: SearchClient, steps: Sequence[Step], portal: PortalSettings
) -> tuple[Step, Sequence[dict[str, Any]]] | None:
    """All steps in one round trip; the first that finds something."""
    questions = [engine_queries(step.query, portal) for step in steps]
    answers = await client.ask([question for group in questions for question in group])
    start = 0
    for step, group in zip(steps, questions, strict=True):
        results = answers[start : start + len(group)]
        if results[0]["totalHits"]:
            return step, results
        start += len(group)
    return None


def interpretation(understood: Understood, query: SearchQuery, loosened: list[dict[str, str]]) -> dict[str, Any]:
    """What was read from the words and given up; empty when the words were taken as they are."""
    told: dict[str, Any] = {}
    if understood.filters:
        filters = [each.body() for each in understood.filters]
        told = {"q": query.q, "filters": filters, "literal": f'"{understood.typed}"'}
    if loosened:
        told = {"q": query.q, "filters": [], **told, "loosened": loosened}
    return told


def looser(understood: Understood) -> Iterator[Step]:
    """Wider searches, the least given up first: distance, spelling, one understood filter, all of them."""
    query = understood.query
    if query.near:
        for radius in RADII:
            if radius > query.near.radius:
                label = f"Binnen {radius:.0f} km in plaats van {query.near.radius:.0f} km van {query.near.label}"
                wider = replace(query, near=replace(query.near, radius=radius))
                yield Step(wider, {"key": "radius", "value": f"{radius:.0f}", "label": label})
    if not query.literal and (mended := respelled(query.q)) != query.q:
        label = f"Gezocht op {mended} in plaats van {query.q}"
        yield Step(replace(query, q=mended), {"key": "q", "value": mended, "label": label})
    yield from _without_filters(understood)


def _without_filters(understood: Understood) -> Iterator[Step]:
    plain = _without(understood.query, understood)
    filters = understood.filters
    if len(filters) > 1:
        for given_up in filters:
            kept = [each for each in filters if each is not given_up]
            yield Step(applied(plain, kept), {"key": given_up.key, "value": "", "label": f"Zonder: {given_up.label}"})
    if filters and (plain.q or plain.selected):
        names = ", ".join(each.label for each in filters)
        yield Step(plain, {"key": filters[0].key, "value": "", "label": f"Zonder: {names}"})


def _without(query: SearchQuery, understood: Understood) -> SearchQuery:
    """The search as it was asked, with none of the filters read from its words."""
    keys = {each.key for each in understood.filters}
    kept = {name: values for name, values in query.selected.items() if name not in keys}
    starts = bool(keys & {"startFrom", "startUntil"})
    return replace(
        query,
        selected=kept,
        near=None if "near" in keys else query.near,
        max_price=None if "maxPrice" in keys else query.max_price,
        start_from=None if starts else query.start_from,
        start_until=None if starts else query.start_until,
        schedule=() if "schedule" in keys else query.schedule,
    )


def respelled(q: str) -> str:
    """Each long unknown word as the trade word one error away (two in a long word); else as it is."""
    known = [*lexicon().families, *lexicon().synonyms]
    certain = {*known, *lexicon().whole, *no_typos()}
    mended = []
    for word in words(q):
        doubtful = len(word) >= SHORTEST and word.isalpha() and word not in certain
        mended.append((_most_alike(word, known) if doubtful else None) or word)
    return " ".join(mended) if mended != words(q) else q


def _most_alike(word: str, known: Sequence[str]) -> str | None:
    """People get the first letter right."""
    same_start = [other for other in known if other[0] == word[0]]
    errors = 2 if len(word) >= LONG else 1
    found = process.extractOne(word, same_start, scorer=OSA.distance, score_cutoff=errors)
    return str(found[0]) if found else None
