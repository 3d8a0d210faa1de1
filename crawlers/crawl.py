"""One crawl of one source, in this process."""

import gc
import logging
import threading

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings as ScrapySettings

from catalogue.crawl import CrawlRun
from catalogue.declaration import SourceDeclaration
from catalogue.settings import Settings
from crawlers.failures import CrawlFailed
from crawlers.limits import Limits
from crawlers.settings import scrapy_settings
from crawlers.spiders.base import Outcome, Progress, SourceSpider
from crawlers.spiders.feeds import FeedSpider
from crawlers.spiders.pages import PageSpider

SPIDERS: dict[str, type[SourceSpider]] = {
    "schema.org": PageSpider,
    "html": PageSpider,
    "edudex": FeedSpider,
    "ooapi": FeedSpider,
    "xcri-cap": FeedSpider,
    "csv": FeedSpider,
    "xlsx": FeedSpider,
    "ical": FeedSpider,
    "rss": FeedSpider,
}
NAMED: dict[str, type[SourceSpider]] = {}
"""Spiders of odd sites by the name that a declaration gives as `spider`: they find pages, the format's reader reads."""
# Scrapy warns here of what the run is told by name anyway, and that nobody is told where we came from.
TOLD_ELSEWHERE = (
    "downloadermiddlewares.redirect",
    "core.downloader.handlers.http11",
    "downloadermiddlewares.httpcompression",
    "downloadermiddlewares.retry",
)


def crawl(
    source: SourceDeclaration,
    run: CrawlRun,
    settings: Settings,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> None:
    """Crawls `source` into `run`; once a process, since Twisted's reactor starts only once.

    progress: called with (pages done, pages known) after each page. Raises CrawlFailed when nothing could be attempted
    or the crawl was broken off, so that such a run withdraws nothing; the store's own errors come through as they are.
    """
    limits, outcome = limits or Limits(), Outcome()
    spider = _spider(source)
    gc.freeze()  # What is loaded stays; each search for garbage would walk through all of it.
    process = AsyncCrawlerProcess(ScrapySettings(scrapy_settings(source, settings, limits)))
    _quiet()
    task = process.crawl(spider, source=source, run=run, limits=limits, outcome=outcome, progress=progress)
    process.start(install_signal_handlers=threading.current_thread() is threading.main_thread())
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error
    _judge(outcome)


def _spider(source: SourceDeclaration) -> type[SourceSpider]:
    """The spider that the declaration names, else its format's. Raises CrawlFailed for a name that is none."""
    if source.spider is None:
        return SPIDERS[source.format]
    if source.spider not in NAMED:
        known = ", ".join(sorted(NAMED)) or "none"
        raise CrawlFailed(f"unknown spider {source.spider!r} in the declaration of {source.name}; there are: {known}")
    return NAMED[source.spider]


def _judge(outcome: Outcome) -> None:
    if outcome.crash is not None:
        raise outcome.crash
    if outcome.fatal is not None:
        raise CrawlFailed(outcome.fatal)
    if outcome.closed != "finished":
        # Stopped before its spider was open, or a second time: Scrapy then closes nothing, and has no word for it.
        raise CrawlFailed(f"broken off: {outcome.closed or 'shutdown'}")


def _quiet() -> None:
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    for name in TOLD_ELSEWHERE:
        logging.getLogger(f"scrapy.{name}").setLevel(logging.ERROR)
