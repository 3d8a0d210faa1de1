"""A home in which at least two questions of each kind wait for an editor: crawled where a crawl asks, else stored."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.database import connect, migrate, unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.normal import Flag
from catalogue.settings import Settings
from catalogue.signals import file_signal
from catalogue.sources.registry import declare
from catalogue.tables import Course, DuplicateSuspect, LinkCheck, SearchOpening, SignalKind
from tests.e2e.test_bad_input import Site
from tests.factories import add_course, price
from tests.world import Home

COURSE = """<html lang="nl"><title>%(title)s</title><script type="application/ld+json">{"@context": "https://schema.org",
"@type": "Course", "name": "%(title)s", "url": "/cursus/%(n)d", "description": "Je leert lassen in onze werkplaats.",
"offers": {"@type": "Offer", "price": "%(euros)d", "priceCurrency": "EUR"}}</script><h1>%(title)s</h1></html>"""
CROPS = ("aluminium", "rvs", "staal", "titanium", "koper", "gietijzer")
CONTRADICTION = Flag(reason="price_contradiction", field="price", quote="€ 1.870 ↔ € 1.900")
WORDING = Flag(reason="wording_guarantee", field="description", quote="100% baangarantie")
MAYBE = {"description": "Word elektromonteur, of ga verder leren."}
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def offer(site: Site, euros: int) -> None:
    """The site's courses at this price."""
    site.offer(len(CROPS))
    for n, crop in enumerate(CROPS):
        page = COURSE % {"n": n, "title": f"Lassen van {crop}", "euros": euros + n}
        site.pages[f"/cursus/{n}"] = (200, "text/html", page.encode())


def crawl_sources(home: Home, site: Site) -> None:
    """One healthy source, and two whose first run waits."""
    offer(site, 1000)
    source = {"name": "lasschool", "format": "schema.org", "url": f"{site.origin}/", "provider": "Lasschool De Vonk"}
    home.declare(source)
    home.run("crawl", "lasschool")
    for name in ("smederij", "ijzerwerf"):
        home.declare({**source, "name": name, "provider": name.title(), "expectations": {"min_courses": 40}})
        home.run("crawl", name, status=1)


def database_of(home: Home) -> Engine:
    settings = Settings(VAKWIJZER_HOME=home.path, DATABASE_URL=None, MEILI_URL=None)
    database = connect(settings)
    migrate(database, settings.home)
    return database


def store_questions(database: Engine, today: date) -> None:
    """Two of each kind that the crawls did not bring."""
    for n in range(2):
        _of_courses(database, n, today)
        _of_others(database, n)


def _of_courses(database: Engine, n: int, today: date) -> None:
    add_course(database, "tegen", f"/{n}", title=f"Verspanen deel {n}", price=price(1870), flags=(CONTRADICTION,))
    add_course(database, "woorden", f"/{n}", title=f"Monteur in een week {n}", price=price(90), flags=(WORDING,))
    add_course(database, "grens", f"/{n}", title=f"Kennismaken met maken {n}", technical=None)
    add_course(database, "beroep", f"/{n}", title=f"Techniek voor iedereen {n}", **MAYBE, price=price(70))
    missing = add_course(database, "leeg", f"/{n}", title=f"Robot programmeren {n}", price=None)
    dead = add_course(database, "stuk", f"/{n}", title=f"Installeren {n}", price=price(80))
    one = add_course(database, "dubbel", f"/{n}", title=f"Constructiewerker {n}", price=price(60))
    two = add_course(database, "nogeens", f"/{n}", title=f"Lasser constructiewerker {n}", price=price(60))
    with unit_of_work(database) as session:
        session.add(SearchOpening(day=today, search=f"s{n}", course_id=missing, openings=3))
        failing: dict[str, Any] = {"outcome": "http_500", "misses": 4, "checked_at": LONG_AGO}
        session.add(LinkCheck(course_id=dead, url=f"https://stuk.example/{n}", **failing))
        session.add(DuplicateSuspect(owner_id=one, other_id=two, likeness=88, doubts=["codes"]))


def _of_others(database: Engine, n: int) -> None:
    with unit_of_work(database) as session:
        course = session.exec(select(Course).where(Course.title == f"Robot programmeren {n}")).one()
        file_signal(session, "nl", SignalKind.WRONG, course.id, f"de prijs klopt niet ({n})", None)
        late = SourceDeclaration(name=f"traag-{n}", format="schema.org", url=f"https://traag-{n}.example/")
        declare(session, late).created_at = LONG_AGO


def course_id(database: Engine, title: str) -> str:
    with Session(database) as session:
        return session.exec(select(Course.id).where(Course.title == title)).one()
