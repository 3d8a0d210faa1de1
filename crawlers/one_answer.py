"""Fetch one address with all the care of a crawl, and keep nothing."""

from datetime import datetime

from catalogue.crawl import Fetched, Validators
from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from catalogue.settings import Settings
from crawlers.crawl import crawl
from crawlers.failures import CrawlFailed


class OneAnswer:
    """A `CrawlRun` that remembers the first answer, or why there is none."""

    def __init__(self) -> None:
        self.page: Fetched | None = None
        self.problem: str | None = None

    def validators(self, url: str) -> Validators:
        """Nothing is known: always fetch."""
        return Validators()

    def fetched(self, page: Fetched) -> None:
        """Remember the first answer."""
        self.page = self.page or page

    def unchanged(self, url: str, fetched_at: datetime) -> bool:
        """Nothing is stored."""
        return False

    def read(self, url: str, reading: Reading) -> None:
        """What a reader of feeds makes of it does not matter here."""

    def failed(self, url: str, reason: str, detail: str, status: int | None = None) -> None:
        """Remember the first problem."""
        self.problem = self.problem or f"{reason}: {detail}"


def fetch(url: str, settings: Settings) -> Fetched:
    """The answer to `url`: robots.txt obeyed, private hosts refused, size and time bounded. Raises CrawlFailed."""
    run = OneAnswer()
    # The feed spider asks for exactly one address, and for a calendar in memory; what it reads there is thrown away.
    crawl(SourceDeclaration(name="one-answer", format="ical", url=url), run, settings)
    if run.page is None:
        raise CrawlFailed(f"{url} gave no page ({run.problem or 'nothing came'})")
    return run.page
