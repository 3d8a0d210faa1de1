"""Typed values, each with how it is known: the shape the normaliser produces.

Unknown is None: never False, 0 or today. `stated` is the source's own value, `inferred` names the rule and
the words it saw, `verified` is an editor's.
"""

from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Closed(BaseModel):
    """Base of the normal shapes: closed and frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class How(StrEnum):
    """How a value is known."""

    STATED = "stated"
    INFERRED = "inferred"
    VERIFIED = "verified"


class Known(Closed, Generic[T]):
    """A value with its evidence."""

    value: T
    known: How
    rule: str
    """Name of the rule that read it, `module.rule`: `amounts.vat_excluded`."""
    quote: str
    """The source's own words the rule saw (at most 200 characters); of an editor's value the reason."""

    @property
    def source_words(self) -> str:
        """What the public may read of `quote`: the source's words, never an editor's reason."""
        return "" if self.known == How.VERIFIED else self.quote


class Precision(StrEnum):
    """How exact a date is; a month is never shown as its first day."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


class PartialDate(Closed):
    """A date with its precision: `first`..`last` is the span the words allow (equal for a day)."""

    first: date
    last: date
    precision: Precision


class Vat(StrEnum):
    """What the source says of VAT; `exempt` for "vrij van btw" / "btw-vrijgesteld"."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    EXEMPT = "exempt"
    UNKNOWN = "unknown"


class Per(StrEnum):
    """What one amount pays for."""

    COURSE = "course"
    YEAR = "year"
    MONTH = "month"
    TERM = "term"
    SESSION = "session"


class Price(Closed):
    """An amount as stated: `cents` is what the words say, with or without VAT as `vat` tells. 0 is "gratis"."""

    cents: int = Field(ge=0)
    vat: Vat
    per: Per = Per.COURSE
    is_from: bool = False
    """True for "vanaf": the lowest of several."""


class Mode(StrEnum):
    """Delivery. `online` is live or not told; `self-paced` has no fixed hours; `at-work` is at the employer's."""

    ONSITE = "onsite"
    ONLINE = "online"
    SELF_PACED = "self-paced"
    BLENDED = "blended"
    AT_WORK = "at-work"


class Route(StrEnum):
    """The way of learning, as the field names it."""

    BBL = "bbl"
    BOL = "bol"
    DERDE_LEERWEG = "derde-leerweg"
    PRIVATE = "private"
    HBO_PART_TIME = "hbo-part-time"


class Kind(StrEnum):
    """Retraining or upskilling."""

    OMSCHOLING = "omscholing"
    BIJSCHOLING = "bijscholing"


class Sector(StrEnum):
    """Technical sectors of the portals."""

    CONSTRUCTION = "construction"
    CIVIL_WORKS = "civil-works"
    ELECTRICAL = "electrical"
    INSTALLATION_CLIMATE = "installation-climate"
    METAL_WELDING = "metal-welding"
    MECHANICAL = "mechanical"
    MECHATRONICS_MAINTENANCE = "mechatronics-maintenance"
    PROCESS_LABORATORY = "process-laboratory"
    ENERGY_GRID = "energy-grid"
    ICT_SOFTWARE = "ict-software"
    ICT_INFRASTRUCTURE_SECURITY = "ict-infrastructure-security"
    DATA = "data"
    MOBILITY = "mobility"
    MARITIME_AVIATION_RAIL = "maritime-aviation-rail"
    TECHNICAL_LOGISTICS = "technical-logistics"
    HIGH_TECH = "high-tech"
    TECHNICAL_EDUCATION = "technical-education"


class Unit(StrEnum):
    """Units of duration. A dagdeel is half a working day."""

    HOUR = "hour"
    DAYPART = "daypart"
    DAY = "day"
    EVENING = "evening"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Duration(Closed):
    """How long a course takes, in the source's own unit."""

    amount: float = Field(gt=0)
    unit: Unit


class Schedule(StrEnum):
    """When and how intensively people attend. `part-time` is "deeltijd", `full-time` is "voltijd"."""

    DAY = "day"
    EVENING = "evening"
    WEEKEND = "weekend"
    FULL_TIME = "full-time"
    PART_TIME = "part-time"


class EffortPer(StrEnum):
    """What one figure of effort covers: a week ("8 uur per week") or the whole course (SBU, EC)."""

    WEEK = "week"
    COURSE = "course"


class Effort(Closed):
    """Hours of work for the learner: at least `hours` and at most `most` (None: exactly `hours`)."""

    hours: float = Field(gt=0)
    most: float | None = Field(default=None, gt=0)
    per: EffortPer


class GroupSize(Closed):
    """Learners in one group; None where the words set no bound."""

    least: int | None = Field(default=None, gt=0)
    most: int | None = Field(default=None, gt=0)


