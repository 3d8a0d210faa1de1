"""A search from a person's words to an answer: understood, asked, and loosened when nothing fits.

One round trip to the engine; a second one only when the first found few courses or none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalogue.careers.find import nearest_careers
from catalogue.careers.known import CareerTable, shipped
from catalogue.index import labels
from catalogue.index.labels import Label
from catalogue.index.nearest import results_of
from catalogue.index.pins import pin_question, pinned_ids, with_pins
from catalogue.index.query import Near, SearchQuery, engine_queries
from catalogue.index.search import SearchClient
from catalogue.index.understand import NOISE, Filter, Understood, applied, understand
from catalogue.language.lexicon import lexicon, no_typos
from catalogue.language.rewrite import asked as asked_for
from catalogue.language.text import words
from catalogue.portals.portal import PortalSettings

FILTER_NAMES = {
    "province": Label("provincie", "province"), "sector": Label("richting", "field"),
    "career": Label("beroep", "career"), "provider": Label("aanbieder", "provider"),
    "level": Label("niveau", "level"), "mode": Label("vorm", "form"), "route": Label("leerweg", "route"),
    "kind": Label("soort", "kind"), "language": Label("taal", "language"), "schedule": Label("lestijd", "schedule"),
    "targetGroup": Label("doelgroep", "target group"), "workplace": Label("werk", "work"),
    "jobGuarantee": Label("baangarantie", "job guarantee"), "funding": Label("regeling", "scheme"),
    "maxPrice": Label("prijs", "price"), "startFrom": Label("start", "start"),
}  # fmt: skip
RADII = (50.0, 100.0)
"""Kilometres that are tried when nothing lies within the radius asked for."""
FEW = 3  # courses below which the answer tells what a wider search would find
WAYS, NEAREST = 3, 2
"""How many wider searches and careers are offered at most."""
SHORTEST = 5  # letters of a word whose spelling is doubted
LONG = 8  # letters of a word that may hold two errors


@dataclass(frozen=True)
class Step:
    """A wider search and what is given up for it. `given_up` False: offered, never done unasked."""

    query: SearchQuery
    told: dict[str, Any]
    given_up: bool = True
    again: dict[str, str] = field(default_factory=dict)
    """Key and value that ask for it, where `told` does not say them."""


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


async def find(
    client: SearchClient, asked: SearchQuery, portal: PortalSettings, today: date, known: CareerTable | None = None
) -> Outcome:
    """Carry out a search, editors' pins first. Raises `EngineUnavailable` or `SearchRefused`.

    `known`: the careers that are named when few courses fit; None: those shipped.
    """
    known = known or shipped()
    understood = understand(asked, today)
    query = understood.query
    ids = pinned_ids(query, portal)
    if not ids:
        return await _found(client, understood, portal, known)
    outcome = await _found(client, understood, portal, known)
    answers = await client.ask([pin_question(query, portal, ids)])
    main = {**outcome.results[0], "hits": with_pins(outcome.results[0]["hits"], answers[0]["hits"], ids, query.page)}
    return replace(outcome, results=[main, *outcome.results[1:]])


async def _found(client: SearchClient, understood: Understood, portal: PortalSettings, known: CareerTable) -> Outcome:
    query = understood.query
    results: Sequence[dict[str, Any]] = await results_of(client, query, portal)
    fitting = int(results[0]["totalHits"])
    told = interpretation(understood, query)
    as_it_stands = query.counted is not None or not (query.q or query.selected or query.near)
    if fitting >= FEW or query.page > 1 or as_it_stands:
        return Outcome(query, fitting, query, results, told)
    tried = await _tried(client, understood, portal)
    shown, total = query, fitting
    if not fitting and (wider := next(((s, r) for s, r in tried if s.given_up and _hits(r)), None)):
        shown, total = wider[0].query, _hits(wider[1])
        results = wider[1] if shown.sort != "distance" else await results_of(client, shown, portal)
        told = {"q": shown.q, "filters": [], **interpretation(understood, shown), "loosened": [wider[0].told]}
    return Outcome(query, fitting, shown, results, {**told, **_ways_on(tried, total, query, known)})


def _hits(results: Sequence[Mapping[str, Any]]) -> int:
    return int(results[0]["totalHits"])


async def _tried(
    client: SearchClient, understood: Understood, portal: PortalSettings
) -> list[tuple[Step, Sequence[dict[str, Any]]]]:
    """All wider searches in one round trip, with what each finds."""
    steps = [*looser(understood), *without_chosen(understood)]
    questions = [engine_queries(step.query, portal) for step in steps]
    answers = await client.ask([question for group in questions for question in group]) if steps else []
    found: list[tuple[Step, Sequence[dict[str, Any]]]] = []
    start = 0
    for step, group in zip(steps, questions, strict=True):
        found.append((step, answers[start : start + len(group)]))
        start += len(group)
    return found


def _ways_on(
    tried: Sequence[tuple[Step, Sequence[Mapping[str, Any]]]], total: int, query: SearchQuery, known: CareerTable
) -> dict[str, Any]:
    """What a wider search would find, the least given up first, and the careers nearest to the words."""
    more = [{**step.told, **step.again, "count": count} for step, results in tried if (count := _hits(results)) > total]
    careers = [] if query.literal else nearest_careers(known, query.q, NEAREST)
    near = [{"value": career.id, "label": career.label} for career in careers]
    return {name: found for name, found in (("wider", more[:WAYS]), ("careers", near)) if found}


def interpretation(understood: Understood, query: SearchQuery) -> dict[str, Any]:
    """What was read from the words; empty when they were taken as they are."""
    if not understood.filters:
        return {}
    filters = [{**each.body(), "without": without(understood.typed, each.words)} for each in understood.filters]
    return {"q": query.q, "filters": filters, "literal": literally(understood.typed)}


def literally(typed: str) -> str:
    """The words in double quotes: nothing is read from them."""
    return f'"{typed}"'


def without(typed: str, said: str) -> str:
    """The words without those that one filter was read from; all literally where they stand apart in the text."""
    rest, cut = re.subn(rf"(?<!\w){re.escape(said.strip())}(?!\w)", " ", typed, count=1)
    return NOISE.sub("", " ".join(rest.split())).strip(" ,") if cut else literally(typed)


def looser(understood: Understood) -> Iterator[Step]:
    """Wider searches, the least given up first: distance, spelling, one understood filter, all of them, the trade."""
    query = understood.query
    if query.near:
        for radius in RADII:
            if radius > query.near.radius:
                label = _farther(radius, query.near)
                wider = replace(query, near=replace(query.near, radius=radius))
                told = {"key": "radius", "value": f"{radius:.0f}", **label.body()}
                yield Step(wider, told, again=_within(understood, query.near.label, radius))
    if not query.literal and (mended := respelled(query.q)) != query.q:
        yield Step(replace(query, q=mended), _instead(mended, query.q))
    yield from _without_filters(understood)
    if not query.literal and (role := asked_for(query.q).role):
        yield Step(replace(query, q=role), _instead(role, query.q))


def _instead(words: str, typed: str) -> dict[str, Any]:
    label = Label(f"Gezocht op {words} in plaats van {typed}", f"Searched for {words} instead of {typed}")
    return {"key": "q", "value": words, **label.body()}


def without_chosen(understood: Understood) -> Iterator[Step]:
    """The search without one of the filters that the person chose: only ever offered."""
    query = understood.query
    read = {each.key for each in understood.filters}
    chosen = [key for key, values in query.selected.items() if values and key not in read]
    for key in chosen:
        kept = {name: values for name, values in query.selected.items() if name != key}
        yield _offered(replace(query, selected=kept), key)
    if query.max_price is not None and "maxPrice" not in read:
        yield _offered(replace(query, max_price=None), "maxPrice")
    if (query.start_from or query.start_until) and not read & {"startFrom", "startUntil"}:
        yield _offered(replace(query, start_from=None, start_until=None), "startFrom")


def _offered(query: SearchQuery, key: str) -> Step:
    name = FILTER_NAMES[key]
    label = Label(f"Zonder het filter op {name.nl}", f"Without the filter on {name.en}")
    return Step(query, {"key": key, "value": "", **label.body()}, given_up=False)


def _within(understood: Understood, place: str, radius: float) -> dict[str, str]:
    """The words with another distance, where the place was one of them."""
    read = [each for each in understood.filters if each.key == "near"]
    return _words(f"{_typed_without(understood, read)} binnen {radius:.0f} km van {place}") if read else {}


def _typed_without(understood: Understood, filters: Sequence[Filter]) -> str:
    typed = understood.typed
    for each in filters:
        typed = typed.replace(each.words, " ", 1)
    return " ".join(typed.split())


def _words(q: str) -> dict[str, str]:
    return {"key": "q", "value": q.strip()}


def _without_filters(understood: Understood) -> Iterator[Step]:
    plain = _without(understood.query, understood)
    filters = understood.filters
    if len(filters) > 1:
        for given_up in filters:
            kept = [each for each in filters if each is not given_up]
            yield Step(
                applied(plain, kept), _told_without([given_up]), again=_words(_typed_without(understood, [given_up]))
            )
    yield from _only_there(understood, plain)
    if filters and (plain.q or plain.selected or _typed_without(understood, filters)):
        yield Step(plain, _told_without(filters), again=_words(_typed_without(understood, filters)))


def _only_there(understood: Understood, plain: SearchQuery) -> Iterator[Step]:
    """The search with nothing but its place: people give up the hour and the price before they move house."""
    there = [each for each in understood.filters if each.key in ("near", "province")]
    others = [each for each in understood.filters if each not in there]
    if there and len(others) > 1:
        yield Step(applied(plain, there), _told_without(others), again=_words(_typed_without(understood, others)))


def _told_without(given_up: Sequence[Filter]) -> dict[str, Any]:
    return {"key": given_up[0].key, "value": "", **labels.without(each.label for each in given_up).body()}


def _farther(radius: float, near: Near) -> Label:
    was, of = f"{near.radius:.0f}", near.label
    return Label(
        f"Binnen {radius:.0f} km in plaats van {was} km van {of}", f"Within {radius:.0f} km instead of {was} km of {of}"
    )


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
