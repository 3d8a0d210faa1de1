"""What a server, or somebody between, can do to a crawler: each is named, none hangs, nothing else is lost."""

import asyncio
import gzip
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy.core.engine import ExecutionEngine

import crawlers.hosts
import crawlers.middlewares
from crawlers.limits import Limits
from crawlers.readers.keys import split
from crawlers.readers.sitemap import SitemapBroken, entries
from tests.crawlers.loopback import SMALL, Answer, BrokenStore, FailingRun, Site, course_page, crawl_of, site
from tests.crawlers.memory_run import MemoryRun

MEGABYTE = b"x" * 1_000_000


def endless(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(MEGABYTE)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(120):
        handler.wfile.write(b"<p>")
        handler.wfile.flush()
        time.sleep(0.5)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(60)


def bomb() -> Answer:
    return Answer(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"})


def redirect(to: str) -> Answer:
    return Answer(status=302, headers={"Location": to})


PAGES: dict[str, tuple[Callable[[Site], Answer], str]] = {
    "gzip bomb": (lambda here: bomb(), "too_large"),
    "endless stream": (lambda here: Answer(endless), "too_large"),
    "10 GB Content-Length": (lambda here: Answer(b"x", headers={"Content-Length": "10000000000"}), "too_large"),
    "50 MB page": (lambda here: Answer(MEGABYTE * 50), "too_large"),
    "a byte at a time": (lambda here: Answer(dripping), "timeout"),
    "no answer": (lambda here: Answer(silent), "timeout"),
    "body cut short": (lambda here: Answer(b"<html>", headers={"Content-Length": "5000"}), "truncated"),
    "damaged gzip": (
        lambda here: Answer(b"\x1f\x8b\x08\x00damaged", headers={"Content-Encoding": "gzip"}),
        "bad_compression",
    ),
    "redirect loop": (lambda here: redirect("/p"), "redirect_loop"),
    "redirect to another host": (lambda here: redirect("https://elders.example/"), "other_host"),
    "redirect to a private host": (lambda here: redirect("http://127.0.0.2:1/"), "other_host"),
    "redirect to a file": (lambda here: redirect("file:///etc/passwd"), "http_302"),
    "304 that was not asked for": (lambda here: Answer(status=304), "http_304"),
}
RAW: dict[str, tuple[bytes, str]] = {
    "no HTML": (b"%PDF-1.7 \x00\x01", "no_structured_data"),
    "empty page": (b"", "not_html"),
    "JSON-LD 10,000 deep": (b'<script type="application/ld+json">' + b"[" * 10_000 + b"</script>", "json_ld_too_deep"),
    "HTML 10,000 deep": (b"<div>" * 10_000, "no_structured_data"),
    "invalid UTF-8": (b"<html><body>\xff\xfe\xc3\x28</body></html>", "no_structured_data"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_answer_is_named_and_the_rest_is_read(name: str) -> None:
    answer, reason = PAGES[name]
    with site() as here:
        here.pages("/p", "/goed")
        here.answers["/p"] = answer(here)
        crawled = crawl_of(here.origin)
    assert [(split(url).path, told) for url, told, _, _ in crawled.run.failures] == [("/p", reason)]
    assert [course.title for course in crawled.run.courses] == ["/goed"]
    assert crawled.failed is None
    assert crawled.seconds < 15


def test_a_page_that_is_no_page_is_refused_by_name() -> None:
    with site() as here:
        here.pages("/goed", *(f"/{number}" for number in range(len(RAW))))
        here.answers |= {f"/{number}": Answer(body) for number, (body, _) in enumerate(RAW.values())}
        crawled = crawl_of(here.origin)
    told = {
        url.removeprefix(here.origin): [one.reason for one in reading.refusals]
        for url, reading in crawled.run.readings.items()
    }
    assert told == {"/goed": []} | {f"/{number}": [reason] for number, (_, reason) in enumerate(RAW.values())}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=500), "robots_txt: robots.txt answers 500"),
        (Answer(status=503), "robots_txt: robots.txt answers 503"),
        (Answer(silent), "timeout"),
        (Answer(b"User-agent: *\nDisallow: /"), "robots_txt: robots.txt forbids this address"),
    ],
    ids=["500", "503", "hangs", "forbids all"],
)
def test_a_site_whose_robots_txt_fails_or_forbids_is_left_alone(answer: Answer, reason: str) -> None:
    with site() as here:
        here.pages("/a")
        here.answers["/robots.txt"] = answer
        crawled = crawl_of(here.origin)
    assert (crawled.failed or "").startswith(reason)
    assert set(here.paths()) == {"/robots.txt"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_private_host_is_refused_however_it_is_written(host: str) -> None:
    with site() as here:
        here.pages("/a")
        crawled = crawl_of(f"http://{host}:{split(here.origin).port}/", private=False)
    assert (crawled.failed or "").startswith("private_host")
    assert here.asked == []


def only_this_host_is_public() -> None:
    """In the crawl's own process: 127.0.0.1 plays a public address, so that the rest of loopback is what it is."""
    crawlers.hosts.is_public = lambda host: host == "127.0.0.1"


def test_a_redirect_of_the_declared_address_to_a_private_host_is_refused() -> None:
    with site() as here:
        here.robots("")
        here.answers["/cursussen"] = redirect(f"http://127.0.0.2:{split(here.origin).port}/geheim")
        crawled = crawl_of(here.origin + "/cursussen", private=False, before=only_this_host_is_public)
    assert crawled.run.reasons == {"private_host"}
    assert crawled.run.readings == {}


class Obeying(MemoryRun):
    """A store of which the provider at localhost opted out."""

    def unwanted(self, url: str) -> str | None:
        return "asked by mail" if split(url).hostname == "localhost" else None


@pytest.mark.parametrize("store", [Obeying, MemoryRun])
def test_a_redirect_to_a_provider_that_opted_out_is_not_followed(store: type[MemoryRun]) -> None:
    with site() as here, site() as there:
        there.robots("")
        there.answers["/cursussen"] = course_page("Lassen")
        here.robots("")
        here.answers["/cursussen"] = redirect(there.origin.replace("127.0.0.1", "localhost") + "/cursussen")
        crawled = crawl_of(here.origin + "/cursussen", store=store)
    obeys = store is Obeying
    assert (there.paths() == [], crawled.run.reasons) == (obeys, {"opted_out"} if obeys else set())


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "127.0.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
     "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "2001:db8::1", "nonsense", ""],
)  # fmt: skip
def test_private_and_reserved_addresses_are_not_public(address: str) -> None:
    assert not crawlers.hosts.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert crawlers.hosts.is_public(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [("http://127.0.0.1:1/", "connection_refused"), ("http://bestaat-niet.invalid/", "host_not_found")],
)
def test_a_host_that_is_not_there_fails_the_crawl(url: str, reason: str) -> None:
    assert (crawl_of(url).failed or "").startswith(reason)


