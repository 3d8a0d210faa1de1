"""Feeds that are too large to hold: their bytes stay in a file, and what they say comes in parts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol, runtime_checkable

from catalogue.crawl import Validators
from catalogue.raw import Reading


@dataclass(frozen=True)
class FetchedFile:
    """As `catalogue.crawl.Fetched`, with the bytes in an open file instead of in memory."""

    url: str
    final_url: str
    status: int
    content_type: str
    file: BinaryIO
    fetched_at: datetime
    validators: Validators = field(default_factory=Validators)


@runtime_checkable
class TakesFiles(Protocol):
    """A run whose store takes a feed from a file, part by part. Another run is given all of it at once."""

    def read_file(self, page: FetchedFile, parts: Iterable[Reading]) -> None:
        """Keep the bytes of a 2xx answer and stage its parts as they come; the page counts once all are there."""
