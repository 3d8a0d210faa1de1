"""A funding scheme as a dated record: what its sources say, never what we hope.

Rules have three outcomes. Where sources disagree, each reading stands beside the other with its source, and the rule
holds only when all readings agree. What no fact of ours can tell (`ask`) is unknown for ever: the applicant knows.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from catalogue.declaration import Province

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
DATED = r"\d{4}(-\d{2}(-\d{2})?)?"


class Closed(BaseModel):
    """Base: frozen, and any unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Closed):
    """A sentence in Dutch (B1) and in English."""

    nl: str = Field(min_length=1, max_length=600)
    en: str = Field(min_length=1, max_length=600)


class Source(Closed):
    """Where a fact stands. `dated`: when the source was written, as exact as is known; None when it does not say."""

    title: str = Field(min_length=1, max_length=200)
    url: str | None = Field(default=None, pattern=r"^https://\S+$", max_length=500)
    dated: str | None = Field(default=None, pattern=f"^{DATED}$")


class Fact(StrEnum):
    """What rules may look at. The first block is public and of the course, the second of the person who asks."""

    ROUTE = "route"
    LEVEL = "level"
    """NLQF level as the provider or an editor states it; one that we inferred is not official and counts as unknown."""
    SECTOR = "sector"
    CERTIFICATE = "certificate"
    FULL_TIME = "full-time"
    WEEKS = "weeks"

    EMPLOYED = "employed"
    EMPLOYER_SECTOR = "employer-sector"
    AGE = "age"
    PROVINCE = "province"
    REGION = "region"
    EDUCATION = "education"
    """NLQF level of the person's highest diploma."""
    PAID_BY_OTHERS = "paid-by-others"
    """Somebody else pays all of the course."""


OF_PERSON = frozenset({
    Fact.EMPLOYED, Fact.EMPLOYER_SECTOR, Fact.AGE, Fact.PROVINCE, Fact.REGION, Fact.EDUCATION, Fact.PAID_BY_OTHERS,
})  # fmt: skip


NUMBERS = frozenset({Fact.LEVEL, Fact.WEEKS, Fact.AGE, Fact.EDUCATION})
YES_OR_NO = frozenset({Fact.FULL_TIME, Fact.EMPLOYED, Fact.PAID_BY_OTHERS})


class EmployerSector(StrEnum):
    """The collective agreement (cao) that an employer falls under, as far as a training fund goes with it."""

    METAL_WORKING = "metal-working"
    METALEKTRO = "metalektro"
    INSTALLATION = "installation"
    CONSTRUCTION = "construction"
    BODY_REPAIR = "body-repair"
    TRANSPORT = "transport"
    OTHER = "other"


class Check(Closed):
    """One fact against fixed values or bounds (years, levels or weeks). An unknown fact has no outcome."""

    fact: Fact
    one_of: tuple[bool | str, ...] | None = None
    none_of: tuple[bool | str, ...] | None = None
    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        bounds = (self.at_least, self.at_most, self.below)
        if self.one_of is None and self.none_of is None and all(bound is None for bound in bounds):
            raise ValueError(f"the test of '{self.fact}' names no value and no bound")
        return self

    @model_validator(mode="after")
    def _fits_its_fact(self) -> Self:
        """A bound of a word always holds, and a number is never one of some words: both would be an untrue answer."""
        values = (*(self.one_of or ()), *(self.none_of or ()))
        bounded = any(bound is not None for bound in (self.at_least, self.at_most, self.below))
        wanted = None if self.fact in NUMBERS else bool if self.fact in YES_OR_NO else str
        if bounded != (wanted is None) or any(type(value) is not wanted for value in values):
            what = {
                None: "at_least, at_most or below",
                bool: "one_of: [true] or [false]",
                str: "one_of or none_of, words",
            }
            raise ValueError(f"the test of '{self.fact}' takes {what[wanted]}")
        return self


class AllOf(Closed):
    """Every rule must hold."""

    all: tuple["Rule", ...] = Field(min_length=1)


class AnyOf(Closed):
    """One rule is enough."""

    any: tuple["Rule", ...] = Field(min_length=1)


class Reading(Closed):
    """What one source says the rule is."""

    rule: "Rule"
    source: str


class Readings(Closed):
    """Sources disagree. Holds, or fails, only where every reading does."""

    readings: tuple[Reading, ...] = Field(min_length=2)


class Ask(Closed):
    """No fact of ours tells; the text of the condition says whom to ask."""

    ask: Words


