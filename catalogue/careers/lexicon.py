"""The words of all careers as one lookup, and what a text says with them.

A pattern is one or more words (spaces and hyphens are alike), each whole, or `stem*` (words that begin so), `*end`
(words that end so) or `stem+` (the stem with a tail: `las+` is lasopleiding and lastechniek, not lastig). At one place
the pattern with most words wins, then the one that fits most closely; it hides the words inside it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.careers.table import Career
from catalogue.normalise.text import fold
from catalogue.normalise.vocabulary import APART, WORD, vocabulary

NAME, TOPIC, MAYBE, HBO, HIDDEN = "name", "topic", "maybe", "hbo", "hidden"
PATTERN_WORD = re.compile(r"\.net\b|\*?[a-z0-9]+(?:\+\+|#)?[*+]?")
EXACT, TAILED, BEGINS, ENDS = 3, 2, 1, 0
MAX_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a pattern says. `career` is None for a hidden word."""

    career: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern found at `start`..`end` of the text."""

    career: str | None
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pattern whose first word fits: the words that must follow, how closely it fits, and what it says."""

    rest: tuple[str, ...]
    fit: tuple[int, int, int]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Beginning:
    """What may begin with one word: patterns of that word alone, by the word that must follow, and with an open one."""

    alone: tuple[Candidate, ...]
    by_next: dict[str, list[Candidate]]
    open: tuple[Candidate, ...]


Places = Sequence[re.Match[str]]


class Lexicon:
    """All patterns by the way their first word matches."""

    def __init__(self, table: Iterable[Career], hidden: Iterable[str]) -> None:
        self._exact: dict[str, list[Candidate]] = {}
        self._tailed: dict[str, list[Candidate]] = {}
        self._begins: dict[str, list[Candidate]] = {}
        self._ends: dict[str, list[Candidate]] = {}
        self._seen: dict[str, Beginning] = {}
        for pattern, meaning in _patterns(table, hidden):
            self._add(PATTERN_WORD.findall(fold(pattern)), meaning)

    def _add(self, words: list[str], meaning: Meaning) -> None:
        if not words:
            return
        way, key = _way(words[0])
        tables = {EXACT: self._exact, TAILED: self._tailed, BEGINS: self._begins, ENDS: self._ends}
        fit = (len(words), sum(_way(word)[0] for word in words), sum(map(len, words)))
        tables[way].setdefault(key, []).append(Candidate(tuple(words[1:]), fit, meaning))

    def find(self, folded: str, hbo: bool = False) -> list[Found]:
        """All that a folded text names, in order; hidden words are left out. `hbo`: the course is at hbo level."""
        places = list(WORD.finditer(folded))
        found: list[Found] = []
        index = 0
        while index < len(places):
            hit, length = self._at(folded, places, index, hbo) or (None, 1)
            if hit and hit.career:
                found.append(hit)
            index += length
        return found

    def name_at(self, folded: str, places: Places, index: int) -> Found | None:
        """The job that is named by the words from this one on; None without one."""
        hit = self._at(folded, places, index, hbo=False)
        return hit[0] if hit and hit[0].kind == NAME else None

    def _at(self, folded: str, places: Places, index: int, hbo: bool) -> tuple[Found, int] | None:
        beginning = self._beginning(places[index].group())
        following = places[index + 1].group() if index + 1 < len(places) else ""
        longer = (*beginning.by_next.get(following, ()), *beginning.open) if following else ()
        fitting = [*beginning.alone, *(c for c in longer if _follows(c.rest, folded, places, index))]
        fitting = [c for c in fitting if hbo or c.meaning.kind != HBO]
        if not fitting:
            return None
        best = max(fitting, key=lambda c: (c.fit[0], c.meaning.kind == HBO, *c.fit, c.meaning.kind == NAME))
        last = index + len(best.rest)
        meaning = best.meaning
        return Found(meaning.career, meaning.kind, places[index].start(), places[last].end()), 1 + len(best.rest)

    def _beginning(self, word: str) -> Beginning:
        found = self._seen.get(word)
        if found is None:
            found = _sorted_out(list(self._looked_up(word)))
            if len(self._seen) >= MAX_REMEMBERED:  # any text may come by: do not grow for ever
                self._seen.clear()
            self._seen[word] = found
        return found

    def _looked_up(self, word: str) -> Iterator[Candidate]:
        yield from self._exact.get(word, ())
        for size in range(2, len(word) + 1):
            yield from self._begins.get(word[:size], ())
            yield from self._ends.get(word[-size:], ())
            if word[size:] in vocabulary().tails:
                yield from self._tailed.get(word[:size], ())


def _sorted_out(candidates: Sequence[Candidate]) -> Beginning:
    by_next: dict[str, list[Candidate]] = {}
    for each in candidates:
        if each.rest and _way(each.rest[0])[0] == EXACT:
            by_next.setdefault(each.rest[0], []).append(each)
    alone = tuple(each for each in candidates if not each.rest)
    return Beginning(alone, by_next, tuple(c for c in candidates if c.rest and _way(c.rest[0])[0] != EXACT))


def _patterns(table: Iterable[Career], hidden: Iterable[str]) -> Iterator[tuple[str, Meaning]]:
    for career in table:
        for name in dict.fromkeys((career.label, *career.names, *career.esco_names)):
            yield from ((form, Meaning(career.id, NAME)) for form in forms(name))
        for kind, patterns in ((TOPIC, career.words), (MAYBE, career.maybe), (HBO, career.hbo)):
            yield from ((pattern, Meaning(career.id, kind)) for pattern in patterns)
    yield from ((pattern, Meaning(None, HIDDEN)) for pattern in hidden)


def forms(name: str) -> Iterator[str]:
    """The name, its plural, and two words written as one: elektromonteurs, cvmonteur."""
    yield name
    words = PATTERN_WORD.findall(fold(name))
    if name.endswith(("*", "+")) or not words:
        return
    start, last = " ".join(words[:-1]), words[-1]
    yield from (f"{start} {plural}" for plural in _plurals(last))
    if len(words) == 2 and not set("*+#") & set("".join(words)):
        yield from ("".join(words), *(words[0] + plural for plural in _plurals(last)))


def _plurals(word: str) -> list[str]:
    if word.endswith("man"):
        return [f"{word[:-3]}{end}" for end in ("mannen", "lieden", "vrouw", "vrouwen")]
    return [f"{word[:-2]}i"] if word.endswith("icus") else [f"{word}s", f"{word}en"]


@lru_cache(maxsize=20_000)
def _way(word: str) -> tuple[int, str]:
    if word.startswith("*"):
        return ENDS, word[1:]
    if word.endswith("*"):
        return BEGINS, word[:-1]
    return (TAILED, word[:-1]) if word.endswith("+") and not word.endswith("++") else (EXACT, word)


def _follows(rest: tuple[str, ...], folded: str, places: Places, index: int) -> bool:
    if index + len(rest) >= len(places):
        return False
    last = places[index + len(rest)]
    following = (place.group() for place in places[index + 1 : index + 1 + len(rest)])
    return all(map(_fits, following, rest)) and not APART.intersection(folded[places[index].end() : last.start()])


def _fits(word: str, wanted: str) -> bool:
    way, key = _way(wanted)
    if way == BEGINS:
        return word.startswith(key)
    if way == ENDS:
        return word.endswith(key)
    return word == key or (way == TAILED and word.startswith(key) and word[len(key) :] in vocabulary().tails)
