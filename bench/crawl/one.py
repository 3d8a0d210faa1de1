"""One measured crawl in a process of its own: `python -m bench.crawl.one MODE ORIGIN PAGES HOME`. Prints JSON."""

import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from catalogue.crawl import Fetched, Validators
from catalogue.raw import Reading

PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
LOOPBACK: dict[str, Any] = {"VAKWIJZER_ALLOW_PRIVATE_HOSTS": True, "VAKWIJZER_CRAWL_DELAY": 0}
MARKS = (5_000, 50_000)  # pages at which memory is compared


class NullRun:
    """Reads everything and keeps nothing."""

    def __init__(self) -> None:
        self.courses = 0

    def validators(self, url: str) -> Validators:
        return Validators()

    def fetched(self, page: Fetched) -> None:
        pass

    def unchanged(self, url: str, fetched_at: datetime) -> bool:
        return False

    def read(self, url: str, reading: Reading) -> None:
        self.courses += len(reading.courses)

    def failed(self, url: str, reason: str, detail: str, status: int | None = None) -> None:
        raise AssertionError(f"{url}: {reason} {detail}")


def bare(origin: str, pages: int, settings: dict[str, Any], known: dict[str, str] | None = None) -> int:
    """Scrapy with a callback that does nothing. known: the ETag of each address, to ask whether it changed."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    from bench.crawl.server import urls

    class Bare(scrapy.Spider):
        name = "bare"
        handle_httpstatus_list = (304,)
        seen = 0

        async def start(self) -> Any:
            for url in urls(origin, pages):
                yield scrapy.Request(url, headers={"If-None-Match": known[url]} if known else {}, dont_filter=True)

        def parse(self, response: Any) -> None:
            Bare.seen += known is None or response.status == 304

    process = AsyncCrawlerProcess(settings)
    process.crawl(Bare)
    process.start()
    return Bare.seen


def plain_settings() -> dict[str, Any]:
    """Scrapy as it comes, with our concurrency."""
    from crawlers.settings import AT_ONCE

    return {
        "LOG_LEVEL": "WARNING", "CONCURRENT_REQUESTS": AT_ONCE, "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
        "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False,
    }  # fmt: skip


def tuned_settings(origin: str) -> dict[str, Any]:
    """All settings of our crawl without our own parts: what is left out there, and one item at a time, helps Scrapy."""
    from catalogue.settings import Settings
    from crawlers.limits import Limits
    from crawlers.settings import scrapy_settings

    ours = scrapy_settings(source_of(origin), Settings(**LOOPBACK), Limits())
    theirs = {path: at for path, at in ours["DOWNLOADER_MIDDLEWARES"].items() if not path.startswith("crawlers.")}
    return {**ours, "DOWNLOADER_MIDDLEWARES": theirs, "DOWNLOAD_HANDLERS": {}}


def crawled(run: Any, origin: str, home: Path, memory: dict[int, int], path: str = "/") -> None:
    """Our crawl into `run`; memory: resident bytes at the marks."""
    from catalogue.settings import Settings
    from crawlers.crawl import crawl

    def progress(done: int, known: int) -> None:
        if done in MARKS:
            memory[done] = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_SIZE

    settings = Settings(VAKWIJZER_HOME=home, **LOOPBACK)
    crawl(source_of(origin, path), run, settings, progress)


def source_of(origin: str, path: str = "/") -> Any:
    """The declaration of the measured site, or of one sitemap of it."""
    from catalogue.declaration import SourceDeclaration

    return SourceDeclaration(name="bench", format="schema.org", url=f"{origin}{path}")


def extracted(origin: str, home: Path, memory: dict[int, int]) -> int:
    """Fetched and read, and thrown away."""
    run = NullRun()
    crawled(run, origin, home, memory)
    return run.courses


def stored(origin: str, home: Path, memory: dict[int, int], path: str = "/") -> tuple[int, dict[str, int]]:
    """As `vakwijzer crawl` does it: fetched, read, staged, judged, normalised and stored. Needs `prepare` before."""
    from catalogue.database import connect, unit_of_work
    from catalogue.runs import Door, finish_run, start_run
    from catalogue.runs.store import BATCH, StoredRun
    from catalogue.settings import Settings
    from catalogue.sources.registry import declare

    door = Door(connect(Settings(VAKWIJZER_HOME=home), mapped=False), home)
    with unit_of_work(door.engine) as session:
        source = declare(session, source_of(origin, path))
    run_id = start_run(door, source)
    run = StoredRun(door.engine, home, source.id or 0, run_id, batch=BATCH)
    crawled(run, origin, home, memory, path)
    run.flush()
    closed = finish_run(door, run_id)
    return int(closed.counts.get("items", 0)), {str(name): int(count) for name, count in closed.changes.items()}


def etags(origin: str, pages: int, home: Path) -> dict[str, str]:
    """What the server gave for each page, as the store kept it."""
    from bench.crawl.server import urls
    from catalogue.database import connect
    from catalogue.runs.store import StoredRun
    from catalogue.settings import Settings

    run = StoredRun(connect(Settings(VAKWIJZER_HOME=home)), home, source_id=1, run_id=0)
    return {url: run.validators(url).etag or "" for url in urls(origin, pages)}


def prepare(home: Path) -> None:
    """What every mode does before its clock runs: load the code and its tables, and make the database."""
    import catalogue.runs  # noqa: F401
    import crawlers.crawl  # noqa: F401
    from catalogue.database import connect, migrate
    from catalogue.normalise.gazetteer import towns
    from catalogue.settings import Settings

    towns()
    home.mkdir(parents=True, exist_ok=True)
    migrate(connect(Settings(VAKWIJZER_HOME=home)), home)


def main() -> None:
    mode, origin, pages, home = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
    memory: dict[int, int] = {}
    changes: dict[str, int] = {}
    prepare(home)
    known = etags(origin, pages, home) if mode == "asked" else None
    began, cpu = time.monotonic(), time.process_time()
    if mode in ("bare", "tuned", "asked"):
        count = bare(origin, pages, plain_settings() if mode == "bare" else tuned_settings(origin), known)
    elif mode == "extract":
        count = extracted(origin, home, memory)
    else:
        count, changes = stored(origin, home, memory, "/dated.xml" if mode == "dated" else "/")
    told = {"pages": count, "seconds": time.monotonic() - began, "cpu": time.process_time() - cpu}
    print(json.dumps({**told, "memory": memory, "changes": changes}))


if __name__ == "__main__":
    main()
