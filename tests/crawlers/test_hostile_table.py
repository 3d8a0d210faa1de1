"""Every way in which a site can be hostile, in one table: how each is called, and that nothing else is lost.

Limits are scaled down (`SMALL`): 2 seconds stand for the 60 that a page has, 200,000 bytes for its 10 MB.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawlers.readers.keys import split
from tests.crawlers.loopback import SMALL, Answer, Crawled, Site, crawl_of, sending_is_dated, site
from tests.crawlers.test_crawl_hostile import (
    MEGABYTE,
    bomb,
    certificate,
    dripping,
    endless,
    only_this_host_is_public,
    redirect,
    silent,
)

BILLION = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><item><title>&c;</title></item></rss>"""
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item>'
)
DEEP = b'<script type="application/ld+json">' + b'{"@graph":[' * 10_000 + b"</script>"
COURSE = '<script type="application/ld+json">{"@type":"Course","name":"%s"}</script>'
MEMORY = 100 * 1024 * 1024  # bytes that a crawl may take more than an easy one, whatever a site does


@dataclass
class Hostile:
    """One case. outcome: its name in the run, the failed crawl or a refusal; None where it is simply dealt with.

    prepared: changes the site, which has `/goed` and `/p`. titles: what is read; None where nothing can be.
    """

    name: str
    outcome: str | None
    prepared: Callable[[Site], Any]
    titles: list[str] | None
    given: dict[str, Any]
    most_seconds: float = 20


def page(
    name: str, outcome: str | None, answer: Answer | Callable[[Site], Answer], *more: str, **given: Any
) -> Hostile:
    """A case of one page beside a good one."""

    def prepared(here: Site) -> None:
        here.answers["/p"] = answer(here) if callable(answer) else answer

    return Hostile(name, outcome, prepared, ["/goed", *more], given)


def whole(name: str, outcome: str, prepared: Callable[[Site], Any], **given: Any) -> Hostile:
    """A case that leaves nothing to read."""
    return Hostile(name, outcome, prepared, None, given)


def listing(name: str, outcome: str, prepared: Callable[[Site], Any], **given: Any) -> Hostile:
    """A case of the sitemap: its own pages are read."""
    return Hostile(name, outcome, prepared, ["/goed", "/p"], given)


def one_in_the_sitemap(here: Site, *more: str) -> None:
    here.sitemap("/sitemap.xml", here.origin + "/goed", here.origin + "/p", *more)


def index_of_itself(here: Site) -> None:
    here.robots(f"Sitemap: {here.origin}/index.xml")
    here.sitemap("/index.xml", f"{here.origin}/index.xml", f"{here.origin}/sitemap.xml", index=True)


def million(here: Site) -> None:
    one_in_the_sitemap(here, *(f"{here.origin}/n{number}" for number in range(1_000_000)))


def feed(body: bytes) -> Callable[[Site], None]:
    return lambda here: here.answers.update({"/": Answer(body, content_type="text/xml")})


def late(handler: BaseHTTPRequestHandler) -> Answer:
    time.sleep(1.2)  # long for a page, and within its limit
    return Answer((COURSE % "traag").encode())


def patient(here: Site) -> Callable[[BaseHTTPRequestHandler], Answer]:
    busy = Answer(status=429, headers={"Retry-After": "1"})
    return lambda handler: busy if here.paths().count("/p") == 1 else Answer((COURSE % "geduld").encode())


def delay(here: Site) -> None:
    here.robots(f"User-agent: *\nCrawl-delay: 0.5\nSitemap: {here.origin}/sitemap.xml")


def robots(answer: Answer) -> Callable[[Site], None]:
    return lambda here: here.answers.update({"/robots.txt": answer})


CASES = [
    page("redirect to a private address", "other_host", redirect("http://127.0.0.2:1/geheim")),
    whole("DNS name of a private address", "private_host", lambda here: None, host="localhost", private=False),
    whole(
        "redirect of the declared address to a private one", "private_host",
        lambda here: here.answers.update({"/": redirect(f"http://127.0.0.2:{split(here.origin).port}/")}),
        format="rss", private=False, before=only_this_host_is_public,
    ),
    page("redirect loop", "redirect_loop", redirect("/p")),
    page("gzip bomb", "too_large", bomb()),
    page("endless stream", "too_large", Answer(endless)),
    page("10 GB Content-Length", "too_large", Answer(b"x", headers={"Content-Length": "10000000000"})),
    page("50 MB page", "too_large", Answer(MEGABYTE * 50)),
    whole("billion laughs", "xml_entities", feed(BILLION), format="rss"),
    whole("external entity", "xml_entities", feed(EXTERNAL), format="rss"),
    listing("sitemap of another host", "other_host", lambda here: one_in_the_sitemap(here, "http://elders.example/x")),
    Hostile("sitemap of itself", None, index_of_itself, ["/goed", "/p"], {}),
    listing("one million URLs", "too_many_pages", million, limits=replace(SMALL, pages=2, sitemap_bytes=80_000_000)),
    page("invalid UTF-8", None, Answer(b"<p>\xc3\x28</p>" + (COURSE % "stuk").encode()), "stuk"),
    page(
        "mislabelled charset", None,
        Answer((COURSE % "Caf\u00e9").encode("cp1252"), content_type="text/html; charset=utf-8"), "Caf\u00e9",
    ),
    page("JSON-LD nested 10,000 deep", "json_ld_too_deep", Answer(DEEP)),
    page("script in a title", None, Answer((COURSE % "Lassen<script>alert(1)<\\/script>").encode()), "Lassen"),
    whole("certificate that does not fit", "certificate", lambda here: None, certificate=True),
    whole("robots.txt answers 500", "robots_txt", robots(Answer(status=500))),
    whole("robots.txt hangs", "timeout", robots(Answer(silent))),
    Hostile("Crawl-delay", None, delay, ["/goed", "/p"], {"before": sending_is_dated}),
    page("429 with Retry-After", None, lambda here: patient(here), "geduld"),  # type: ignore[arg-type,return-value]
    page("one byte a second", "timeout", Answer(dripping)),
    page("answers after 30 s", None, lambda here: late, "traag", limits=replace(SMALL, page_seconds=10)),  # type: ignore[arg-type,return-value]
]  # fmt: skip


def crawled(case: Hostile, folder: Path) -> tuple[Crawled, Site]:
    given = dict(case.given)
    pem = certificate(folder, "127.0.0.9") if given.pop("certificate", False) else None
    with site(pem) as here:
        here.pages("/goed", "/p")
        case.prepared(here)
        host = given.pop("host", "127.0.0.1")
        return crawl_of(here.origin.replace("127.0.0.1", host) + "/", **given), here


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_site_is_named_bounded_and_costs_nothing_else(case: Hostile, tmp_path: Path) -> None:
    found, here = crawled(case, tmp_path)
    refused = {refusal.reason for reading in found.run.readings.values() for refusal in reading.refusals}
    names = found.run.reasons | refused | ({found.failed.partition(":")[0]} if found.failed else set())
    assert names == ({case.outcome} if case.outcome else set())
    assert sorted(course.title for course in found.run.courses) == sorted(case.titles or [])
    assert (found.error, found.seconds < case.most_seconds) == (None, True)
    assert found.grown < MEMORY
    if case.name == "Crawl-delay":
        sent = [one.sent for one in here.asked if one.path != "/robots.txt"]
        assert min(later - earlier for earlier, later in pairwise(sent)) > 0.499


def test_the_table_names_every_case_of_the_issue() -> None:
    assert len({case.name for case in CASES}) == len(CASES) == 24
