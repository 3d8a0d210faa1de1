"""What a step gives back: a value with its evidence, or nothing, and what an editor should see."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from catalogue.normal import Flag

T = TypeVar("T", covariant=True)
MAX_QUOTE = 200  # characters, as `Known.quote` promises

FLAGS = {
    "amount_absurd": "below one euro or above 100,000 euro",
    "amount_negative": "a price below zero",
    "amount_notation_ambiguous": "`1.250` in a field that should have a decimal dot: read as a Dutch thousand",
    "amount_unreadable": "a price text with digits that no rule reads",
    "amounts_several": "several prices and nothing that tells which one is the course's",
    "date_ambiguous": "more than one reading: `winter 2027`",
    "date_impossible": "a day that does not exist: 31 February",
    "date_out_of_range": "a year that cannot be meant: 1970, 2099",
    "date_unreadable": "a date field with digits that no rule reads",
    "date_without_year": "no year, and neither weekday nor a start announcement tells it",
    "duration_range": "a span or a limit instead of one duration: `6-8 weken`, `maximaal 2 jaar`",
    "end_before_start": "the end lies before the start: the end is left out",
    "language_unknown": "a language field that names no known language",
    "levels_several": "several levels and nothing that tells which one the course has",
    "mode_choice": "the learner may choose: `klassikaal of online`",
    "place_abroad": "outside the Netherlands",
    "place_ambiguous": "several places have this name and nothing tells which",
    "place_contradiction": "postcode and place name are far apart",
    "place_several": "more than one place in a field for one",
    "place_unknown": "no known place in the words",
    "price_contradiction": "the structured price is not among the prices in the page's own text",
    "price_not_euro": "a currency other than the euro",
    "price_per_unit": "an amount per hour, module, group or study point, which is no price of the course",
    "price_zero_placeholder": "a price of 0 and the word `gratis` nowhere",
    "technical_contradiction": "the codes and the title disagree on technical",
    "wording_gendered": "words for one sex, or that sound made for one",
    "wording_hard": "a Dutch text that is hard to read: Flesch-Douma below 45",
    "wording_jargon": "abbreviations that nobody explains, and words of the trade of education",
    "weekday_disagrees": "the weekday and the date do not fit together",
}
"""Every flag reason with its meaning."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """A value or None, and flags. No value and no flag: the source said nothing."""

    value: T | None = None
    flags: tuple[Flag, ...] = ()


def clip(text: str) -> str:
    """The text as a quote: at most 200 characters."""
    return text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE - 1] + "…"


def around(text: str, start: int, end: int, margin: int = 40) -> str:
    """The words at `start..end` with some of what stands beside them, as a quote."""
    left, right = max(0, start - margin), min(len(text), end + margin)
    while left > 0 and text[left - 1].isalnum() and start - left < margin + 15:
        left -= 1
    return clip(text[left:right].strip())


def flag(reason: str, field: str, quote: str) -> Flag:
    """A flag with a known reason."""
    return Flag(reason=reason, field=field, quote=clip(quote))
