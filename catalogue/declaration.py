"""A source as one declaration: what a new provider costs. Validated before it reaches the registry."""

import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ByteSize, ConfigDict, Field, field_validator, model_validator

from catalogue.selectors import checked

Format = Literal["schema.org", "edudex", "ooapi", "xcri-cap", "csv", "xlsx", "ical", "rss", "html", "hand"]
Province = Literal[
    "Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg",
    "Noord-Brabant", "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
]  # fmt: skip
PAGE_FORMATS = frozenset({"schema.org", "html"})
"""Formats of sites that are crawled page by page; the others are feeds."""
BLANK = re.compile(r"[\s\x00-\x1f]")
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
HAND = "hand:"
"""How a source is called whose courses editors make (`catalogue.editing.by_hand`); no other name has a colon."""


class Expectations(BaseModel):
    """What a healthy run of this source surely gives; anything less waits for an editor, from the first run on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_courses: int | None = Field(default=None, ge=1)
    coverage: dict[Literal["price", "start", "place", "level"], Annotated[float, Field(ge=0, le=1)]] = Field(
        default_factory=dict
    )
    """Least share of the courses that have the field: `{price: 0.9}`."""


class SourceDeclaration(BaseModel):
    """Where and how one source is read: all that a new provider costs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    format: Format
    url: str
    spider: str | None = None
    """For a site so odd that the format's own way of finding pages fails: a spider of that name in `crawlers.crawl`."""
    provider: str | None = None
    """Display name, used where the source names no provider."""
    province: Province | None = None
    """Only where the whole provider is in one province; used for courses that name no place."""
    contact: str | None = None
    licence: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    """For csv and xlsx: the table's own header -> the `RawCourse` field that it fills."""
    selectors: dict[str, str] = Field(default_factory=dict)
    """For html: our field -> CSS selector (see `catalogue.selectors`); `title` is required."""
    links: str | None = None
    """CSS selector of the links that lead from a list page to its courses; must find nothing on a course's page."""
    limit: ByteSize | None = Field(default=None, gt=0)
    """For feeds: the most that is fetched, `200MB`; 1 GB where it is not given."""
    cited: str | None = None
    """A public document that shows who this provider is."""
    unverified: bool = False
    """Nobody has seen a healthy run of this declaration yet."""
    delay: float | None = Field(default=None, ge=0, le=3600)
    """Seconds between requests; overrides the setting upwards only."""
    expectations: Expectations = Field(default_factory=Expectations)
    aggregator: bool = False
    """It lists other providers' courses: where a provider's own source has the same course, that one is shown."""
    cadence: str = "daily"
    """`hourly`, `daily`, `weekly`, or a five-field cron expression in Europe/Amsterdam."""

    @field_validator("name")
    @classmethod
    def _name_is_a_slug(cls, name: str) -> str:
        if not NAME.fullmatch(name.removeprefix(HAND)):
            raise ValueError("use lower-case letters, digits and hyphens")
        return name

    @field_validator("url")
    @classmethod
    def _url_is_http(cls, url: str) -> str:
        if not _names_a_host(url):
            raise ValueError("must start with http:// or https:// and name a host, without blanks")
        return url

    @field_validator("cited")
    @classmethod
    def _cited_is_an_address(cls, cited: str | None) -> str | None:
        return cls._url_is_http(cited) if cited else None

    @model_validator(mode="after")
    def _selectors_fit(self) -> Self:
        if (self.format == "hand") != self.name.startswith(HAND):
            raise ValueError(f"format: only a source of the name {HAND}<provider> is made by hand, and it always is")
        if self.format == "html" and "title" not in self.selectors:
            raise ValueError("selectors: an html source needs at least `title`, such as {title: h1}")
        if self.format not in PAGE_FORMATS and (self.selectors or self.links):
            raise ValueError(f"selectors and links are for pages, not for a feed of the format {self.format}")
        checked({**self.selectors, **({"links": self.links} if self.links else {})})
        return self


def _names_a_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not BLANK.search(url)
    except ValueError:  # half an IPv6 address, a port beyond 65535
        return False
