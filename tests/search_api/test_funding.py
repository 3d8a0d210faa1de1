"""Funding as a portal's developer meets it: schemes, answers, the filter, and the facts of a person."""

import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.funding.scheme import Scheme
from catalogue.funding.store import confirm, schemes, set_scheme
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.query import SearchQuery
from catalogue.normal import Certificate
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.search.fallback import found as found_in_database
from catalogue.search.fallback import search as search_database
from search_api.services import today
from search_api.v1 import funding_models, models
from tests.conftest import TODAY
from tests.factories import Route, Vat, add_course, follow_without_engine, known, price

pytestmark = pytest.mark.engine
PERSON = {"employed": True, "employerSector": "metal-working", "age": 42, "region": "Twente", "paidByOthers": False}


@pytest.fixture
def ids(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> dict[str, str]:
    made = {
        "bbl": add_course(sqlite, key="/bbl", title="Lasser bbl", route=known(Route.BBL), level=known(2),
                          price=price(1000, Vat.EXCLUDED)),
        "hbo": add_course(sqlite, key="/hbo", title="Bachelor lassen", route=known(Route.HBO_PART_TIME),
                          level=known(6), certificate=known(Certificate.BACHELOR)),
        "bare": add_course(sqlite, key="/bare", title="Lassen"),
    }  # fmt: skip
    drain(sqlite, tmp_path / "home", address, TODAY)
    return made


def by_scheme(answers: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each["scheme"]: each for each in answers}


def titles(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(hit["title"] for hit in answer.json()["results"])


def test_schemes_are_exactly_what_the_documentation_says(api: httpx2.Client) -> None:
    page = funding_models.FundingSchemePage.model_validate(api.get("/v1/funding-schemes?pageSize=100").json())
    assert page.total == 16
    assert page.results[-1].state == "ended"
    stap = funding_models.FundingScheme.model_validate(api.get("/v1/funding-schemes/stap").json())
    assert (stap.state, str(stap.state_day), stap.confirmed) == ("ended", "2023-12-31", False)
    assert "31 december 2023" in stap.state_text.nl
    loan = api.get("/v1/funding-schemes/levenlanglerenkrediet").json()
    assert loan["disagreements"][0]["sources"] == ["rijksoverheid", "duo", "duo-en"]
    assert loan["sources"]["duo"]["url"].startswith("https://duo.nl/")


def test_schemes_are_narrowed_paged_and_those_of_the_portal(api: httpx2.Client, sqlite: Engine) -> None:
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "sea", PortalSettings(name="Zee", provinces=("Zeeland",)), "test")
    ended = api.get("/v1/funding-schemes?state=ended").json()
    assert {each["state"] for each in ended["results"]} == {"ended"}
    assert api.get("/v1/funding-schemes?applicant=learner&state=open").json()["total"] == 2
    first, second = (api.get(f"/v1/funding-schemes?pageSize=5&page={n}").json()["results"] for n in (1, 2))
    assert not {each["id"] for each in first} & {each["id"] for each in second}
    assert api.get("/v1/funding-schemes?portal=sea").json()["total"] == 14
    assert api.get("/v1/funding-schemes/twents-fonds?portal=sea").status_code == 404


def test_a_course_says_who_may_pay_by_its_public_facts(api: httpx2.Client, ids: dict[str, str]) -> None:
    body = api.get(f"/v1/courses/{ids['bbl']}").json()
    models.CourseDetail.model_validate(body)
    answers = by_scheme(body["funding"])
    assert (answers["stap"]["answer"], answers["levenlanglerenkrediet"]["answer"]) == ("no", "no")
    assert answers["praktijkleren"]["answer"] == "unknown"
    assert answers["slim-scholing"]["leftToPay"] == {
        "least": 100, "most": 100, "vat": "excluded", "if": ["dates", "confirmed", "employed", "development-path"],
        "text": {"nl": "Er blijft ongeveer €\u00a0100 te betalen (excl. btw)",
                 "en": "About €100 is left to pay (excl. VAT)"},
    }  # fmt: skip


def test_facts_of_a_person_settle_what_they_can(api: httpx2.Client, sqlite: Engine, ids: dict[str, str]) -> None:
    with unit_of_work(sqlite) as unit:
        confirm(unit, "levenlanglerenkrediet", today(), "noor", "nagekeken bij DUO")
    path = f"/v1/courses/{ids['hbo']}/funding-answers"
    told = api.post(path, json=PERSON)
    funding_models.FundingAnswers.model_validate(told.json())
    assert by_scheme(told.json()["answers"])["levenlanglerenkrediet"]["answer"] == "yes"
    assert told.json()["answers"][0]["scheme"] == "levenlanglerenkrediet"
    silent = by_scheme(api.post(path, json={}).json()["answers"])["levenlanglerenkrediet"]
    assert (silent["answer"], silent["wanted"]) == ("unknown", ["age", "paidByOthers"])
    older = by_scheme(api.post(path, json={**PERSON, "age": 57}).json()["answers"])
    assert older["levenlanglerenkrediet"]["answer"] == "no"


def test_a_browser_may_post_facts_from_the_portals_own_pages_only(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str]
) -> None:
    home = "https://leren.example"
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "own", PortalSettings(name="Own", origins=(home,)), "test")
    path, asks = f"/v1/courses/{ids['hbo']}/funding-answers", {"Access-Control-Request-Method": "POST"}
    asked = api.options(f"{path}?portal=own", headers={"Origin": home, **asks})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, home)
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "Content-Type" in asked.headers["access-control-allow-headers"]
    told = api.post(f"{path}?portal=own", json=PERSON, headers={"Origin": home})
    assert told.headers["access-control-allow-origin"] == home
    other = api.options(f"{path}?portal=own", headers={"Origin": "https://evil.example", **asks})
    assert "access-control-allow-origin" not in other.headers
    assert api.options(path, headers={"Origin": home, **asks}).headers["access-control-allow-origin"] == "*"
    assert api.options(f"{path}?portal=nowhere", headers={"Origin": home, **asks}).status_code == 404


