"""Parts of a Dutch compound: `heftruckchauffeur` -> heftruck, chauffeur.

A cut needs a known word on both sides, or one distinctive side: a head of the lexicon after any beginning of four
letters, or a family's own word of five letters before any ending of five. So `dakloos` and `plastic` stay whole.
"""

from collections.abc import Iterator
from functools import lru_cache

from catalogue.language.inflection import key
from catalogue.language.lexicon import lexicon

SHORTEST_KNOWN = 3
DISTINCTIVE = 5
BEGINNING = 4
LINKS = ("", "s", "en", "e")


@lru_cache(maxsize=65536)
def parts(word: str) -> tuple[str, ...]:
    """The parts in order, at least two; empty for a word that is no compound of ours."""
    cut = largest(word)
    return tuple(part for side in cut for part in (parts(side) if len(side) < len(word) else ()) or (side,))


@lru_cache(maxsize=65536)
def largest(word: str) -> tuple[str, ...]:
    """The two largest parts: `warmtepompinstallateur` -> warmtepomp, installateur; empty when there are none."""
    if len(word) < 2 * SHORTEST_KNOWN or not word.isalpha() or word in lexicon().whole:
        return ()
    best = max(_cuts(word), default=None)
    return (_free(best[1]), best[2]) if best else ()


def _cuts(word: str) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Every cut that holds, with what makes it better: both sides known, then the longest known side."""
    for place in range(2, len(word) - SHORTEST_KNOWN + 1):
        right = word[place:]
        for link in LINKS:
            left = word[: place - len(link)] if word[:place].endswith(link) else ""
            if len(left) >= 2 and (sides := _sides(left, right)):
                longest = len(right) if sides == 2 and not _known(left) else max(len(left), len(right))
                yield (sides, longest - 2 * len(link)), left, right


def _sides(left: str, right: str) -> int:
    """2: both known; 1: one distinctive side; 0: no cut."""
    begins, ends = _begins(left), key(right) in lexicon().parts
    if begins and ends:
        return 2
    if right in lexicon().heads and len(left) >= BEGINNING and len(right) >= DISTINCTIVE:
        return 1
    distinctive = left in lexicon().modifiers and len(left) >= DISTINCTIVE and len(right) >= DISTINCTIVE
    return 1 if distinctive else 0


def _begins(left: str) -> bool:
    return _known(left) or _whole_known(left)


def _known(left: str) -> bool:
    listed = left in lexicon().modifiers or left in lexicon().families
    return listed or (len(left) >= SHORTEST_KNOWN and key(left) in lexicon().parts)


@lru_cache(maxsize=65536)
def _whole_known(word: str) -> bool:
    """A compound of which every part is known: the spouwmuur of spouwmuurisolatie."""
    return word not in lexicon().whole and any(sides == 2 for (sides, _), _, _ in _cuts(word))


def _free(left: str) -> str:
    """The free word of a bound beginning: `timmer` -> `timmeren`."""
    linked = left.endswith("s") and left not in lexicon().modifiers
    if linked and left[:-1] in lexicon().families:  # veiligheid-s-cursus
        return left[:-1]
    known = left in lexicon().families or key(left) in lexicon().parts
    return left if known else lexicon().modifiers.get(left, left)


@lru_cache(maxsize=65536)
def joined(word: str) -> tuple[str, ...]:
    """The parts and every run of neighbours but the whole: toren, kraan, machinist, torenkraan, kraanmachinist."""
    found = parts(word)
    runs = ("".join(found[a:b]) for a in range(len(found)) for b in range(a + 2, len(found) + 1))
    return tuple(dict.fromkeys(run for run in (*found, *runs) if run != word))
