"""The words of `catalogue/data/sectors.yaml`, loaded once, and what one text says with them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from catalogue.normal import Sector

TABLE = Path(__file__).parents[1] / "data" / "sectors.yaml"
WORD = re.compile(r"[a-z0-9]+(?:\+\+|#)?")
SPACE_OR_HYPHEN = re.compile(r"\\[ -]")
STRONG, WEAK, AGAINST, IGNORED = "strong", "weak", "against", "ignored"


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
    phrases: dict[str, Meaning]
    phrase_pattern: re.Pattern[str]


def _lists(data: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """All entries in the order in which they win."""
    yield from ((entry, (IGNORED, None)) for entry in data["false_friends"])
    for name, words in data["sectors"].items():
        yield from ((entry, (STRONG, Sector(name))) for entry in words.get("strong", ()))
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
    phrases = found["phrase"]
    return Vocabulary(
        found["exact"], found["prefix"], found["suffix"], tuple(found["inside"].items()), bases,
        frozenset(data["tails"]), phrases, _alternatives(phrases),
    )  # fmt: skip


def _way(entry: str) -> tuple[str, str]:
    if not WORD.fullmatch(entry.strip("*")):
        return "phrase", entry
    if entry.startswith("*"):
        return ("inside", entry.strip("*")) if entry.endswith("*") else ("suffix", entry[1:])
    return ("prefix", entry[:-1]) if entry.endswith("*") else ("exact", entry)


def _alternatives(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all phrases, the longest first. A word boundary is needed only at a letter or digit."""
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(f"({_phrase(phrase)})" for phrase in longest))


def _phrase(phrase: str) -> str:
    body = r"\w*".join(SPACE_OR_HYPHEN.sub(r"[\\s-]", re.escape(part)) for part in phrase.split("*"))
    return (
        (r"(?<![a-z0-9])" if phrase[0].isalnum() else "")
        + body
        + ("" if phrase.endswith(("*", "+", "#")) else r"(?![a-z0-9])")
    )


@lru_cache(maxsize=200_000)
def meaning(word: str) -> Meaning | None:
    """What one word says: whole, by its beginning (the longest that fits), its end, or as base and tail."""
    words = vocabulary()
    if exact := words.exact.get(word):
        return exact
    options = [*_longest(word, words), *(found for part, found in words.inside if part in word)]
    ignored = next((option for option in options if option[0] == IGNORED), None)
    if ignored or (options and options[0][1]):
        return ignored or options[0]
    return _compound(word, words) or (options[0] if options else None)


def _longest(word: str, words: Vocabulary) -> Iterator[Meaning]:
    for size in range(len(word), 1, -1):
        if found := words.prefixes.get(word[:size]):
            yield found
            break
    for size in range(len(word), 2, -1):
        if found := words.suffixes.get(word[-size:]):
            yield found
            break


def _compound(word: str, words: Vocabulary) -> Meaning | None:
    """`lasopleiding` is base `las` and tail `opleiding`."""
    for size in range(2, len(word) - 3):
        if word[:size] in words.bases and word[size:] in words.tails:
            return words.bases[word[:size]]
    return None


def signs(folded: str) -> list[Sign]:
    """All words and phrases of a folded text that say something, in order; a phrase hides the words inside it."""
    words = vocabulary()
    found: list[Sign] = []
    covered: list[tuple[int, int]] = []
    for match in words.phrase_pattern.finditer(folded):
        kind, sector = _phrase_meaning(words, match.lastindex or 0)
        covered.append(match.span())
        found.append(Sign(kind, sector, match.group(), match.start()))
    for match in WORD.finditer(folded):
        if (said := meaning(match.group())) and not any(start <= match.start() < end for start, end in covered):
            found.append(Sign(*said, match.group(), match.start()))
    return sorted((sign for sign in found if sign.kind != IGNORED), key=lambda sign: sign.start)


@cache
def _in_order() -> tuple[Meaning, ...]:
    phrases = vocabulary().phrases
    return tuple(phrases[phrase] for phrase in sorted(phrases, key=len, reverse=True))


def _phrase_meaning(words: Vocabulary, group: int) -> Meaning:
    return _in_order()[group - 1]
