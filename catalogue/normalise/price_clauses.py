"""Each amount of a text with the words that belong to it, and whether they make it something else than the price."""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalogue.normalise.amounts import Amount, amounts
from catalogue.normalise.price_words import INCLUDING, LIMIT, MULTIPLIED, NO_PRICE, OTHER_COST, SPENT_ON


@dataclass(frozen=True, slots=True)
class Found:
    """One amount with the words of its own clause."""

    amount: Amount
    before: str
    after: str


# Not after "v.a." or "p.p.": what stands before those still belongs to the amount.
CLAUSE_END = re.compile(r"[;|•]|(?<!\.\w)\. |, |\+|\)")
# "(exclusief examen € 150", "Examengeld: € 225": the words right before an amount are that amount's.
NEXT_LABEL = re.compile(
    r"\([^()]*$|(?:\b(?:incl|excl|ex)\w*\.?\s(?:\d+% )?btw:"
    r"|(?<=\s)[A-Z][\w-]+(?:\s(?:voor|van|per|bij)\s[\w-]+)?:?)\s*$"
)
SENTENCE_END = re.compile(r"(?<=[\w)-]{2})(?<!excl)(?<!incl)(?<!max)(?<!min)(?<!\bex)\.\s+(?=[A-Z])")
NEXT_ONE = re.compile(r"[\w-]+(?:\s[\w-]+)?\s?(?:\bvan|:|à)\s*$")
OWN = re.compile(r"(?:à|\ba|\bvan|:|\bad|\(|t\.?w\.?v\.?)\s*$")


@lru_cache(maxsize=16)  # several rules read the same few texts of one course
def clauses(text: str) -> tuple[Found, ...]:
    """Each amount with the words from the previous clause's end up to the next amount's own words."""
    everything = amounts(text)
    found = []
    for index, amount in enumerate(everything):
        left = everything[index - 1].end if index else 0
        before = CLAUSE_END.split(text[max(left, amount.start - 80) : amount.start])[-1]
        if index + 1 < len(everything):
            after = NEXT_LABEL.sub("", text[amount.end : everything[index + 1].start])[:80]
        else:
            after = text[amount.end : amount.end + 80]
        found.append(Found(amount, before, SENTENCE_END.split(after)[0]))
    return tuple(found)


def is_other_cost(found: Found) -> bool:
    """`amounts.other_cost`: exam, material, lodging and the like, wages, subsidies, discounts, fines, millions.

    "Inclusief examen" excuses what a course may include; nothing excuses a wage.
    """
    if MULTIPLIED.match(found.after) or SPENT_ON.match(found.after) or NO_PRICE.search(found.before):
        return True
    if LIMIT.search(found.before):
        return True
    if (match := OTHER_COST.search(found.before)) and not _governs(found.before, match):
        return True
    if re.search(r"(?:\bplus|\+)\s*(?:ca\.?\s*)?$", found.before):
        return True
    return _said_after(found)


def _said_after(found: Found) -> bool:
    # "(20% discount for early birds)" is said of the amount, not by it.
    own = re.split(r"[;|•,)]|\. | \+ | en ", re.sub(r"^\s?\(\s?\d{1,2}\s?%[^)]*\)?", "", found.after))[0]
    # "€ 120,- SOOB subsidie van € 150": the words before "van" belong to the next amount.
    own = NEXT_ONE.sub("", own)
    match = OTHER_COST.search(own) or NO_PRICE.search(own)
    return bool(match and not re.search(r"\b(?:incl|excl|inbegrepen|na|met|zonder)", own[: match.start()], re.I))


def _governs(text: str, match: re.Match[str]) -> bool:
    """Whether "inclusief ..." stands before the match and the amount is not the match's own ("examen à € 150")."""
    return bool(INCLUDING.search(text[: match.start()])) and not OWN.search(text)
