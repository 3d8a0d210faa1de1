"""What people see of the sample sites equals what a person reads on them (`crawlers/samples/expected.yaml`).

And the search in the database finds and counts them as the engine does.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlmodel import Session

import crawlers.samples
from catalogue.database import connect
from catalogue.funding.store import schemes
from catalogue.portals.portal import NATIONAL_SETTINGS
from catalogue.search import fallback
from catalogue.settings import Settings
from crawlers.samples.starts import start as sample_start
from search_api.v1.funding_answers import unavailable
from search_api.v1.parameters import SearchParameters
from tests.world import World

pytestmark = [pytest.mark.engine]
EXPECTED = yaml.safe_load((Path(crawlers.samples.__file__).parent / "expected.yaml").read_text("utf-8"))
COURSES = EXPECTED["courses"]
SITES = EXPECTED["sites"]


@pytest.fixture(scope="session")
def published(world: World) -> dict[str, dict[str, Any]]:
    """URL -> course detail, of everything that the national portal shows."""
    found, page = {}, 1
    while True:
        answer = world.api.get("/v1/courses", params={"page": page, "pageSize": 100}).json()
        for hit in answer["results"]:
            found[hit["url"]] = world.api.get(f"/v1/courses/{hit['id']}").json()
        if len(found) >= answer["total"] or not answer["results"]:
            return found
        page += 1


def shown(world: World, published: Mapping[str, Any], case: Mapping[str, Any]) -> Any:
    return published.get(world.origins[case["source"]] + case["path"])


def ids(case: Mapping[str, Any]) -> str:
    return f"{case['source']}{case['path']}"


TECHNICAL = [case for case in COURSES if case["technical"]]


@pytest.mark.parametrize("case", TECHNICAL, ids=ids)
def test_a_technical_course_is_shown_under_its_own_name(world: World, published, case) -> None:
    course = shown(world, published, case)
    assert course is not None, "not published"
    assert course["title"] == case["title"]
    assert course["provider"] == case["provider"]


@pytest.mark.parametrize("case", [c for c in COURSES if c["technical"] is False], ids=ids)
def test_a_course_that_is_not_technical_is_not_shown(world: World, published, case) -> None:
    assert shown(world, published, case) is None


@pytest.mark.parametrize("case", COURSES, ids=ids)
def test_a_shown_price_is_what_the_page_says(world: World, published, case) -> None:
    course = shown(world, published, case)
    if course is None:
        return
    if not case["price"]:
        assert course["price"] is None
        return
    details = course["priceDetails"]
    assert details is not None
    assert (round(details["amount"] * 100), details["vat"]) in [(p["cents"], p["vat"]) for p in case["price"]]


@pytest.mark.parametrize("case", COURSES, ids=ids)
def test_shown_starts_are_those_of_the_page(world: World, published, case) -> None:
    course = shown(world, published, case)
    if course is None:
        return
    today = date.today()
    firsts = {sample_start(rule, today).first for rule in case["starts"] if "say" not in rule}
    got = {s["startDetails"]["first"] for s in course["sessions"] if s["startDetails"]}
    coming = {first for first in got if first >= today.isoformat()}
    assert coming == {first.isoformat() for first in firsts if first}


@pytest.mark.parametrize("case", COURSES, ids=ids)
def test_shown_places_and_provinces_are_those_of_the_page(world: World, published, case) -> None:
    course = shown(world, published, case)
    if course is not None:
        assert sorted(course["places"]) == sorted(case["places"])
        assert sorted(course["province"]) == sorted(case["provinces"])


@pytest.mark.parametrize("case", COURSES, ids=ids)
def test_a_shown_level_route_mode_and_sector_is_right(world: World, published, case) -> None:
    course = shown(world, published, case)
    if course is None:
        return
    assert course["level"] in (None, case["level"] and f"nlqf-{case['level']}")
    assert course["route"] in (None, case["route"], "private" if case["route"] is None else None)
    if case["modes"]:
        assert set(course["mode"]) <= set(case["modes"])
    if case["sectors"]:
        assert course["sector"] in [*case["sectors"], None]


@pytest.mark.parametrize("site", SITES)
def test_what_is_clearly_technical_is_all_there_and_nothing_else(world: World, published, site: str) -> None:
    urls = [url for url in published if url.startswith(world.origins[site])]
    wanted = SITES[site]
    assert wanted["technical"] <= len(urls) <= wanted["technical"] + len(wanted["debatable"]) + may_be_read(wanted)
    slugs = {url.rstrip("/").rpartition("/")[2] for url in urls}
    assert not slugs & set(wanted["not_technical"])
    assert not slugs & {must_not_be_read(refused) for refused in wanted["refused"]}


def may_be_read(site: Mapping[str, Any]) -> int:
    return sum(1 for refused in site["refused"] if refused.get("may_be_read"))


def must_not_be_read(refused: Mapping[str, Any]) -> str | None:
    if refused.get("may_be_read"):
        return None
    return str(refused.get("item") or refused["path"].rpartition("/")[2])


@pytest.mark.parametrize("site", SITES)
def test_every_run_is_healthy_and_says_why_it_refused(world: World, site: str) -> None:
    assert world.reports[site]["state"] == "applied"
    facts = world.home.json("run", "show", str(world.reports[site]["id"]))
    told = {item["where"] for item in facts["refused"]} | {page["url"] for page in facts["failedPages"]}
    for refused in SITES[site]["refused"]:
        if "path" in refused and not refused.get("may_be_read"):
            assert any(refused["path"] in where for where in told), refused


def test_nothing_that_must_stay_inside_is_in_any_answer(world: World, published) -> None:
    text = str(published) + world.api.get("/v1/courses?pageSize=100").text
    assert [secret for secret in EXPECTED["never"] if secret in text] == []


def test_the_index_agrees_with_the_database(world: World) -> None:
    assert world.home.json("index", "check")["agrees"]


def test_a_second_crawl_changes_nothing_and_indexes_nothing(world: World) -> None:
    report = world.home.json("crawl", "rijnvonk")
    assert report["changes"] == {"same": 28}
    assert report["counts"]["unchanged"] > 25
    assert "0 courses" in _stderr(world, "index", "drain")


def _stderr(world: World, *arguments: str) -> str:
    process = world.home.start(*arguments, stderr=-1)
    return process.communicate(timeout=60)[1]


def test_lassen_in_gelderland_gives_courses_that_fit(world: World) -> None:
    answer = world.api.get("/v1/courses?q=lassen&province=Gelderland").json()
    assert answer["total"] >= 10
    for hit in answer["results"]:
        assert "Gelderland" in hit["province"]
        assert "las" in (hit["title"] + (hit["summary"] or "")).lower()


def test_explain_shows_where_each_value_comes_from(world: World, published) -> None:
    course = next(c for c in published.values() if c["title"] == "MIG/MAG lassen niveau 1")
    rows = {row["field"]: row for row in world.home.json("explain", course["id"])}
    assert set(rows["price"]) == {"field", "value", "known", "rule", "quote"}
    assert rows["price"]["known"] == "stated"
    assert rows["price"]["value"]["cents"] == 187000
    assert rows["sector"]["quote"]


SEARCHES: list[dict[str, Any]] = [
    {},
    {"sort": "price"},
    {"sector": ["metal-welding", "installation-climate"]},
    {"province": ["Gelderland"], "route": ["bbl"]},
    {"province": ["Gelderland", "Zuid-Holland"], "mode": ["onsite"], "maxPrice": "2000"},
    {"near": "Arnhem", "radius": "40", "province": ["Gelderland"]},
    {"near": "Utrecht", "radius": "60", "sort": "distance", "schedule": ["evening"]},
    {"startFrom": date.today().isoformat(), "language": ["nl"]},
    {"kind": ["omscholing"], "startFrom": date.today().isoformat(), "mode": ["onsite", "online"]},
    {"career": ["lasser"], "level": ["nlqf-2"]},
]


def told(body: dict[str, Any], over: frozenset[str]) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    """Total and facets; without the schemes that are over, which the API leaves out of either answer."""
    counts = {name: sorted((row["value"], row["count"]) for row in rows if row["value"] not in over)
              for name, rows in body["facets"].items()}  # fmt: skip
    return body["total"], counts


@pytest.mark.parametrize("asked", SEARCHES, ids=range(len(SEARCHES)))
def test_total_and_each_facet_are_those_of_the_engine(world: World, asked: dict[str, Any]) -> None:
    healthy = world.api.get("/v1/courses", params=asked).json()
    assert healthy["degraded"] is False
    database = connect(Settings(VAKWIJZER_HOME=world.home.path, DATABASE_URL=None, MEILI_URL=None))
    query = SearchParameters.model_validate(asked).query()
    with Session(database) as session:
        found = fallback.search(session, query, "nl", NATIONAL_SETTINGS, date.today())
        over = unavailable(schemes(session), NATIONAL_SETTINGS, date.today())
    assert healthy["total"] > 0
    assert told(found, over) == told(healthy, over)
