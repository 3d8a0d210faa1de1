"""How much a crawl may take: of a provider's server, and of us. One place, so that tests can be small and quick."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one crawl. Sizes are in bytes after decompression, times in seconds."""

    page_bytes: int = 10 * MEGABYTE
    sitemap_bytes: int = 50 * MEGABYTE
    """What sitemaps.org allows."""
    feed_bytes: int = 1024 * MEGABYTE
    """Of a feed that stays on disk; a declaration's `limit` goes before it."""
    document_bytes: int = 50 * MEGABYTE
    """Of a feed's document that is read whole: a page of an API, a workbook, a calendar."""
    robots_bytes: int = 1 * MEGABYTE
    page_seconds: float = 60
    """For the whole answer: a server that drips does not hold us. Slow providers answer in 30 s."""
    feed_seconds: float = 900
    robots_seconds: float = 30
    crawl_seconds: float = 6 * 3600
    retries: int = 2
    redirects: int = 5
    retry_after: float = 120
    """A page that asks for a longer wait is left to the next crawl; after a 429 the whole site is."""
    crawl_delay: float = 60
    """The most of robots.txt's Crawl-delay that is honoured; a longer one would never end."""
    pages: int = 100_000
    sitemaps: int = 500
    sitemap_depth: int = 3
    list_pages: int = 500
    trusted: float = 7 * 86_400
    """For so long a sitemap's `lastmod` is believed, and what a broken-off crawl fetched is taken over; then every page
    is asked for again, as some sites never update it."""
    silence: int = 20
    """Requests in a row without any answer after which the host is given up."""
