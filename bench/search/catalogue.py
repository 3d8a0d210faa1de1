"""A generated catalogue, the same for the same size: courses as a crawl stores them."""

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from typing import Any

from sqlalchemy import Engine, insert

from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.identity import course_id, slug
from catalogue.normal import (
    How,
    Kind,
    Known,
    Mode,
    NormalCourse,
    NormalSession,
    PartialDate,
    Place,
    Precision,
    Price,
    Route,
    Sector,
    Vat,
)  # fmt: skip
from catalogue.sources.registry import declare
from catalogue.tables import Course, CourseSession, Provider

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CHUNK = 2000
PLACES = (
    ("Arnhem", "Gelderland", 51.985, 5.899), ("Zwolle", "Overijssel", 52.512, 6.094),
    ("Rotterdam", "Zuid-Holland", 51.922, 4.479), ("Groningen", "Groningen", 53.219, 6.567),
    ("Eindhoven", "Noord-Brabant", 51.44, 5.478), ("Utrecht", "Utrecht", 52.091, 5.122),
    ("Amsterdam", "Noord-Holland", 52.374, 4.89), ("Assen", "Drenthe", 52.993, 6.564),
    ("Maastricht", "Limburg", 50.851, 5.691), ("Lelystad", "Flevoland", 52.509, 5.475),
    ("Leeuwarden", "Fryslân", 53.201, 5.8), ("Middelburg", "Zeeland", 51.499, 3.611),
)  # fmt: skip
TRADES = ("lassen", "elektrotechniek", "metselen", "timmeren", "loodgieter", "koudetechniek", "mechatronica",
          "CNC draaien", "PLC programmeren", "netwerkbeheer", "VCA", "NEN 3140", "heftruck", "warmtepompen",
          "zonnepanelen", "procesoperator", "data engineer", "Python", "autotechniek", "scheepsbouw")  # fmt: skip
FORMS = ("basis", "gevorderd", "niveau 2", "niveau 3", "opleiding", "cursus", "training", "vakman", "monteur")
WORDS = ("praktijk", "werkplaats", "leermeester", "veiligheid", "tekening", "machine", "installatie", "onderhoud",
         "storing", "meten", "certificaat", "examen", "bedrijf", "techniek", "materiaal", "gereedschap")  # fmt: skip


def known(value: Any) -> Known[Any]:
    return Known(value=value, known=How.STATED, rule="bench", quote="")


def course(number: int) -> NormalCourse:
    """Course `number`: always the same."""
    draw = random.Random(number)
    trade = draw.choice(TRADES)
    return NormalCourse(
        source_key=f"/{number}",
        url=f"https://school.example/{number}",
        title=f"{trade.capitalize()} {draw.choice(FORMS)} {number % 97}",
        description=f"{trade} " + " ".join(draw.choices(WORDS, k=60)),
        technical=known(True),
        sector=known(draw.choice(list(Sector))),
        level=known(draw.randint(1, 6)),
        mode=known(draw.choice(list(Mode))),
        route=known(draw.choice(list(Route))),
        kind=known(draw.choice(list(Kind))),
        language=known(draw.choice(("nl", "nl", "nl", "en"))),
        price=known(Price(cents=draw.randint(10, 500) * 1000, vat=Vat.INCLUDED)) if draw.random() < 0.8 else None,
        sessions=tuple(_session(draw) for _ in range(draw.randint(1, 2))),
    )


def _session(draw: random.Random) -> NormalSession:
    name, province, latitude, longitude = draw.choice(PLACES)
    place = Place(name=name, municipality=name, province=province, latitude=latitude + draw.uniform(-0.2, 0.2),
                  longitude=longitude + draw.uniform(-0.2, 0.2))  # fmt: skip
    day = date(2027, 1, 1) + timedelta(days=draw.randint(0, 400))
    return NormalSession(start=known(PartialDate(first=day, last=day, precision=Precision.DAY)), place=known(place))


def fill(database: Engine, size: int) -> None:
    """Store `size` courses of one source and 200 providers."""
    with unit_of_work(database) as unit:
        source = declare(unit, SourceDeclaration(name="bench", format="schema.org", url="https://school.example/"))
        providers = [Provider(slug=slug(f"school {n}"), name=f"School {n}") for n in range(200)]
        unit.add_all(providers)
        unit.flush()
        source_id, provider_ids = source.id, [provider.id for provider in providers]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for courses, sessions in pool.map(_rows, *zip(*_parts(size), strict=True)):
            for row in courses:
                row |= {"source_id": source_id, "provider_id": provider_ids[row.pop("number") % 200]}
            with unit_of_work(database) as unit:
                unit.execute(insert(Course), courses)
                unit.execute(insert(CourseSession), sessions)


def _parts(size: int) -> Iterator[tuple[int, int]]:
    return ((first, min(first + CHUNK, size)) for first in range(0, size, CHUNK))


def _rows(first: int, end: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the courses `first` to `end`, and of their sessions. Making them takes longest, so all cores do it."""
    made = [(number, course(number)) for number in range(first, end)]
    courses = [{**_row(each), "number": number} for number, each in made]
    return courses, [row for _, each in made for row in _sessions(each)]


def _row(made: NormalCourse) -> dict[str, Any]:
    return {
        "id": course_id("bench", made.source_key), "source_key": made.source_key,
        "page_url": made.url, "title": made.title, "technical": True,
        "sector": made.sector and made.sector.value, "level": made.level and made.level.value,
        "price_cents": made.price and made.price.value.cents, "normal": made.model_dump(mode="json"),
        "content_hash": "x", "first_seen_at": NOW, "changed_at": NOW, "checked_at": NOW,
    }  # fmt: skip


def _sessions(made: NormalCourse) -> Iterator[dict[str, Any]]:
    for position, each in enumerate(made.sessions):
        assert each.place
        assert each.start
        place, span = each.place.value, each.start.value
        yield {
            "course_id": course_id("bench", made.source_key), "position": position, "start_first": span.first,
            "start_last": span.last, "place": place.name, "province": place.province, "latitude": place.latitude,
            "longitude": place.longitude,
        }  # fmt: skip
