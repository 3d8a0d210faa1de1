"""`/v1/suggestions` while a person types, over the real engine."""

from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.suggest import errors_in
from catalogue.portals.portal import PortalSettings, set_portal
from search_api.v1 import models
from tests.conftest import TODAY
from tests.factories import ROTTERDAM, add_course, known, session


@pytest.fixture
def courses(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> None:
    add_course(sqlite, "vonk", "/las", title="Lasopleiding", provider_name="Rijnvonk Vakschool")
    add_course(sqlite, "haven", "/hef", title="Heftruckchauffeur", provider_name="Havenmast",
               sessions=(session("2027-02-09", ROTTERDAM),))  # fmt: skip
    add_course(sqlite, "haven", "/kok", title="Lasagne koken", provider_name="Kookschool", technical=known(False))
    drain(sqlite, tmp_path / "home", address, TODAY)


def suggested(api: httpx2.Client, q: str, portal: str = "nl") -> dict[str, list[str]]:
    answer = api.get("/v1/suggestions", params={"q": q, "portal": portal})
    assert answer.status_code == 200, answer.text
    body = models.Suggestions.model_validate(answer.json())
    return {
        "courses": [course.title for course in body.courses],
        "providers": [name.label for name in body.providers],
        "places": [name.label for name in body.places],
        "funding": [name.value for name in body.funding],
    }


@pytest.mark.engine
@pytest.mark.parametrize(
    ("q", "kind", "expected"),
    [
        ("la", "courses", ["Lasopleiding"]),
        ("lass", "courses", ["Lasopleiding"]),
        ("heftr", "courses", ["Heftruckchauffeur"]),
        ("heftuck", "courses", ["Heftruckchauffeur"]),
        ("rij", "providers", ["Rijnvonk Vakschool"]),
        ("vaksc", "providers", ["Rijnvonk Vakschool"]),
        ("rijnvnok", "providers", ["Rijnvonk Vakschool"]),
        ("ar", "places", ["Arnhem"]),
        ("arnm", "places", ["Arnhem"]),
        ("roterd", "places", ["Rotterdam"]),
        ("slim", "funding", ["slim-mkb", "slim-samenwerking", "slim-scholing"]),
        ("scholin", "funding", ["slim-scholing", "soob"]),
        ("stap", "funding", []),
    ],
)
def test_two_letters_or_one_error_are_enough(api, courses, q: str, kind: str, expected: list[str]) -> None:
    assert suggested(api, q)[kind] == expected


@pytest.mark.engine
def test_one_letter_suggests_nothing(api: httpx2.Client, courses: None) -> None:
    assert suggested(api, "l") == suggested(api, "") == {"courses": [], "providers": [], "places": [], "funding": []}


@pytest.mark.engine
def test_a_portal_suggests_only_what_it_shows(api: httpx2.Client, sqlite: Engine, courses: None) -> None:
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="East", provinces=("Gelderland",), online=False), actor="test")
    assert suggested(api, "heftruck", "east")["courses"] == []
    assert suggested(api, "havenm", "east")["providers"] == []
    assert suggested(api, "rotterdam", "east")["places"] == []
    assert suggested(api, "arnhem", "east")["places"] == ["Arnhem"]
    assert api.get("/v1/suggestions?q=la&portal=nowhere").status_code == 404


@pytest.mark.engine
@pytest.mark.parametrize(("query", "field"), [("qq=la", "qq"), ("q=%00", "q"), ("q=" + "a" * 300, "q")])
def test_wrong_input_is_a_problem_that_names_the_field(api: httpx2.Client, query: str, field: str) -> None:
    answer = api.get(f"/v1/suggestions?{query}")
    assert answer.status_code == 400
    assert field in answer.json()["detail"]


@pytest.mark.engine
def test_any_page_may_ask(api: httpx2.Client) -> None:
    assert api.get("/v1/suggestions?q=la").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("typed", "name", "errors"),
    [("arn", "Arnhem", 0), ("bosch", "Den Bosch", 0), ("arnm", "Arnhem", 1), ("anr", "Arnhem", None),
     ("", "Arnhem", None),
     ("zzzz", "Arnhem", None), ("den b", "Den Bosch", 0)],
)  # fmt: skip
def test_a_name_fits_by_the_beginning_of_a_word(typed: str, name: str, errors: int | None) -> None:
    assert errors_in(typed, name) == errors


NAMES = ("Arnhem", "Rotterdam", "Den Bosch", "Zwolle", "Lasser", "Elektromonteur", "Warmtepompmonteur", "Timmerman",
         "Procesoperator", "Rijnvonk Vakschool", "Hogeschool Waddenveen", "Havenmast")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_suggested_from_two_letters_on_and_with_any_one_slip(name: str) -> None:
    for size in range(2, len(name) + 1):
        assert errors_in(name[:size], name) == 0
    for size in range(5, len(name) + 1):
        typed = name[:size]
        for place in range(1, size - 1):
            missing = typed[:place] + typed[place + 1 :]
            wrong = typed[:place] + "q" + typed[place + 1 :]
            doubled = typed[:place] + typed[place] + typed[place:]
            swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
            for slip in (missing, wrong, doubled, swapped):
                assert errors_in(slip, name) is not None, slip
