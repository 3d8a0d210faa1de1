"""A portal is a row with rules, never a fork. Unknown portals are None: only the HTTP edge knows a default."""

import re
from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator, model_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Session, col, select

from catalogue.audit import record
from catalogue.declaration import NAME, Province
from catalogue.normal import Route, Sector
from catalogue.normalise.gazetteer import rows
from catalogue.tables import Portal, utcnow

NATIONAL = "nl"
ORIGIN = re.compile(r"https?://([\w-]+(\.[\w-]+)*|\[[0-9a-f:]+\])(:\d{1,5})?", re.ASCII | re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2}")
RESERVED = frozenset({"v1", "health", "static", "widget", "redactie", "ooapi", "mcp", "open-data", "nieuw"})
"""What the first segment of an address means already; no portal may be called so."""
MOST_HIDDEN = 500  # courses that one portal leaves out by name
MOST_PINS = 3  # courses that editors may put first for one search
MOST_CHOSEN = 24  # courses of one collection


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

    @field_serializer("allow", "deny")
    def _in_order(self, values: frozenset[str] | None) -> list[str] | None:
        # The order of a set is another one in each process; what is stored and compared must not be.
        return None if values is None else sorted(values)

    @property
    def named(self) -> frozenset[str]:
        """The values the rule names."""
        return self.allow if self.allow is not None else self.deny or frozenset()

    def permits(self, value: str | None) -> bool:
        """Is this value allowed? What is unknown is not on an allow list and not on a deny list."""
        return value in self.allow if self.allow is not None else value not in self.named


class Collection(BaseModel):
    """A search, or courses that editors chose, that a portal pins to its first page. The portal's rules bind both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    text: str = Field(default="", max_length=200)
    search: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    """Query keys of `GET /v1/courses` with their values."""
    courses: tuple[Annotated[str, Field(pattern=r"^[a-z0-9]{1,16}$")], ...] = Field(default=(), max_length=MOST_CHOSEN)
    """Ids of courses, in the order in which they are shown."""

    @field_validator("search")
    @classmethod
    def _is_of_this_portal(cls, search: dict[str, str | tuple[str, ...]]) -> dict[str, str | tuple[str, ...]]:
        if "portal" in search:
            raise ValueError("leave 'portal' out: a collection belongs to its portal")
        return search

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.search) == bool(self.courses):
            raise PydanticCustomError("collection", "'{name}': give either a search or courses", {"name": self.name})
        return self


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

    hidden: tuple[str, ...] = Field(default=(), max_length=MOST_HIDDEN)
    """Ids of courses that this portal does not show, whatever its rules say."""

    @field_validator("hidden")
    @classmethod
    def _hidden_are_ids(cls, hidden: tuple[str, ...]) -> tuple[str, ...]:
        if not all(each.isascii() and each.isalnum() for each in hidden):
            raise ValueError("give ids of courses")
        return tuple(sorted(set(hidden)))

    @field_validator("pins")
    @classmethod
    def _few_pins(cls, pins: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for words, ids in pins.items():
            if len(ids) > MOST_PINS or not all(each.isalnum() for each in ids):
                problem = "'{words}': at most {most} ids of courses"
                raise PydanticCustomError("pins", problem, {"words": words, "most": MOST_PINS})
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
        _refuse_unknown(set(regions or ()), set(labour_regions()))
        return regions

    @field_validator("languages")
    @classmethod
    def _languages_are_codes(cls, languages: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for language in languages or ():
            if not LANGUAGE.fullmatch(language):
                problem = "'{language}' is no code of a language; write two letters, such as nl"
                raise PydanticCustomError("language", problem, {"language": language[:20]})
        return languages

    @field_validator("origins")
    @classmethod
    def _origins_are_bare(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                problem = "'{origin}' is no origin: write https://host, no path"
                raise PydanticCustomError("origin", problem, {"origin": origin})
        return origins

    @field_validator("tokens")
    @classmethod
    def _tokens_are_custom_properties(cls, tokens: dict[str, str]) -> dict[str, str]:
        for name, value in tokens.items():
            if not name.startswith("--") or any(c in name + value for c in "{};<>\"'\\"):
                problem = "'{name}' must be a CSS custom property with a plain value"
                raise PydanticCustomError("token", problem, {"name": name})
        return tokens


def _known_values(rule: Rule | None, known: set[str]) -> Rule | None:
    _refuse_unknown(set(rule.named) if rule else set(), known)
    return rule


def _refuse_unknown(given: set[str], known: set[str]) -> None:
    unknown = sorted(given - known)
    if unknown:
        told = {"unknown": ", ".join(unknown), "known": ", ".join(sorted(known))}
        raise PydanticCustomError("unknown_value", "unknown: {unknown} (known: {known})", told)


@cache
def labour_regions() -> tuple[str, ...]:
    """The labour-market regions (arbeidsmarktregio's) of the gazetteer, in order."""
    return tuple(sorted({row.labour_region for row in rows().values()} - {""}))


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


def check_slug(slug: str) -> bool:
    """Whether a portal may be called so: lower-case letters, digits and hyphens, and no address of ours."""
    return NAME.fullmatch(slug) is not None and slug not in RESERVED


def set_portal(session: Session, slug: str, settings: PortalSettings, actor: str, reason: str | None = None) -> None:
    """Add or replace a portal, on record. Flushes, never commits."""
    row = session.get(Portal, slug) or Portal(slug=slug, settings={})
    before, after = row.settings or None, settings.model_dump(mode="json", exclude_defaults=True)
    row.settings, row.updated_at = after, utcnow()
    session.add(row)
    record(session, actor, "portal.set", f"portal:{slug}", before=before, after=after, reason=reason)
    session.flush()
