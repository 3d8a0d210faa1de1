"""Sites of pages: found through robots.txt and sitemaps, or through a list page and its further pages."""

from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import cached_property

from scrapy.http import Response

from catalogue.crawl import KnowsMoments
from catalogue.raw import Reading, Refusal
from crawlers.links import course_links, further_lists, lists_of_home, plain
from crawlers.readers.keys import absolute, same_site, split
from crawlers.readers.page import Page, parse
from crawlers.readers.sitemap import Entry, SitemapBroken, entries, is_sitemap
from crawlers.spiders.answers import fetched
from crawlers.spiders.base import SourceSpider


class PageSpider(SourceSpider):
    """A site with its courses in pages.

    The declared address decides: a site's root is crawled by the sitemaps that its robots.txt names (or
    `/sitemap.xml`), a sitemap by itself, any other page as a list of courses. A declaration with `links` is a list.
    """

    async def addresses(self) -> AsyncIterator[str]:
        """Addresses of pages that may hold courses."""
        home = self.source.url
        if not await self.open(home):
            return
        if split(home).path in ("", "/") and not self.source.links:
            found = False
            async for url in self._by_robots(home):
                found = True
                yield url
            if found or self.done:
                return
        first = await self.get(home, any_host=True, recall=True)
        if first is None:
            self.outcome.fatal = self.outcome.fatal or self._nothing(home)
            return
        way = self._by_sitemaps([home], first) if is_sitemap(first.body) else self._by_list(first)
        async for url in way:
            yield url

    def _nothing(self, home: str) -> str | None:
        """A server that answered, if only with an error, was attempted."""
        return None if self.done or self.silence == 0 else f"no answer from {home}"

    async def _by_robots(self, home: str) -> AsyncIterator[str]:
        """Pages of the sitemaps that robots.txt names on this site; of `/sitemap.xml` where it names none."""
        rules = await self.robots(home)
        named = [link for link in (absolute(one, home) for one in rules.sitemaps) if same_site(link, home)]
        if named:
            async for url in self._by_sitemaps(named):
                yield url
            return
        usual = absolute("/sitemap.xml", home)
        answer = await self.get(usual, quiet=True)
        if answer is not None and is_sitemap(answer.body):
            async for url in self._by_sitemaps([usual], answer):
                yield url

    async def _by_sitemaps(self, roots: list[str], first: Response | None = None) -> AsyncIterator[str]:
        """Page addresses of sitemaps and of the sitemaps in them: this site's only, each once, to a bounded depth."""
        waiting, seen = deque((plain(url), url, 1) for url in roots), set[str]()
        while waiting and len(seen) < self.limits.sitemaps:
            key, url, depth = waiting.popleft()
            if key in seen:
                continue
            seen.add(key)
            response = first or await self.get(url)
            first = None
            for entry in self._entries(url, response):
                if not entry.is_sitemap:
                    if not self._carried(entry):
                        yield entry.url
                elif depth < self.limits.sitemap_depth:
                    waiting.append((plain(entry.url), entry.url, depth + 1))

    def _carried(self, entry: Entry) -> bool:
        """Whether a page is carried over without asking: not changed since it was fetched, as its sitemap says."""
        page, now = plain(entry.url), datetime.now(UTC)
        if page in self.seen or not self._is_current(entry, now) or not self.run.unchanged(entry.url, now):
            return False
        self.seen.add(page)
        self.known += 1
        self.finished_one()
        return True

    def _is_current(self, entry: Entry, now: datetime) -> bool:
        fetched = self.moments.fetched_at(entry.url) if self.moments else None
        if fetched is None or fetched > now:  # the clock was put back since: what it told means nothing
            return False
        goes_on = self.resumes is not None and fetched >= self.resumes
        unchanged = entry.last_modified is not None and entry.last_modified < fetched
        return (goes_on or unchanged) and (now - fetched).total_seconds() < self.limits.trusted

    @cached_property
    def moments(self) -> KnowsMoments | None:
        """The store, where it knows what was fetched when. Looked at once: such a look at a Protocol is slow."""
        return self.run if isinstance(self.run, KnowsMoments) else None

    @cached_property
    def resumes(self) -> datetime | None:
        """When the run began that this one goes on with."""
        return self.moments.resumes() if self.moments else None

    def _entries(self, url: str, response: Response | None) -> Iterator[Entry]:
        """This site's entries of one sitemap; what is left out is told to the run."""
        others: Counter[str] = Counter()
        try:
            for entry in entries(response.body if response else b"", url, self.limits.sitemap_bytes):
                if same_site(entry.url, response.url if response else url):
                    yield entry
                else:
                    others[split(entry.url).netloc] += 1
        except SitemapBroken as broken:
            self.run.failed(url, broken.reason, broken.detail)
        if others and response is not None:
            self._left_out(response, others)

    def _left_out(self, sitemap: Response, others: Counter[str]) -> None:
        """Addresses of other hosts, as a refusal of the sitemap: it answered, so it is no failure."""
        hosts = ", ".join(f"{host} {count}" for host, count in others.most_common(5))
        self.run.fetched(fetched(sitemap, sitemap.body))
        self.run.read(
            sitemap.meta["asked"], Reading(refusals=(Refusal(reason="other_host", where=sitemap.url, detail=hosts),))
        )

    async def _by_list(self, first: Response) -> AsyncIterator[str]:
        """Course pages behind a list page and its further pages; the list pages are kept and read themselves."""
        waiting, is_home = deque([first.url]), split(first.url).path in ("", "/")
        self.is_new(first.meta["asked"])
        response: Response | None = first
        lists = 0
        while waiting and lists < self.limits.list_pages:
            url = waiting.popleft()
            if lists and (not self.is_new(url) or (response := await self.get(url, recall=True)) is None):
                continue
            lists += 1
            if response is None:
                continue
            page = parse(response.body, response.url, _type(response))
            reading = self.keep(response, own_pages="courses" not in self.source.selectors)
            waiting.extend(further_lists(page))
            if is_home and lists == 1 and not self.source.links:
                waiting.extend(lists_of_home(page))
            ahead = {plain(link) for link in waiting}
            for link in self._courses_of(page, reading):
                if plain(link) not in ahead:
                    yield link

    def _courses_of(self, page: Page, reading: Reading) -> list[str]:
        """Those that the declaration names; none where the list holds the courses itself; else what looks like them."""
        if self.source.links or "courses" in self.source.selectors:
            return list(map(plain, reading.links))
        return course_links(page, [*reading.links, *(course.url for course in reading.courses)])


def _type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")
