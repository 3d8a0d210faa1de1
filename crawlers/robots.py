"""What a site's robots.txt allows us. RFC 9309: absent means all, unreachable or a server error means nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from protego import Protego

from crawlers.readers.words import decode

TOKEN = "Vakwijzer"  # the product token that a robots.txt may name  # noqa: S105


@dataclass(frozen=True)
class Robots:
    """The rules of one site for us. problem: (reason, detail) why nothing may be fetched; None when rules are known."""

    rules: Protego
    problem: tuple[str, str] | None = None

    def allows(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        return self.problem is None and bool(self.rules.can_fetch(url, TOKEN))

    @property
    def delay(self) -> float:
        """Crawl-delay in seconds, or what Request-rate comes to; 0 when none is asked."""
        rate = self.rules.request_rate(TOKEN)
        spaced = rate.seconds / rate.requests if rate and rate.requests else 0
        return max(float(self.rules.crawl_delay(TOKEN) or 0), float(spaced))

    @property
    def sitemaps(self) -> Iterable[str]:
        """Sitemap addresses as written."""
        return tuple(self.rules.sitemaps)


def robots_of(status: int, body: bytes) -> Robots:
    """The rules that an answer means. 429 and 5xx: stay away; other 4xx: no rules."""
    if status == 429 or status >= 500:
        return closed("robots_txt", f"robots.txt answers {status}: stay away")
    return Robots(Protego.parse(decode(body) if 200 <= status < 300 else ""))


def closed(reason: str, detail: str) -> Robots:
    """A site of which nothing may be fetched."""
    return Robots(Protego.parse("User-agent: *\nDisallow: /"), (reason, detail))
