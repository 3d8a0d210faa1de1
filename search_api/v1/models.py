"""The shapes of the API's answers, for the OpenAPI document. Answers are built as plain JSON for speed; tests hold
each answer against these models."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from catalogue.normal import (
    Certificate,
    CostKind,
    EffortPer,
    How,
    Per,
    Precision,
    QualityMark,
    Schedule,
    TargetGroup,
    Vat,
    Workplace,
)
from search_api.v1.funding_models import FundingAnswer
from search_api.v1.model_base import Answer


class ProblemBody(BaseModel):
    """RFC 9457 problem details."""

    status: int
    title: str
    detail: str
    errors: list[dict[str, str]] | None = None


class PriceDetails(Answer):
    """An amount as the provider states it."""

    amount: float
    currency: str
    vat: Vat
    per: Per
    is_from: bool
    known: str
    quote: str


class StartDetails(Answer):
    """The span of days that the provider's words allow."""

    first: date
    last: date
    precision: Precision


class CourseSummary(Answer):
    """One course in a list. `price` is in euros as stated (see `priceDetails.vat`); null is unknown."""

    id: str
    title: str
    provider: str
    url: str
    summary: str | None
    sector: str | None
    level: str | None
    mode: list[str]
    route: str | None
    kind: str | None
    language: str | None
    price: float | None
    price_details: PriceDetails | None
    duration: dict[str, Any] | None = Field(description="`amount` and `unit`, as the provider states it")
    schedule: list[Schedule] = Field(description="When people attend")
    certificate: Certificate | None
    workplace: Workplace | None = Field(description="Whom a learner works for during the course")
    job_guarantee: bool | None = Field(description="True where the provider promises a job; never false")
    target_groups: list[TargetGroup]
    known: dict[str, How]
    next_start: str | None = Field(description="ISO 8601 at the precision known: 2027-02-09, 2027-W12, 2027-02")
    next_start_details: StartDetails | None
    start_note: str | None
    places: list[str]
    province: list[str]


class CourseHit(CourseSummary):
    """A search result."""

    page: str = Field(description="Path of the course's page in the portal")
    distance: float | None = Field(description="Kilometres from `near`")
    pinned: bool = Field(description="Put first by the portal's editors, not by the ranking")
    explain: dict[str, Any] | None = Field(default=None, description="Only with explain=true: the ranking's rules")


class FacetValue(Answer):
    """One value with the number of courses; counts ignore the facet's own selection."""

    value: str
    label: str
    count: int


LABELS = Field(description="`label` in each language that we write, by its code: nl, en")


class UnderstoodFilter(Answer):
    """A filter that was read from the words: the key and value that would ask for it, and the words themselves."""

    key: str
    value: str
    label: str
    labels: dict[str, str] = LABELS
    words: str
    without: str = Field(description="What to ask as `q` to undo this one and keep the others")


class Loosened(Answer):
    """What was given up because nothing fitted all that was asked."""

    key: str
    value: str
    label: str
    labels: dict[str, str] = LABELS


class WiderSearch(Loosened):
    """What a wider search would find: ask again with `value` for `key`, or without `key` where `value` is empty."""

    count: int


class NearCareer(Answer):
    """A career whose name is near to the words; `value` is what `career` of a search takes."""

    value: str
    label: str


class Interpretation(Answer):
    """How the words were taken; empty when they were only searched for. Asking `literal` as `q` undoes it."""

    q: str | None = Field(default=None, description="The words that were searched for")
    filters: list[UnderstoodFilter] = Field(default_factory=list)
    literal: str | None = Field(default=None, description="The same words in double quotes: nothing is read from them")
    loosened: list[Loosened] = Field(default_factory=list)
    wider: list[WiderSearch] = Field(default_factory=list, description="Where few courses were found: what finds more")
    careers: list[NearCareer] = Field(default_factory=list, description="Where few courses were found")


class SearchAnswer(Answer):
    """A page of results."""

    total: int
    page: int
    page_size: int
    degraded: bool
    interpretation: Interpretation
    search_id: str = Field(description="What was asked, as 16 hexadecimal digits; the same for everybody who asks it")
    results: list[CourseHit]
    facets: dict[str, list[FacetValue]]


class SuggestedCourse(Answer):
    """A course whose title fits."""

    id: str
    title: str
    provider: str
    page: str = Field(description="Path of the course's page in the portal")


class SuggestedName(Answer):
    """A career, provider or place: the value that the search takes, and how many courses the portal has there."""

    value: str
    label: str
    count: int | None


class Suggestions(Answer):
    """What may be meant; each list is best first."""

    courses: list[SuggestedCourse]
    careers: list[SuggestedName]
    providers: list[SuggestedName]
    places: list[SuggestedName]
    funding: list[SuggestedName] = Field(description="Schemes that may pay for courses of the portal; none that ended")


