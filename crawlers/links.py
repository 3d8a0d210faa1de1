"""Which links of a list page lead to courses, and which to more of the list. Pure: a parsed page in, addresses out."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl

from w3lib.url import canonicalize_url

from crawlers.readers.keys import same_site, split
from crawlers.readers.page import Page

PAGING = re.compile(r"/(?:page|pagina)/\d+/?$")
PAGING_KEYS = {"page", "pagina", "p", "pg", "paged", "offset", "start", "currentpage", "pagenumber"}
LIST_WORDS = {
    "aanbod", "agenda", "courses", "cursusaanbod", "cursussen", "education", "events", "opleidingen",
    "opleidingsaanbod", "scholing", "trainingen", "trainings", "workshops",
}  # fmt: skip
NO_PAGE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif|svg|webp|css|js|ico|mp[34]|ics|xml|json|rss)$", re.I
)
FAMILY = 3  # links beside each other that make a list


@lru_cache(maxsize=1024)  # a crawl asks more than once for each address that it meets
def plain(url: str) -> str:
    """An address without fragment, its query in one order: two of the same page are equal."""
    return str(canonicalize_url(url))


def course_links(page: Page, listed: Iterable[str]) -> list[str]:
    """Addresses of course pages on a list page, in its order.

    listed: the members of the page's ItemList. Then what lies below the list's own path; where neither gives any,
    or the list is the home page, the largest family of links with one parent.
    """
    links = _followed(page)
    found = [plain(link) for link in listed if same_site(link, page.url)]
    base = _folder(page.url)
    if base != "/":
        found += [link for link in links if split(link).path.startswith(base) and not _is_paging(link, page.url)]
    if not found:
        found = _family(links)
    own = plain(page.url)
    return [link for link in dict.fromkeys(found) if link != own]


def further_lists(page: Page) -> list[str]:
    """Addresses of more of the same list: `rel=next`, `?pagina=2`, `/page/2/`."""
    named = [plain(link) for link, rel in page.links if "next" in rel and same_site(link, page.url)]
    paged = [link for link in _followed(page) if _is_paging(link, page.url)]
    return list(dict.fromkeys(named + paged))


def lists_of_home(page: Page) -> list[str]:
    """Addresses that a home page gives for its lists: `/opleidingen/`, `/cursusaanbod`."""
    return [link for link in _followed(page) if _last(link) in LIST_WORDS]


def _followed(page: Page) -> list[str]:
    links = (link for link, _ in page.links if same_site(link, page.url) and not NO_PAGE.search(split(link).path))
    return list(dict.fromkeys(map(plain, links)))


def _folder(url: str) -> str:
    """The path that a list's courses lie below: `/cursussen` -> `/cursussen/`, `/aanbod/lijst.html` -> `/aanbod/`."""
    path = PAGING.sub("", split(url).path)
    last = path.rpartition("/")[2]
    return path.removesuffix(last) if "." in last else path.rstrip("/") + "/"


def _is_paging(link: str, page_url: str) -> bool:
    path, own = split(link).path, split(page_url).path
    if PAGING.search(path):
        return PAGING.sub("", path).rstrip("/") == PAGING.sub("", own).rstrip("/")
    keys = {key.lower() for key, _ in parse_qsl(split(link).query)}
    return path.rstrip("/") == own.rstrip("/") and not PAGING_KEYS.isdisjoint(keys)


def _family(links: list[str]) -> list[str]:
    families: dict[str, list[str]] = defaultdict(list)
    for link in links:
        parent = split(link).path.rstrip("/").rpartition("/")[0]
        if parent:
            families[parent].append(link)
    largest = max(families.values(), key=len, default=[])
    return largest if len(largest) >= FAMILY else []


def _last(link: str) -> str:
    return split(link).path.rstrip("/").rpartition("/")[2].lower()
