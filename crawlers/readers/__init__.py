"""Readers: from bytes to quoted courses, one per format. Pure: none fetches, logs, or reads the clock; none raises."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Protocol

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from crawlers.readers import edudex, html, ical, ooapi, rss, schema_org, sheets, table_stream, tables, xcri_cap


class Reader(Protocol):
    """Reads one answer of a source. url: where the bytes came from, after redirects."""

    def __call__(self, body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
        """Courses, refusals with their reasons, and links to go on with; for any bytes at all."""


class StreamReader(Protocol):
    """Reads a feed of any length from an open file, as the format's `Reader` reads one that fits in memory."""

    def __call__(self, file: BinaryIO, url: str, content_type: str, source: SourceDeclaration) -> Iterator[Reading]:
        """The same courses, refusals and links, a few hundred at a time; the file at its beginning."""


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
STREAMS: Mapping[str, StreamReader] = {
    "edudex": edudex.parts,
    "xcri-cap": xcri_cap.parts,
    "csv": table_stream.parts,
    "rss": rss.parts,
}
"""Formats whose feeds stay on disk; the others are bounded documents."""
