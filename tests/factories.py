"""Small whole things to test with; each test names only what it is about."""

import contextlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.identity import course_id, slug
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress, EngineUnavailable
from catalogue.normal import (
    How,
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
)
from catalogue.raw import RawCourse, RawPlace, RawPrice, RawSession
from catalogue.sources.registry import declare
from catalogue.tables import Course, CourseSession, Provider

MOMENT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ARNHEM = Place(
    name="Arnhem",
    municipality="Arnhem",
    region="Midden-Gelderland",
    province="Gelderland",
    latitude=51.985,
    longitude=5.899,
)
ZWOLLE = Place(
    name="Zwolle",
    municipality="Zwolle",
    region="IJsselvechtstreek",
    province="Overijssel",
    latitude=52.512,
    longitude=6.094,
)
EDE = Place(
    name="Ede", municipality="Ede", region="Food Valley", province="Gelderland", latitude=52.045, longitude=5.66
)
ROTTERDAM = Place(
    name="Rotterdam", municipality="Rotterdam", province="Zuid-Holland", latitude=51.9225, longitude=4.479
)


def known(value: Any, how: How = How.STATED) -> Known[Any]:
    return Known(value=value, known=how, rule="test", quote="words")


def day(text: str) -> PartialDate:
    found = date.fromisoformat(text)
    return PartialDate(first=found, last=found, precision=Precision.DAY)


def session(start: str | None = None, place: Place | None = None, note: str | None = None) -> NormalSession:
    return NormalSession(
        start=known(day(start)) if start else None, place=known(place) if place else None, start_note=note
    )


def content(key: str = "/lassen", **changes: Any) -> NormalCourse:
    values: dict[str, Any] = {
        "source_key": key,
        "url": f"https://school.example{key}",
        "title": "Lasser MIG/MAG",
        "description": "Je leert lassen.",
        "technical": known(True),
        "sector": known(Sector.METAL_WELDING),
        "sessions": (session("2027-02-09", ARNHEM),),
    }
    return NormalCourse(**values | changes)


def price(euros: float, vat: Vat = Vat.UNKNOWN) -> Known[Price]:
    return known(Price(cents=round(euros * 100), vat=vat))


def add_course(database: Engine, source: str = "school", key: str = "/lassen", **changes: Any) -> str:
    """A stored course of a declared source, marked for the index; gives its id."""
    made = content(key, **changes)
    with unit_of_work(database) as unit:
        declared = declare(unit, SourceDeclaration(name=source, format="schema.org", url=f"https://{source}.example/"))
        provider = Provider(slug=slug(f"{source} {key}"), name=made.provider_name or f"{source} {key}")
        unit.add(provider)
        unit.flush()
        course = Course(id=course_id(source, key), source_id=declared.id, source_key=key, page_url=made.url,
                        provider_id=provider.id, title=made.title, technical=made.technical and made.technical.value,
                        normal=made.model_dump(mode="json"), content_hash="x", first_seen_at=MOMENT,
                        changed_at=MOMENT, checked_at=MOMENT, sector=made.sector and made.sector.value,
                        level=made.level and made.level.value,
                        price_cents=made.price and made.price.value.cents)  # fmt: skip
        unit.add(course)
        unit.flush()
        unit.add_all(session_rows(course.id, made))
        outbox.mark(unit, [course.id])
        return course.id


def session_rows(course: str, made: NormalCourse) -> list[CourseSession]:
    rows = []
    for position, each in enumerate(made.sessions):
        place, span = each.place and each.place.value, each.start and each.start.value
        where = {name: getattr(place, name, None) for name in ("province", "region", "latitude", "longitude")}
        when = {"start_first": span and span.first, "start_last": span and span.last}
        rows.append(CourseSession(course_id=course, position=position, place=place and place.name, **where, **when))
    return rows


def raw(key: str = "/lassen", **changes: Any) -> RawCourse:
    values: dict[str, Any] = {
        "source_key": key,
        "url": f"https://school.example{key}",
        "node_type": "Course",
        "title": f"Lasopleiding {key.strip('/')}",
        "description": "Je leert lassen met MIG/MAG in onze werkplaats.",
        "prices": (RawPrice(text="€ 1.870,- excl. btw"),),
        "sessions": (RawSession(start_text="2027-02-09", place=RawPlace(locality="Arnhem")),),
    }
    return RawCourse(**values | changes)


__all__ = ["ARNHEM", "EDE", "MOMENT", "ROTTERDAM", "ZWOLLE", "Mode", "Route", "Sector", "Vat", "add_course", "content",
           "day", "known", "price", "raw", "session"]  # fmt: skip


def follow_without_engine(database: Engine, home: Path, today: date) -> None:
    """What a drain does while the engine is away: the listing follows, the marks stay."""
    with contextlib.suppress(EngineUnavailable):
        drain(database, home, EngineAddress("http://127.0.0.1:9", "k"), today)
