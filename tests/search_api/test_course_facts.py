"""All that is known of a course reaches the API, each value with how and since when it is known."""

import re
from html import unescape
from urllib.parse import urlencode

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.curation import accept_career, set_override
from catalogue.database import unit_of_work
from catalogue.effective import effective_courses
from catalogue.index.documents import documents
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.normal import (
    Certificate,
    CostKind,
    Effort,
    EffortPer,
    ExtraCost,
    GroupSize,
    How,
    Instalments,
    QualityMark,
    Schedule,
    TargetGroup,
    Vat,
    Workplace,
)
from catalogue.settings import Settings
from catalogue.tables import Editor
from search_api.v1 import models
from tests.conftest import TODAY
from tests.factories import ARNHEM, add_course, day, known, price, session

pytestmark = pytest.mark.engine
FULL = {
    "price": price(1870, Vat.EXCLUDED),
    "schedule": known((Schedule.EVENING, Schedule.PART_TIME)),
    "effort": known(Effort(hours=8, most=12, per=EffortPer.WEEK)),
    "group_size": known(GroupSize(most=12)),
    "certificate": known(Certificate.SECTOR_CERTIFICATE, How.INFERRED),
    "target_groups": known((TargetGroup.WOMEN,)),
    "workplace": known(Workplace.LEERBEDRIJF),
    "job_guarantee": known(True),
    "quality_marks": known((QualityMark.NRTO, QualityMark.CRKBO)),
    "statutory_fee": known(True),
    "instalments": known(Instalments(times=4, cents=46_750)),
    "extra_costs": (known(ExtraCost(kind=CostKind.EXAM, cents=9_950, vat=Vat.EXEMPT)),),
    "deadline": known(day("2027-01-31")),
    "sessions": (
        session("2027-02-09", ARNHEM).model_copy(
            update={"deadline": known(day("2027-01-15"), How.INFERRED), "language": known("en")}
        ),
    ),
}


@pytest.fixture
def full(sqlite: Engine, settings: Settings, address: EngineAddress) -> str:
    made = add_course(sqlite, key="/full", **FULL)
    add_course(sqlite, key="/bare", description=None, sector=None, sessions=())
    drain(sqlite, settings.home, address, TODAY)
    return made


def test_a_course_tells_all_that_is_known_of_it(api: httpx2.Client, full: str) -> None:
    told = api.get(f"/v1/courses/{full}").json()
    models.CourseDetail.model_validate(told)
    assert told["schedule"] == ["evening", "part-time"]
    assert told["effort"] == {"hours": 8, "most": 12, "per": "week"}
    assert told["groupSize"] == {"least": None, "most": 12}
    assert (told["certificate"], told["known"]["certificate"]) == ("sector-certificate", "inferred")
    assert (told["targetGroups"], told["workplace"], told["jobGuarantee"]) == (["women"], "leerbedrijf", True)
    assert told["qualityMarks"] == ["nrto", "crkbo"]
    assert (told["statutoryFee"], told["instalments"]) == (True, {"times": 4, "amount": 467.5})
    assert told["extraCosts"] == [
        {"kind": "exam", "amount": 99.5, "vat": "exempt", "known": "stated", "quote": "words"}
    ]
    assert told["deadline"] == "2027-01-31"
    start = told["sessions"][0]
    assert (start["deadline"], start["language"], start["region"]) == ("2027-01-15", "en", "Midden-Gelderland")
    assert start["known"] == {"start": "stated", "deadline": "inferred", "place": "stated", "language": "stated"}
    fields = {row["field"] for row in told["provenance"]}
    assert {"schedule", "groupSize", "qualityMarks", "jobGuarantee", "deadline", "examCosts"} <= fields
    assert {row["at"] for row in told["provenance"]} == {told["checkedAt"]}


def test_the_first_start_comes_first_whatever_order_the_source_has(api: httpx2.Client, sqlite: Engine) -> None:
    starts = ("2027-03-31", None, "2026-11-24")
    several = add_course(sqlite, key="/several", sessions=tuple(session(each, ARNHEM) for each in starts))
    told = api.get(f"/v1/courses/{several}").json()["sessions"]
    assert [each["start"] for each in told] == ["2026-11-24", "2027-03-31", None]


