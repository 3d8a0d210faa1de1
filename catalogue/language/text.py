"""A text as its words, in one spelling: `Zij-instromer`, `zij instromer` -> zijinstromer; `NEN3140` -> nen 3140."""

import re
from functools import lru_cache

from catalogue.language.lexicon import lexicon, spelling_pattern
from catalogue.normalise.text import fold

WORD = re.compile(r"[^\W_]+(?:[+#]+|(?=\W|_|$))|[^\W_]+", re.UNICODE)
CODE = re.compile(r"\b([a-z]{2,4})[- ]?(\d{2,5})\b")
PLURAL = re.compile(r"(?<=\w)'s\b")


DIGITS = re.compile(r"\d\d")


def spelled(text: str) -> str:
    """Folded, in the lexicon's spelling, codes apart from their number."""
    folded = fold(text).replace("-\n", "")
    # Most texts hold none of these; to see that costs a tenth of replacing nothing.
    if "'s" in folded:
        folded = PLURAL.sub("s", folded)
    if any(other in folded for other in lexicon().spellings):
        folded = spelling_pattern().sub(lambda found: lexicon().spellings[found.group()], folded)
    return CODE.sub(r"\1 \2", folded) if DIGITS.search(folded) else folded


def words(text: str) -> list[str]:
    """The words in order. `+` and `#` belong to a word (c++, c#); hyphens and slashes part words."""
    return list(_words(text))


@lru_cache(maxsize=1024)  # a title is read for several lists, a subject for many courses
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(spelled(text)))
