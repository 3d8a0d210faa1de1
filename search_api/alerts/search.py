"""The search of an alert: its keys as they are kept, what they find, and how a person reads them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from pydantic import ValidationError
from pydantic.alias_generators import to_snake
from sqlalchemy import ColumnElement
from sqlmodel import Session, select

from catalogue.careers.own import career_table
from catalogue.funding.store import schemes
from catalogue.index.facets import FACETS
from catalogue.index.query import SearchQuery
from catalogue.index.understand import understand
from catalogue.portals.portal import find_portal
from catalogue.search import fallback
from catalogue.settings import Settings
from catalogue.tables import Provider
from search_api.i18n import Texts
from search_api.pages.form_token import made
from search_api.v1.courses import without_ended
from search_api.v1.funding_answers import unavailable
from search_api.v1.parameters import SearchParameters, given

UNSAVED = ("portal", "sort", "page", "pageSize", "lang")
NAMED = ("career", "provider", "funding")
"""Facets whose values have a name that somebody gave them; the others' are in the texts."""
Named = Callable[[str, str], str]
"""One of `NAMED` and a value -> its name."""


def saved(query: Mapping[str, list[str]]) -> str:
    """A search's keys in one spelling, without what only orders or pages it."""
    return urlencode(sorted((key, sorted(values)) for key, values in query.items() if key not in UNSAVED), doseq=True)


def keys_of(search: str) -> dict[str, list[str]]:
    """What `saved` gave, as keys."""
    return parse_qs(search)


def alert_form(settings: Settings, slug: str, query: Mapping[str, list[str]]) -> dict[str, Any]:
    """What the form asks with: the feed's address, the search, and a token where mail can be sent."""
    search = saved(query)
    feed = "/v1/courses/feed?" + urlencode({"portal": slug, "format": "rss"}) + ("&" + search if search else "")
    return {"feed": feed, "search": search, "token": made(settings, f"{slug}/alert") if settings.smtp_url else None}


def matching(session: Session, slug: str, search: str, today: date, *also: ColumnElement[bool]) -> list[str]:
    """Ids of the courses that this portal shows for the search today, `fallback.MOST` at most.

    All words must be there: an alert is not loosened. Empty where the portal is gone or no longer knows a key.
    """
    portal = find_portal(session, slug)
    try:
        query = SearchParameters.model_validate({**given(keys_of(search)), "portal": slug}).query()
    except (ValidationError, ValueError):
        return []
    if portal is None:
        return []
    asked: SearchQuery = without_ended(query, unavailable(schemes(session), portal, today))
    return fallback.found(session, understand(asked, today).query, portal, *also)


def names_in(session: Session) -> Named:
    """The names as the database has them now; a value that is gone stays as it is."""
    names = {
        "career": {career.id: career.label for career in career_table(session).careers.values()},
        "provider": dict(session.exec(select(Provider.slug, Provider.name)).all()),
        "funding": {scheme.id: scheme.name for scheme in schemes(session).values()},
    }
    return lambda facet, value: names[facet].get(value, value)


def described(t: Texts, search: str, named: Named) -> str:
    """The search in words, on one line."""
    try:
        asked = SearchParameters.model_validate(given(keys_of(search)))
    except ValidationError:
        return t("page.alert.all")
    told = [f"‘{asked.q}’"] if asked.q else []
    chosen = [(facet.name, value) for facet in FACETS for value in getattr(asked, to_snake(facet.name))]
    told += [named(name, value) if name in NAMED else t.label(name, value) for name, value in chosen]
    if asked.near:
        told.append(t("page.alert.near", place=asked.near, km=t.number(asked.radius)))
    if asked.max_price is not None:
        told.append(t("page.alert.price", amount=t.money(asked.max_price)))
    if asked.start_from:
        told.append(t("page.alert.from", date=t.when(asked.start_from.isoformat())))
    if asked.start_until:
        told.append(t("page.alert.until", date=t.when(asked.start_until.isoformat())))
    return " ".join(", ".join(told).split()) or t("page.alert.all")
