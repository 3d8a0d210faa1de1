"""Derive `catalogue/data/no_typos.txt`: Dutch words that lie one typing error from a word of the trades and are none.

    python scripts/derive_no_typos.py WORDS.txt.gz

WORDS is the word list of OpenTaal (CC BY 3.0), one word a line. The engine would take "pompoen" for "pompen"; a word of
this list is only ever taken as it is written.
"""

import gzip
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from catalogue.language.inflection import inflections, key
from catalogue.language.lexicon import lexicon

TARGET = Path(__file__).parents[1] / "catalogue" / "data" / "no_typos.txt"
SHORTEST = 5  # the engine allows no typing error in a shorter word
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def trade_words() -> set[str]:
    """Every word of the lexicon with its plurals and singulars."""
    known = lexicon()
    listed = {*known.families, *known.heads, *(word for words in known.families.values() for word in words)}
    return {form for word in listed if word.isalpha() for form in inflections(word)}


def one_error(word: str) -> Iterator[str]:
    """All strings one letter away: one less, one more, one other, two swapped."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in ALPHABET)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in ALPHABET)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def neighbours(dutch: Iterable[str]) -> list[str]:
    """Dutch words beside the trades' own, sorted."""
    trades = trade_words()
    near = {other: word for word in trades if len(word) >= SHORTEST - 1 for other in one_error(word)}
    return sorted(w for w in dutch if len(w) >= SHORTEST and w in near and w not in trades and key(w) != key(near[w]))


def main() -> None:
    """Write the list anew."""
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        dutch = {word for line in file if (word := line.strip()).isascii() and word.isalpha() and word.islower()}
    found = neighbours(dutch)
    TARGET.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(found)} words written to {TARGET}")


if __name__ == "__main__":
    main()
