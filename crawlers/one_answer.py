"""Fetch one address with all the care of a crawl, and keep nothing."""

from collections.abc import Collection
from datetime import datetime

from catalogue.crawl import Fetched, Validators
from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from catalogue.runs.opted_out import bare_host
from catalogue.settings import Settings
from crawlers.crawl import crawl
from crawlers.failures import CrawlFailed


class OneAnswer:
    """A `CrawlRun` that remembers the first answer, or why there is none. wishes: hosts whose providers opted out."""

    def __init__(self, wishes: Collection[str] = ()) -> None:
        self._wishes = wishes
        self.page: Fetched | None = None
        self.problem: str | None = None

    def validators(self, url: str) -> Validators:
        """Nothing is known: always fetch."""
        return Validators()

    def unwanted(self, url: str) -> str | None:
        """Hosts of providers that opted out are not asked."""
        return "its provider opted out" if bare_host(url) in self._wishes else None

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


def fetch(url: str, settings: Settings, wishes: Collection[str] = ()) -> Fetched:
    """The answer to `url`: robots.txt obeyed, private hosts refused, size and time bounded. Raises CrawlFailed.

    wishes: hosts that are not asked, since their providers opted out.
    """
    run = OneAnswer(wishes)
    # The feed spider asks for exactly one address, and for a calendar in memory; what it reads there is thrown away.
    crawl(SourceDeclaration(name="one-answer", format="ical", url=url), run, settings)
    if run.page is None:
        raise CrawlFailed(f"{url} gave no page ({run.problem or 'nothing came'})")
    return run.page
