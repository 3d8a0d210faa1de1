"""Server time of the pages on careers and funding: `python -m bench.pages_server --size 100000`.

One client, one kept connection, no cache of pages: from the request to the last byte of its answer. Each kind of page
is asked for as different careers, courses and places in turn. Target: under 100 ms at the median (issue 7).
"""

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine
from sqlmodel import Session, select

from bench.search.__main__ import serving, timed
from bench.search.catalogue import PLACES, TODAY, fill
from bench.search.client import Connection
from catalogue.database import connect, migrate
from catalogue.index.engine import EngineAddress, engine
from catalogue.index.rebuild import rebuild
from catalogue.settings import Settings
from catalogue.tables import Course

TARGET = 100
CAREERS = ("lasser", "elektromonteur", "metselaar", "timmerman", "loodgieter", "koelmonteur", "mechatronicus",
           "cnc-operator", "cybersecurityspecialist", "docent-techniek")  # fmt: skip
START = ("where=workshop&doing=make", "where=outside&subject=building", "doing=design&subject=computers")


def addresses(ids: list[str]) -> dict[str, list[str]]:
    """Kind of page -> its addresses."""
    towns = [place for place, *_ in PLACES]
    return {
        "careers": ["/nl/beroepen/", "/nl/beroepen/?q=monteur", "/nl/beroepen/?q=las"],
        "a career": [f"/nl/beroepen/{career}" for career in CAREERS],
        "a career near a place": [f"/nl/beroepen/{career}?near={town}" for career in CAREERS for town in towns],
        "guided start": [f"/nl/start?{answers}&near={town}" for answers in START for town in towns],
        "compare four courses": [f"/nl/vergelijk?id={'&id='.join(ids[n : n + 4])}" for n in range(0, len(ids) - 4, 4)],
        "schemes": ["/nl/regelingen"],
        "a scheme": [f"/nl/regelingen/{scheme}" for scheme in ("stap", "praktijkleren", "slim-scholing")],
        "a course with who pays": [f"/nl/opleidingen/{course}" for course in ids],
        "kept": ["/nl/bewaard"],
        "a career in the API": [f"/v1/careers/{career}" for career in CAREERS],
        "an alert's form": [
            f"/nl/berichten?career={career}&near={quote(town)}" for career in CAREERS for town in towns
        ],
    }


def who_pays(ids: list[str]) -> Iterator[tuple[str, bytes]]:
    """Forms of a person's facts, each for another course."""
    for number, course in enumerate(ids):
        facts = f"employed={'true' if number % 2 else 'false'}&age={20 + number % 40}&employerSector=&region="
        yield f"/nl/opleidingen/{course}/wie-betaalt-mee", facts.encode()


def measure(size: int, home: Path, count: int) -> bool:
    """Prints a line for each kind of page; were all under the target?"""
    settings = Settings(VAKWIJZER_HOME=home, DATABASE_URL=None, MEILI_URL=None)
    database = connect(settings)
    migrate(database, home)
    with engine(settings) as address:
        _filled(database, home, address, size)
        with Session(database) as session:
            ids = list(session.exec(select(Course.id).where(Course.technical).limit(200)))
        with serving(home, address) as site:
            return all([*_pages(Connection(site), ids, count), _forms(Connection(site), ids, count)])


def _filled(database: Engine, home: Path, address: EngineAddress, size: int) -> None:
    if not (home / "filled").exists():
        fill(database, size)
        rebuild(database, home, address, TODAY)
        (home / "filled").touch()


def _pages(site: Connection, ids: list[str], count: int) -> Iterator[bool]:
    for kind, paths in addresses(ids).items():
        for path in paths[:3]:  # what is read in once is not what is measured
            site.get(path)
        yield _told(kind, [timed(lambda path=path: site.get(path)) for path in islice(cycle(paths), count)])


def _forms(site: Connection, ids: list[str], count: int) -> bool:
    headers = "Content-Type: application/x-www-form-urlencoded\r\n"
    forms = islice(cycle(who_pays(ids)), count)
    return _told("who pays, asked", [timed(lambda p=p, b=b: site.post(p, b, headers)) for p, b in forms])


def _told(kind: str, times: list[float]) -> bool:
    middle, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(
        f"{kind:28} {middle:7.1f} ms median {slow:7.1f} ms at 95%   {'' if middle < TARGET else 'TOO SLOW'}", flush=True
    )
    return middle < TARGET


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="courses")
    parser.add_argument("--count", type=int, default=60, help="requests per kind of page")
    parser.add_argument("--home", type=Path, help="keep the catalogue here for the next run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fine = measure(given.size, (given.home or Path(folder)) / str(given.size), given.count)
    raise SystemExit(0 if fine else f"a page takes {TARGET} ms or more")


if __name__ == "__main__":
    main()
