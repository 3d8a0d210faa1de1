"""The portals' rules in SQL say the same as the rules on a document, and so does the count."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.effective import effective_courses
from catalogue.identity import course_id
from catalogue.index import listing
from catalogue.index.documents import documents
from catalogue.index.tenancy import permits
from catalogue.normal import Place
from catalogue.portals.count import count_shown
from catalogue.portals.portal import PortalSettings, Rule
from catalogue.portals.shown import joined, shown
from catalogue.tables import Course, CourseState, Editor, OutboxMark, Override, Source
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, ZWOLLE, Route, Sector, add_course, known, session

PORTALS = [
    PortalSettings(name="All"),
    PortalSettings(name="East", provinces=("Overijssel",)),
    PortalSettings(name="Placed", online=False),
    PortalSettings(name="Without one", hidden=(course_id("school", "/mig"),)),
    PortalSettings(name="East, placed", provinces=("Overijssel", "Gelderland"), online=False),
    PortalSettings(name="None", provinces=(), online=False),
    PortalSettings(name="Region", regions=("IJsselvechtstreek",)),
    PortalSettings(name="Region, placed", regions=("Midden-Gelderland",), online=False),
    PortalSettings(name="Both", regions=("Midden-Gelderland",), provinces=("Overijssel",), online=False),
    PortalSettings(name="Metal", sectors=Rule(allow=frozenset({"metal-welding"}))),
    PortalSettings(name="No metal", sectors=Rule(deny=frozenset({"metal-welding"}))),
    PortalSettings(name="BBL", routes=Rule(allow=frozenset({"bbl"}))),
    PortalSettings(name="No BBL", routes=Rule(deny=frozenset({"bbl"}))),
    PortalSettings(name="School", sources=Rule(allow=frozenset({"school"}))),
    PortalSettings(name="No school", sources=Rule(deny=frozenset({"school"}))),
    PortalSettings(name="Provider", providers=Rule(allow=frozenset({"school-mig"}))),
    PortalSettings(name="No provider", providers=Rule(deny=frozenset({"school-mig"}))),
    PortalSettings(name="English", languages=("en",)),
]


@pytest.fixture
def catalogue(database: Engine) -> Engine:
    add_course(database, "school", "/mig", route=known(Route.BBL), sessions=(session(None, ARNHEM), session()))
    add_course(database, "school", "/zwolle", sector=None, sessions=(session("2027-02-01", ZWOLLE),))
    add_course(database, "other", "/online", sector=known(Sector.DATA), language=known("en"), sessions=())
    add_course(database, "other", "/unlocated", sessions=(session("2027-02-01"),))
    add_course(database, "other", "/rotterdam", language=known("nl"), sessions=(session(None, ROTTERDAM),))
    add_course(database, "other", "/abroad", sessions=(session(None, Place(name="Antwerpen")), session(None, ZWOLLE)))
    add_course(database, "other", "/far", sessions=(session(None, Place(name="Antwerpen")),))
    add_course(database, "other", "/kok", technical=known(False))
    gone = add_course(database, "other", "/gone")
    waiting = add_course(database, "waiting", "/waits")
    edited(database)
    with unit_of_work(database) as unit:
        unit.get_one(Course, gone).state = CourseState.WITHDRAWN
        unit.get_one(Source, unit.get_one(Course, waiting).source_id).approved = False
    return database


def edited(database: Engine) -> None:
    changes = {"hidden": True, "technical": False, "sector": "data", "route": "bbl", "language": "en"}
    ids = {field: add_course(database, "edited", f"/{field}", route=known(Route.BOL)) for field in changes}
    ids["unknown"] = add_course(database, "edited", "/unknown", route=known(Route.BBL))
    with unit_of_work(database) as unit:
        editor = Editor(email="e@example.nl", name="E", password_hash="x")
        unit.add(editor)
        unit.flush()
        for field, value in changes.items():
            unit.add(Override(course_id=ids[field], field=field, value=value, reason="r", editor_id=editor.id))
        unit.add(Override(course_id=ids["unknown"], field="route", value=None, reason="r", editor_id=editor.id))


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.name)
def test_the_rules_in_sql_show_what_the_rules_on_documents_show(catalogue: Engine, portal: PortalSettings) -> None:
    with Session(catalogue) as unit:
        everything = effective_courses(unit, unit.exec(select(Course.id)).all())
        expected = {c.id for c in everything if any(permits(portal, doc) for doc in documents(c, TODAY))}
        assert set(unit.exec(joined(select(Course.id)).where(shown(portal)))) == expected
        if portal.name == "All":
            assert len(expected) == 11


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.name)
def test_the_count_is_that_of_the_rules_whatever_the_listing_has_followed(
    catalogue: Engine, portal: PortalSettings
) -> None:
    with Session(catalogue) as unit:
        ids = list(unit.exec(select(Course.id).order_by(Course.id)))
        expected = len(unit.exec(joined(select(Course.id)).where(shown(portal))).all())
        outbox.clear(unit, outbox.oldest(unit, len(ids)))
        outbox.mark(unit, ids)
        for followed in ([], ids[::2], ids):
            follow(unit, followed)
            assert count_shown(unit, portal) == expected, followed


def test_a_course_changed_since_is_counted_as_it_is_now(catalogue: Engine) -> None:
    mig, everything = course_id("school", "/mig"), PORTALS[0]
    with Session(catalogue) as unit:
        follow(unit, unit.exec(select(Course.id)).all())
        before = count_shown(unit, everything)
        unit.get_one(Course, mig).state = CourseState.WITHDRAWN
        outbox.mark(unit, [mig])
        assert count_shown(unit, everything) == before - 1


def follow(unit: Session, ids: Sequence[str]) -> None:
    """As the drain does beside an engine that is away."""
    listing.store(unit, ids, [doc for course in effective_courses(unit, ids) for doc in documents(course, TODAY)])
    for each in ids:
        mark = unit.get(OutboxMark, each)
        if mark:
            mark.listed = mark.seq
    unit.flush()
