"""A CrawlRun in memory, for tests: what a spider told, in the order it told it."""

from dataclasses import dataclass, field
from datetime import datetime

from catalogue.crawl import Fetched, Validators
from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse, Reading
from crawlers.readers import edudex

DIRECTORY = SourceDeclaration(name="directory", format="edudex", url="https://school.example/directory.xml")


@dataclass
class MemoryRun:
    """Keeps the answers of earlier runs in `pages`, as the store does."""

    pages: dict[str, Fetched] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    carried: list[str] = field(default_factory=list)
    failures: list[tuple[str, str, str, int | None]] = field(default_factory=list)

    def validators(self, url: str) -> Validators:
        return self.pages[url].validators if url in self.pages else Validators()

    def fetched(self, page: Fetched) -> None:
        self.pages[page.url] = page

    def unchanged(self, url: str, fetched_at: datetime) -> bool:
        self.carried.append(url)
        return url in self.pages

    def kept(self, url: str) -> Fetched | None:
        return self.pages.get(url)

    def links(self, url: str) -> tuple[str, ...]:
        """Those of a directory, read from its bytes again."""
        page = self.pages[url]
        return edudex.read(page.body, page.final_url, page.content_type, DIRECTORY).links

    def read(self, url: str, reading: Reading) -> None:
        assert url in self.pages, "a page is stored before it is read"
        self.readings[url] = reading

    def failed(self, url: str, reason: str, detail: str, status: int | None = None) -> None:
        self.failures.append((url, reason, detail, status))

    @property
    def courses(self) -> list[RawCourse]:
        return [course for reading in self.readings.values() for course in reading.courses]

    @property
    def reasons(self) -> set[str]:
        return {reason for _, reason, _, _ in self.failures}
