"""Sitemaps (sitemaps.org 0.9): an index of sitemaps, a set of addresses, or a plain list; gzipped or not."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO

from crawlers.readers.keys import absolute
from crawlers.readers.words import decode
from crawlers.readers.xml_feed import FeedBroken, elements, local, value

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
    plain, problem = unpacked(body, limit) if body.startswith(GZIP) else (body, None)
    yield from _marked_up(plain, url) if plain.lstrip()[:1] == b"<" else _listed(plain, url)
    if problem:
        raise problem


def _marked_up(plain: bytes, url: str) -> Iterator[Entry]:
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
        if "T" not in lastmod and ":" not in lastmod:
            moment += timedelta(days=1)
        return moment if moment.tzinfo else moment.replace(tzinfo=WESTERNMOST)
    except (ValueError, OverflowError):
        return None


def unpacked(body: bytes, limit: int) -> tuple[bytes, SitemapBroken | None]:
    """Gunzipped bytes, as far as they can be had up to `limit`, and why there are no more where there should be."""
    plain, packed = BytesIO(), gzip.GzipFile(fileobj=BytesIO(body))
    try:
        while chunk := packed.read1():
            plain.write(chunk)
            if plain.tell() > limit:
                return b"", SitemapBroken("too_large", f"more than {limit} bytes after unpacking")
    except EOFError:
        return plain.getvalue(), SitemapBroken("feed_truncated", "the gzip file breaks off")
    except (OSError, zlib.error) as error:
        return plain.getvalue(), SitemapBroken("bad_compression", str(error))
    return plain.getvalue(), None


def _listed(body: bytes, url: str) -> Iterator[Entry]:
    """A text sitemap: one address a line."""
    for line in decode(body).splitlines():
        if line.strip().startswith("http") and (link := absolute(line, url)):
            yield Entry(link)
