"""Careers by what a person types."""

from collections.abc import Mapping

from catalogue.careers.known import CareerTable
from catalogue.careers.table import Career
from catalogue.language.lexicon import family
from catalogue.normalise.text import fold


def find_careers(known: CareerTable, text: str, counts: Mapping[str, int]) -> list[Career]:
    """All careers that fit the words, best first: by label, then synonym, whole before beginning before part.

    Among equals those with most courses (`counts`: career id -> courses), then by label. No words: all careers.
    """
    wanted = " ".join(fold(text).split())
    every = known.careers.values()
    ranked = ((_rank(career, wanted), -counts.get(career.id, 0), fold(career.label), career) for career in every)
    return [career for rank, _, _, career in sorted(ranked, key=lambda each: each[:3]) if rank < NO_FIT]


def nearest_careers(known: CareerTable, text: str, most: int) -> list[Career]:
    """Careers that fit the words best: all words together, else the longest word (or one of its family) that fits."""
    every = known.careers.values()
    words = sorted((word for word in fold(text).split() if len(word) >= SHORTEST), key=len, reverse=True)
    for wanted in ([fold(text)], *([word, *sorted(family(word))] for word in words)):
        ranked = [(_rank(career, form), fold(career.label), career) for career in every for form in wanted]
        fitting = sorted((each for each in ranked if each[0] <= BEGINS and text.strip()), key=lambda each: each[:2])
        if fitting:
            return list(dict.fromkeys(career for _, _, career in fitting))[:most]
    return []


NO_FIT = 9
BEGINS = 3  # the worst rank of a name that begins with the words
SHORTEST = 4  # letters of a single word that says something of a career


def _rank(career: Career, wanted: str) -> int:
    if not wanted:
        return 0
    return min(_fit(fold(career.label), wanted), *(1 + _fit(fold(name), wanted) for name in career.synonyms), NO_FIT)


def _fit(name: str, wanted: str) -> int:
    """0 for the name itself, then 2 when it begins so, 4 when a word of it does, 6 when it holds it, 9 for none."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 2
    if f" {wanted}" in name or f"-{wanted}" in name:
        return 4
    return 6 if wanted in name else NO_FIT
