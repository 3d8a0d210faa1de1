"""Other forms of one Dutch word, by rule: plurals, verbs, makers and activities (pomp, pompen; frezen, frezer)."""

from collections.abc import Iterator
from functools import lru_cache

VOWELS = "aeiou"
SHORTEST = 3
LONGEST_IN_S = 6  # letters; a longer word on -s is a plural itself (monteurs), a shorter one may have one (flens)
VERB_ENDINGS = (("elen", "elaar"), ("enen", "enaar"))
LATIN = ("ateur", "eerder", "ering", "atie", "eren", "eur")
"""Endings of one foreign verb: isoleren, isolatie; programmeren, programmeur; installeren, installateur."""


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """What all inflections of a word share: `laadpalen`, `laadpaal` -> `laadpal`. Says nothing to a person."""
    stem = word
    for ending in ("'s", "en", "s", "e"):
        if stem.endswith(ending) and len(stem) - len(ending) >= SHORTEST - (ending == "en"):
            stem = stem[: -len(ending)]
            break
    return _hardened(_single(stem))


def _single(stem: str) -> str:
    """Doubled letters once: `lass` -> `las`, `paal` -> `pal`."""
    return "".join(letter for place, letter in enumerate(stem) if place == 0 or letter != stem[place - 1])


def _hardened(stem: str) -> str:
    """`huiz` -> `huis`, `golv` -> `golf`."""
    return stem[:-1] + {"z": "s", "v": "f"}.get(stem[-1], stem[-1]) if stem else stem


@lru_cache(maxsize=65536)
def forms(word: str) -> frozenset[str]:
    """The word and the forms it may have. Some are no Dutch: they are only ever looked up."""
    if len(word) < SHORTEST or not word.isalpha():
        return frozenset([word])
    return frozenset([word, *_plurals(word), *_singulars(word), *_of_verb(word)])


def inflections(word: str) -> frozenset[str]:
    """Plurals and singulars only; no verb, maker or activity."""
    return frozenset(form for form in forms(word) if key(form) == key(word))


def _plurals(word: str) -> Iterator[str]:
    if word.endswith("en") or (word.endswith("s") and word[-2] not in VOWELS and len(word) > LONGEST_IN_S):
        return
    if not word.endswith("s"):
        yield word + "s"
    if word[-1] in VOWELS:
        return
    if _long_vowel(word):
        yield word[:-2] + _softened(word[-1]) + "en"
    elif _short_vowel(word):
        yield word + word[-1] + "en"
        if word.endswith(("or", "el")):  # without stress: sensoren, middelen
            yield word + "en"
    else:
        yield word[:-1] + _softened(word[-1]) + "en"
    if len(word) > 7:
        yield word + "en"


def _softened(letter: str) -> str:
    return {"s": "z", "f": "v"}.get(letter, letter)


def _long_vowel(word: str) -> bool:
    return len(word) > SHORTEST and word[-2] == word[-3] and word[-2] in VOWELS


def _short_vowel(word: str) -> bool:
    return word[-2] in VOWELS and word[-3] not in VOWELS and word[-1] not in "wx" and len(word) <= 7


def _singulars(word: str) -> Iterator[str]:
    if word.endswith("s") and word[-2] not in "sui" and len(word) > SHORTEST + 1:
        yield word[:-1]
    if not word.endswith("en") or len(word) <= SHORTEST + 1:
        return
    stem = word[:-2]
    yield stem
    if stem[-1] == stem[-2]:
        yield stem[:-1]
    elif stem[-2] in VOWELS and (len(stem) < SHORTEST or stem[-3] not in VOWELS):
        yield stem[:-1] + stem[-2] + _hardened(stem)[-1]
    yield _hardened(stem)


FEMININE = (("man", "vrouw"), ("aar", "aarster"), ("aar", "ares"), ("door", "doorster"), ("eur", "euse"),
            ("icus", "ica"), ("ist", "iste"), ("ent", "ente"), ("ant", "ante"))  # fmt: skip


def feminine(word: str) -> frozenset[str]:
    """What a woman of this trade may be called: lasser -> lasster, technicus -> technica."""
    made = [word[: -len(one)] + other for one, other in FEMININE if word.endswith(one)]
    if word.endswith("er") and len(word) > SHORTEST + 2:
        made.append(_closed(word[:-2]) + "ster")
    return frozenset(made)


def _closed(stem: str) -> str:
    """A stem before a consonant: `lass` -> `las`, `frez` -> `frees`, `mak` -> `maak`."""
    before, vowel, last = list(stem[-3:])
    if vowel == last:
        return stem[:-1]
    long = vowel in "aeou" and before not in VOWELS and last not in VOWELS
    return _hardened(stem[:-1] + vowel + last if long else stem)


def _of_verb(word: str) -> Iterator[str]:
    """`metselen` <-> `metselaar`, `frezen` <-> `frezer`, `isoleren` <-> `isolatie`."""
    for verb, maker in VERB_ENDINGS:
        for one, other in ((verb, maker), (maker, verb)):
            if word.endswith(one) and len(word) > len(one) + 2:
                yield word[: -len(one)] + other
    for ending in LATIN:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            yield from (word[: -len(ending)] + other for other in LATIN if other != ending)
            return
    if word.endswith("en") and len(word) > SHORTEST + 2:
        yield word[:-1] + "r"
    elif word.endswith("er") and len(word) > SHORTEST + 2:
        yield from (word[:-1] + "n", word + "s")
