"""Courses as OOAPI v5, held against the standard's own schemas."""

from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.normal import Duration, Mode, NormalSession, Unit
from catalogue.portals.portal import PortalSettings, set_portal
from search_api.formats.ooapi_course import LETTERS, id_of, uuid_of
from tests.factories import ARNHEM, ROTTERDAM, Route, Vat, add_course, day, known, price, session

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def standard(shared_data: Path):
    folder = shared_data / "A_courses" / "ooapi" / "v5-spec" / "v5"

    def retrieve(uri: str) -> Resource[Any]:
        contents = yaml.safe_load(Path(uri.removeprefix("file://")).read_text("utf-8"))
        return Resource.from_contents(contents, default_specification=DRAFT202012)

    registry: Registry[Any] = Registry(retrieve=retrieve)

    def validator(name: str) -> Draft202012Validator:
        schema = {"$ref": f"file://{folder.resolve()}/schemas/{name}.yaml"}
        return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())

    return validator


@pytest.fixture
def ids(sqlite: Engine) -> dict[str, str]:
    whole = NormalSession(start=known(day("2027-02-09")), end=known(day("2027-06-30")), place=known(ARNHEM),
                          deadline=known(day("2027-01-31")), price=known(price(900, Vat.EXCLUDED).value))  # fmt: skip
    made = {
        "full": add_course(sqlite, key="/full", title="MIG/MAG lassen", level=known(2), route=known(Route.BBL),
                           language=known("nl"), mode=known(Mode.ONSITE), price=price(1000),
                           duration=known(Duration(amount=2, unit=Unit.YEAR)), requirements="Vmbo",
                           sessions=(whole, session("2027-09-01", ARNHEM))),
        "bare": add_course(sqlite, key="/bare", title="Lassen", description=None, sessions=()),
        "west": add_course(sqlite, key="/west", title="Lassen west", sessions=(session("2027-02-09", ROTTERDAM),)),
    }  # fmt: skip
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="Oost", provinces=("Gelderland",), online=False), "test")
    return made


def test_every_course_and_page_is_as_the_standard_says(api: httpx2.Client, ids: dict[str, str], standard: Any) -> None:
    page = api.get("/ooapi/v5/courses").json()
    standard("Pagination").validate(page)
    assert len(page["items"]) == 3
    for each in page["items"]:
        standard("Course").validate(each)
        standard("Course").validate(api.get(f"/ooapi/v5/courses/{each['courseId']}").json())
    standard("Service").validate(api.get("/ooapi/v5/").json())
    bare = api.get(f"/ooapi/v5/courses/{uuid_of(ids['bare'])}").json()
    assert (bare["level"], bare["teachingLanguage"]) == ("undefined", "und")
    with pytest.raises(Exception, match="uuid"):
        standard("Course").validate({"courseId": "x"})


def test_only_starts_whose_days_are_known_are_offerings(api: httpx2.Client, ids: dict[str, str], standard: Any) -> None:
    page = api.get(f"/ooapi/v5/courses/{uuid_of(ids['full'])}/offerings").json()
    (offering,) = page["items"]
    standard("CourseOffering").validate(offering)
    assert (offering["startDate"], offering["endDate"], offering["enrollEndDate"]) == (
        "2027-02-09", "2027-06-30", "2027-01-31",
    )  # fmt: skip
    assert offering["priceInformation"] == [
        {"costType": "total costs", "amountWithoutVat": "900.00", "currency": "EUR"}
    ]
    assert offering["addresses"][0]["city"] == "Arnhem"


def test_pages_and_portals_hold(api: httpx2.Client, ids: dict[str, str]) -> None:
    first = api.get("/ooapi/v5/courses?pageSize=2").json()
    second = api.get("/ooapi/v5/courses?pageSize=2&pageNumber=2").json()
    assert (first["hasNextPage"], second["hasNextPage"], second["hasPreviousPage"], first["totalPages"]) == (
        True, False, True, 2,
    )  # fmt: skip
    assert len({each["courseId"] for each in first["items"] + second["items"]}) == 3
    assert [each["abbreviation"] for each in api.get("/ooapi/v5/courses?portal=east").json()["items"]] == [ids["full"]]
    assert api.get(f"/ooapi/v5/courses/{uuid_of(ids['west'])}?portal=east").status_code == 404


def test_what_does_not_exist_is_a_problem(api: httpx2.Client, ids: dict[str, str]) -> None:
    for path, status in (
        ("courses/x", 404), ("courses/123e4567-e89b-12d3-a456-426614174000", 404), ("courses?pageSize=0", 400),
        ("courses?pageSize=251", 400), ("courses?portal=nowhere", 404), (f"courses/{uuid_of(ids['full'], 1)}", 404),
        (f"courses/{uuid_of('a' * 13)}/offerings", 404),
    ):  # fmt: skip
        assert api.get(f"/ooapi/v5/{path}").status_code == status, path


@given(course=st.text(LETTERS, min_size=13, max_size=13), number=st.integers(0, 2**40 - 1))
def test_a_uuid_names_one_course_and_session(course: str, number: int) -> None:
    assert id_of(uuid_of(course, number)) == (course, number)