def test_facts_of_a_person_are_not_kept_anywhere(
    api: httpx2.Client, ids: dict[str, str], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    for body in ({"age": 57, "region": "Achterhoek"}, {"age": 157}, {"region": "Atlantis"}):
        answer = api.post(f"/v1/courses/{ids['hbo']}/funding-answers", json=body)
        assert "set-cookie" not in answer.headers
        if answer.status_code == 200:
            assert answer.headers["cache-control"] == "no-store"
        else:
            assert "157" not in answer.text
            assert "Atlantis" not in answer.text
    ours = [record for record in caplog.records if record.name.split(".")[0] not in ("httpx2", "httpcore2")]
    written = "".join(record.getMessage() for record in ours) + "".join(capfd.readouterr())
    assert not [word for word in ("Achterhoek", "157", "Atlantis") if word in written]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"employed": False, "employerSector": "metal-working"}, "employerSector"),
        ({"province": "Zeeland", "region": "Twente"}, "region"),
        ({"region": "Atlantis"}, "region"),
        ({"province": "Holland"}, "province"),
        ({"age": -1}, "age"),
        ({"age": 121}, "age"),
        ({"education": 9}, "education"),
        ({"name": "Noor"}, "name"),
        ([], "body"),
    ],
)
def test_facts_that_cannot_be_are_refused_and_named(
    api: httpx2.Client, ids: dict[str, str], body: Any, field: str
) -> None:
    answer = api.post(f"/v1/courses/{ids['hbo']}/funding-answers", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert field in [each["field"] for each in answer.json()["errors"]]


def test_what_does_not_exist_is_a_problem(api: httpx2.Client, ids: dict[str, str]) -> None:
    for path, status in (
        ("/v1/funding-schemes/none", 404), ("/v1/funding-schemes?state=maybe", 400), ("/v1/funding-schemes?x=1", 400),
        ("/v1/funding-schemes?page=0", 400), ("/v1/funding-schemes?portal=nowhere", 404),
        ("/v1/funding-schemes/feed?portal=nowhere", 404),
    ):  # fmt: skip
        assert api.get(path).status_code == status, path
    answers = f"/v1/courses/{ids['hbo']}/funding-answers"
    assert api.post("/v1/courses/none/funding-answers", json={}).status_code == 404
    assert api.post(answers, content=b"{").status_code == 400
    assert api.post(answers, content=b" " * 70_000).status_code == 413


def test_the_filter_finds_what_the_scheme_may_pay_for(api: httpx2.Client, sqlite: Engine, ids: dict[str, str]) -> None:
    assert titles(api.get("/v1/courses?funding=praktijkleren")) == ["Bachelor lassen", "Lassen", "Lasser bbl"]
    assert titles(api.get("/v1/courses?funding=levenlanglerenkrediet")) == ["Bachelor lassen", "Lassen"]
    assert titles(api.get("/v1/courses?funding=slim-mkb&funding=levenlanglerenkrediet")) == [
        "Bachelor lassen", "Lassen",
    ]  # fmt: skip
    over = api.get("/v1/courses?funding=stap")
    assert titles(over) == []
    assert "-" not in {row["value"] for row in over.json()["facets"]["funding"]}
    assert titles(api.get("/v1/courses?funding=none")) == []
    facet = {row["value"]: row for row in api.get("/v1/courses").json()["facets"]["funding"]}
    assert (facet["levenlanglerenkrediet"]["label"], facet["levenlanglerenkrediet"]["count"]) == (
        "Levenlanglerenkrediet", 2,
    )  # fmt: skip
    assert "stap" not in facet
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "sea", PortalSettings(name="Zee", provinces=("Gelderland",)), "test")
    while api.get("/v1/courses?portal=sea").status_code == 404:  # a portal is looked for some times a second at most
        time.sleep(0.05)
    elsewhere = {row["value"] for row in api.get("/v1/courses?portal=sea").json()["facets"]["funding"]}
    assert "oo-fonds" in elsewhere
    assert "twents-fonds" not in elsewhere


