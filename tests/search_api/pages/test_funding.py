"""The portal's pages on funding, without a browser and without JavaScript."""

from pathlib import Path

import httpx2
import pytest
from parsel import Selector
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import PortalSettings, set_portal
from tests.conftest import TODAY
from tests.factories import Route, add_course, known, price

pytestmark = pytest.mark.engine


@pytest.fixture
def course(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> str:
    made = add_course(sqlite, title="Lasser <b>bbl</b>", route=known(Route.BBL), level=known(2), price=price(1000))
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "sea", PortalSettings(name="Zee", provinces=("Zeeland",)), "test")
        set_portal(unit, "east", PortalSettings(name="Oost", provinces=("Overijssel",)), "test")
    drain(sqlite, tmp_path / "home", address, TODAY)
    return made


def shown(answer: httpx2.Response, status: int = 200) -> Selector:
    assert answer.status_code == status, answer.text[:300]
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    return Selector(answer.text)


def text(found: Selector) -> str:
    return " ".join(" ".join(found.css("main ::text").getall()).split())


def test_the_overview_has_the_country_and_the_portals_provinces(api: httpx2.Client, course: str) -> None:
    sea, east = (text(shown(api.get(f"/{slug}/regelingen"))) for slug in ("sea", "east"))
    assert "Levenlanglerenkrediet" in sea
    assert "Twents Fonds" not in sea
    assert "Alleen in Overijssel" in east
    assert "STAP-budget De regeling is gestopt. De laatste dag was 31 december 2023." in sea
    assert api.get("/v1/funding-schemes/feed?portal=sea").status_code == 200


def test_a_scheme_tells_its_state_its_sources_and_where_they_disagree(api: httpx2.Client, course: str) -> None:
    loan = text(shown(api.get("/nl/regelingen/levenlanglerenkrediet")))
    assert "Volgens onze bronnen kun je aanvragen." in loan
    assert "De redactie heeft dit nog niet nagekeken." in loan
    assert "Hier zijn de bronnen het niet over eens" in loan
    assert "zonder datum" in text(shown(api.get("/nl/regelingen/slim-mkb")))
    assert "We cannot" not in text(shown(api.get("/nl/regelingen/stap?lang=en")))
    shown(api.get("/nl/regelingen/none"), 404)
    shown(api.get("/sea/regelingen/twents-fonds"), 404)


def test_a_course_asks_what_would_tell_more(api: httpx2.Client, course: str) -> None:
    page = shown(api.get(f"/nl/opleidingen/{course}"))
    assert page.css("form[method=post] select[name=employed]")
    assert page.css("#wie-betaalt ~ ul .vw-funding__answer::text").get() == "Misschien"
    assert "Er blijft ongeveer €\u00a0100 te betalen" in page.css("section").get("") + page.get()
    assert not page.css("script:not([type='application/ld+json']):not([src='/static/widget/pages.js']), h1 b")


def test_the_form_answers_with_reasons_and_keeps_nothing(api: httpx2.Client, course: str) -> None:
    where = f"/nl/opleidingen/{course}/wie-betaalt-mee"
    assert "none" not in text(shown(api.get(where)))
    answer = api.post(where, data={"employed": "false", "age": "42", "region": "", "employerSector": ""})
    assert answer.headers["cache-control"] == "no-store"
    page = shown(answer)
    assert page.css("input[name=age]::attr(value)").get() == "42"
    assert page.css("select[name=employed] option[selected]::attr(value)").get() == "false"
    assert "SLIM-scholingssubsidie : Je werkt bij een werkgever. klopt niet" in text(page)
    assert answer.url.path == where
    assert not answer.url.query


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"age": "oud"}, "age"), ({"age": "999"}, "age"), ({"employed": "false", "employerSector": "transport"},
     "employerSector"), ({"region": "Atlantis"}, "region"), ({"employed": "misschien"}, "employed")],
)  # fmt: skip
def test_what_cannot_be_comes_back_with_the_field_named(
    api: httpx2.Client, course: str, typed: dict[str, str], field: str
) -> None:
    page = shown(api.post(f"/nl/opleidingen/{course}/wie-betaalt-mee", data=typed), 400)
    assert page.css(f"[role=alert] a[href='#f-{field}']")
    assert page.css(f"#f-{field}[aria-invalid=true]")


def test_odd_bodies_and_courses_are_no_error_of_ours(api: httpx2.Client, course: str) -> None:
    where = f"/nl/opleidingen/{course}/wie-betaalt-mee"
    for body in (b"\xff\xfe", b"&&==&", b"x=1", b"age=42&age=43", b"a=1&" * 30):
        assert api.post(where, content=body).status_code in (200, 400), body
    shown(api.post("/nl/opleidingen/none/wie-betaalt-mee"), 404)
    shown(api.get("/nowhere/regelingen"), 404)
