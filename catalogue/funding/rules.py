"""Three-valued rules (Kleene): what is unknown stays unknown until the known facts alone decide.

So an answer never turns from yes to no, or back, when more becomes known; it only gets known.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from catalogue.funding.scheme import AllOf, AnyOf, Ask, Check, Fact, Readings, Rule

Value = bool | str | float
Facts = Mapping[Fact, Value]
"""Known facts only; a fact that is not in it is unknown."""


class Outcome(StrEnum):
    """Does it hold?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def holds(rule: Rule, facts: Facts) -> Outcome:
    """The outcome of a rule on these facts."""
    if isinstance(rule, Check):
        return _tested(rule, facts.get(rule.fact))
    if isinstance(rule, Ask):
        return Outcome.UNKNOWN
    if isinstance(rule, AllOf):
        return all_of(holds(part, facts) for part in rule.all)
    if isinstance(rule, AnyOf):
        return any_of(holds(part, facts) for part in rule.any)
    return agreed(rule, facts)


def agreed(rule: Readings, facts: Facts) -> Outcome:
    """What all readings say; unknown where they say different things."""
    said = {holds(reading.rule, facts) for reading in rule.readings}
    return said.pop() if len(said) == 1 else Outcome.UNKNOWN


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """No when one is no; else yes when all are yes."""
    said = set(outcomes)
    if Outcome.NO in said:
        return Outcome.NO
    return Outcome.UNKNOWN if Outcome.UNKNOWN in said else Outcome.YES


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Yes when one is yes; else no when all are no."""
    said = set(outcomes)
    if Outcome.YES in said:
        return Outcome.YES
    return Outcome.UNKNOWN if Outcome.UNKNOWN in said else Outcome.NO


def _tested(test: Check, value: Value | None) -> Outcome:
    if value is None:
        return Outcome.UNKNOWN
    fits = (test.one_of is None or value in test.one_of) and (test.none_of is None or value not in test.none_of)
    return Outcome.YES if fits and _within(test, value) else Outcome.NO


def _within(test: Check, value: Value) -> bool:
    if isinstance(value, str):
        return True
    return (
        (test.at_least is None or value >= test.at_least)
        and (test.at_most is None or value <= test.at_most)
        and (test.below is None or value < test.below)
    )