Rule = Check | AllOf | AnyOf | Readings | Ask


class Condition(Closed):
    """One thing that must be so, in words and as a rule. `source` is a key of the scheme's sources."""

    id: str = Field(pattern=ID.pattern)
    text: Words
    rule: Rule
    source: str


class Window(Closed):
    """When one may apply: both days included; `last` None: no end is known. `disputed`: sources disagree on it."""

    first: date
    last: date | None = None
    source: str
    disputed: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last and self.last < self.first:
            raise ValueError(f"the window ends ({self.last}) before it opens ({self.first})")
        return self


class Applicant(StrEnum):
    """Who asks for the money."""

    LEARNER = "learner"
    EMPLOYER = "employer"
    PARTNERSHIP = "partnership"


class Covers(StrEnum):
    """What the money is for. Only `price` lowers what a course costs."""

    PRICE = "price"
    LOAN = "loan"
    GUIDANCE = "guidance"
    """The employer's costs of training somebody at work."""
    PROJECT = "project"


class Share(Closed):
    """A part of the price, for courses that meet `when`."""

    share: float = Field(gt=0, le=1)
    when: Rule | None = None
    source: str


class Amount(Closed):
    """What is paid, in words; `shares` and `max_euros` where they can be reckoned with."""

    text: Words
    covers: Covers
    max_euros: int | None = Field(default=None, gt=0)
    shares: tuple[Share, ...] = ()
    source: str


class Disagreement(Closed):
    """Sources that say different things of one matter."""

    text: Words
    sources: tuple[str, ...] = Field(min_length=1)


class Scheme(Closed):
    """One scheme. Dates are days in the Netherlands."""

    id: str = Field(pattern=ID.pattern)
    name: str = Field(min_length=1, max_length=120)
    summary: Words
    who: Words
    training: Words
    applicant: Applicant
    provinces: tuple[Province, ...] | None = None
    """Only for these; None: the whole country."""
    starts_on: date | None = None
    ends_on: date | None = None
    """The last day on which the scheme existed; None while it goes on or nothing is known."""
    ended: bool = False
    """It has ended, on a day that no source names."""
    windows: tuple[Window, ...] = ()
    recurring: bool = False
    """Its windows come back each year."""
    conditions: tuple[Condition, ...] = Field(min_length=1)
    amount: Amount | None = None
    disagreements: tuple[Disagreement, ...] = ()
    sources: dict[str, Source] = Field(min_length=1)
    checked_on: date | None = None
    """When an editor last held the record against its source; None: never."""

    @field_validator("id")
    @classmethod
    def _whole_id(cls, value: str) -> str:
        if not ID.fullmatch(value):
            raise ValueError("write lower-case letters, digits and hyphens")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError(f"the scheme ends ({self.ends_on}) before it starts ({self.starts_on})")
        unknown = sorted(set(self._named_sources()) - set(self.sources))
        if unknown:
            raise ValueError(f"unknown source: {', '.join(unknown)} (known: {', '.join(self.sources)})")
        return self

    def _named_sources(self) -> list[str]:
        named = [window.source for window in self.windows] + [condition.source for condition in self.conditions]
        named += [key for each in self.disagreements for key in each.sources]
        named += [reading.source for each in self.conditions for reading in _readings(each.rule)]
        return named + ([self.amount.source, *(s.source for s in self.amount.shares)] if self.amount else [])

    def facts(self) -> frozenset[Fact]:
        """The facts that its rules look at."""
        shares = [share.when for share in self.amount.shares if share.when] if self.amount else []
        return frozenset(f for rule in (*(c.rule for c in self.conditions), *shares) for f in facts_of(rule))


def facts_of(rule: Rule) -> frozenset[Fact]:
    """The facts that a rule looks at."""
    if isinstance(rule, Check):
        return frozenset({rule.fact})
    return frozenset(fact for part in parts(rule) for fact in facts_of(part))


def parts(rule: Rule) -> tuple[Rule, ...]:
    """The rules inside a rule."""
    if isinstance(rule, AllOf):
        return rule.all
    if isinstance(rule, AnyOf):
        return rule.any
    return tuple(reading.rule for reading in rule.readings) if isinstance(rule, Readings) else ()


def _readings(rule: Rule) -> list[Reading]:
    here = list(rule.readings) if isinstance(rule, Readings) else []
    return here + [found for part in parts(rule) for found in _readings(part)]


for model in (AllOf, AnyOf, Reading, Readings, Condition, Share, Amount, Scheme):
    model.model_rebuild()
