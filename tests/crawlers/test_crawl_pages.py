"""The page spider over real HTTP: it finds what a site offers, asks politely, and asks again only for what changed."""

import gzip
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from threading import Event

import pytest

from catalogue.crawl import Fetched
from catalogue.runs.reasons import INTERRUPTED, of_failure
from crawlers.crawl import NAMED
from crawlers.limits import Limits
from crawlers.readers.sitemap import latest
from crawlers.spiders.base import SourceSpider
from tests.crawlers.loopback import SMALL, Answer, Site, course_page, crawl_of, sending_is_dated, site
from tests.crawlers.memory_run import MemoryRun


def titles(run) -> list[str]:  # type: ignore[no-untyped-def]
    return sorted(course.title for course in run.courses)


def test_sitemaps_of_robots_txt_are_followed_on_this_site_only() -> None:
    with site() as here, site() as other:
        here.answers |= {path: course_page(path) for path in ("/a", "/b", "/c")}
        other.answers["/x"] = course_page("/x")
        here.robots(f"User-agent: *\nDisallow:\nSitemap: {here.origin}/index.xml\nSitemap: {other.origin}/sitemap.xml")
        here.sitemap(
            "/index.xml", f"{here.origin}/index.xml", f"{here.origin}/one.xml", f"{here.origin}/two.xml.gz", index=True
        )
        here.sitemap("/one.xml", f"{here.origin}/a", f"{here.origin}/a#deel", f"{other.origin}/x")
        here.sitemap("/plain", f"{here.origin}/b", f"{here.origin}/c")
        body = here.answers["/plain"].body  # type: ignore[union-attr]
        here.answers["/two.xml.gz"] = Answer(gzip.compress(body), content_type="application/x-gzip")  # type: ignore[arg-type]
        crawled = crawl_of(here.origin + "/")
    assert titles(crawled.run) == ["/a", "/b", "/c"]
    assert other.asked == []
    assert here.paths().count("/index.xml") == 1
    refusals = [refusal.reason for reading in crawled.run.readings.values() for refusal in reading.refusals]
    assert refusals == ["other_host"]
    assert crawled.progress[-1] == (3, 3)


def test_the_usual_sitemap_is_tried_where_robots_txt_names_none() -> None:
    with site() as here:
        here.pages("/a")
        here.robots("User-agent: *")
        assert titles(crawl_of(here.origin).run) == ["/a"]


def test_a_list_is_followed_to_its_pages_and_its_further_pages() -> None:
    with site() as here:
        here.answers |= {f"/cursussen/{one}": course_page(one) for one in ("lassen", "frezen", "draaien")}
        here.answers["/cursussen"] = Answer(
            b'<body><nav><a href="/contact">Contact</a></nav><a href="/cursussen/lassen">L</a>'
            b'<a href="/cursussen/frezen#x">F</a>'
            b'<a rel="nofollow" href="/cursussen/verborgen">V</a><a href="/cursussen/folder.pdf">PDF</a>'
            b'<a href="https://elders.example/cursussen/x">E</a><a href="?pagina=2">2</a></body>'
        )
        here.answers["/cursussen?pagina=2"] = Answer(
            b'<a href="/cursussen/draaien">D</a><a href="/cursussen?pagina=1">1</a>'
        )
        here.answers["/cursussen?pagina=1"] = here.answers["/cursussen"]
        crawled = crawl_of(here.origin + "/cursussen")
    assert titles(crawled.run) == ["draaien", "frezen", "lassen"]
    assert {"/contact", "/cursussen/verborgen", "/cursussen/folder.pdf"}.isdisjoint(here.paths())
    assert crawled.run.failures == []


def test_a_home_page_without_a_sitemap_leads_to_the_lists_it_names() -> None:
    with site() as here:
        here.answers["/"] = Answer(b'<a href="/over-ons">Over ons</a><a href="/opleidingen/">Opleidingen</a>')
        here.answers["/opleidingen/"] = Answer(b'<a href="/opleidingen/a">A</a><a href="/opleidingen/b">B</a>')
        here.answers |= {f"/opleidingen/{one}": course_page(one) for one in "ab"}
        assert titles(crawl_of(here.origin).run) == ["a", "b"]


def test_robots_txt_is_obeyed_and_the_forbidden_page_is_told() -> None:
    with site() as here:
        here.pages("/open", "/dicht/a", robots="User-agent: Vakwijzer\nDisallow: /dicht/")
        crawled = crawl_of(here.origin)
    assert "/dicht/a" not in here.paths()
    assert [(url[-8:], reason) for url, reason, _, _ in crawled.run.failures] == [("/dicht/a", "robots_txt")]


