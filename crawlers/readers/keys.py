"""Identity of a page or a course within its source: stable when a site changes port, scheme or `www.`."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

from courlan import clean_url

MAX_KEY = 500  # characters
UNSAFE = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1024)  # with those below: a crawl asks several times for each address that it meets
def split(url: str) -> SplitResult:
    """The parts of `url`; all empty when it cannot be parsed."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


@lru_cache(maxsize=1024)
def host_of(url: str) -> str:
    """Host without `www.`, with its port where one is written: `roc.example:8080`."""
    parts = split(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{parts.port}" if parts.port else host


def same_site(url: str, other: str) -> bool:
    """Whether both are addresses of one site: http(s), the same host and port, with or without `www.`."""
    return is_web(url) and is_web(other) and host_of(url) == host_of(other)


@lru_cache(maxsize=1024)
def is_web(url: str) -> bool:
    """Whether `url` is an absolute http(s) address."""
    parts = split(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def absolute(link: str, base: str) -> str:
    """`link` as an absolute http(s) address, seen from `base`; empty when it is none (`mailto:`, `_:b0`, nothing)."""
    if not link.strip() or link.startswith("_:"):
        return ""
    try:
        joined = urljoin(base, link.strip())
    except ValueError:
        return ""
    return joined if is_web(joined) else ""


@lru_cache(maxsize=4096)
def site_key(url: str, source_url: str) -> str:
    """`url` relative to its source: path and query without trackers, fragment and final slash.

    The host is left out where it is the source's own: `/opleidingen/lassen`, `/course?id=3`, `//uu.example/course/3`.
    """
    parts = split(clean_url(url) or url)
    path = parts.path.rstrip("/") or "/"
    route = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""  # a single-page site's own path
    host = "" if same_host(url, source_url) else f"//{host_of(url)}"
    return (host + path + (f"?{parts.query}" if parts.query else "") + route)[:MAX_KEY]


def same_host(url: str, other: str) -> bool:
    """As `same_site`, but whatever the port and scheme."""
    return (split(url).hostname or "").removeprefix("www.") == (split(other).hostname or "").removeprefix("www.")


def slug(text: str) -> str:
    """`MIG/MAG lassen, niveau 1` -> `mig-mag-lassen-niveau-1`; at most 80 characters, may be empty."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return UNSAFE.sub("-", "".join(one for one in letters if not unicodedata.combining(one))).strip("-")[:80]
