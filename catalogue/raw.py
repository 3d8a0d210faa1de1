"""What a source said, as quoted text: the shape every reader produces.

Nothing here is guessed or converted. A reader copies the words (HTML entities decoded, tags stripped,
white space folded) and leaves what is absent as None. Field names follow schema.org and OOAPI.
"""

from pydantic import BaseModel, ConfigDict

MAX_DESCRIPTION = 20_000  # characters; longer texts are cut by the reader, never by the store
MAX_SESSIONS = 2000  # of one run or course: a page can name a thousand starts at each of a thousand places


class Quoted(BaseModel):
    """Base of the quoted shapes: closed and frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RawCode(Quoted):
    """A code with the scheme that gives it a meaning."""

    scheme: str
    """Lower case: `crebo`, `croho`, `isced-f`, `isco`, `esco`, `course-code`."""
    value: str


class RawPrice(Quoted):
    """One amount as the source states it."""

    text: str
    """The words with the amount: `€ 1.870,- excl. btw`, `1870.00`, `op aanvraag`."""
    currency: str | None = None
    """ISO 4217 where the source names it apart (`priceCurrency`)."""
    vat_text: str | None = None
    """What is said of VAT apart from `text`: `excl. btw`, `valueAddedTaxIncluded: false`."""
    category: str | None = None
    """`tuition` (also when None), `exam`, `material`, `registration`."""


class RawPlace(Quoted):
    """Where a session is held, in the source's own parts."""

    name: str | None = None
    street: str | None = None
    postal_code: str | None = None
    locality: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: str | None = None
    longitude: str | None = None


class RawSession(Quoted):
    """One start of a course: schema.org `CourseInstance`, OOAPI offering, EDU-DEX program run."""

    start_text: str | None = None
    end_text: str | None = None
    deadline_text: str | None = None
    """Last day to enrol."""
    schedule_text: str | None = None
    """Days and hours: `dinsdagavond 19.00-22.00`, `P1W` with `byDay`."""
    mode_text: str | None = None
    place: RawPlace | None = None
    price: RawPrice | None = None
    language_text: str | None = None
    url: str | None = None


class RawCourse(Quoted):
    """One offer of one source. `source_key` is stable between crawls and unique within the source."""

    source_key: str
    url: str
    """The provider's own page of this course; what a portal links to."""
    node_type: str
    """What the source calls it: schema.org's type name, or `edudex:program`, `ooapi:course`, `csv:row`."""
    title: str
    description: str | None = None
    provider_name: str | None = None
    provider_url: str | None = None
    level_text: str | None = None
    mode_text: str | None = None
    route_text: str | None = None
    kind_text: str | None = None
    duration_text: str | None = None
    effort_text: str | None = None
    language_text: str | None = None
    credential_text: str | None = None
    requirements_text: str | None = None
    audience_text: str | None = None
    expires_text: str | None = None
    """The source's own last day of validity (EDU-DEX `expires`)."""
    subjects: tuple[str, ...] = ()
    """Keywords, categories and `about` labels."""
    codes: tuple[RawCode, ...] = ()
    prices: tuple[RawPrice, ...] = ()
    sessions: tuple[RawSession, ...] = ()
    page_text: str | None = None
    """Visible text of the page's main part, where one page holds one course (context for what structure left out)."""


class Refusal(Quoted):
    """Something a reader or the normaliser did not take, with the named reason. Kept with the run."""

    reason: str
    """snake_case name, counted per run: `json_ld_broken`, `no_structured_data`, `no_title`, `open_day`."""
    where: str
    """URL, or URL plus the item's own key or line."""
    detail: str | None = None


class Reading(Quoted):
    """All that one page or feed gave."""

    courses: tuple[RawCourse, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    links: tuple[str, ...] = ()
    """Further pages of the same listing that must be fetched (absolute URLs)."""
