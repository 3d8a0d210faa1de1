"""The words of `catalogue/data/sectors.yaml`, loaded once, and what one text says with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from catalogue.normal import Sector

TABLE = Path(__file__).parents[1] / "data" / "sectors.yaml"
WORD = re.compile(r"\.(?<![a-z0-9]\.)net(?![a-z0-9])|[a-z0-9]+(?:\+\+|#)?")
PHRASE_WORD = re.compile(r"[a-z0-9]+\*?")
APART = frozenset(".!?;:|")  # between two words these end a phrase
STRONG, AMBIGUOUS, WEAK, AGAINST, IGNORED = "strong", "ambiguous", "weak", "against", "ignored"


@dataclass(frozen=True, slots=True)
class Sign:
    """One word or phrase of a text and what it says. `sector` is None for technical in general."""

    kind: str
    sector: Sector | None
    word: str
    start: int


Meaning = tuple[str, Sector | None]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists as one lookup per way of matching."""

    exact: dict[str, Meaning]
    prefixes: dict[str, Meaning]
    suffixes: dict[str, Meaning]
    inside: tuple[tuple[str, Meaning], ...]
    bases: dict[str, Meaning]
    tails: frozenset[str]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Meaning], ...]]
    """First word -> the words that follow (`*` at the end of one: its beginning) and the meaning; the longest first."""


def _lists(data: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """All entries in the order in which they win."""
    yield from ((entry, (IGNORED, None)) for entry in data["false_friends"])
    for name, words in data["sectors"].items():
        yield from ((entry, (STRONG, Sector(name))) for entry in words.get("strong", ()))
    for name, words in data["sectors"].items():
        yield from ((entry, (AMBIGUOUS, Sector(name))) for entry in words.get("ambiguous", ()))
    yield from ((entry, (STRONG, None)) for entry in data["general"]["strong"])
    yield from ((entry, (AGAINST, None)) for entry in data["not_technical"])
    for name, words in data["sectors"].items():
        yield from ((entry, (WEAK, Sector(name))) for entry in words.get("weak", ()))
    yield from ((entry, (WEAK, None)) for entry in data["general"]["weak"])


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary; takes some 50 ms the first time."""
    data = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    found: dict[str, dict[str, Meaning]] = {"exact": {}, "prefix": {}, "suffix": {}, "inside": {}, "phrase": {}}
    for entry, meaning in _lists(data):
        way, key = _way(str(entry))
        found[way].setdefault(key, meaning)
    bases: dict[str, Meaning] = {
        base: (STRONG, Sector(name)) for name, words in data["sectors"].items() for base in words.get("bases", ())
    }
    return Vocabulary(
        found["exact"], found["prefix"], found["suffix"], tuple(found["inside"].items()), bases,
        frozenset(data["tails"]), _by_first_word(found["phrase"]),
    )  # fmt: skip


def _way(entry: str) -> tuple[str, str]:
    if not WORD.fullmatch(entry.strip("*")):
        return "phrase", entry
    if entry.startswith("*"):
        return ("inside", entry.strip("*")) if entry.endswith("*") else ("suffix", entry[1:])
    return ("prefix", entry[:-1]) if entry.endswith("*") else ("exact", entry)


def _by_first_word(phrases: dict[str, Meaning]) -> dict[str, tuple[tuple[tuple[str, ...], Meaning], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        first, *rest = PHRASE_WORD.findall(phrase)
        found.setdefault(first, []).append((tuple(rest), phrases[phrase]))
    return {first: tuple(rests) for first, rests in found.items()}


@lru_cache(maxsize=200_000)
def meaning(word: str) -> Meaning | None:
    """What one word says: whole, by its beginning (the longest that fits), its end, or as base and tail."""
    words = vocabulary()
    if exact := words.exact.get(word):
        return exact
    beginning, ending = _beginning(word, words), _ending(word, words)
    options = [*filter(None, (beginning, ending)), *(found for part, found in words.inside if part in word)]
    ignored = next((option for option in options if option[0] == IGNORED), None)
    if ignored or (ending and ending[0] == AGAINST):  # the end of a compound is its head: "autobedrijfsmanagement"
        return ignored or ending
    if options and options[0][1]:
        return options[0]
    return _compound(word, words) or (options[0] if options else None)


def _beginning(word: str, words: Vocabulary) -> Meaning | None:
    sizes = range(len(word), 1, -1)
    return next((found for size in sizes if (found := words.prefixes.get(word[:size]))), None)


def _ending(word: str, words: Vocabulary) -> Meaning | None:
    sizes = range(len(word), 2, -1)
    return next((found for size in sizes if (found := words.suffixes.get(word[-size:]))), None)


def _compound(word: str, words: Vocabulary) -> Meaning | None:
    """`lasopleiding` is base `las` and tail `opleiding`."""
    for size in range(2, len(word) - 3):
        if word[:size] in words.bases and word[size:] in words.tails:
            return words.bases[word[:size]]
    return None


def signs(folded: str) -> list[Sign]:
    """All words and phrases of a folded text that say something, in order; a phrase hides the words inside it."""
    matches = list(WORD.finditer(folded))
    texts = [match.group() for match in matches]
    found: list[Sign] = []
    free = 0
    # Nine words in ten say nothing; looking at the others only is what makes this fast.
    for index in [index for index, word in enumerate(texts) if _speaks(word)]:
        if index < free:
            continue
        said, length = _phrase_at(folded, matches, texts, index) or (meaning(texts[index]), 1)
        free = index + length
        if said and said[0] != IGNORED:
            start, end = matches[index].start(), matches[free - 1].end()
            found.append(Sign(*said, folded[start:end], start))
    return found


@lru_cache(maxsize=200_000)
def _speaks(word: str) -> bool:
    return word in vocabulary().phrases or meaning(word) is not None


def _phrase_at(folded: str, matches: list[re.Match[str]], texts: list[str], index: int) -> tuple[Meaning, int] | None:
    """The longest phrase that begins at this word, and how many words it has."""
    for rest, said in vocabulary().phrases.get(texts[index], ()):
        following = texts[index + 1 : index + 1 + len(rest)]
        if len(following) == len(rest) and all(map(_is_word, following, rest)):
            last = matches[index + len(rest)]
            if not APART.intersection(folded[matches[index].end() : last.start()]):
                return said, 1 + len(rest)
    return None


def _is_word(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
