"""A source as one declaration: what a new provider costs. Validated before it reaches the registry."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Format = Literal["schema.org", "edudex", "ooapi", "xcri-cap", "csv", "xlsx", "ical", "rss", "html"]
Province = Literal[
    "Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg",
    "Noord-Brabant", "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
]  # fmt: skip
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class SourceDeclaration(BaseModel):
    """Where and how one source is read. `columns` maps a table's own header to a `RawCourse` field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    format: Format
    url: str
    provider: str | None = None
    """Display name, used where the source names no provider."""
    province: Province | None = None
    """Only where the whole provider is in one province; used for courses that name no place."""
    contact: str | None = None
    licence: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    delay: float | None = Field(default=None, ge=0)
    """Seconds between requests; overrides the setting upwards only."""
    cadence: str = "daily"
    """`hourly`, `daily`, `weekly`, or a five-field cron expression in Europe/Amsterdam."""

    @field_validator("name")
    @classmethod
    def _name_is_a_slug(cls, name: str) -> str:
        if not NAME.fullmatch(name):
            raise ValueError("use lower-case letters, digits and hyphens")
        return name

    @field_validator("url")
    @classmethod
    def _url_is_http(cls, url: str) -> str:
        if not re.match(r"https?://[^/\s]+", url):
            raise ValueError("must start with http:// or https:// and name a host")
        return url
