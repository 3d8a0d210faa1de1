"""What is indexed beside a course's own words, so that people find it by theirs.

The nearest relation first, in the order of the text: the engine counts an earlier word for more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from catalogue.language.compounds import joined
from catalogue.language.inflection import forms, inflections
from catalogue.language.lexicon import family, lexicon
from catalogue.language.text import words


def near_forms(texts: Iterable[str]) -> list[str]:
    """Each word in this project's spelling, its parts, and the inflections of both."""
    return list(_near_forms(tuple(texts)))


@lru_cache(maxsize=1024)
def _near_forms(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        _unique(form for word in _telling(texts) for part in (word, *joined(word)) for form in _inflected(part))
    )


def kin(texts: Iterable[str]) -> list[str]:
    """The families of the words and their parts, with the verbs, makers and activities that rules can make."""
    return list(_kin(tuple(texts)))


@lru_cache(maxsize=1024)
def _kin(texts: tuple[str, ...]) -> tuple[str, ...]:
    near = set(_near_forms(texts))
    far = (form for word in _telling(texts) for part in (word, *joined(word)) for form in _related(part))
    return tuple(form for form in _unique(far) if form not in near)


def names(texts: Iterable[str]) -> list[str]:
    """Other names of what the first text names. Heads it does not have itself are left out: a "monteur dakbedekking" is
    a dakdekker, and whoever looks for monteur does not look for him."""
    listed = list(texts)
    foreign = _heads() - set(near_forms(listed[:1]))
    return _unique(word for name in listed for word in words(name) if word not in foreign)


def synonyms(texts: Iterable[str], own: Mapping[str, Sequence[str]] = MappingProxyType({})) -> list[str]:
    """What people type for what these texts say, by the lexicon's synonyms and the editors' own (typed -> says)."""
    texts = list(texts)
    said = {*near_forms(texts), *kin(texts)}
    near = (each for word in said for each in _synonyms().get(word, ()))
    found = {number: typed for number, typed, phrase in near if phrase <= said}
    added = (words(typed) for typed, phrases in own.items() if any(set(words(one)) <= said for one in phrases))
    typed = (*(found[number] for number in sorted(found)), *added)
    return _unique(form for each in typed for word in each for form in _inflected(word))


def mentioned(description: str) -> list[str]:
    """Families of the trade words in a running text. Heads are left out: "voor monteurs" makes no course for it; but
    work that is one too ("lassen", no "lasser") is mentioned where it is said."""
    said = set(words(description))
    work = {word for word in said if word in lexicon().heads and word.endswith("en") and word not in lexicon().roles}
    return sorted({form for word in said for form in _families_in(word)} - _heads() | work)


@lru_cache(maxsize=65536)
def _families_in(word: str) -> frozenset[str]:
    known = [part for part in (word, *joined(word)) if part in lexicon().families]
    return frozenset(form for part in known for form in (part, *family(part)))


@cache
def _heads() -> frozenset[str]:
    return frozenset(form for head in lexicon().heads for form in inflections(head))


@cache
def _synonyms() -> dict[str, list[tuple[int, tuple[str, ...], frozenset[str]]]]:
    """A word of what a course may say -> number, words typed, all the words it says; every phrase under one word."""
    found: dict[str, list[tuple[int, tuple[str, ...], frozenset[str]]]] = {}
    for number, (typed, phrases) in enumerate(lexicon().synonyms.items()):
        for phrase in phrases:
            said = words(phrase)
            found.setdefault(said[0], []).append((number, tuple(words(typed)), frozenset(said)))
    return found


def _telling(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in words(text) if word not in lexicon().fillers)


@lru_cache(maxsize=65536)
def _inflected(word: str) -> list[str]:
    return [word, *sorted(inflections(word) - {word})]


@lru_cache(maxsize=65536)
def _related(part: str) -> list[str]:
    return [*(form for relative in sorted(family(part)) for form in _inflected(relative)), *sorted(forms(part))]


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
