"""The query keys of a search, checked: an unknown key or a wrong value is 400 and names the key."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.alias_generators import to_camel, to_snake
from pydantic_core import PydanticCustomError

from catalogue.declaration import Province
from catalogue.index.facets import FACETS
from catalogue.index.query import Near, SearchQuery
from catalogue.index.schema import MAX_HITS
from catalogue.normal import Kind, Mode, Route, Schedule, Sector, TargetGroup, Workplace
from catalogue.normalise.places import place_named

DEFAULT_RADIUS = 20.0  # km
COORDINATES = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LEVEL = re.compile(r"(?:nlqf|eqf|mbo)?[- ]?([1-8])")
LEVEL_WORDS = {"instroom": "1", "entree": "1", "ad": "5", "hbo": "6", "hbo-bachelor": "6", "bachelor": "6",
               "master": "7", "wo": "7"}  # fmt: skip
PROVINCE_WORDS = {"friesland": "Fryslân", "fryslan": "Fryslân", "brabant": "Noord-Brabant"}


def _plain(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("control characters are not allowed")
    return text


def _one_of(values: Sequence[str], aliases: dict[str, str] | None = None) -> Callable[[Any], Any]:
    known = {value.lower(): value for value in values} | (aliases or {})

    def check(value: Any) -> Any:
        found = known.get(str(value).strip().lower())
        if found is None:
            raise ValueError(f"unknown value; known: {', '.join(values)}")
        return found

    return check


def _level(value: Any) -> str:
    text = str(value).strip().lower()
    number = LEVEL_WORDS.get(text) or (m.group(1) if (m := LEVEL.fullmatch(text)) else None)
    if number is None:
        raise ValueError("unknown level; write nlqf-1 to nlqf-8 or mbo-1 to mbo-4")
    return f"nlqf-{number}"


def _day(value: Any) -> Any:
    """A number would be read as seconds since 1970, which nobody means."""
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError("write a date as 2027-02-09")
    return value


def _unfit(field: str, message: str) -> PydanticCustomError:
    """A value that does not fit with another one: `field` is the one to change."""
    return PydanticCustomError("unfit", "{message}", {"field": field, "message": message})


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, Field(max_length=200), BeforeValidator(lambda v: _plain(v) if isinstance(v, str) else v)]
Values = Annotated[list[Annotated[Text, Field(max_length=100)]], Field(max_length=50)]


def _list(values: Sequence[str], check: Callable[[Any], Any] | None = None, **aliases: str) -> Any:
    """A key that may be repeated. The documentation names the values; their aliases and other spellings also hold."""
    checked = BeforeValidator(check or _one_of(values, aliases))
    item = Annotated[str, checked, WithJsonSchema({"type": "string", "enum": list(values)})]
    return Annotated[list[item], Field(max_length=50)]


Provinces = _list(get_args(Province), _one_of(get_args(Province), PROVINCE_WORDS))
Sectors = _list(list(map(str, Sector)))


class SearchParameters(BaseModel):
    """Query keys of `GET /v1/courses`."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)

    portal: Annotated[Text, Field(max_length=63)] = "nl"
    q: Text = ""
    province: Provinces = Field(default_factory=list)  # type: ignore[valid-type]
    sector: Sectors = Field(default_factory=list)  # type: ignore[valid-type]
    career: Values = Field(default_factory=list)
    provider: Values = Field(default_factory=list)
    level: _list([f"nlqf-{n}" for n in range(1, 9)], _level) = Field(default_factory=list)  # type: ignore[valid-type]
    mode: _list(list(map(str, Mode))) = Field(default_factory=list)  # type: ignore[valid-type]
    route: _list(list(map(str, Route))) = Field(default_factory=list)  # type: ignore[valid-type]
    kind: _list(list(map(str, Kind))) = Field(default_factory=list)  # type: ignore[valid-type]
    language: Values = Field(default_factory=list)
    schedule: _list(list(map(str, Schedule))) = Field(default_factory=list)  # type: ignore[valid-type]
    target_group: _list(list(map(str, TargetGroup))) = Field(default_factory=list)  # type: ignore[valid-type]
    workplace: _list(list(map(str, Workplace))) = Field(default_factory=list)  # type: ignore[valid-type]
    job_guarantee: _list(["true"]) = Field(default_factory=list)  # type: ignore[valid-type]
    funding: Values = Field(default_factory=list)
    max_price: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    start_from: Day | None = None
    start_until: Day | None = None
    near: Text | None = None
    radius: float = Field(default=DEFAULT_RADIUS, gt=0, le=400, allow_inf_nan=False)
    sort: Literal["relevance", "start", "price", "distance"] = "relevance"
    page: int = Field(default=1, ge=1, le=MAX_HITS)
    page_size: int = Field(default=20, ge=1, le=100)

    @model_validator(mode="after")
    def _fit_together(self) -> "SearchParameters":
        if self.start_from and self.start_until and self.start_from > self.start_until:
            raise _unfit("startFrom", "must not be after startUntil")
        if self.sort == "distance" and not self.near:
            raise _unfit("sort", "distance needs near")
        if self.page * self.page_size > MAX_HITS:
            raise _unfit("page", f"page x pageSize must not exceed {MAX_HITS}; use narrower filters")
        return self

    def query(self) -> SearchQuery:
        """The search these keys ask for. Raises ValueError for a place that does not exist."""
        return SearchQuery(
            q=self.q.strip(),
            selected={f.name: tuple(dict.fromkeys(v)) for f in FACETS if (v := getattr(self, to_snake(f.name)))},
            max_price=self.max_price,
            start_from=self.start_from,
            start_until=self.start_until,
            near=find_near(self.near, self.radius) if self.near else None,
            sort=self.sort,
            page=self.page,
            page_size=self.page_size,
        )


def given(query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Keys as an address holds them, each a list, as `SearchParameters` takes them: single values out of their list."""
    lists = {to_camel(name) for name, field in SearchParameters.model_fields.items() if "list" in str(field.annotation)}
    return {key: list(value) if key in lists else value[-1] for key, value in query.items()}


def find_near(text: str, radius: float) -> Near:
    """A circle around `lat,lon`, a postcode or a place. Raises ValueError for anything else."""
    pair = COORDINATES.fullmatch(text)
    if pair:
        latitude, longitude = float(pair[1]), float(pair[2])
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError("coordinates out of range; write lat,lon in degrees")
        return Near(latitude, longitude, radius, text)
    place = place_named(text)
    if place is None or place.latitude is None or place.longitude is None:
        raise ValueError("no such place or postcode in the Netherlands; write Arnhem, 6811 or lat,lon")
    return Near(place.latitude, place.longitude, radius, place.name)
