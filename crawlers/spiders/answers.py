"""From Scrapy's answer to what the store keeps."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from scrapy.http import Response

from catalogue.crawl import CrawlRun, Fetched, Validators
from catalogue.feeds import FetchedFile, TakesFiles
from catalogue.raw import Reading
from crawlers.readers.parts import whole


def fetched(response: Response, body: bytes) -> Fetched:
    """An answer as the store keeps it."""
    return Fetched(
        url=response.meta["asked"],
        final_url=response.url,
        status=response.status,
        content_type=header(response, "Content-Type") or "",
        body=body,
        fetched_at=datetime.now(UTC),
        validators=_validators(response),
    )


def fetched_file(response: Response, file: BinaryIO) -> FetchedFile:
    """An answer whose bytes are in a file."""
    return FetchedFile(
        url=response.meta["asked"],
        final_url=response.url,
        status=response.status,
        content_type=header(response, "Content-Type") or "",
        file=file,
        fetched_at=datetime.now(UTC),
        validators=_validators(response),
    )


def stage(run: CrawlRun, page: FetchedFile, parts: Iterable[Reading]) -> None:
    """Gives the store a feed part by part, or all at once where it takes no files."""
    if isinstance(run, TakesFiles):
        run.read_file(page, parts)
        return
    reading = whole(parts)
    page.file.seek(0)
    given = {**vars(page), "body": page.file.read()}
    del given["file"]
    run.fetched(Fetched(**given))
    run.read(page.url, reading)


def noting(parts: Iterable[Reading], links: dict[str, None]) -> Iterator[Reading]:
    """The parts; their links are put into `links` in passing."""
    for part in parts:
        links.update(dict.fromkeys(part.links))
        yield part


def header(response: Response, name: str) -> str | None:
    """A header as text; None when it is not there."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _validators(response: Response) -> Validators:
    return Validators(header(response, "ETag"), header(response, "Last-Modified"))