def test_requests_name_us_ask_for_dutch_and_carry_nothing_else() -> None:
    with site() as here:
        here.pages("/a", "/b")
        here.answers["/a"] = course_page("/a", **{"Set-Cookie": "volg=1"})
        crawl_of(here.origin)
    for asked in here.asked:
        assert asked.headers["User-Agent"].startswith("Vakwijzer/")
        assert "(+wij@x.example)" in asked.headers["User-Agent"]
        assert asked.headers["Accept-Language"].startswith("nl")
        assert {"Cookie", "Referer"}.isdisjoint(asked.headers)


@pytest.mark.parametrize(("delay", "robots"), [(0.3, ""), (0.0, "User-agent: *\nCrawl-delay: 0.3")])
def test_requests_keep_the_delay_that_is_set_or_asked_for(delay: float, robots: str) -> None:
    with site() as here:
        here.pages("/a", "/b", "/c", robots=robots)
        crawl_of(here.origin, delay=delay, before=sending_is_dated)
    sent = [one.sent for one in here.asked if one.path != "/robots.txt"]
    assert len(sent) == 4
    assert min(later - earlier for earlier, later in pairwise(sent)) > 0.299


def test_an_unchanged_page_is_asked_for_conditionally_and_carried_over() -> None:
    def changed(handler: BaseHTTPRequestHandler) -> Answer:
        known = handler.headers.get("If-None-Match") == '"v1"'
        return Answer(status=304) if known else course_page("/a", ETag='"v1"')

    with site() as here:
        here.pages("/a", "/b")
        here.answers["/a"] = changed
        first = crawl_of(here.origin)
        second = crawl_of(here.origin, earlier=first.run.pages)
    assert titles(first.run) == ["/a", "/b"]
    assert second.run.carried == [f"{here.origin}/a"]
    assert titles(second.run) == ["/b"]
    assert second.run.failures == []


def test_an_unchanged_list_still_leads_to_its_courses_and_its_next_page() -> None:
    def unless_known(body: str) -> Callable[[BaseHTTPRequestHandler], Answer]:
        full = Answer(body.encode(), headers={"ETag": '"v1"'})
        return lambda handler: Answer(status=304) if "If-None-Match" in handler.headers else full

    with site() as here:
        here.answers |= {path: course_page(path) for path in ("/cursussen/a", "/cursussen/b")}
        here.answers["/cursussen"] = unless_known('<a href="/cursussen/a">A</a><a href="?page=2" rel="next">Meer</a>')
        here.answers["/cursussen?page=2"] = unless_known('<a href="/cursussen/b">B</a>')
        first = crawl_of(here.origin + "/cursussen")
        second = crawl_of(here.origin + "/cursussen", earlier=first.run.pages)
        third = crawl_of(here.origin + "/cursussen", earlier=first.run.pages, store=Forgetful)
    assert titles(first.run) == titles(second.run) == titles(third.run) == ["/cursussen/a", "/cursussen/b"]
    assert second.run.carried == [f"{here.origin}/cursussen", f"{here.origin}/cursussen?page=2"]
    assert second.run.failures == []


def test_a_304_for_a_page_that_was_lost_is_asked_again_in_full() -> None:
    with site() as here:
        here.pages("/a")
        here.answers["/a"] = lambda handler: (
            Answer(status=304) if "If-None-Match" in handler.headers else course_page("/a", ETag='"v1"')
        )
        first = crawl_of(here.origin)
        second = crawl_of(here.origin, earlier=first.run.pages, store=Forgetful)
    assert titles(second.run) == ["/a"]


def test_a_million_addresses_stop_at_the_limit() -> None:
    with site() as here:
        here.robots(f"Sitemap: {here.origin}/sitemap.xml")
        here.sitemap("/sitemap.xml", *(f"{here.origin}/p{number}" for number in range(3000)))
        here.answers |= {f"/p{number}": course_page(str(number)) for number in range(3000)}
        crawled = crawl_of(here.origin, limits=Limits(pages=40))
    assert len(crawled.run.readings) == 40
    assert crawled.run.reasons == {"too_many_pages"}
    assert crawled.failed is None


def test_429_waits_as_long_as_the_server_asks() -> None:
    with site() as here:
        here.pages("/a")
        here.answers["/a"] = once_then(here, "/a", Answer(status=429, headers={"Retry-After": "1"}))
        crawled = crawl_of(here.origin)
    asked = [one.at for one in here.asked if one.path == "/a"]
    assert titles(crawled.run) == ["/a"]
    assert asked[1] - asked[0] >= 1


