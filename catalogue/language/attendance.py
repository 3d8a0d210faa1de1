"""When people come together, from what a course says of itself: in the evening, at the weekend."""

import re
from collections.abc import Iterable

from catalogue.normalise.text import fold

# "Neem je boek 's avonds mee" is no evening class: what counts is a number of evenings, or a name of the form.
EVENING = (
    r"\bavond(?:cursus|opleiding|training|school|onderwijs|studie|les(?:sen)?)",
    r"\b(?!paar|vrije|laatste)\w+ avonden\b",
    r"\b\w+dagavond(?:en)?\b",
    r"\b(?:een|op de|en) avond (?:per|in de) week|\bop een avond\b|-avond\b",
    r"\btheorie in de avond|\bevening (?:programme|course|class|lecture|education)",
)
WEEKEND = (r"\b\w+ (?:zaterdagen|zondagen)\b", r"\bzaterdag (?:per|in de) week", r"\bweekend(?:cursus|opleiding)")
HINTS = {"evening": ("avond", "evening"), "weekend": ("zaterdag", "zondag", "weekend")}
SIGNS = {"evening": re.compile("|".join(EVENING)), "weekend": re.compile("|".join(WEEKEND))}


def attendance(texts: Iterable[str]) -> list[str]:
    """`evening`, `weekend`, both or neither; sorted."""
    said = " . ".join(fold(text) for text in texts if text)
    # Most texts hold none of these; looking for them is a hundred times faster than the patterns.
    return [name for name, sign in SIGNS.items() if any(hint in said for hint in HINTS[name]) and sign.search(said)]
