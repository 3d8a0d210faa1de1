"""A feed of 300 MB is crawled in under 200 MB of memory, whatever its format."""

import resource
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import pytest

from catalogue.feeds import FetchedFile
from catalogue.raw import Reading
from crawlers.limits import Limits
from tests.crawlers.loopback import Answer, crawl_of, site
from tests.crawlers.memory_run import MemoryRun

MEGABYTE = 1024 * 1024
TEXT = "Je leert lassen van dunne en dikke plaat in alle standen. " * 44


@dataclass
class CountingRun(MemoryRun):
    """Counts what a feed gives and forgets it, as a store that writes it away."""

    counted: dict[str, int] = field(default_factory=lambda: {"courses": 0, "sessions": 0, "refusals": 0, "bytes": 0})
    peak: int = 0

    def read_file(self, page: FetchedFile, parts: Iterable[Reading]) -> None:
        for part in parts:
            self.counted["courses"] += len(part.courses)
            self.counted["sessions"] += sum(len(course.sessions) for course in part.courses)
            self.counted["refusals"] += len(part.refusals)
        self.counted["bytes"] = page.file.seek(0, 2)
        self.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def program(number: int) -> bytes:
    return (
        f"<program><programClassification><programId>p{number}</programId></programClassification><programDescriptions>"
        f"<programName>Lassen {number}</programName><programDescriptionText>{TEXT}</programDescriptionText>"
        "</programDescriptions><programSchedule><programRun><startDate><date>2027-01-12</date></startDate></programRun>"
        "</programSchedule></program>\n"
    ).encode()


def row(number: int) -> bytes:
    """Each course twice, far from each other."""
    return f"p{number % 60_000};Lassen {number % 60_000};{TEXT};2027-0{1 + number // 60_000}-12\n".encode()


def feed(start: bytes, one: Callable[[int], bytes], count: int, end: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def pieces() -> Iterator[bytes]:
        yield start
        yield from (b"".join(map(one, range(first, first + 100))) for first in range(0, count, 100))
        yield end

    return lambda handler: handler.wfile.writelines(pieces())


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("format", "body", "sessions"),
    [
        ("edudex", feed(b"<programs>", program, 120_000, b"</programs>"), 120_000),
        ("csv", feed(b"Code;Cursus;Omschrijving;Start\n", row, 120_000, b""), 120_000),
    ],
    ids=["edudex", "csv"],
)
def test_a_feed_of_300_megabytes_stays_under_200_of_memory(
    format: str, body: Callable[[BaseHTTPRequestHandler], None], sessions: int
) -> None:
    columns = {"Code": "code", "Cursus": "title", "Omschrijving": "description", "Start": "start_text"}
    with site() as here:
        here.answers["/feed"] = Answer(body, content_type="application/octet-stream")
        crawled = crawl_of(
            here.origin + "/feed", format=format, limits=Limits(), store=CountingRun, timeout=500, columns=columns
        )
    run = crawled.run
    assert isinstance(run, CountingRun)
    assert (crawled.failed, crawled.error, run.failures) == (None, None, [])
    assert run.counted["bytes"] > 270 * MEGABYTE
    assert (run.counted["sessions"], run.counted["refusals"]) == (sessions, 0)
    print(f"{format}: {run.counted}, peak {run.peak / MEGABYTE:.0f} MB in {crawled.seconds:.0f} s")
    assert run.peak < 200 * MEGABYTE
