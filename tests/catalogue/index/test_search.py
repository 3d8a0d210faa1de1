"""What a search finds, counts and never shows, asked of the real engine."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.effective import effective_courses
from catalogue.index.answer import answer
from catalogue.index.documents import documents
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.nearest import results_of
from catalogue.index.query import Near, SearchQuery
from catalogue.index.search import SearchClient
from catalogue.index.tenancy import permits
from catalogue.portals.portal import PortalSettings, Rule
from catalogue.tables import Course
from tests.conftest import TODAY
from tests.factories import ARNHEM, EDE, ROTTERDAM, ZWOLLE, Mode, Route, Sector, add_course, known, price, session

pytestmark = pytest.mark.engine
EVERYTHING = PortalSettings(name="all")
OFFER: dict[str, dict[str, Any]] = {
    "mig": {"title": "MIG/MAG lassen", "level": known(2), "route": known(Route.BBL), "price": price(1870),
            "sessions": (session("2027-02-09", ARNHEM), session("2027-09-06", ZWOLLE), session("2027-09-13", EDE))},
    "tig": {"title": "TIG lassen", "level": known(3), "price": price(950), "language": known("en"),
            "sessions": (session("2027-01-11", ROTTERDAM),)},
    "plc": {"title": "PLC programmeren", "sector": known(Sector.MECHATRONICS_MAINTENANCE),
            "description": "Je leert besturen.", "mode": known(Mode.ONLINE), "sessions": (session(note="doorlopend"),)},
    "kok": {"title": "Lassen voor koks", "technical": known(False)},
}  # fmt: skip


@pytest.fixture
def ids(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> dict[str, str]:
    made = {name: add_course(sqlite, source=f"s-{name}", key=f"/{name}", **given) for name, given in OFFER.items()}
    drain(sqlite, tmp_path, address, TODAY)
    return made


@pytest.fixture
def ask(address: EngineAddress, ids: dict[str, str]) -> Any:
    names = {public_id: name for name, public_id in ids.items()}

    def search(portal: PortalSettings = EVERYTHING, today: date = TODAY, **keys: Any) -> dict[str, Any]:
        query = SearchQuery(**keys)
        results = asyncio.run(_ask(address, query, portal))
        found = answer(query, "nl", portal, results, lambda _facet, value: value, today)
        return {**found, "names": [names[hit["id"]] for hit in found["results"]]}

    return search


async def _ask(address: EngineAddress, query: SearchQuery, portal: PortalSettings) -> list[dict[str, Any]]:
    client = SearchClient(address)
    try:
        return await results_of(client, query, portal)
    finally:
        await client.close()


def counts(found: dict[str, Any], facet: str) -> dict[str, int]:
    return {row["value"]: row["count"] for row in found["facets"][facet]}


def test_only_technical_courses_are_found(ask) -> None:
    assert sorted(ask(q="lassen")["names"]) == ["mig", "tig"]


def test_a_course_in_two_provinces_is_one_result_and_counts_in_both(ask) -> None:
    found = ask()
    assert found["total"] == 3
    assert counts(found, "province") == {"Gelderland": 1, "Overijssel": 1, "Zuid-Holland": 1}


def test_a_facet_ignores_its_own_selection_and_honours_all_others(ask) -> None:
    found = ask(selected={"province": ["Gelderland"], "level": ["nlqf-2"]})
    assert found["names"] == ["mig"]
    assert counts(found, "province") == {"Gelderland": 1, "Overijssel": 1}
    assert counts(found, "level") == {"nlqf-2": 1}


def test_values_of_one_facet_are_or_and_facets_are_and(ask) -> None:
    assert sorted(ask(selected={"level": ["nlqf-2", "nlqf-3"]})["names"]) == ["mig", "tig"]
    assert ask(selected={"level": ["nlqf-2"], "province": ["Zuid-Holland"]})["total"] == 0


def test_a_selected_value_without_results_can_still_be_undone(ask) -> None:
    found = ask(q="tig", selected={"route": ["bbl"]})
    assert counts(found, "route")["bbl"] == 0


def test_place_and_start_hold_for_the_same_session(ask) -> None:
    spring = {"start_from": date(2027, 1, 1), "start_until": date(2027, 3, 1)}
    assert ask(selected={"province": ["Gelderland"]}, **spring)["names"] == ["mig"]
    assert ask(selected={"province": ["Overijssel"]}, **spring)["names"] == []


def test_the_next_start_is_the_one_that_fits_the_filters(ask) -> None:
    assert ask(q="mig")["results"][0]["nextStart"] == "2027-02-09"
    assert ask(q="mig", selected={"province": ["Overijssel"]})["results"][0]["nextStart"] == "2027-09-06"
    assert ask(q="mig", today=date(2027, 3, 1))["results"][0]["nextStart"] == "2027-09-06"


def test_a_radius_finds_what_lies_within_and_tells_the_distance(ask) -> None:
    near = Near(51.9851, 5.8987, 15, "Arnhem")
    found = ask(near=near, sort="distance")
    assert found["names"] == ["mig"]
    assert found["results"][0]["distance"] < 1
    assert ask(near=Near(51.9851, 5.8987, 120, "Arnhem"), sort="distance")["names"] == ["mig", "tig"]


def test_sorting_puts_what_is_unknown_last(ask) -> None:
    assert ask(sort="price")["names"] == ["tig", "mig", "plc"]
    assert ask(sort="start")["names"] == ["tig", "mig", "plc"]


def test_a_highest_price_hides_dearer_and_unknown_prices(ask) -> None:
    assert ask(max_price=1000)["names"] == ["tig"]


def test_pages_do_not_overlap_and_keep_the_total(ask) -> None:
    pages = [ask(page=number, page_size=2) for number in (1, 2, 3)]
    assert [page["total"] for page in pages] == [3, 3, 3]
    assert sorted(pages[0]["names"] + pages[1]["names"]) == ["mig", "plc", "tig"]
    assert pages[2]["names"] == []


def test_filter_language_in_a_value_is_a_value(ask) -> None:
    for hostile in ('x" OR sector = "y', "\\", "'; DROP", '"]'):
        assert ask(selected={"provider": [hostile]})["total"] == 0
        assert ask(q=hostile)["total"] >= 0


def test_a_portal_shows_and_counts_only_its_own_provinces(ask) -> None:
    east = PortalSettings(name="east", provinces=("Overijssel",), online=False)
    found = ask(east)
    assert found["names"] == ["mig"]
    assert counts(found, "province") == {"Overijssel": 1}
    assert found["results"][0]["places"] == ["Zwolle"]
    assert found["results"][0]["province"] == ["Overijssel"]
    assert found["results"][0]["nextStart"] == "2027-09-06"


def test_a_portal_of_a_labour_market_region_shows_only_what_is_held_there(ask) -> None:
    found = ask(PortalSettings(name="z", regions=("IJsselvechtstreek",), online=False))
    assert found["names"] == ["mig"]
    assert found["results"][0]["places"] == ["Zwolle"]


RULES = st.none() | st.builds(
    lambda kind, values: Rule(**{kind: values}),
    st.sampled_from(["allow", "deny"]),
    st.frozensets(st.sampled_from(["metal-welding", "mechatronics-maintenance", "data"])),
)
PORTALS = st.builds(
    PortalSettings,
    name=st.just("p"),
    provinces=st.none()
    | st.lists(st.sampled_from(["Gelderland", "Overijssel", "Zuid-Holland"]), max_size=3).map(tuple),
    regions=st.none() | st.lists(st.sampled_from(["Midden-Gelderland", "IJsselvechtstreek"]), max_size=2).map(tuple),
    online=st.booleans(),
    sectors=RULES,
    routes=st.none() | st.sampled_from([Rule(allow=frozenset({"bbl"})), Rule(deny=frozenset({"bbl"}))]),
    sources=st.none() | st.sampled_from([Rule(allow=frozenset({"s-mig"})), Rule(deny=frozenset({"s-mig"}))]),
    languages=st.none() | st.just(("en",)),
)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(portal=PORTALS)
def test_the_engine_and_the_rules_agree_on_every_portal(portal: PortalSettings, ask, sqlite: Engine, ids) -> None:
    with Session(sqlite) as unit:
        courses = effective_courses(unit, unit.exec(select(Course.id)).all())
    allowed = {c.id for c in courses if any(permits(portal, d) for d in documents(c, TODAY))}
    assert {ids[name] for name in ask(portal)["names"]} == allowed