def certificate(folder: Path, address: str) -> Path:
    """A certificate that nobody vouches for, for a host at `address`, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "elders.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "site.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize("address", ["127.0.0.9", "127.0.0.1"], ids=["another host", "nobody vouches"])
def test_a_certificate_that_does_not_fit_fails_the_crawl(tmp_path: Path, address: str) -> None:
    with site(certificate(tmp_path, address)) as here:
        here.pages("/a")
        crawled = crawl_of(here.origin)
    assert (crawled.failed or "").startswith("certificate")
    assert here.asked == []


def test_a_host_that_falls_silent_is_given_up() -> None:
    with site() as here:
        here.pages(*(f"/p{number}" for number in range(40)))
        here.answers |= {f"/p{number}": Answer(silent) for number in range(40)}
        quick = Limits(page_seconds=0.3, robots_seconds=1, retries=0, silence=8)
        crawled = crawl_of(here.origin, limits=quick)
    assert (crawled.failed or "").startswith("host_gone")
    assert len(crawled.run.failures) < 40


def test_an_error_of_the_store_ends_the_crawl_and_is_not_swallowed() -> None:
    with site() as here:
        here.pages(*(f"/p{number}" for number in range(30)))
        crawled = crawl_of(here.origin, store=FailingRun)
    assert crawled.error == BrokenStore.__name__
    assert len(crawled.run.readings) == 1


def stop_soon() -> None:
    """In the crawl's own process: somebody presses Ctrl-C a second after the start."""
    threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start()


def a_middleware_fails() -> None:
    def broken(*_: object) -> float:
        raise ZeroDivisionError

    crawlers.middlewares.asked_wait = broken


def test_an_error_of_a_middleware_ends_the_crawl_and_no_page_is_lost_in_silence() -> None:
    with site() as here:
        here.pages("/a", "/b")
        here.answers["/a"] = Answer(status=503)
        crawled = crawl_of(here.origin, before=a_middleware_fails)
    assert crawled.error == "ZeroDivisionError"


def test_a_crawl_that_is_broken_off_says_so() -> None:
    with site() as here:
        here.pages(*(f"/p{number}" for number in range(60)))
        crawled = crawl_of(here.origin, delay=0.2, before=stop_soon)
    assert crawled.failed == "broken off: shutdown"


def stop_at_once() -> None:
    """In the crawl's own process: somebody presses Ctrl-C while Scrapy is still opening the spider."""
    opening = ExecutionEngine.open_spider_async

    async def open_late(engine: ExecutionEngine, **given: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0.2)
        await opening(engine, **given)

    ExecutionEngine.open_spider_async = open_late  # type: ignore[method-assign]


def test_a_crawl_that_is_broken_off_before_it_began_says_so() -> None:
    with site() as here:
        here.pages("/a")
        crawled = crawl_of(here.origin, before=stop_at_once)
    assert crawled.failed == "broken off: shutdown"