def test_the_whole_host_is_left_alone_for_as_long_as_it_asks() -> None:
    paths = [f"/p{number}" for number in range(100)]
    told = Event()

    def busy(handler: BaseHTTPRequestHandler) -> Answer:
        told.set()
        return Answer(status=429, headers={"Retry-After": "2"}) if here.paths().count("/p0") == 1 else course_page("0")

    def after(path: str) -> Callable[[BaseHTTPRequestHandler], Answer]:
        return lambda handler: course_page(path) if told.wait(60) else Answer(status=500)

    with site() as here:
        here.pages(*paths)
        here.answers |= {path: after(path) for path in paths} | {"/p0": busy}
        crawled = crawl_of(here.origin, before=sending_is_dated)
    sent = sorted(one.sent for one in here.asked)
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert len(crawled.run.readings) == 100
    assert max(gaps) > 1.9
    # Those under way when it said so: eight at a time, and what took the place of each before the word was read.
    assert gaps.index(max(gaps)) < 50


@pytest.mark.parametrize("header", ["86400", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_server_that_sends_us_away_for_long_is_left_and_the_next_crawl_goes_on(header: str) -> None:
    with site() as here:
        here.pages(*(f"/p{number}" for number in range(200)))
        here.answers["/p0"] = Answer(status=429, headers={"Retry-After": header})
        crawled = crawl_of(here.origin)
    assert of_failure(crawled.failed or "").code in INTERRUPTED
    assert "asks to be left alone" in (crawled.failed or "")
    assert len(here.asked) < 100


@pytest.mark.parametrize(
    "header", ["Fri, 31 Dec 1999 23:59:59 +99999999999999999999", "Mon, 99999999999999999999 Jan 2027 00:00:00 GMT"]
)
def test_a_wait_that_means_nothing_is_none(header: str) -> None:
    with site() as here:
        here.pages("/a", "/b")
        here.answers["/a"] = Answer(status=503, headers={"Retry-After": header})
        crawled = crawl_of(here.origin)
    assert (crawled.error, titles(crawled.run), crawled.run.reasons) == (None, ["/b"], {"http_503"})


def test_a_wait_beyond_the_limit_is_left_for_the_next_crawl() -> None:
    with site() as here:
        here.pages("/a")
        here.answers["/a"] = Answer(status=503, headers={"Retry-After": "86400"})
        crawled = crawl_of(here.origin)
    assert here.paths().count("/a") == 1
    assert crawled.run.failures[0][1:] == ("http_503", f"{here.origin}/a", 503)


def test_missing_and_failing_pages_are_told_by_their_status() -> None:
    with site() as here:
        here.pages("/a", "/weg", "/stuk")
        here.answers |= {"/weg": Answer(status=410), "/stuk": Answer(status=500)}
        crawled = crawl_of(here.origin)
    assert sorted((reason, status) for _, reason, _, status in crawled.run.failures) == [
        ("http_410", 410),
        ("http_500", 500),
    ]
    assert here.paths().count("/stuk") == 1 + SMALL.retries


def once_then(here: Site, path: str, first: Answer):  # type: ignore[no-untyped-def]
    """An answer for the first request, a course page from then on."""
    return lambda handler: first if here.paths().count(path) == 1 else course_page(path)


class Forgetful(MemoryRun):
    """A store that has validators but lost the page."""

    def unchanged(self, url: str, fetched_at: object) -> bool:  # type: ignore[override]
        return False


@dataclass
class Remembering(MemoryRun):
    """A store that knows when it fetched what. broken_off: when the run before began, if it never ended."""

    broken_off: datetime | None = None

    def fetched_at(self, url: str) -> datetime | None:
        return self.pages[url].fetched_at if url in self.pages else None

    def resumes(self) -> datetime | None:
        return self.broken_off


class Resuming(Remembering):
    def resumes(self) -> datetime | None:
        return datetime.now(UTC) - timedelta(hours=1)


class LongAgo(Remembering):
    def resumes(self) -> datetime | None:
        return datetime.now(UTC) - timedelta(days=30)


def aged(pages: dict[str, Fetched], days: float) -> dict[str, Fetched]:
    return {url: replace(page, fetched_at=page.fetched_at - timedelta(days=days)) for url, page in pages.items()}


def with_lastmod(here: Site, moments: dict[str, str]) -> None:
    listed = "".join(
        f"<url><loc>{here.origin}{path}</loc><lastmod>{moment}</lastmod></url>" for path, moment in moments.items()
    )
    here.answers["/sitemap.xml"] = Answer(f"<urlset>{listed}</urlset>".encode(), content_type="text/xml")


def test_a_page_that_its_sitemap_calls_unchanged_is_not_asked_for() -> None:
    today = datetime.now(UTC).date().isoformat()
    with site() as here:
        here.pages("/oud", "/vandaag", "/zonder")
        with_lastmod(here, {"/oud": "2024-01-02", "/vandaag": today, "/zonder": "ooit"})
        first = crawl_of(here.origin, store=Remembering)
        asked = len(here.asked)
        second = crawl_of(here.origin, store=Remembering, earlier=first.run.pages)
        again = here.paths()[asked:]
        third = crawl_of(here.origin, store=Remembering, earlier=aged(first.run.pages, 8))
    assert titles(first.run) == ["/oud", "/vandaag", "/zonder"]
    assert second.run.carried == [f"{here.origin}/oud"]
    assert sorted(again) == ["/robots.txt", "/sitemap.xml", "/vandaag", "/zonder"]
    assert second.progress[-1] == (3, 3)
    assert third.run.carried == []


@pytest.mark.parametrize("store", [Remembering, Resuming])
def test_a_page_that_was_fetched_while_the_clock_was_ahead_is_asked_for(store: type[Remembering]) -> None:
    with site() as here:
        here.pages("/a")
        with_lastmod(here, {"/a": "2020-01-01"})
        first = crawl_of(here.origin, store=store)
        second = crawl_of(here.origin, earlier=aged(first.run.pages, -3650), store=store)
    assert (here.paths().count("/a"), second.run.carried) == (2, [])


def test_what_a_crawl_fetched_that_was_broken_off_long_ago_is_asked_for() -> None:
    with site() as here:
        here.pages("/a")
        first = crawl_of(here.origin, store=Remembering)
        second = crawl_of(here.origin, store=LongAgo, earlier=aged(first.run.pages, 8))
        third = crawl_of(here.origin, store=LongAgo, earlier=aged(first.run.pages, 2))
    assert (second.run.carried, third.run.carried) == ([], [f"{here.origin}/a"])


def test_a_site_of_which_nothing_changed_is_not_crawled_as_a_list() -> None:
    with site() as here:
        here.pages("/a", "/b")
        with_lastmod(here, {"/a": "2024-01-02T10:00:00+01:00", "/b": "2024-01-02T10:00:00Z"})
        first = crawl_of(here.origin, store=Remembering)
        asked = len(here.asked)
        second = crawl_of(here.origin, store=Remembering, earlier=first.run.pages)
    assert here.paths()[asked:] == ["/robots.txt", "/sitemap.xml"]
    assert len(second.run.carried) == 2
    assert second.failed is None


def test_a_crawl_that_was_killed_is_gone_on_with() -> None:
    with site() as here:
        here.pages("/a", "/b")
        first = crawl_of(here.origin, store=Remembering)
        asked = len(here.asked)
        done = {f"{here.origin}/a": first.run.pages[f"{here.origin}/a"]}
        second = crawl_of(here.origin, store=Resuming, earlier=done)
        again = here.paths()[asked:]
    assert again == ["/robots.txt", "/sitemap.xml", "/b"]
    assert (second.run.carried, titles(second.run)) == ([f"{here.origin}/a"], ["/b"])


@pytest.mark.parametrize(
    ("lastmod", "moment"),
    [
        ("2027-01-12T10:00:00+01:00", "2027-01-12T09:00:00+00:00"),
        ("2027-01-12", "2027-01-13T12:00:00+00:00"),
        ("20270112", "2027-01-13T12:00:00+00:00"),
        ("2027-01-12T10:00:00", "2027-01-12T22:00:00+00:00"),
        ("9999-12-31", None),
        ("12 januari", None),
        ("", None),
    ],
)
def test_lastmod_means_the_latest_moment_that_it_can(lastmod: str, moment: str | None) -> None:
    found = latest(lastmod)
    assert (found.astimezone(UTC).isoformat() if found else None) == moment


class ByNumber(SourceSpider):
    """Pages of a site that lists them nowhere."""

    async def addresses(self) -> AsyncIterator[str]:
        for number in (1, 2):
            yield f"{self.source.url}p{number}"


def know_by_number() -> None:
    """In the crawl's own process: the registry has a spider more."""
    NAMED["by-number"] = ByNumber


def test_an_odd_site_has_a_spider_that_its_declaration_names() -> None:
    with site() as here:
        here.answers |= {"/p1": course_page("Lassen"), "/p2": course_page("Frezen")}
        crawled = crawl_of(f"{here.origin}/", spider="by-number", before=know_by_number)
    assert crawled.failed is None
    assert titles(crawled.run) == ["Frezen", "Lassen"]


def test_a_spider_that_does_not_exist_is_named_with_those_that_do() -> None:
    crawled = crawl_of("http://127.0.0.1:9/", spider="by-letter", before=know_by_number)
    assert crawled.failed == "unknown spider 'by-letter' in the declaration of test; there are: by-number"
