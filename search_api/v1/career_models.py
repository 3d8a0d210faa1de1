"""The shapes of the answers about careers, for the OpenAPI document."""

from datetime import date
from typing import Any

from pydantic import Field

from catalogue.careers.outlook import Outlook
from catalogue.normal import Certificate, Route
from search_api.v1.funding_models import Bilingual
from search_api.v1.model_base import Answer
from search_api.v1.models import CourseHit, FacetValue


class CareerSummary(Answer):
    """A technical occupation."""

    id: str
    label: str
    sector: str
    sector_label: str
    synonyms: list[str]
    isco: str = Field(description="ISCO-08 unit group")
    levels: list[str] = Field(description="Levels of its mbo qualifications; empty where none names the occupation")
    count: int | None = Field(description="Courses the portal has for it (in the asked province); null: not known now")


class CareerAnswer(Answer):
    """A page of careers: best fit first, then those with most courses."""

    total: int
    page: int
    page_size: int
    results: list[CareerSummary]


class CareerQualification(Answer):
    """An mbo qualification for the occupation: what a level rests on."""

    crebo: str
    name: str
    level: str


class RelatedCareer(Answer):
    """A career that lies near."""

    id: str
    label: str


class CareerFigure(Answer):
    """The chance of work in one labour-market region, with its source. `test`: made up, never in the portal `nl`."""

    region: str
    outlook: Outlook
    source: str
    url: str | None
    dated: date
    test: bool


class RouteStart(Answer):
    """The course of a route that starts first."""

    title: str
    page: str
    next_start: str


class CareerRoute(Answer):
    """One way into a career, from at most 100 of its courses; prices in euros of those for a whole course."""

    route: Route
    courses: int
    priced: int
    least_price: float | None
    most_price: float | None
    shortest: dict[str, Any] | None
    longest: dict[str, Any] | None
    certificates: list[Certificate]
    next_start: RouteStart | None


class CareerDetail(CareerSummary):
    """One occupation, whole."""

    esco: str = Field(description="URI of the ESCO occupation")
    esco_exact: bool = Field(description="False: the closest occupation, ESCO has none of its own")
    qualifications: list[CareerQualification]
    description: Bilingual | None = Field(description="What you do, in our words; null where nobody wrote it")
    related: list[RelatedCareer]
    outlook: list[CareerFigure] = Field(description="Imported figures; empty where there are none")
    routes: list[CareerRoute] | None = Field(description="The ways into it, from its courses; null: not known now")
    upcoming: list[CourseHit] | None = Field(description="The courses that start first")
    funding: list[FacetValue] | None = Field(description="Schemes that may pay, with the number of its courses")
    courses: str = Field(description="Path of the search for its courses in this portal")
    page: str = Field(description="Path of the portal's page with its courses")
