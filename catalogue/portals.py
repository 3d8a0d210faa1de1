"""A portal is a row with rules, never a fork. Unknown portals are None: only the HTTP edge knows a default."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from sqlmodel import Session, col, select

from catalogue.audit import record
from catalogue.declaration import Province
from catalogue.normal import Route, Sector
from catalogue.normalise.gazetteer import rows
from catalogue.tables import Portal, utcnow

NATIONAL = "nl"
MOST_PINS = 3  # courses that editors may put first for one search


class Rule(BaseModel):
    """`allow`: only these. `deny`: all but these. Exactly one of the two."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allow: frozenset[str] | None = None
    deny: frozenset[str] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.allow is None) == (self.deny is None):
            raise ValueError("give either allow or deny")
        return self

    @property
    def named(self) -> frozenset[str]:
        """The values the rule names."""
        return self.allow if self.allow is not None else self.deny or frozenset()

    def permits(self, value: str | None) -> bool:
        """Is this value allowed? What is unknown is not on an allow list and not on a deny list."""
        return value in self.allow if self.allow is not None else value not in self.named


class Collection(BaseModel):
    """A search that a portal pins to its first page. What it finds is bound by the portal's rules like any search."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    text: str = Field(default="", max_length=200)
    search: dict[str, str | tuple[str, ...]] = Field(min_length=1)
    """Query keys of `GET /v1/courses` with their values."""

    @field_validator("search")
    @classmethod
    def _is_of_this_portal(cls, search: dict[str, str | tuple[str, ...]]) -> dict[str, str | tuple[str, ...]]:
        if "portal" in search:
            raise ValueError("leave 'portal' out: a collection belongs to its portal")
        return search


class PortalSettings(BaseModel):
    """A portal's rules and looks, as its YAML file gives them. An absent rule does not restrict."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=120)
    provinces: tuple[Province, ...] | None = None
    regions: tuple[str, ...] | None = None
    """Labour-market regions (arbeidsmarktregio's), by name."""
    online: bool = True
    """May courses with no place be shown?"""
    sectors: Rule | None = None
    routes: Rule | None = None
    sources: Rule | None = None
    providers: Rule | None = None
    languages: tuple[str, ...] | None = None
    origins: tuple[str, ...] = ()
    """Web origins that may embed the widget; empty: any."""
    tokens: dict[str, str] = Field(default_factory=dict)
    contact: str | None = None
    texts: dict[str, str] = Field(default_factory=dict)
    """Own words: `title` and `intro` of the first page, `footer`."""
    collections: tuple[Collection, ...] = Field(default=(), max_length=12)

    pins: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Words of a search -> ids of the courses that editors put first for them; no words: the page before a search."""

    @field_validator("pins")
    @classmethod
    def _few_pins(cls, pins: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for words, ids in pins.items():
            if len(ids) > MOST_PINS or not all(each.isalnum() for each in ids):
                raise ValueError(f"'{words}': at most {MOST_PINS} ids of courses")
        return pins

    @field_validator("sectors")
    @classmethod
    def _sectors_exist(cls, rule: Rule | None) -> Rule | None:
        return _known_values(rule, {str(sector) for sector in Sector})

    @field_validator("routes")
    @classmethod
    def _routes_exist(cls, rule: Rule | None) -> Rule | None:
        return _known_values(rule, {str(route) for route in Route})

    @field_validator("regions")
    @classmethod
    def _regions_exist(cls, regions: tuple[str, ...] | None) -> tuple[str, ...] | None:
        known = {row.labour_region for row in rows().values()}
        unknown = sorted(set(regions or ()) - known)
        if unknown:
            raise ValueError(f"unknown: {', '.join(unknown)} (known: {', '.join(sorted(known - {''}))})")
        return regions

    @field_validator("origins")
    @classmethod
    def _origins_are_bare(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not origin.startswith(("https://", "http://")) or origin.count("/") != 2:
                raise ValueError(f"'{origin}' is no origin: write https://host, no path")
        return origins

    @field_validator("tokens")
    @classmethod
    def _tokens_are_custom_properties(cls, tokens: dict[str, str]) -> dict[str, str]:
        for name, value in tokens.items():
            if not name.startswith("--") or any(c in name + value for c in "{};<>\"'\\"):
                raise ValueError(f"'{name}' must be a CSS custom property with a plain value")
        return tokens


def _known_values(rule: Rule | None, known: set[str]) -> Rule | None:
    unknown = sorted(rule.named - known) if rule else []
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)} (known: {', '.join(sorted(known))})")
    return rule


NATIONAL_SETTINGS = PortalSettings(name="Vakwijzer")


def find_portal(session: Session, slug: str) -> PortalSettings | None:
    """The portal's settings; the built-in `nl` shows the whole country; None for an unknown slug."""
    row = session.get(Portal, slug)
    if row is not None:
        return PortalSettings.model_validate(row.settings)
    return NATIONAL_SETTINGS if slug == NATIONAL else None


def all_portals(session: Session) -> dict[str, PortalSettings]:
    """Every portal by slug, the built-in one included."""
    stored = session.exec(select(Portal).order_by(col(Portal.slug))).all()
    return {NATIONAL: NATIONAL_SETTINGS, **{row.slug: PortalSettings.model_validate(row.settings) for row in stored}}


def set_portal(session: Session, slug: str, settings: PortalSettings, actor: str) -> None:
    """Add or replace a portal, on record. Flushes, never commits."""
    row = session.get(Portal, slug) or Portal(slug=slug, settings={})
    before, after = row.settings or None, settings.model_dump(mode="json", exclude_defaults=True)
    row.settings, row.updated_at = after, utcnow()
    session.add(row)
    record(session, actor, "portal.set", f"portal:{slug}", before=before, after=after, reason=None)
    session.flush()
