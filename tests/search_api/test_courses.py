"""`/v1/courses` as a portal's developer meets it."""

from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.search import SearchRefused
from catalogue.portals.portal import PortalSettings, Rule, set_portal
from catalogue.tables import Course, CourseState
from search_api.v1 import models
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, ZWOLLE, Route, Vat, add_course, known, price, session

pytestmark = pytest.mark.engine


@pytest.fixture
def ids(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> dict[str, str]:
    made = {
        "mig": add_course(sqlite, "school", "/mig", title="MIG/MAG lassen", level=known(2), route=known(Route.BBL),
                          price=price(1870, Vat.EXCLUDED),
                          sessions=(session("2027-02-09", ARNHEM), session("2027-09-06", ZWOLLE))),
        "tig": add_course(sqlite, "other", "/tig", title="TIG lassen", sessions=(session("2027-01-11", ROTTERDAM),)),
        "kok": add_course(sqlite, "other", "/kok", title="Koken", technical=known(False)),
    }  # fmt: skip
    drain(sqlite, tmp_path / "home", address, TODAY)
    return made


def titles(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(hit["title"] for hit in answer.json()["results"])


def test_an_answer_is_exactly_what_the_documentation_says(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = api.get("/v1/courses", params={"q": "lassen"})
    models.SearchAnswer.model_validate(found.json())
    models.CourseDetail.model_validate(api.get(f"/v1/courses/{ids['mig']}").json())
    models.PortalBody.model_validate(api.get("/v1/portals/nl").json())


def test_words_and_filters_find_what_fits(api: httpx2.Client, ids: dict[str, str]) -> None:
    assert titles(api.get("/v1/courses?q=lassen")) == ["MIG/MAG lassen", "TIG lassen"]
    assert titles(api.get("/v1/courses?q=lassen&province=Gelderland")) == ["MIG/MAG lassen"]
    assert titles(api.get("/v1/courses?province=Overijssel&province=Zuid-Holland")) == ["MIG/MAG lassen", "TIG lassen"]
    assert titles(api.get("/v1/courses?near=6811 AB&radius=10")) == ["MIG/MAG lassen"]
    assert titles(api.get("/v1/courses?near=Rotterdam")) == ["TIG lassen"]
    assert titles(api.get("/v1/courses?near=51.98,5.9&radius=15")) == ["MIG/MAG lassen"]
    assert titles(api.get("/v1/courses?maxPrice=2000")) == ["MIG/MAG lassen"]
    assert titles(api.get("/v1/courses?startFrom=2027-01-01&startUntil=2027-01-31")) == ["TIG lassen"]


@pytest.mark.parametrize("level", ["nlqf-2", "mbo-2", "mbo 2", "2", "NLQF 2"])
def test_a_level_may_be_written_as_people_write_it(api: httpx2.Client, ids: dict[str, str], level: str) -> None:
    assert titles(api.get("/v1/courses", params={"level": level})) == ["MIG/MAG lassen"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("province=Holland", "province"),
        ("sector=magic", "sector"),
        ("level=mbo-9", "level"),
        ("maxPrice=-1", "maxPrice"),
        ("maxPrice=nan", "maxPrice"),
        ("startFrom=2027-02-30", "startFrom"),
        ("startFrom=0", "startFrom"),
        ("startUntil=1800000000", "startUntil"),
        ("startFrom=2027-02-02&startUntil=2027-02-01", "startFrom"),
        ("near=Atlantis", "near"),
        ("near=0,0,0", "near"),
        ("near=95,5", "near"),
        ("near=Arnhem&radius=0", "radius"),
        ("sort=distance", "near"),
        ("sort=magic", "sort"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("pageSize=101", "pageSize"),
        ("page=9999&pageSize=100", "page"),
        ("q=%00", "q"),
        ("q=" + "a" * 10_000, "q"),
        ("page=1&page=x", "page"),
    ],
)
def test_wrong_input_is_a_problem_that_names_the_field(api: httpx2.Client, query: str, field: str) -> None:
    answer = api.get(f"/v1/courses?{query}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == 400
    assert body["title"] == "Bad Request"
    assert field in body["detail"]
    assert any(error["field"].startswith(field) or field in error["message"] for error in body["errors"])


@pytest.mark.parametrize("q", ['a" OR "b', "portal = nl", "'; DROP TABLE course; --", "<script>", "🔧", "c++", "%%%"])
def test_odd_words_are_only_words(api: httpx2.Client, ids: dict[str, str], q: str) -> None:
    assert api.get("/v1/courses", params={"q": q}).status_code == 200


def test_every_answer_carries_the_version_and_may_be_read_by_any_page(api: httpx2.Client, ids: dict[str, str]) -> None:
    for path in ("/v1/courses", "/v1/courses/none", "/v1/portals/nl", "/health/live", "/v1/nothing", "/v1/courses?x=1"):
        assert api.get(path).headers["api-version"] == "1.0.0", path
    assert api.get("/v1/courses").headers["access-control-allow-origin"] == "*"
    assert api.get("/v1/openapi.json").headers["access-control-allow-origin"] == "*"


def test_a_client_that_can_unpack_gets_a_packed_answer(api: httpx2.Client, ids: dict[str, str]) -> None:
    packed = api.get("/v1/courses", headers={"Accept-Encoding": "gzip"})
    assert (packed.headers["content-encoding"], "Accept-Encoding" in packed.headers["vary"]) == ("gzip", True)
    plain = api.get("/v1/courses", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json()["total"] == packed.json()["total"]


def test_an_engine_that_refuses_a_question_costs_no_500(
    api: httpx2.Client, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It refuses, for instance, while its settings are still being made."""

    async def refuse(*_: object) -> None:
        raise SearchRefused("invalid_search_attributes_to_search_on: not yet")

    monkeypatch.setattr("catalogue.index.search.SearchClient.ask", refuse)
    assert api.get("/v1/suggestions?q=las").status_code == 503
    assert api.get("/v1/courses?q=tig").json()["degraded"]


def test_openapi_is_3_1_and_names_each_operation(api: httpx2.Client) -> None:
    document = api.get("/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    operations = [op for path in document["paths"].values() for op in path.values()]
    assert all(op["operationId"] and op["summary"] for op in operations)
    assert "400" in document["paths"]["/v1/courses"]["get"]["responses"]
    assert "422" not in document["paths"]["/v1/courses"]["get"]["responses"]


def test_a_course_that_is_not_technical_or_not_there_is_404(api: httpx2.Client, ids: dict[str, str]) -> None:
    for course_id in (ids["kok"], "none", "%00", "..%2f"):
        answer = api.get(f"/v1/courses/{course_id}")
        assert answer.status_code in (400, 404), course_id
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_withdrawn_course_is_410_where_it_was_shown_and_404_elsewhere(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str]
) -> None:
    with unit_of_work(sqlite) as unit:
        unit.get_one(Course, ids["mig"]).state = CourseState.WITHDRAWN
        set_portal(unit, "delta", PortalSettings(name="Delta", provinces=("Zeeland",)), actor="test")
    assert api.get(f"/v1/courses/{ids['mig']}").status_code == 410
    assert api.get(f"/v1/courses/{ids['mig']}?portal=delta").status_code == 404


def test_a_portal_sees_and_reaches_only_what_its_rules_allow(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str]
) -> None:
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="East", provinces=("Overijssel",), online=False), actor="test")
        set_portal(unit, "none", PortalSettings(name="N", sources=Rule(allow=frozenset({"x"}))), actor="test")
    found = api.get("/v1/courses?portal=east").json()
    assert [hit["title"] for hit in found["results"]] == ["MIG/MAG lassen"]
    assert found["results"][0]["places"] == ["Zwolle"]
    shown = api.get(f"/v1/courses/{ids['mig']}?portal=east").json()
    assert [s["place"] for s in shown["sessions"]] == ["Zwolle"]
    assert "Arnhem" not in str(shown["sessions"]) + str(found["results"])
    assert api.get(f"/v1/courses/{ids['tig']}?portal=east").status_code == 404
    assert api.get("/v1/courses?portal=none").json()["total"] == 0
    assert api.get("/v1/courses?portal=nowhere").status_code == 404


def test_only_named_origins_may_read_a_portal_that_names_some(api: httpx2.Client, sqlite: Engine) -> None:
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "own", PortalSettings(name="Own", origins=("https://own.example",)), actor="test")
    own = api.get("/v1/courses?portal=own", headers={"Origin": "https://own.example"})
    assert own.headers["access-control-allow-origin"] == "https://own.example"
    foreign = api.get("/v1/courses?portal=own", headers={"Origin": "https://foreign.example"})
    assert "access-control-allow-origin" not in foreign.headers


def test_readiness_tells_the_state_of_each_part(api: httpx2.Client) -> None:
    assert api.get("/health/live").json() == {"status": "ok"}
    ready = api.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["parts"]["engine"] == "ok"


def test_a_duplicate_is_answered_with_the_course_that_shows_it(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str]
) -> None:
    linked = add_course(sqlite, "overview", "/mig", title="Lassen MIG/MAG")
    with unit_of_work(sqlite) as unit:
        unit.get_one(Course, linked).duplicate_of = ids["mig"]
    found = api.get(f"/v1/courses/{linked}")
    assert (found.status_code, found.json()["id"], found.json()["title"]) == (200, ids["mig"], "MIG/MAG lassen")
    page = api.get(f"/nl/opleidingen/{linked}?lang=en", follow_redirects=False)
    assert (page.status_code, httpx2.URL(page.headers["Location"]).raw_path) == (
        307, f"/nl/opleidingen/{ids['mig']}?lang=en".encode(),
    )  # fmt: skip
    with unit_of_work(sqlite) as unit:
        unit.get_one(Course, ids["mig"]).state = CourseState.WITHDRAWN
    assert api.get(f"/v1/courses/{linked}").status_code == 410