class Session(Answer):
    """One start of a course."""

    start: str | None
    start_details: StartDetails | None
    end: str | None
    deadline: str | None
    start_note: str | None
    schedule: str | None
    mode: str | None
    place: str | None
    municipality: str | None
    province: str | None
    region: str | None = Field(description="Labour-market region (arbeidsmarktregio)")
    language: str | None
    price: float | None
    price_details: PriceDetails | None
    url: str | None
    known: dict[str, How]


class EffortHours(Answer):
    """Hours of work for the learner: `hours`, or from `hours` to `most`."""

    hours: float
    most: float | None
    per: EffortPer


class LearnersInGroup(Answer):
    """Learners in one group; null where the provider sets no bound."""

    least: int | None
    most: int | None


class PaymentInParts(Answer):
    """So many payments of so many euros."""

    times: int
    amount: float


class FurtherCost(Answer):
    """An amount in euros that comes beside the price."""

    kind: CostKind
    amount: float
    vat: Vat
    known: How
    quote: str


class Provenance(Answer):
    """How a value is known: the rule that read it, the provider's words, and when they were last seen."""

    field: str
    known: How
    rule: str
    quote: str
    at: datetime = Field(description="When the provider's words were last seen, or an editor set the value")


class CourseCareer(Answer):
    """A career that a course leads to, with how sure that is and the words that say so."""

    id: str
    label: str
    confidence: float = Field(ge=0, le=1)
    rule: str
    quote: str


class CourseDetail(CourseSummary):
    """One course, whole."""

    explain: list[dict[str, Any]] | None = Field(
        default=None, description="Only with explain=true: `field`, `value`, `known`, `rule`, `quote` of every value"
    )
    labels: dict[str, str]
    description: str | None
    requirements: str | None
    credential: str | None
    audience: str | None
    effort: EffortHours | None
    group_size: LearnersInGroup | None
    quality_marks: list[QualityMark] = Field(description="Marks the provider states for itself")
    statutory_fee: bool | None = Field(description="True for the fee that law sets each year; never false")
    instalments: PaymentInParts | None
    extra_costs: list[FurtherCost]
    deadline: str | None = Field(description="Last day to enrol, where it is not tied to a start; ISO 8601")
    codes: list[dict[str, str]]
    sessions: list[Session]
    careers: list[CourseCareer]
    funding: list[FundingAnswer] = Field(description="What each scheme says to the course, by its public facts alone")
    provenance: list[Provenance]
    source: str
    checked_at: datetime
    changed_at: datetime


class ChangesPage(Answer):
    """What changed in a portal, oldest change first."""

    changed: list[str] = Field(description="Ids to fetch again")
    removed: list[str] = Field(description="Ids to drop")
    next: str | None = Field(description="`cursor` of the next page; null after the last")
    next_url: str | None = Field(description="Path and query of the next page")
    until: datetime = Field(description="The next `since`, once all pages are read")


class ProviderEntry(Answer):
    """A provider; `id` is what `provider` of a search takes."""

    id: str
    name: str
    courses: int = Field(description="Its courses that this portal shows")


class ProviderPage(Answer):
    """A page of providers, by name."""

    total: int
    page: int
    page_size: int
    results: list[ProviderEntry]


class CollectionBody(Answer):
    """A search, or chosen courses, that the portal pins to its first page."""

    name: str
    text: str
    search: dict[str, list[str]] = Field(description="Query keys of a search with their values; empty: chosen courses")
    courses: list[str] = Field(default_factory=list, description="Ids of the chosen courses that the portal shows")
    page: str = Field(description="Path of the portal's page with its courses")


class LearningModel(BaseModel):
    """JSON-LD of the European Learning Model."""

    model_config = ConfigDict(extra="forbid")

    context: dict[str, Any] = Field(alias="@context", description="What the names mean; read it, it may grow")
    graph: list[dict[str, Any]] = Field(alias="@graph", description="Learning opportunities and their specification")


class PortalBody(Answer):
    """What is public of a portal."""

    slug: str
    name: str
    provinces: list[str] | None
    online: bool
    contact: str | None
    tokens: dict[str, str]
    texts: dict[str, str]
    collections: list[CollectionBody]


class SignalTaken(Answer):
    """The report has come in."""

    received: bool


class Liveness(Answer):
    """The process answers."""

    status: str


class Readiness(Answer):
    """Each part's state: `ok`, or what is wrong."""

    status: str
    parts: dict[str, str]


NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The client has this answer already: `If-None-Match` names its `ETag`"}
}
POSTED = (411, 413)
"""How a body is refused before it is read: no length, or too long."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Documented errors of an operation."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemBody"}}}
    return {status: {"description": "Problem", "content": content} for status in statuses}
