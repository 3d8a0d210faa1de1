"""The search in the database, on both databases; `test_outage` holds it beside the engine."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.fallback import search
from catalogue.index.query import Near, SearchQuery
from catalogue.portals import PortalSettings
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, ZWOLLE, Mode, Route, add_course, known, price, session

NL, EAST = PortalSettings(name="NL"), PortalSettings(name="East", provinces=("Overijssel",), online=False)
AT_ARNHEM = Near(51.985, 5.899, 20, "Arnhem")


@pytest.fixture
def filled(database: Engine) -> Engine:
    add_course(database, "school", "/mig", title="MIG/MAG lassen", level=known(2), route=known(Route.BBL),
               price=price(1870), mode=known(Mode.ONSITE),
               sessions=(session("2027-02-09", ARNHEM), session("2027-09-06", ZWOLLE)))  # fmt: skip
    add_course(database, "other", "/tig", title="TIG lassen", sessions=(session("2027-01-11", ROTTERDAM),))
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
        (SearchQuery(selected={"provider": ["other-tig"]}), NL, ["TIG lassen"]),
        (SearchQuery(selected={"career": ["x"]}), NL, []),
        (SearchQuery(max_price=2000), NL, ["MIG/MAG lassen"]),
        (SearchQuery(near=AT_ARNHEM, sort="distance"), NL, ["MIG/MAG lassen"]),
        (SearchQuery(near=AT_ARNHEM), EAST, []),
        (SearchQuery(selected={"province": ["Overijssel"]}, start_until=date(2027, 3, 1)), NL, []),
        (SearchQuery(start_from=date(2027, 2, 1), start_until=date(2027, 3, 1)), NL, ["MIG/MAG lassen"]),
        (SearchQuery(sort="price"), NL, ["MIG/MAG lassen", "TIG lassen"]),
    ],
)
def test_filters_and_tenancy_hold(filled: Engine, query: SearchQuery, portal: PortalSettings, expected: list) -> None:
    with Session(filled) as unit:
        found = search(unit, query, "x", portal, TODAY)
    assert [hit["title"] for hit in found["results"]] == expected
    assert (found["total"], found["degraded"]) == (len(expected), True)
