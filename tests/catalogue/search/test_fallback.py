"""The search in the database, on both databases, with no engine at all; `test_outage` holds it beside the engine."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.index import listing
from catalogue.index.query import Near, SearchQuery
from catalogue.normal import Schedule, TargetGroup, Workplace
from catalogue.portals.portal import PortalSettings
from catalogue.search import counts
from catalogue.search.fallback import search, warm
from catalogue.tables import Course, Editor, Listing, Override
from tests.conftest import TODAY
from tests.factories import (
    ARNHEM,
    ROTTERDAM,
    ZWOLLE,
    Mode,
    Route,
    add_course,
    follow_without_engine,
    known,
    price,
    session,
)

NL, EAST = PortalSettings(name="NL"), PortalSettings(name="East", provinces=("Overijssel",), online=False)
AT_ARNHEM = Near(51.985, 5.899, 20, "Arnhem")


def ask(database: Engine, query: SearchQuery, portal: PortalSettings = NL) -> dict[str, Any]:
    with Session(database) as unit:
        return search(unit, query, "x", portal, TODAY)


def titles(database: Engine, query: SearchQuery, portal: PortalSettings = NL) -> list[str]:
    return [hit["title"] for hit in ask(database, query, portal)["results"]]


@pytest.fixture
def filled(database: Engine, tmp_path: Path) -> Engine:
    add_course(database, "school", "/mig", title="MIG/MAG lassen", level=known(2), route=known(Route.BBL),
               price=price(1870), mode=known(Mode.ONSITE), schedule=known((Schedule.EVENING, Schedule.PART_TIME)),
               target_groups=known((TargetGroup.WOMEN,)), workplace=known(Workplace.EMPLOYER),
               job_guarantee=known(True),
               sessions=(session("2027-02-09", ARNHEM), session("2027-09-06", ZWOLLE)))  # fmt: skip
    add_course(database, "other", "/tig", title="TIG lassen", sessions=(session("2027-01-11", ROTTERDAM),))
    follow_without_engine(database, tmp_path, TODAY)
    return database


@pytest.mark.parametrize(
    ("query", "portal", "expected"),
    [
        (SearchQuery(), NL, ["TIG lassen", "MIG/MAG lassen"]),
        (SearchQuery(), EAST, ["MIG/MAG lassen"]),
        (SearchQuery(q="mig LASSEN"), NL, ["MIG/MAG lassen"]),
        (SearchQuery(q="100%_"), NL, []),
        (SearchQuery(selected={"route": ["bbl"], "level": ["nlqf-2"], "mode": ["onsite"]}), NL, ["MIG/MAG lassen"]),
        (SearchQuery(selected={"mode": ["online"]}), NL, []),
        (SearchQuery(selected={"schedule": ["evening", "day"]}), NL, ["MIG/MAG lassen"]),
        (SearchQuery(selected={"schedule": ["weekend"]}), NL, []),
        (SearchQuery(q="lassen avond"), NL, ["MIG/MAG lassen"]),
        (SearchQuery(selected={"targetGroup": ["women"], "workplace": ["employer"]}), NL, ["MIG/MAG lassen"]),
        (SearchQuery(selected={"targetGroup": ["newcomers"]}), NL, []),
        (SearchQuery(selected={"workplace": ["leerbedrijf"]}), NL, []),
        (SearchQuery(selected={"jobGuarantee": ["true"]}), NL, ["MIG/MAG lassen"]),
        (SearchQuery(selected={"provider": ["other-tig"]}), NL, ["TIG lassen"]),
        (SearchQuery(selected={"career": ["x"]}), NL, []),
        (SearchQuery(selected={"career": ["lasser"]}), NL, ["TIG lassen", "MIG/MAG lassen"]),
        (SearchQuery(q="tig lasser"), NL, ["TIG lassen"]),
        (SearchQuery(q="lasopl"), NL, []),
        (SearchQuery(q="mig lasopl"), NL, ["MIG/MAG lassen"]),
        (SearchQuery(q="lassen rotterdam"), NL, ["TIG lassen"]),
        (SearchQuery(q="lassen bbl"), NL, ["MIG/MAG lassen"]),
        (SearchQuery(max_price=2000), NL, ["MIG/MAG lassen"]),
        (SearchQuery(near=AT_ARNHEM, sort="distance"), NL, ["MIG/MAG lassen"]),
        (SearchQuery(near=AT_ARNHEM), EAST, []),
        (SearchQuery(selected={"province": ["Overijssel"]}, start_until=date(2027, 3, 1)), NL, []),
        (SearchQuery(start_from=date(2027, 2, 1), start_until=date(2027, 3, 1)), NL, ["MIG/MAG lassen"]),
        (SearchQuery(sort="price"), NL, ["MIG/MAG lassen", "TIG lassen"]),
    ],
)
def test_filters_and_tenancy_hold(filled: Engine, query: SearchQuery, portal: PortalSettings, expected: list) -> None:
    found = ask(filled, query, portal)
    assert [hit["title"] for hit in found["results"]] == expected
    assert (found["total"], found["degraded"]) == (len(expected), True)


def test_facets_are_counted_without_their_own_selection(filled: Engine) -> None:
    facets = ask(filled, SearchQuery(selected={"province": ["Gelderland"]}))["facets"]
    counts = {row["value"]: row["count"] for row in facets["province"]}
    assert counts == {"Gelderland": 1, "Overijssel": 1, "Zuid-Holland": 1}
    assert [(row["value"], row["count"]) for row in facets["level"]] == [("nlqf-2", 1)]
    facts = {name: [row["value"] for row in facets[name]] for name in ("targetGroup", "workplace", "jobGuarantee")}
    assert facts == {"targetGroup": ["women"], "workplace": ["employer"], "jobGuarantee": ["true"]}
    assert sorted(row["value"] for row in facets["schedule"]) == ["evening", "part-time"]
    east = ask(filled, SearchQuery(), EAST)["facets"]
    assert [row["value"] for row in east["province"]] == ["Overijssel"]


def test_words_that_very_many_courses_hold_find_the_same(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [SearchQuery(q="lassen"), SearchQuery(q="lassen", selected={"route": ["bbl"], "province": ["Gelderland"]})]
    few = [ask(filled, each) for each in asked]
    monkeypatch.setattr("catalogue.search.fallback.MANY", 1)  # two are very many now
    assert [ask(filled, each) for each in asked] == few
    assert [each["total"] for each in few] == [2, 1]


def test_what_was_read_from_the_words_is_told(filled: Engine) -> None:
    told = ask(filled, SearchQuery(q="lassen bbl"))["interpretation"]
    assert [(each["key"], each["value"]) for each in told["filters"]] == [("route", "bbl")]


def test_a_hidden_course_is_gone_before_any_drain(filled: Engine) -> None:
    with unit_of_work(filled) as unit:
        editor = Editor(email="e@x.example", name="E", password_hash="x", role="editor")
        unit.add(editor)
        unit.flush()
        course = ask(filled, SearchQuery(q="tig"))["results"][0]["id"]
        unit.add(Override(course_id=course, field="hidden", value=True, reason="r", editor_id=editor.id))
    assert titles(filled, SearchQuery()) == ["MIG/MAG lassen"]


def test_an_edit_is_followed_while_the_engine_is_away(filled: Engine, tmp_path: Path) -> None:
    course_id = ask(filled, SearchQuery(q="tig"))["results"][0]["id"]
    with unit_of_work(filled) as unit:
        course = unit.get_one(Course, course_id)
        course.normal = {**course.normal, "title": "Metselen"}
        outbox.mark(unit, [course_id])
    follow_without_engine(filled, tmp_path, TODAY)
    assert titles(filled, SearchQuery(q="metselaar")) == ["Metselen"]
    assert "TIG lassen" not in titles(filled, SearchQuery())


def test_the_listing_of_a_course_that_left_the_database_goes(filled: Engine) -> None:
    with unit_of_work(filled) as unit:
        kept = unit.get_one(Listing, ask(filled, SearchQuery(q="tig"))["results"][0]["id"])
        unit.add(Listing(**{**kept.model_dump(), "course_id": "stray"}))
        unit.flush()
        listing.drop_strays(unit)
        assert unit.get(Listing, "stray") is None
        assert unit.get(Listing, kept.course_id)


def test_a_process_that_was_warmed_has_read_what_the_first_search_needs(filled: Engine) -> None:
    asked: list[str] = []
    counts._profiles.clear()
    with Session(filled) as unit:
        warm(unit, TODAY)
    event.listen(filled, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert ask(filled, SearchQuery(q="lassen"))["total"] == 2
    assert asked
    assert not [statement for statement in asked if "listingprofile" in statement]


def test_words_beside_the_trade_may_be_missing_as_the_engine_lets_them(filled: Engine) -> None:
    assert titles(filled, SearchQuery(q="lassen mig")) == ["MIG/MAG lassen"]
    assert titles(filled, SearchQuery(q="lassen zonder ervaring")) == titles(filled, SearchQuery(q="lassen"))
    assert titles(filled, SearchQuery(q="lassen mag graag")) == ["MIG/MAG lassen", "TIG lassen"]
    assert titles(filled, SearchQuery(q="lassen mag", sort="start")) == ["MIG/MAG lassen"]
