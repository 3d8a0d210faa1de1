"""One course as the open data gives it: facts with how they are known, and the provider's words where those are free.

Facts (title, price, start, place) are nobody's own; a description is. It is included only where the source's
declaration names an open licence.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from catalogue.effective import EffectiveCourse
from catalogue.index.answer import start_text
from catalogue.index.documents import modes, price_details, town
from catalogue.index.tenancy import permits_place
from catalogue.normal import NormalSession
from catalogue.portals.portal import PortalSettings

OPEN_LICENCES = ("cc0", "cc by", "cc-by", "public domain", "publicdomain")
CLOSED_TERMS = ("nc", "nd")  # parts of a Creative Commons licence that forbid some use


class OpenSession(BaseModel):
    """One start. `start` is ISO 8601 at the precision that is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: str | None
    place: str | None
    province: str | None


class OpenCourse(BaseModel):
    """One line of the dump. Null is not known. `price` is in euros as stated.

    `known` by field: stated, inferred or verified.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    provider: str
    url: str
    description: str | None
    sector: str | None
    level: str | None
    mode: list[str]
    route: str | None
    kind: str | None
    language: str | None
    price: float | None
    priceVat: str | None  # noqa: N815  (the names are the API's)
    pricePer: str | None  # noqa: N815
    careers: list[str]
    sessions: list[OpenSession]
    known: dict[str, str]
    source: str
    licence: str | None
    """Of the provider's own words, as the source's declaration names it."""
    checkedAt: datetime  # noqa: N815
    changedAt: datetime  # noqa: N815


def open_course(course: EffectiveCourse, portal: PortalSettings, licence: str | None) -> OpenCourse:
    """`course` as the dump shows it in `portal`."""
    content = course.content
    price = price_details(content.price) or {}
    named = ("sector", "level", "route", "kind", "language", "price")
    known = {name: str(value.known) for name in named if (value := getattr(content, name)) is not None}
    return OpenCourse(
        id=course.id,
        title=content.title,
        provider=course.provider_name,
        url=content.url,
        description=content.description if is_open(licence) else None,
        sector=_plain(content.sector),
        level=f"nlqf-{content.level.value}" if content.level else None,
        mode=modes(content),
        route=_plain(content.route),
        kind=_plain(content.kind),
        language=_plain(content.language),
        price=price.get("amount"),
        priceVat=price.get("vat"),
        pricePer=price.get("per"),
        careers=[link.career_id for link in course.careers],
        sessions=[each for session in content.sessions if (each := _session(session, portal))],
        known=known,
        source=course.source_name,
        licence=licence,
        checkedAt=course.checked_at,
        changedAt=course.changed_at,
    )


def is_open(licence: str | None) -> bool:
    """Does this licence let everybody use the words for everything?"""
    text = (licence or "").lower()
    closed = any(f"-{term}" in text or f" {term}" in text for term in CLOSED_TERMS)
    return not closed and any(name in text for name in OPEN_LICENCES)


def _session(session: NormalSession, portal: PortalSettings) -> OpenSession | None:
    place = session.place.value if session.place else None
    where: Mapping[str, Any] = {"province": place.province, "region": place.region} if place else {}
    if not permits_place(portal, town(place), where.get("province"), where.get("region")):
        return None
    start = start_text(session.start.value.model_dump(mode="json")) if session.start else None
    return OpenSession(start=start, place=town(place), province=where.get("province"))


def _plain(known: Any) -> str | None:
    return str(known.value) if known else None
