"""Readers: from bytes to quoted courses, one per format. Pure: none fetches, logs, or reads the clock; none raises."""

from collections.abc import Mapping
from typing import Protocol

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from crawlers.readers import edudex, html, ical, ooapi, rss, schema_org, sheets, tables, xcri_cap


class Reader(Protocol):
    """Reads one answer of a source. url: where the bytes came from, after redirects."""

    def __call__(self, body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
        """Courses, refusals with their reasons, and links to go on with; for any bytes at all."""


READERS: Mapping[str, Reader] = {
    "schema.org": schema_org.read,
    "edudex": edudex.read,
    "ooapi": ooapi.read,
    "xcri-cap": xcri_cap.read,
    "csv": tables.read,
    "xlsx": sheets.read,
    "ical": ical.read,
    "rss": rss.read,
    "html": html.read,
}
