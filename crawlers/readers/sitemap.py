"""Sitemaps (sitemaps.org 0.9): an index of sitemaps, a set of addresses, or a plain list; gzipped or not."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO

from crawlers.readers.keys import absolute
from crawlers.readers.words import decode
from crawlers.readers.xml_feed import FeedBroken, elements, local, value

DAY = len("2027-01-12")
WESTERNMOST = timezone(timedelta(hours=-12))
GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Entry:
    """One address of a sitemap. is_sitemap: it is a further sitemap."""

    url: str
    is_sitemap: bool = False
    last_modified: datetime | None = None
    """The latest moment that `lastmod` can mean; None where it tells none."""


class SitemapBroken(Exception):
    """The sitemap ends here. reason: `too_large`, `bad_compression`, or a FeedBroken's."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def is_sitemap(body: bytes) -> bool:
    """Whether these bytes begin as a sitemap does."""
    return body.startswith(GZIP) or b"<urlset" in body[:2000] or b"<sitemapindex" in body[:2000]


def entries(body: bytes, url: str, limit: int) -> Iterator[Entry]:
    """The addresses in order, as far as they can be read; limit: bytes after unpacking. Raises SitemapBroken."""
    plain = unpacked(body, limit) if body.startswith(GZIP) else body
    if plain.lstrip()[:1] != b"<":
        yield from _listed(plain, url)
        return
    try:
        for element in elements(BytesIO(plain), {"url", "sitemap"}):
            # Cut above the length that is asked for: a cut address would be another one.
            link = absolute(value(element, "loc", 3000) or "", url)
            if link:
                yield Entry(link, local(element) == "sitemap", latest(value(element, "lastmod") or ""))
    except FeedBroken as broken:
        raise SitemapBroken(broken.reason, broken.detail) from broken


def latest(lastmod: str) -> datetime | None:
    """The last moment of what is stated: of a bare day, or of a time without a zone, anywhere on Earth."""
    try:
        moment = datetime.fromisoformat(lastmod)
        if len(lastmod) == DAY:
            moment += timedelta(days=1)
        return moment if moment.tzinfo else moment.replace(tzinfo=WESTERNMOST)
    except (ValueError, OverflowError):
        return None


def unpacked(body: bytes, limit: int) -> bytes:
    """Gunzipped bytes. Raises SitemapBroken when damaged or larger than `limit`."""
    opener = zlib.decompressobj(wbits=31)
    try:
        plain = opener.decompress(body, limit + 1)
    except zlib.error as error:
        raise SitemapBroken("bad_compression", str(error)) from error
    if len(plain) > limit:
        raise SitemapBroken("too_large", f"more than {limit} bytes after unpacking")
    return plain


def _listed(body: bytes, url: str) -> Iterator[Entry]:
    """A text sitemap: one address a line."""
    for line in decode(body).splitlines():
        if line.strip().startswith("http") and (link := absolute(line, url)):
            yield Entry(link)
