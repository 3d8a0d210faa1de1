"""How often somebody may try to sign in, per address and per account, in this process's memory."""

import ipaddress
import math
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

PER_WINDOW = 5
WINDOW = 60.0  # seconds


class Attempts:
    """The last attempts by key. Old ones are forgotten, so the memory is bounded by the attempts of one window."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: dict[str, deque[float]] = {}
        self._lock = Lock()

    def wait(self, *keys: str) -> int:
        """Count one attempt under each key. 0: go on; otherwise the seconds to wait, and nothing is counted."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            full = [times[0] for key in keys if len(times := self._times.get(key, deque())) >= PER_WINDOW]
            if full:
                return max(1, math.ceil(max(full) + WINDOW - now))
            for key in keys:
                self._times.setdefault(key, deque()).append(now)
        return 0

    def _forget(self, now: float) -> None:
        for times in self._times.values():
            while times and times[0] <= now - WINDOW:
                times.popleft()
        self._times = {key: times for key, times in self._times.items() if times}


def address_key(address: str | None) -> str:
    """The key of a client's address; an IPv6 client counts as its /64, because it can pick any address in it."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return f"address:{address}"
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return f"address:{ipaddress.ip_network((parsed, 64), strict=False)}"
    return f"address:{parsed}"


def account_key(email: str) -> str:
    """The key of an account, known or not."""
    return f"account:{email.strip().lower()[:254]}"
