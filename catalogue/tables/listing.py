"""What the search in the database looks at."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Listing(SQLModel, table=True):
    """A published course as the index knows it, in columns: derived, made anew with the course's documents.

    Lists are packed as `,a,b,` and texts as ` word word `, each in one spelling, so that a value is found as a whole.
    """

    __table_args__ = (
        Index("ix_listing_next_start", "next_start", "course_id"),
        Index("ix_listing_rules", "course_id", "source", "provider", "sector", "route", "language", "placeless",
              "provinces"),
    )  # fmt: skip

    course_id: str = Field(primary_key=True, max_length=16)
    source: str
    provider: str
    sector: str | None = None
    level: int | None = None
    route: str | None = None
    kind: str | None = None
    language: str | None = None
    mode: str
    schedule: str
    career: str
    funding: str
    target_groups: str
    workplace: str | None = None
    job_guarantee: str | None = None
    """`true`, as the engine has the value; None is unknown."""
    price: float | None = None
    """Euros for the whole course as stated."""
    next_start: int
    """Days since 1970-01-01; `catalogue.index.listing.NEVER` without a start."""
    placeless: bool
    """It can be followed with no place known."""
    provinces: str
    """Of all its places."""
    profile: str
    """The key of its `ListingProfile`."""
    title: str
    text: str
    """The title's words and what people type for them."""


class ListingProfile(SQLModel, table=True):
    """The facets in which many courses are alike, once for all of them: counting these is counting the courses."""

    key: str = Field(primary_key=True, max_length=12)
    """Hash of `told`."""
    told: str
    """Values in the order of `catalogue.index.listing.PROFILED`, parted by `;`, several of one facet by `,`."""
