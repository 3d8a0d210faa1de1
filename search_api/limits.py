"""How often one client may ask: a bucket for each that fills again all the time (GCRA).

In memory and per process: with N workers a client may ask N times as often. No address is stored or logged; what
is kept of a client is a moment, and is forgotten as soon as its bucket is full again.
"""

import time
from math import ceil

from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.problems import problem

MOST_CLIENTS = 50_000
MOST_BODY = 64 * 1024  # bytes that the public may send in one request
MOST_EDITED = 512 * 1024  # bytes that an editor's program may send; a long description takes a tenth of it
MOST_TABLE = 20 * 1024 * 1024  # bytes of a provider's list of courses
LIMITED = ("/v1/", "/mcp")
UNLIMITED = frozenset({"/v1/openapi.json"})


class Buckets:
    """`per_minute` requests a minute, all of them at once if a client likes; 0: any number."""

    def __init__(self, per_minute: int):
        self._step = 60 / per_minute if per_minute else 0.0
        self._full_at: dict[str, float] = {}

    def wait(self, client: str, now: float) -> float:
        """Seconds that this client must wait; 0.0 when its request is taken."""
        full_at = max(self._full_at.get(client, now), now)
        over = full_at + self._step - now - 60
        if over > 0:
            return over
        if len(self._full_at) >= MOST_CLIENTS:
            self._forget(now)
        self._full_at[client] = full_at + self._step
        return 0.0

    def _forget(self, now: float) -> None:
        """Drop the full buckets; under a flood of addresses all of them, which only ever lets more through."""
        self._full_at = {client: at for client, at in self._full_at.items() if at > now}
        if len(self._full_at) >= MOST_CLIENTS:
            self._full_at.clear()


class RateLimit:
    """Answers 429 with `Retry-After` to who asks the API too often; plain ASGI."""

    def __init__(self, app: ASGIApp, per_minute: int, trusted_proxies: int = 0):
        self._app, self._proxies = app, trusted_proxies
        self._buckets = Buckets(per_minute)
        self._per_minute = per_minute

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count and pass on, or refuse."""
        path = scope.get("path", "")
        if not self._per_minute or scope["type"] != "http" or not path.startswith(LIMITED) or path in UNLIMITED:
            await self._app(scope, receive, send)
            return
        wait = self._buckets.wait(client(scope, self._proxies), time.monotonic())
        if not wait:
            await self._app(scope, receive, send)
            return
        detail = f"Too many requests: at most {self._per_minute} a minute. Try again after Retry-After seconds."
        # A portal's page must be able to read why it was refused.
        headers = {"Retry-After": str(ceil(wait)), "Access-Control-Allow-Origin": "*"}
        await problem(429, detail, headers=headers)(scope, receive, send)


class BodyLimit:
    """Refuses a body over `MOST_BODY`, or one of a length that is not told.

    Under `editors` it may have `MOST_EDITED`; at the addresses of `tables` themselves `MOST_TABLE`.
    """

    def __init__(
        self, app: ASGIApp, exempt: tuple[str, ...] = (), editors: tuple[str, ...] = (), tables: tuple[str, ...] = ()
    ):
        self._app, self._exempt, self._editors, self._tables = app, exempt, editors, tables

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the headers only: the server holds a client to the length it tells."""
        if scope["type"] != "http" or str(scope.get("path", "")).startswith(self._exempt):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        most = self._most(str(scope["path"]))
        if b"transfer-encoding" in headers:
            await problem(411, "Send the length of the body (Content-Length).")(scope, receive, send)
        elif int(headers.get(b"content-length", b"0")) > most:
            await problem(413, f"The body may have {most} bytes at most.")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _most(self, path: str) -> int:
        if path in self._tables:
            return MOST_TABLE
        return MOST_EDITED if path.startswith(self._editors) else MOST_BODY


def client(scope: Scope, trusted_proxies: int) -> str:
    """The client's address: the peer, or what the outermost of our own proxies saw. Nothing further out is believed."""
    if trusted_proxies:
        values = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        hops = [hop.strip() for hop in ",".join(values).split(",") if hop.strip()]
        if len(hops) >= trusted_proxies:
            return hops[-trusted_proxies]
    peer = scope.get("client")
    return str(peer[0]) if peer else ""
