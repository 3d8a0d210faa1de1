"""What changed in the funding schemes, as Atom (RFC 4287): versions of records, and what happened by date."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape, quoteattr

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.funding.scheme import Scheme
from catalogue.funding.store import Version, schemes, versions
from catalogue.portals.portal import PortalSettings
from search_api.i18n import AMSTERDAM, texts
from search_api.v1.funding_answers import reaches

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
READ, SHOWN = 400, 50
"""Versions that are read, and entries that are shown."""


@dataclass(frozen=True)
class Change:
    """One entry: what happened to which scheme, and when."""

    scheme: Scheme
    kind: str
    at: datetime
    key: str


def atom(database: Engine, portal: PortalSettings, slug: str, base: str, today: date) -> str:
    """The feed of a portal, newest first."""
    with Session(database) as session:
        found = [*_edited(versions(session, READ)), *_by_date(schemes(session).values(), today)]
    shown = sorted((each for each in found if reaches(each.scheme, portal)), key=lambda each: each.at, reverse=True)
    latest = shown[0].at if shown else datetime.combine(today, time(), AMSTERDAM)
    address = f"{base}/v1/funding-schemes/feed?portal={slug}"
    head = (
        f"<title>{escape(texts()('page.funding.feed', portal=portal.name))}</title><id>{escape(address)}</id>"
        f'<link rel="self" href={quoteattr(address)}/><link href={quoteattr(f"{base}/{slug}/regelingen")}/>'
        f"<updated>{latest.isoformat(timespec='seconds')}</updated><author><name>Vakwijzer</name></author>"
    )
    entries = "".join(_entry(each, f"{base}/{slug}/regelingen/{each.scheme.id}") for each in shown[:SHOWN])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>\n'


def _edited(found: list[Version]) -> Iterator[Change]:
    """Each version; the first of a scheme is new. Who changed it, and why, stays inside."""
    first = {version.scheme.id: version.number for version in found}  # newest first, so the last one stays
    for version in found:
        kind = "new" if first[version.scheme.id] == version.number else "changed"
        yield Change(version.scheme, kind, version.at, f"version:{version.number}")


def _by_date(found: Iterable[Scheme], today: date) -> Iterator[Change]:
    for scheme in found:
        for kind, day in _days(scheme):
            if day <= today:
                at = datetime.combine(day, time(), AMSTERDAM)
                yield Change(scheme, kind, at, f"{scheme.id}:{kind}:{day.isoformat()}")


def _days(scheme: Scheme) -> Iterator[tuple[str, date]]:
    for window in scheme.windows:
        if not window.disputed:
            yield "opened", window.first
            if window.last and window.last != scheme.ends_on:
                yield "closed", window.last + timedelta(days=1)
    if scheme.ends_on:
        yield "ended", scheme.ends_on + timedelta(days=1)


def _entry(change: Change, page: str) -> str:
    t = texts()
    title = f"{change.scheme.name}: {t(f'page.funding.change.{change.kind}')}"
    return (
        f"<entry><title>{escape(title)}</title><id>tag:vakwijzer,2026:funding:{escape(change.key)}</id>"
        f"<link href={quoteattr(page)}/><updated>{change.at.isoformat(timespec='seconds')}</updated>"
        f"<summary>{escape(change.scheme.summary.nl)}</summary></entry>"
    )
