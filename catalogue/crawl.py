"""What a crawl may do to the catalogue: the one door between `crawlers` and the store.

A run stages what it read; only a judged, healthy run is applied to the courses (see `catalogue.runs`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from catalogue.raw import Reading


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask "changed since?" with; None where it gave nothing."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Fetched:
    """One answer as it came: `url` is the one asked for, `final_url` the one that answered."""

    url: str
    final_url: str
    status: int
    content_type: str
    body: bytes
    fetched_at: datetime
    validators: Validators = field(default_factory=Validators)


class CrawlRun(Protocol):
    """One run of one source. None of its methods touches a course.

    A store may write several pages at once: a process that is killed loses the last few, and asks for them again.
    """

    def validators(self, url: str) -> Validators:
        """Validators of the last stored answer to `url`; empty when it was never fetched."""

    def fetched(self, page: Fetched) -> None:
        """Keep the bytes of a 2xx answer as the snapshot of `page.url`, and count the answer."""

    def unchanged(self, url: str, fetched_at: datetime) -> bool:
        """A 304: carry over what the last snapshot of `url` gave. False when nothing is stored (fetch it again)."""

    def read(self, url: str, reading: Reading) -> None:
        """Stage the courses and refusals that the last answer to `url` gave."""

    def failed(self, url: str, reason: str, detail: str, status: int | None = None) -> None:
        """Count a page that gave no usable answer: `http_404`, `timeout`, `bot_wall`, `private_host`, `robots_txt` …"""


@runtime_checkable
class KnowsPages(Protocol):
    """A run whose store gives back what it kept: then what leads to other pages may be asked for conditionally too."""

    def links(self, url: str) -> tuple[str, ...]:
        """`Reading.links` of the last stored answer to `url`; empty when it led nowhere or was never read."""

    def kept(self, url: str) -> Fetched | None:
        """The last stored answer to `url` with its bytes; None when it was never read or its bytes are gone."""


@runtime_checkable
class KnowsMoments(Protocol):
    """A run whose store remembers when it fetched what: then a page need not be asked for at all."""

    def fetched_at(self, url: str) -> datetime | None:
        """When the last stored answer to `url` was fetched; None when it never was."""

    def resumes(self) -> datetime | None:
        """When the run before this one began, if it was broken off: what it fetched is fetched. None otherwise.

        Of several in a row that were broken off it is the first.
        """


@runtime_checkable
class KnowsWishes(Protocol):
    """A run whose store knows which providers asked not to be crawled: redirects to their hosts are not followed."""

    def unwanted(self, url: str) -> str | None:
        """When and why the provider at this host opted out; None when it did not."""
