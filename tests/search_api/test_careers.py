"""`/v1/careers` as a portal's developer meets it."""

from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from catalogue.curation import reject_career
from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.tables import Editor
from search_api.v1 import career_models, models
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, ZWOLLE, add_course, session

pytestmark = pytest.mark.engine


@pytest.fixture
def ids(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> dict[str, str]:
    made = {
        "mig": add_course(sqlite, "school", "/mig", title="MIG/MAG lassen",
                          sessions=(session("2027-02-09", ARNHEM), session("2027-09-06", ZWOLLE))),
        "tig": add_course(sqlite, "other", "/tig", title="TIG lassen", sessions=(session("2027-01-11", ROTTERDAM),)),
        "vca": add_course(sqlite, "other", "/vca", title="VCA voor lassers", description="Veilig werken.", sector=None),
    }  # fmt: skip
    drain(sqlite, tmp_path / "home", address, TODAY)
    return made


def test_answers_are_exactly_what_the_documentation_says(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = career_models.CareerAnswer.model_validate(api.get("/v1/careers").json())
    assert found.total >= 250
    assert (found.results[0].id, found.results[0].count) == ("lasser", 2)
    shown = career_models.CareerDetail.model_validate(api.get("/v1/careers/lasser").json())
    assert (shown.isco, shown.sector, shown.count) == ("7212", "metal-welding", 2)
    assert {each.level for each in shown.qualifications} == set(shown.levels) == {"nlqf-2", "nlqf-3"}
    models.CourseDetail.model_validate(api.get(f"/v1/courses/{ids['mig']}").json())


def test_the_way_from_a_career_to_its_courses(api: httpx2.Client, ids: dict[str, str]) -> None:
    shown = api.get("/v1/careers/lasser").json()
    found = api.get(shown["courses"]).json()
    assert sorted(hit["title"] for hit in found["results"]) == ["MIG/MAG lassen", "TIG lassen"]
    facet = {value["value"]: value for value in found["facets"]["career"]}
    assert (facet["lasser"]["label"], facet["lasser"]["count"]) == ("Lasser", 2)
    assert api.get(shown["page"]).status_code == 200


def test_a_course_tells_its_careers_and_the_words_that_say_so(api: httpx2.Client, ids: dict[str, str]) -> None:
    (career,) = api.get(f"/v1/courses/{ids['mig']}").json()["careers"]
    assert (career["id"], career["label"], career["quote"]) == ("lasser", "Lasser", "MIG/MAG lassen")
    assert career["confidence"] >= 0.8
    assert api.get(f"/v1/courses/{ids['vca']}").json()["careers"] == []


@pytest.mark.parametrize(
    ("q", "first"),
    [("elektricien", "elektromonteur"), ("lasser", "lasser"), ("Heftruck", "heftruckchauffeur"),
     ("techniekdocent", "docent-techniek"), ("LOODGIETER", "loodgieter")],
)  # fmt: skip
def test_careers_are_found_by_the_names_people_use(api: httpx2.Client, q: str, first: str) -> None:
    assert api.get("/v1/careers", params={"q": q}).json()["results"][0]["id"] == first


def test_careers_are_narrowed_and_paged(api: httpx2.Client, ids: dict[str, str]) -> None:
    data = api.get("/v1/careers?sector=data&pageSize=100").json()
    assert {career["sector"] for career in data["results"]} == {"data"}
    assert [c["id"] for c in api.get("/v1/careers?withCourses=true").json()["results"]] == ["lasser"]
    first, second = (api.get(f"/v1/careers?pageSize=5&page={page}").json()["results"] for page in (1, 2))
    assert not {c["id"] for c in first} & {c["id"] for c in second}
    assert api.get("/v1/careers?page=900").json()["results"] == []
    assert api.get("/v1/careers?q=zzzz").json()["total"] == 0


def test_counts_are_those_of_the_portal_and_the_province(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str]
) -> None:
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="East", provinces=("Overijssel",), online=False), actor="test")
    assert api.get("/v1/careers/lasser?portal=east").json()["count"] == 1
    assert api.get("/v1/careers?portal=east&withCourses=true").json()["total"] == 1
    counted = {p: api.get(f"/v1/careers?q=lasser&province={p}").json()["results"][0]["count"]
               for p in ("Gelderland", "Zuid-Holland", "Drenthe")}  # fmt: skip
    assert counted == {"Gelderland": 1, "Zuid-Holland": 1, "Drenthe": 0}


def test_what_does_not_exist_is_a_problem(api: httpx2.Client) -> None:
    for path, status in (
        ("/v1/careers/tovenaar", 404), ("/v1/careers/lasser?portal=nowhere", 404), ("/v1/careers?portal=nowhere", 404),
        ("/v1/careers?colour=red", 400), ("/v1/careers?sector=magic", 400), ("/v1/careers?page=0", 400),
        ("/v1/careers?pageSize=101", 400), ("/v1/careers?q=%00", 400), ("/v1/careers?province=Holland", 400),
    ):  # fmt: skip
        answer = api.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), path


def test_a_rejected_career_leaves_search_and_counts(
    api: httpx2.Client, sqlite: Engine, address: EngineAddress, tmp_path: Path, ids: dict[str, str]
) -> None:
    with unit_of_work(sqlite) as unit:
        editor = Editor(email="noor@example.nl", name="Noor", password_hash="x")
        unit.add(editor)
        unit.flush()
        reject_career(unit, ids["tig"], "lasser", "reden", editor)
    drain(sqlite, tmp_path / "home", address, TODAY)
    assert [hit["title"] for hit in api.get("/v1/courses?career=lasser").json()["results"]] == ["MIG/MAG lassen"]
    assert api.get("/v1/careers/lasser").json()["count"] == 1
    assert api.get(f"/v1/courses/{ids['tig']}").json()["careers"] == []
