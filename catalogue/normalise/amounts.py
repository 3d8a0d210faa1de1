"""Amounts of money in Dutch and English notation, as integer cents.

`amounts.notation`: `€ 1.870,-`, `1.870,50`, `EUR 1,250.00`, `1870.00`, `950 euro`. A group of three digits after the
only separator is a thousand, since no euro price has three decimals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER = (
    r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2}(?!\d))?"  # 1.870,50
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,2}(?!\d))?"  # 1,250.00
    r"|\d{1,3}(?:[' ]\d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?"  # 1 870,50
    r"|\d+(?:[.,]\d{1,2}(?!\d))?"  # 1870 or 1870.00
)
DASH = r"(?:\s?[,.]\s?(?:-{1,2}|–|—|=)|(?<=\d)-{1,2}(?=\s|$))"
EURO = r"(?:€|\bEUR(?:O|o)?(?![A-Za-z])|\b[Ee]uro\b)"
AMOUNT = re.compile(
    # The lookahead is what makes this fast: at most characters nothing can begin.
    rf"(?=[-–−€Ee\d])(?:(?P<minus>(?<![\w-])[-–−]\s?)?{EURO}\s?(?P<inner_minus>[-−]\s?(?=\d))?(?P<before>{NUMBER})(?![\d%])(?P<dash>{DASH})?"
    rf"|(?P<minus_after>(?<![\w-])[-−])?(?<![\d.,])(?P<after>{NUMBER})(?:{DASH})?\s?(?:€|EUR\b|[Ee]uro\b)"
    rf"|(?<![\d.,])(?P<dashed>{NUMBER})\s?,\s?(?:-{{1,2}}|–|—|=))"
)
BARE = re.compile(rf"\s*(?P<minus>[-−])?\s*(?P<number>\d+\.\d{{3,}}|{NUMBER})(?P<dash>{DASH})?\s*")
MAX_CENTS = 10_000_000
"""100,000 euro: dearer than any course for one person."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount in a text: signed cents and where it stands."""

    cents: int
    start: int
    end: int


def cents(number: str) -> int | None:
    """Cents of one number in either notation; None when its separators fit neither."""
    digits = re.sub(r"[' ]", "", number)
    whole, decimals = digits, ""
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0 and len(digits) - last - 1 != 3:
        whole, decimals = digits[:last], digits[last + 1 :]
    elif last >= 0 and "." in digits and "," in digits:
        return None
    if len(decimals) > 2 and decimals[2:].strip("0"):
        return None
    whole = re.sub(r"[.,]", "", whole)
    return int(whole) * 100 + int(decimals[:2].ljust(2, "0")) if whole.isdigit() and len(whole) <= 9 else None


MARK = re.compile(r"€|EUR|[Ee]uro|,\s?[-–—=]")
MARKS = ("€", "EUR", "uro", ",-", ", -", ",–", ", –", ",=", ",—", ", —", ", =")
REACH = 30  # characters; an amount has fewer on either side of its mark


def amounts(text: str) -> tuple[Amount, ...]:
    """All amounts that are marked as money (`€`, `EUR`, `euro`, `,-`), in the order of the text."""
    if not any(mark in text for mark in MARKS):
        return ()
    return tuple(found for match in marked(text) if (found := _amount(match)))


def marked(text: str) -> Iterator[re.Match[str]]:
    """What `AMOUNT` finds in the text. It is slow, so that it looks only around marks: most of a page has none."""
    end = 0
    for start, stop in _windows(text):
        for match in AMOUNT.finditer(text, max(start, end), stop):
            end = match.end()
            yield match


def _windows(text: str) -> Iterator[tuple[int, int]]:
    start = stop = -1
    for mark in MARK.finditer(text):
        if start >= 0 and mark.start() - REACH > stop:
            yield start, stop
            start = -1
        start = max(0, mark.start() - REACH) if start < 0 else start
        stop = mark.end() + REACH
    if start >= 0:
        yield start, stop


def bare_amount(text: str) -> Amount | None:
    """The amount of a text that is nothing but a number: `1870.00`, `-5`."""
    match = BARE.fullmatch(text)
    if match is None:
        return None
    value = cents(match["number"])
    return (
        Amount(-value if match["minus"] else value, match.start("number"), match.end()) if value is not None else None
    )


def _amount(match: re.Match[str]) -> Amount | None:
    value = cents(match["before"] or match["after"] or match["dashed"])
    if value is None:
        return None
    negative = match["minus"] or match["inner_minus"] or match["minus_after"]
    return Amount(-value if negative and _is_sign(match) else value, match.start(), match.end())


def _is_sign(match: re.Match[str]) -> bool:
    """A dash between two amounts is a range, not a sign: `€ 350 - € 750`."""
    return not re.search(r"\d[\d.,\s-]*$", match.string[max(0, match.start() - 12) : match.start()])