class Certificate(StrEnum):
    """What a learner has in hand afterwards, as Dutch law and the sectors tell them apart."""

    MBO_DIPLOMA = "mbo-diploma"
    MBO_CERTIFICATE = "mbo-certificate"
    PRACTICE_STATEMENT = "practice-statement"
    """Praktijkverklaring."""
    ASSOCIATE_DEGREE = "associate-degree"
    BACHELOR = "bachelor"
    MASTER = "master"
    SECTOR_CERTIFICATE = "sector-certificate"
    """VCA, F-gassen, NEN 3140, ISO 9606 and the like."""
    MICROCREDENTIAL = "microcredential"
    DIPLOMA = "diploma"
    """A diploma of which the words do not say which."""
    CERTIFICATE = "certificate"
    """A certificate of which the words do not say which."""
    ATTENDANCE = "attendance"
    """Bewijs van deelname."""


class TargetGroup(StrEnum):
    """A group that a course says it is made for."""

    WOMEN = "women"
    NEWCOMERS = "newcomers"
    """Statushouders, nieuwkomers, people who are learning Dutch."""
    HYBRID_TEACHERS = "hybrid-teachers"


class Workplace(StrEnum):
    """Whom a learner works for during the course."""

    LEERBEDRIJF = "leerbedrijf"
    """A recognised company that trains (SBB)."""
    EMPLOYER = "employer"


class QualityMark(StrEnum):
    """A mark that the provider states for itself. Only `verified` means that somebody looked it up."""

    NRTO = "nrto"
    CRKBO = "crkbo"
    RECOGNISED = "recognised"
    """By whom stands in the quote."""


class CostKind(StrEnum):
    """What an amount beside the course's price pays for."""

    EXAM = "exam"
    MATERIAL = "material"
    REGISTRATION = "registration"


class ExtraCost(Closed):
    """An amount that comes beside the price. Cents as the words say, VAT as `vat` tells."""

    kind: CostKind
    cents: int = Field(gt=0)
    vat: Vat = Vat.UNKNOWN


class Instalments(Closed):
    """Payment in parts: so many times so many cents."""

    times: int = Field(gt=1)
    cents: int = Field(gt=0)


class Place(Closed):
    """A place in the Netherlands. Coordinates are WGS84 degrees of the postcode area or the place's centre."""

    name: str
    municipality: str | None = None
    province: str | None = None
    region: str | None = None
    """Labour-market region (arbeidsmarktregio)."""
    postcode: str | None = None
    """Four digits, where the source gave a postcode."""
    latitude: float | None = None
    longitude: float | None = None


class NormalSession(Closed):
    """One start. `start` None with `start_note` for "doorlopend" or "in overleg" (the source's words)."""

    start: Known[PartialDate] | None = None
    end: Known[PartialDate] | None = None
    deadline: Known[PartialDate] | None = None
    start_note: str | None = None
    schedule: str | None = None
    """The source's own words for days and hours."""
    mode: Known[Mode] | None = None
    place: Known[Place] | None = None
    price: Known[Price] | None = None
    language: Known[str] | None = None
    url: str | None = None


class Code(Closed):
    """A code with its scheme (see `RawCode`)."""

    scheme: str
    value: str


class Flag(Closed):
    """Something an editor should see: a value left out or in doubt, with the named reason."""

    reason: str
    """snake_case: `price_contradiction`, `end_before_start`, `place_ambiguous`, `date_unreadable`."""
    field: str
    quote: str


class NormalCourse(Closed):
    """One offer with typed values. `technical` None means: borderline, an editor decides."""

    source_key: str
    url: str
    title: str
    description: str | None = None
    provider_name: str | None = None
    level: Known[int] | None = None
    """NLQF level 1-8 as said by the provider; official only where `known` says so."""
    mode: Known[Mode] | None = None
    route: Known[Route] | None = None
    kind: Known[Kind] | None = None
    language: Known[str] | None = None
    """ISO 639-1."""
    duration: Known[Duration] | None = None
    price: Known[Price] | None = None
    technical: Known[bool] | None = None
    sector: Known[Sector] | None = None
    schedule: Known[tuple[Schedule, ...]] | None = None
    effort: Known[Effort] | None = None
    group_size: Known[GroupSize] | None = None
    certificate: Known[Certificate] | None = None
    """`credential` as one of the known kinds."""
    target_groups: Known[tuple[TargetGroup, ...]] | None = None
    workplace: Known[Workplace] | None = None
    job_guarantee: Known[bool] | None = None
    """True where the provider promises a job; never False."""
    quality_marks: Known[tuple[QualityMark, ...]] | None = None
    statutory_fee: Known[bool] | None = None
    """True for the fee that law sets each year (wettelijk cursus-, les- or collegegeld); never False."""
    instalments: Known[Instalments] | None = None
    extra_costs: tuple[Known[ExtraCost], ...] = ()
    deadline: Known[PartialDate] | None = None
    """Last day to enrol where the text names one and does not tie it to a start."""
    credential: str | None = None
    requirements: str | None = None
    audience: str | None = None
    expires: date | None = None
    codes: tuple[Code, ...] = ()
    subjects: tuple[str, ...] = ()
    sessions: tuple[NormalSession, ...] = ()
    flags: tuple[Flag, ...] = ()
