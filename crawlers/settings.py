"""Scrapy's settings for one crawl: polite by default, hardened where Scrapy's own defaults are not."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from catalogue.declaration import PAGE_FORMATS, SourceDeclaration
from catalogue.settings import Settings
from crawlers.limits import Limits
from crawlers.readers import STREAMS
from crawlers.robots import TOKEN

TO_DISK = dict.fromkeys(("http", "https"), "crawlers.feed_files.ToDisk")
AT_ONCE = 8  # requests to a host that asks for no delay
UNUSED = dict.fromkeys(
    (
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware",  # the spider names every status itself
        "scrapy.spidermiddlewares.referer.RefererMiddleware",  # nobody is told where we came from
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",  # it drops in silence; the gate names it
        "scrapy.spidermiddlewares.depth.DepthMiddleware",
    )
)
"""Each is passed by every answer, for nothing: together a tenth of the time of a page."""


def user_agent(settings: Settings) -> str:
    """`Vakwijzer/0.1.0 (+redactie@…)`: who asks, and where to complain."""
    try:
        number = version("vakwijzer")
    except PackageNotFoundError:  # run from a checkout
        number = "0"
    return f"{TOKEN}/{number} (+{settings.contact})"


def delay_of(source: SourceDeclaration, settings: Settings) -> float:
    """Seconds between two requests to the source's host; a declaration can only make it longer."""
    return max(settings.crawl_delay, source.delay or 0.0)


def most_bytes(source: SourceDeclaration, limits: Limits) -> int:
    """The most that one answer of the source may hold."""
    if source.format in PAGE_FORMATS:
        return limits.page_bytes
    wanted = int(source.limit or limits.feed_bytes)
    return wanted if source.format in STREAMS else min(wanted, limits.document_bytes)


def scrapy_settings(source: SourceDeclaration, settings: Settings, limits: Limits) -> dict[str, Any]:
    """All settings of a crawl of `source`."""
    feed, on_disk = source.format not in PAGE_FORMATS, source.format in STREAMS
    return {
        **_polite(delay_of(source, settings)),
        **_bounded(limits, feed),
        "DOWNLOAD_MAXSIZE": most_bytes(source, limits),
        # Unpacking would go through memory: a feed is asked for as it is.
        "COMPRESSION_ENABLED": not on_disk,
        "INCOMING": settings.home / "incoming",
        **_closed(settings),
        "USER_AGENT": user_agent(settings),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "nl,en;q=0.5",
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
            "crawlers.middlewares.PatientRetry": 550,
            "crawlers.middlewares.Gate": 560,
            "crawlers.middlewares.MetaRefresh": 580,
            "crawlers.middlewares.Unpacking": 590,
            "crawlers.middlewares.Redirect": 600,
        },
        "DOWNLOADER_STATS": False,
        "SPIDER_MIDDLEWARES": UNUSED,
        "LIMITS": limits,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": "WARNING",
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
    }


def _polite(delay: float) -> dict[str, Any]:
    return {
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,  # Jitter would go below the delay that a site asks for.
        "CONCURRENT_REQUESTS": AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if delay else AT_ONCE,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "COOKIES_ENABLED": False,
        # Scrapy starts as many tasks for the output of each page, and nearly all of ours have none.
        "CONCURRENT_ITEMS": 1,
    }


def _bounded(limits: Limits, feed: bool) -> dict[str, Any]:
    return {
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": limits.feed_seconds if feed else limits.page_seconds,
        "DNS_TIMEOUT": 20,
        "REDIRECT_MAX_TIMES": limits.redirects,
        "METAREFRESH_MAXDELAY": 5,
        "RETRY_TIMES": limits.retries,
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "CLOSESPIDER_TIMEOUT": limits.crawl_seconds,
    }


def _closed(settings: Settings) -> dict[str, Any]:
    """Nothing listens, nothing leaves by another door. A proxy would look names up itself, past our check."""
    resolver = (
        "scrapy.resolver.CachingHostnameResolver" if settings.allow_private_hosts else "crawlers.hosts.PublicHostsOnly"
    )
    return {
        "TWISTED_DNS_RESOLVER": resolver,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "DOWNLOAD_HANDLERS": {"file": None, "ftp": None, "s3": None, "data": None, **TO_DISK},
    }
