"""Short pieces of a text that are a fact by themselves: "12 weken, € 1.195. Rotterdam." has three.

Providers sum up what they offer without verbs. A piece ends at a full stop, a comma, a semicolon, a bar, a bullet or a
dash between spaces; what is longer than a few words is a sentence and no fact. A colon ends none: "garantie: 2 jaar".
"""

import re
from functools import lru_cache
from itertools import pairwise

LONGEST = 45  # characters
MAX_READ = 1_500  # characters; further on a page speaks of other courses and of the provider
# Not the comma of an amount, nor the full stop of an abbreviation or a notation ("p.p.", "max. 8", "12.30").
BREAK = re.compile(
    r"[.!?](?<![ (]\w.)(?<!\b[a-z]{2}.)(?<!max.)(?<!min.)(?<!excl.)(?<!incl.)\s+|[;|•·]\s*|,\s+|\s[-–—]\s+"
)


OTHERS = re.compile(
    r"(?:bekijk ook|lees ook|zie ook|ook interessant|misschien ook|anderen bekeken|gerelateerde?|vergelijkbare|andere"
    r"|meer|related|similar|other)(?: (?:cursussen|opleidingen|trainingen|courses|items)\b|:| \W)"
)
"""Where a page begins to speak of other courses."""


@lru_cache(maxsize=16)  # several rules read the same text of one course
def beginning(text: str) -> str:
    """The part of a text that is about the course itself."""
    read = text[:MAX_READ]
    others = OTHERS.search(read.lower())
    return read[: others.start()] if others else read


@lru_cache(maxsize=16)
def pieces(text: str) -> tuple[tuple[str, str], ...]:
    """The short pieces of a text's beginning, each with the piece before it, without the signs around them."""
    found = [piece.strip(" .,-–") for piece in BREAK.split(beginning(text))]
    return tuple((before, piece) for before, piece in pairwise(["", *found]) if 1 < len(piece) <= LONGEST)


def fragments(text: str) -> tuple[str, ...]:
    """The short pieces alone."""
    return tuple(piece for _, piece in pieces(text))