def test_a_scheme_that_ends_leaves_the_search_by_date_alone(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str]
) -> None:
    assert api.get("/v1/courses?funding=oo-fonds").json()["total"] == 3
    with unit_of_work(sqlite) as unit:
        changed = {**schemes(unit)["oo-fonds"].model_dump(), "ends_on": "2026-01-01"}
        set_scheme(unit, Scheme.model_validate(changed), today(), "noor", "gestopt")
    deadline = time.monotonic() + 60
    while api.get("/v1/courses?funding=oo-fonds").json()["total"] and time.monotonic() < deadline:
        time.sleep(0.1)
    assert api.get("/v1/courses?funding=oo-fonds").json()["total"] == 0
    assert "oo-fonds" not in {row["value"] for row in api.get("/v1/courses").json()["facets"]["funding"]}
    assert by_scheme(api.get(f"/v1/courses/{ids['bbl']}").json()["funding"])["oo-fonds"]["answer"] == "no"


@pytest.mark.parametrize("scheme", ["praktijkleren", "levenlanglerenkrediet", "slim-mkb", "twents-fonds", "none"])
def test_while_the_engine_is_away_the_database_finds_the_same(database: Engine, tmp_path: Path, scheme: str) -> None:
    for number, route in enumerate([None, *Route]):
        add_course(database, key=f"/{number}", route=route and known(route), level=known(6 if number % 2 else 2))
    follow_without_engine(database, tmp_path, TODAY)
    portal, query = PortalSettings(name="All"), SearchQuery(selected={"funding": (scheme,)}, page_size=100)
    with unit_of_work(database) as unit:
        everything = search_database(unit, SearchQuery(page_size=100), "nl", portal, TODAY)["results"]
        fitting = {hit["id"] for hit in everything if scheme in excluded_not(unit, hit["id"])}
        answered = search_database(unit, query, "nl", portal, TODAY)
        assert {hit["id"] for hit in answered["results"]} == fitting
        assert answered["total"] == len(fitting)
        assert fitting <= set(found_in_database(unit, query, portal))


def excluded_not(unit: Any, course_id: str) -> tuple[str, ...]:
    from catalogue.effective import effective_courses

    return effective_courses(unit, [course_id])[0].funding


def test_changes_are_a_feed_that_names_nobody(api: httpx2.Client, sqlite: Engine) -> None:
    with unit_of_work(sqlite) as unit:
        confirm(unit, "soob", today(), "noor@example.nl", "nagekeken <b>")
    answer = api.get("/v1/funding-schemes/feed")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.text)
    names = [entry.findtext("{*}title") for entry in feed.findall("{*}entry")]
    assert names[0] == "SOOB-scholingssubsidie: gewijzigd of nagekeken"
    keys = [entry.findtext("{*}id") for entry in feed.findall("{*}entry")]
    assert len(set(keys)) == len(keys)
    assert "tag:vakwijzer,2026:funding:praktijkleren:opened:2026-06-02" in keys
    assert "noor" not in answer.text
    assert "nagekeken &lt;b" not in answer.text


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.dictionaries(st.sampled_from([*PERSON, "province", "x"]), inner, max_size=4), max_leaves=6,
).map(lambda value: __import__("json").dumps(value).encode()))  # fmt: skip
def test_no_body_is_an_error_of_ours(api: httpx2.Client, ids: dict[str, str], body: bytes) -> None:
    answer = api.post(f"/v1/courses/{ids['bare']}/funding-answers", content=body)
    assert answer.status_code in (200, 400)