def test_unknown_facts_are_null_or_empty_never_no(api: httpx2.Client, full: str) -> None:
    hits = {hit["id"]: hit for hit in api.get("/v1/courses").json()["results"]}
    bare = next(hit for key, hit in hits.items() if key != full)
    assert (bare["schedule"], bare["workplace"], bare["jobGuarantee"], bare["targetGroups"]) == ([], None, None, [])
    assert hits[full]["schedule"] == ["evening", "part-time"]
    assert hits[full]["workplace"] == "leerbedrijf"


KEYS = {"schedule": "evening", "targetGroup": "women", "workplace": "leerbedrijf", "jobGuarantee": "true"}


@pytest.mark.parametrize(("key", "value"), KEYS.items())
def test_a_search_filters_and_counts_when_for_whom_and_with_what_work(
    api: httpx2.Client, full: str, key: str, value: str
) -> None:
    answer = api.get("/v1/courses", params={key: value}).json()
    assert [hit["id"] for hit in answer["results"]] == [full]
    assert (value, 1) in [(row["value"], row["count"]) for row in answer["facets"][key]]
    assert all(row["label"] != row["value"] for row in answer["facets"][key])
    feed = api.get("/v1/courses/feed", params={key: value, "format": "csv"}).text
    assert full in feed
    assert len(feed.strip().splitlines()) == 2
    refused = api.get("/v1/courses", params={key: "nonsense"})
    assert (refused.status_code, refused.json()["errors"][0]["field"].split(".")[0]) == (400, key)


def test_the_page_offers_these_filters_and_takes_each_off_again(api: httpx2.Client, full: str) -> None:
    first = api.get("/nl/").text
    chosen = unescape(api.get("/nl/", params=KEYS).text)
    links = set(re.findall(r'class="vw-chip" rel="nofollow" href="\?([^"]*)"', chosen))
    for key, value in KEYS.items():
        assert f'name="{key}" value="{value}"' in first
        off = urlencode({name: each for name, each in KEYS.items() if name != key})
        assert off in links


def test_a_part_of_the_day_that_was_read_names_the_key_that_asks_for_it(api: httpx2.Client, full: str) -> None:
    answer = api.get("/v1/courses", params={"q": "lassen avond"}).json()
    [read] = answer["interpretation"]["filters"]
    assert [hit["id"] for hit in answer["results"]] == [full]
    asked = api.get("/v1/courses", params={"q": "lassen", read["key"]: read["value"]}).json()
    assert [hit["id"] for hit in asked["results"]] == [full]


def test_the_index_can_be_asked_for_them(sqlite: Engine, full: str) -> None:
    with Session(sqlite) as unit:
        [document] = documents(effective_courses(unit, [full])[0], TODAY)
    assert document.schedule == ["evening", "part-time"]
    assert (document.certificate, document.workplace) == ("sector-certificate", "leerbedrijf")
    assert (document.jobGuarantee, document.targetGroups) == (True, ["women"])


def test_an_editors_value_says_since_when_and_keeps_the_reason_inside(
    api: httpx2.Client, sqlite: Engine, full: str
) -> None:
    with unit_of_work(sqlite) as unit:
        unit.add(Editor(email="e@example.nl", name="E", password_hash="x"))
        unit.flush()
        editor = unit.exec(select(Editor)).one()
        set_override(unit, full, "price", {"cents": 100_00, "vat": "included"}, "gebeld met mevrouw X", editor)
        set_override(unit, full, "description", "Eigen tekst", "gebeld met mevrouw X", editor)
        accept_career(unit, full, "lasser", "gebeld met mevrouw X", editor)
        since = unit.get_one(Editor, editor.id).created_at
    told = api.get(f"/v1/courses/{full}").json()
    rows = {row["field"]: row for row in told["provenance"]}
    for field in ("price", "description"):
        assert (rows[field]["known"], rows[field]["quote"]) == ("verified", "")
        assert rows[field]["at"] >= since.isoformat(timespec="seconds")
    assert rows["schedule"]["at"] == told["checkedAt"]
    assert told["careers"][0]["rule"] == "editor"
    assert "mevrouw" not in str(told)
