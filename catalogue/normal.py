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
    """The source's own words the rule saw (at most 200 characters)."""


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


class Place(Closed):
    """A place in the Netherlands. Coordinates are WGS84 degrees of the postcode area or the place's centre."""

    name: str
    municipality: str | None = None
    province: str | None = None
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
    credential: str | None = None
    requirements: str | None = None
    audience: str | None = None
    expires: date | None = None
    codes: tuple[Code, ...] = ()
    subjects: tuple[str, ...] = ()
    sessions: tuple[NormalSession, ...] = ()
    flags: tuple[Flag, ...] = ()