def test_a_slow_provider_has_half_a_minute() -> None:
    assert Limits().page_seconds > 30
    assert SMALL.page_seconds < 30


def test_a_sitemap_bomb_is_named() -> None:
    with site() as here:
        here.robots(f"Sitemap: {here.origin}/bom.xml.gz\nSitemap: {here.origin}/goed.xml")
        here.answers["/bom.xml.gz"] = Answer(
            gzip.compress(b"<urlset>" + b" " * 50_000_000), content_type="application/gzip"
        )
        here.sitemap("/goed.xml", f"{here.origin}/a")
        here.answers["/a"] = course_page("/a")
        crawled = crawl_of(here.origin)
    assert crawled.run.reasons == {"too_large"}
    assert [course.title for course in crawled.run.courses] == ["/a"]


LINES = "".join(f"https://x.example/p{number}\n" for number in range(3000)).encode()


def test_a_packed_sitemap_that_breaks_off_is_read_so_far_and_named() -> None:
    packed, found = gzip.compress(LINES), []
    with pytest.raises(SitemapBroken) as broken:
        found.extend(entries(packed[: len(packed) // 2], "https://x.example/sitemap.txt.gz", len(LINES)))
    assert (broken.value.reason, len(found) > 100) == ("feed_truncated", True)


def test_a_packed_sitemap_may_have_several_members() -> None:
    packed = gzip.compress(LINES[:30_000]) + gzip.compress(LINES[30_000:])
    assert len(list(entries(packed, "https://x.example/sitemap.txt.gz", len(LINES)))) == 3000


@pytest.mark.parametrize(
    "address",
    [
        "http://[::1", "http://127.0.0.1:99999/", "javascript:alert(1)", "http://wie:wat@127.0.0.1/",
        "http://xn--ls8h\u2603.nl/", "http://exa mple.nl/", "//",
    ],
)  # fmt: skip
def test_a_redirect_to_what_is_no_address_is_named(address: str) -> None:
    with site() as here:
        here.pages("/a", "/b")
        here.answers["/a"] = redirect(address.encode().decode("latin-1"))
        here.answers["/feed"] = here.answers["/a"]
        crawled = crawl_of(here.origin)
        feed = crawl_of(here.origin + "/feed", format="rss")
    assert [course.title for course in crawled.run.courses] == ["/b"]
    assert (crawled.error, feed.error, len(crawled.run.failures), len(feed.run.failures)) == (None, None, 1, 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
def test_a_page_that_is_not_packed_as_it_says_is_named(coding: str) -> None:
    with site() as here:
        here.pages("/a", "/b")
        here.answers["/a"] = Answer(b"hello", headers={"Content-Encoding": coding})
        crawled = crawl_of(here.origin)
    assert (crawled.error, crawled.run.reasons) == (None, {"bad_compression"})
    assert [course.title for course in crawled.run.courses] == ["/b"]


@pytest.mark.parametrize("charset", ["base64", "punycode", "undefined"])
def test_a_page_in_a_charset_that_is_none_is_read(charset: str) -> None:
    with site() as here:
        here.pages("/a")
        here.answers["/a"] = replace(course_page("Caf\u00e9"), content_type=f"text/html; charset={charset}")
        crawled = crawl_of(here.origin)
    assert (crawled.error, [course.title for course in crawled.run.courses]) == (None, ["Caf\u00e9"])


def test_a_sitemap_may_list_what_is_no_address() -> None:
    listed = ("http://[::1", "http://wie:wat@{}/a", "http://exa mple.nl/", "http://{}:99999/", "http://{}/\u2603%zz")
    with site() as here:
        here.robots(f"Sitemap: {here.origin}/sitemap.xml")
        host = here.origin.removeprefix("http://")
        here.sitemap("/sitemap.xml", *(one.format(host) for one in listed), here.origin + "/a")
        here.answers["/a"] = course_page("/a")
        crawled = crawl_of(here.origin)
    assert (crawled.error, [course.title for course in crawled.run.courses]) == (None, ["/a"])


def small_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.parametrize("packed", [False, True])
def test_a_disk_that_is_full_is_our_own_trouble_and_no_fault_of_the_feed(packed: bool) -> None:
    rows = ("Cursus\n" + "Lassen\n" * 20_000).encode()
    with site() as here:
        here.answers["/feed"] = Answer(gzip.compress(rows) if packed else rows, content_type="text/csv")
        crawled = crawl_of(here.origin + "/feed", format="csv", columns={"Cursus": "title"}, before=small_disk)
    assert (crawled.error, crawled.run.failures) == ("OSError", [])


def test_an_address_that_grows_for_ever_is_named_and_not_asked_for() -> None:
    with site() as here:
        here.pages("/a", "/" + "pad/" * 700)
        crawled = crawl_of(here.origin)
    assert crawled.run.reasons == {"address_too_long"}
    assert [course.title for course in crawled.run.courses] == ["/a"]
    assert max(map(len, here.paths())) < 2083
