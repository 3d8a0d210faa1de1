"""Does a scheme pay for this course, for this person, on this day: yes, no or unknown, with every reason.

The answer is the conjunction of its reasons (see `catalogue.funding.rules`): the dates, how fresh the record is, and
the scheme's own conditions. So an ended scheme is never yes, nor one that nobody confirmed lately.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from catalogue.funding.price import Left, left_to_pay
from catalogue.funding.rules import Facts, Outcome, all_of, holds
from catalogue.funding.scheme import OF_PERSON, Ask, Fact, Rule, Scheme, Source, Words, facts_of, parts
from catalogue.funding.status import Status, confirmed, may_apply, status
from catalogue.normal import NormalCourse

DATES, CONFIRMED = "dates", "confirmed"
"""Conditions that every scheme has; their words depend on the status."""


@dataclass(frozen=True)
class Reason:
    """One condition and its outcome. `text` None: the words follow from the status (`DATES`, `CONFIRMED`).

    `missing`: facts that would settle it. `ask`: what only the applicant can find out.
    """

    condition: str
    outcome: Outcome
    text: Words | None = None
    source: Source | None = None
    missing: tuple[Fact, ...] = ()
    ask: tuple[Words, ...] = ()


@dataclass(frozen=True)
class FundingAnswer:
    """One scheme's answer. `left` is what remains of the price; None when the scheme does not lower it or is a no."""

    scheme: Scheme
    status: Status
    outcome: Outcome
    reasons: tuple[Reason, ...]
    left: Left | None


def answer(scheme: Scheme, facts: Facts, today: date, course: NormalCourse | None = None) -> FundingAnswer:
    """The answer on these facts; `course` gives the price that is reckoned with."""
    reasons = tuple(_reasons(scheme, facts, today))
    outcome = all_of(reason.outcome for reason in reasons)
    price = course.price.value if course and course.price else None
    left = left_to_pay(scheme, facts, price) if price and outcome != Outcome.NO else None
    return FundingAnswer(scheme, status(scheme, today), outcome, reasons, left)


def excluded(scheme: Scheme, facts: Facts) -> bool:
    """Do the facts alone, whatever the day, make it a no? What the index leaves out."""
    return any(holds(condition.rule, facts) == Outcome.NO for condition in scheme.conditions)


def _reasons(scheme: Scheme, facts: Facts, today: date) -> Iterator[Reason]:
    yield Reason(DATES, may_apply(scheme, today))
    yield Reason(CONFIRMED, Outcome.YES if confirmed(scheme, today) else Outcome.UNKNOWN)
    for each in scheme.conditions:
        outcome = holds(each.rule, facts)
        open_ = outcome == Outcome.UNKNOWN
        missing = tuple(sorted(facts_of(each.rule) - facts.keys())) if open_ else ()
        ask = tuple(_asks(each.rule)) if open_ else ()
        yield Reason(each.id, outcome, each.text, scheme.sources[each.source], missing, ask)


def _asks(rule: Rule) -> Iterator[Words]:
    if isinstance(rule, Ask):
        yield rule.ask
    for part in parts(rule):
        yield from _asks(part)


def wanted(reasons: tuple[Reason, ...]) -> tuple[Fact, ...]:
    """Facts about the person that would settle something."""
    return tuple(dict.fromkeys(fact for reason in reasons for fact in reason.missing if fact in OF_PERSON))
