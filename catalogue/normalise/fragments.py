"""Short pieces of a text that are a fact by themselves: "12 weken, € 1.195. Rotterdam." has three.

Providers sum up what they offer without verbs. A piece ends at a full stop, a comma, a semicolon, a bar, a bullet or a
dash between spaces; what is longer than a few words is a sentence and no fact. A colon ends none: "garantie: 2 jaar".
"""

import re
from functools import lru_cache

LONGEST = 45  # characters
MAX_READ = 1_500  # characters; further on a page speaks of other courses and of the provider
# Not the comma of an amount, nor the full stop of an abbreviation or a notation ("p.p.", "max. 8", "12.30").
BREAK = re.compile(
    r"[.!?](?<![ (]\w.)(?<!\b[a-z]{2}.)(?<!max.)(?<!min.)(?<!excl.)(?<!incl.)\s+|[;|•·]\s*|,\s+|\s[-–—]\s+"
)


@lru_cache(maxsize=16)  # several rules read the same text of one course
def fragments(text: str) -> tuple[str, ...]:
    """The short pieces of a text's beginning, in order, without the signs around them."""
    pieces = (piece.strip(" .,-–") for piece in BREAK.split(text[:MAX_READ]))
    return tuple(piece for piece in pieces if 1 < len(piece) <= LONGEST)
