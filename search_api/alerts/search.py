"""The search of an alert: its keys as they are kept, what they find, and how a person reads them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from pydantic import ValidationError
from sqlalchemy import ColumnElement
from sqlmodel import Session

from catalogue.careers.known import CareerTable
from catalogue.funding.store import schemes
from catalogue.index.query import SearchQuery
from catalogue.index.understand import understand
from catalogue.portals.portal import find_portal
from catalogue.search import fallback
from catalogue.settings import Settings
from search_api.i18n import Texts
from search_api.pages.form_token import made
from search_api.v1.courses import without_ended
from search_api.v1.funding_answers import unavailable
from search_api.v1.parameters import SearchParameters, given

UNSAVED = ("portal", "sort", "page", "pageSize", "lang")
FACETS = ("sector", "career", "provider", "province", "level", "mode", "route", "kind", "language", "funding")


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


def described(t: Texts, search: str, known: CareerTable) -> str:
    """The search in words, on one line."""
    try:
        asked = SearchParameters.model_validate(given(keys_of(search)))
    except ValidationError:
        return t("page.alert.all")
    told = [f"‘{asked.q}’"] if asked.q else []
    told += [_label(t, name, value, known) for name in FACETS for value in getattr(asked, name)]
    if asked.near:
        told.append(t("page.alert.near", place=asked.near, km=t.number(asked.radius)))
    if asked.max_price is not None:
        told.append(t("page.alert.price", amount=t.money(asked.max_price)))
    if asked.start_from:
        told.append(t("page.alert.from", date=t.when(asked.start_from.isoformat())))
    if asked.start_until:
        told.append(t("page.alert.until", date=t.when(asked.start_until.isoformat())))
    return " ".join(", ".join(told).split()) or t("page.alert.all")


def _label(t: Texts, name: str, value: str, known: CareerTable) -> str:
    if name == "career" and value in known.careers:
        return known[value].label
    return t.label(name, value)
