"""The shapes of the API's answers on funding."""

from datetime import date

from pydantic import Field

from catalogue.funding.rules import Outcome
from catalogue.funding.scheme import Applicant, Covers
from catalogue.funding.status import State
from search_api.v1.model_base import Answer


class Bilingual(Answer):
    """Words in Dutch and in English."""

    nl: str
    en: str


class FundingSource(Answer):
    """Where a fact stands; `dated` as exact as the source says: 2022, 2022-06, 2022-06-02."""

    title: str
    url: str | None
    dated: str | None


class FundingReason(Answer):
    """One condition, its outcome and its source. `dates` and `confirmed` follow from the scheme's dates."""

    condition: str
    outcome: Outcome
    text: Bilingual
    source: FundingSource | None
    missing: list[str] = Field(description="Facts that would settle it; those of the person can be sent")
    ask: list[Bilingual] = Field(description="What only the applicant can find out")


class LeftToPay(Answer):
    """Whole euros that remain of the price when every condition in `if` turns out to hold; an estimate."""

    least: int
    most: int
    vat: str
    text: Bilingual
    if_: list[str] = Field(alias="if")


class FundingAnswer(Answer):
    """Does a scheme pay for this course: yes, no or unknown, with every reason. Unknown is never a yes."""

    scheme: str
    name: str
    applicant: Applicant
    answer: Outcome
    state: State
    reasons: list[FundingReason]
    wanted: list[str] = Field(description="Facts of the person that would settle something")
    amount: Bilingual | None
    left_to_pay: LeftToPay | None
    page: str


class FundingAnswers(Answer):
    """Each scheme's answer for one course and the facts that were sent; on the day `date`."""

    course: str
    date: date
    answers: list[FundingAnswer]


class FundingWindow(Answer):
    """When one may apply, both days included; `last` null: no end is known. `disputed`: sources disagree on it."""

    first: date
    last: date | None
    source: str
    disputed: bool


class FundingCondition(Answer):
    """What must be so; `source` is a key of `sources`."""

    id: str
    text: Bilingual
    source: str


class FundingAmount(Answer):
    """What is paid. Only `price` lowers what a course costs."""

    text: Bilingual
    covers: Covers
    max_euros: int | None
    source: str


class FundingDisagreement(Answer):
    """What sources say differently."""

    text: Bilingual
    sources: list[str]


class FundingScheme(Answer):
    """A scheme with its state today."""

    id: str
    name: str
    summary: Bilingual
    who: Bilingual
    training: Bilingual
    applicant: Applicant
    provinces: list[str] | None = Field(description="Only for these; null: the whole country")
    state: State
    state_day: date | None
    state_text: Bilingual
    checked_on: date | None = Field(description="When an editor last held it against its source; null: never")
    confirmed: bool = Field(description="Checked in the last 60 days")
    confirmed_text: Bilingual
    starts_on: date | None
    ends_on: date | None = Field(description="The last day on which it existed")
    recurring: bool
    windows: list[FundingWindow]
    conditions: list[FundingCondition]
    amount: FundingAmount | None
    disagreements: list[FundingDisagreement]
    sources: dict[str, FundingSource]
    courses: str = Field(description="Path of the search for courses that it may pay for")
    page: str


class FundingSchemePage(Answer):
    """A page of schemes: what is open first, what has ended last."""

    total: int
    page: int
    page_size: int
    results: list[FundingScheme]
