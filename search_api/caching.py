"""Answers to searches, kept while they cannot be stale; ETag and 304 for clients that kept one themselves.

An answer belongs to one query, one state of the portal's rules, one day, and one version of the index (see
`Services.state`). A drain of this process ends it at once; what another process indexed is seen within a second.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

KEEP_SECONDS = 60.0
MOST_ANSWERS = 2000
MOST_BYTES = 64 * 1024 * 1024
CACHE_CONTROL = "public, no-cache"  # may be kept, must be asked for: an edit is visible at once


@dataclass(frozen=True)
class Kept:
    """One answer's bytes with their tag."""

    body: bytes
    etag: str
    until: float
    search: str
    """Its id in the search log; empty for an answer that is not counted."""


class AnswerCache:
    """The latest answers of one process, the oldest dropped first."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> Kept | None:
        """The answer while it is fresh."""
        kept = self._answers.get(key)
        if kept is None or kept.until < time.monotonic():
            return None
        return kept

    def put(self, key: Hashable, body: bytes, search: str = "") -> Kept:
        """Keep `body`; `key` must hold all that it depends on."""
        kept = Kept(body, etag(body), time.monotonic() + KEEP_SECONDS, search)
        self._drop(key)
        self._answers[key] = kept
        self._bytes += len(body)
        while self._bytes > MOST_BYTES or len(self._answers) > MOST_ANSWERS:
            self._drop(next(iter(self._answers)))
        return kept

    def _drop(self, key: Hashable) -> None:
        old = self._answers.pop(key, None)
        self._bytes -= len(old.body) if old else 0


def etag(body: bytes) -> str:
    """A weak tag: the same content, compressed or not."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def respond(request: Request, body: bytes, tag: str, headers: dict[str, str]) -> Response:
    """The answer, or 304 for a client that has it."""
    headers = {**headers, "ETag": tag, "Cache-Control": CACHE_CONTROL}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def matches(asked: str | None, tag: str) -> bool:
    """Does `If-None-Match` name this tag? Weak comparison (RFC 9110, 13.1.2)."""
    if not asked:
        return False
    names = [name.strip().removeprefix("W/") for name in asked.split(",")]
    return "*" in names or tag.removeprefix("W/") in names
