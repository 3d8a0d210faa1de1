"""The lists of `catalogue/data/trades.yaml`, read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from catalogue.language.inflection import feminine, inflections, key

FILE = Path(__file__).parents[1] / "data" / "trades.yaml"
NO_TYPOS = FILE.with_name("no_typos.txt")


@dataclass(frozen=True)
class Lexicon:
    """Each list under its name in the file; words are folded."""

    families: Mapping[str, frozenset[str]]
    """Any form of a word -> all forms of its family."""
    heads: frozenset[str]
    roles: frozenset[str]
    deeds: frozenset[str]
    wishes: frozenset[str]
    parts: frozenset[str]
    """Keys of inflection of every word that may be part of a compound; heads included."""
    women: Mapping[str, str]
    """What a woman of a trade is called -> the word that courses use: lasster -> lasser."""
    modifiers: Mapping[str, str]
    """The form inside a compound -> the family's first word: `timmer` -> `timmeren`."""
    fillers: frozenset[str]
    whole: frozenset[str]
    sectors: Mapping[str, tuple[str, ...]]
    sector_names: frozenset[str]
    spellings: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """The lexicon of this version of the software."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    families = {str(name): words.split() for name, words in data["families"].items()}
    heads = frozenset(data["heads"].split())
    parts = {key(word) for word in (*heads, *data["parts"].split(), *(w for ws in families.values() for w in ws))}
    return Lexicon(
        families=_members(families),
        heads=heads,
        roles=frozenset(data["roles"].split()),
        deeds=frozenset(data["deeds"].split()),
        wishes=frozenset(data["wishes"].split()),
        parts=frozenset(parts),
        women=_women({*heads, *(word for words in families.values() for word in words)}),
        modifiers={name: words[0] for name, words in families.items()},
        fillers=frozenset(data["fillers"].split()),
        whole=frozenset(data["whole"].split()),
        sector_names=frozenset(name for names in data["sectors"].values() for name in names.split()),
        sectors={sector: tuple(names.split()) for sector, names in data["sectors"].items()},
        spellings=data["spellings"],
        synonyms={typed: tuple(said) for typed, said in data["synonyms"].items()},
    )


def _members(families: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for words in families.values():
        listed = frozenset(words)
        for form in listed.union(*map(inflections, words)):
            found[form] = found.get(form, frozenset()) | listed
    return found


def _women(words: set[str]) -> dict[str, str]:
    return {form: word for word in sorted(words) for form in feminine(word) if form not in words}


def family(word: str) -> frozenset[str]:
    """The words of its family, itself included; only itself where it has none."""
    return lexicon().families.get(word, frozenset()) | {word}


@cache
def no_typos() -> frozenset[str]:
    """Dutch words that are only ever taken as written: they lie one typing error from a word of the trades."""
    return frozenset(NO_TYPOS.read_text(encoding="utf-8").split())


@cache
def spelling_pattern() -> re.Pattern[str]:
    """Finds what `spellings` corrects; the longest first, at the beginning of a word."""
    longest = sorted(lexicon().spellings, key=len, reverse=True)
    return re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, longest)) + ")")
