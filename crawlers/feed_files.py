"""Feeds on their way to disk: the body of an answer goes into a file without a name, never into memory.

Such a file is gone when it is closed or when the process dies, so nothing has to be tidied up.
"""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from crawlers.failures import NotFetched

GZIP = b"\x1f\x8b"
CHUNK = 1024 * 1024  # bytes


class ToDisk(http11.HTTP11DownloadHandler):
    """Scrapy's handler. Meta key `to_disk`: put the body of a 2xx answer into `file` of the meta; its own is empty."""

    async def download_request(self, request: Request) -> Any:
        """As Scrapy calls it. Raises NotFetched for an address that cannot be asked, where Scrapy raises ValueError."""
        request.meta.pop("file", None)
        try:
            return await super().download_request(request)
        except ValueError as wrong:
            raise NotFetched("bad_address", f"{request.url[:200]}: {wrong}"[:300]) from wrong


class _Agent(http11._ScrapyAgent):
    """Hands the reader of a body a file to write to. Scrapy 2.19 has no door for this; a test notices when it moves."""

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        if request.meta.get("to_disk") and 200 <= txresponse.code < 300:
            file = incoming(self._crawler)
            request.meta["file"] = file
            txresponse = _Diverted(txresponse, _Sink(file, cast(Any, self._crawler.spider).crashed))
        return super()._cb_bodyready(txresponse, request)


class _Diverted:
    """A Twisted response whose body goes into a sink."""

    def __init__(self, response: Any, sink: "_Sink") -> None:
        self._response, self._sink = response, sink

    def __getattr__(self, name: str) -> Any:
        return getattr(self._response, name)

    def deliverBody(self, reader: Any) -> None:  # noqa: N802 (Twisted's name)
        reader._bodybuf = self._sink
        self._response.deliverBody(reader)


class _Sink:
    """What a body is collected in, as far as Scrapy's reader uses it."""

    def __init__(self, file: BinaryIO, crashed: Callable[[Failure], None]) -> None:
        self._file, self._crashed = file, crashed
        self.truncate = file.truncate

    def write(self, data: bytes) -> None:
        """Writes to the file. A disk that is full is our own trouble: it ends the crawl, and no page is blamed."""
        try:
            self._file.write(data)
        except OSError:
            self._crashed(Failure())  # type: ignore[no-untyped-call]
            raise

    def getvalue(self) -> bytes:
        """Nothing: the bytes are in the file."""
        return b""


http11._ScrapyAgent = _Agent  # type: ignore[misc]


def incoming(crawler: Crawler) -> BinaryIO:
    """A new file without a name, on the disk of the data."""
    folder = Path(crawler.settings["INCOMING"])
    folder.mkdir(parents=True, exist_ok=True)
    return cast(BinaryIO, TemporaryFile(dir=folder))


def unpacked(file: BinaryIO, target: BinaryIO, encoding: str, limit: int) -> BinaryIO:
    """The feed itself, at its beginning: gunzipped into `target` where it is packed. Raises NotFetched."""
    file.seek(0)
    packed = file.read(2) == GZIP
    file.seek(0)
    if not packed:
        if encoding.lower() not in ("", "identity"):
            raise NotFetched("bad_compression", f"the feed came as {encoding[:50]}, which was not asked for")
        return file
    try:
        _copy(gzip.GzipFile(fileobj=file), target, limit)
    except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
        raise NotFetched("bad_compression", str(problem)) from problem
    target.seek(0)
    return target


def _copy(source: gzip.GzipFile, target: BinaryIO, limit: int) -> None:
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise NotFetched("too_large", f"over {limit} bytes after unpacking")
        target.write(chunk)
