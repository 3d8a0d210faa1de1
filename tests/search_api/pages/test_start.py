"""The guided start and courses side by side, without JavaScript."""

from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsel import Selector
from sqlalchemy import Engine

from catalogue.careers.about import duties
from catalogue.careers.known import shipped
from catalogue.careers.start import Doing, Subject, Where, Wishes, suggest, works
from catalogue.careers.table import careers
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from tests.conftest import TODAY
from tests.factories import ROTTERDAM, Route, add_course, known, price, session

pytestmark = pytest.mark.engine
WISHES = st.builds(
    Wishes,
    st.none() | st.sampled_from(Where),
    st.none() | st.sampled_from(Doing),
    st.none() | st.sampled_from(Subject),
)


@pytest.fixture
def ids(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> list[str]:
    made = [
        add_course(sqlite, key="/bbl", title="Lasser bbl", route=known(Route.BBL), price=price(1000)),
        add_course(sqlite, key="/tig", title="TIG lassen <i>", sessions=(session("2027-01-11", ROTTERDAM),)),
    ]
    drain(sqlite, tmp_path / "home", address, TODAY)
    return made


def shown(answer: httpx2.Response, status: int = 200) -> Selector:
    assert answer.status_code == status, answer.text[:300]
    return Selector(answer.text)


def text(found: Selector) -> str:
    return " ".join(" ".join(found.css("main ::text").getall()).split())


@given(wishes=WISHES)
def test_every_suggestion_fits_an_answer_and_is_a_career_with_a_text(wishes: Wishes) -> None:
    found = suggest(shipped(), wishes, {"lasser": 3})
    assert len(found) == (3 if wishes.given else 0) or 0 < len(found) < 3
    for each in found:
        assert each.fits
        assert each.career.id in duties()
        assert "where" not in each.fits or wishes.where in works()[each.career.id].place


def test_every_career_of_the_start_exists() -> None:
    assert set(works()) == set(duties()) <= set(careers())


def test_five_answers_give_three_careers_each_with_its_reasons(api: httpx2.Client, ids: list[str]) -> None:
    assert len(shown(api.get("/nl/start")).css("fieldset")) == 4
    page = shown(api.get("/nl/start?where=workshop&doing=make&subject=metal&route=bbl&near=Arnhem"))
    assert page.css("ol h3 a::text").getall()[0] == "Lasser"
    assert len(page.css("ol h3")) == 3
    first = " ".join(page.css("ol li.vw-session")[0].css("::text").getall())
    assert "Dit doe je graag: Iets maken met je handen." in first
    assert "We kennen 1 opleiding" in first
    link = page.css("ol h3 a::attr(href)").get("")
    assert link == "/nl/beroepen/lasser?near=Arnhem"
    assert "Lasser bbl" in text(shown(api.get(link)))


def test_the_start_forgives_what_it_does_not_know(api: httpx2.Client, ids: list[str]) -> None:
    assert shown(api.get("/nl/start?near=Atlantis&where=outside"), 400).css("#near[aria-invalid=true]")
    shown(api.get("/nl/start?where=moon"), 400)
    assert not shown(api.get("/nl/start?where=&near=")).css("ol")
    shown(api.get("/nowhere/start"), 404)
    assert "These careers fit" in text(shown(api.get("/nl/start?lang=en&where=desk")))


def test_courses_stand_side_by_side_and_what_is_gone_is_said(api: httpx2.Client, ids: list[str]) -> None:
    page = shown(api.get("/nl/vergelijk", params={"id": ids}))
    assert page.css("thead th a::text").getall() == ["Lasser bbl", "TIG lassen <i>"]
    said = text(page)
    assert "€ 1.000" in said
    assert "Prijs niet bekend" in said
    assert "Misschien: " in said
    assert "Subsidieregeling praktijkleren" in said
    one = text(shown(api.get("/nl/vergelijk", params={"id": [ids[0], "none"]})))
    assert "is er niet (meer)" in one
    assert "de eerste vier" in text(shown(api.get("/nl/vergelijk", params={"id": ["a", "b", "c", "d", "e"]})))
    assert "Kies bij een beroep" in text(shown(api.get("/nl/vergelijk")))
    assert page.css("i").getall() == []


def test_courses_are_chosen_on_the_page_of_a_career(api: httpx2.Client, ids: list[str]) -> None:
    page = shown(api.get("/nl/beroepen/lasser"))
    chosen = page.css("input[form=vergelijk]::attr(value)").getall()
    assert sorted(chosen) == sorted(ids)
    assert page.css("form#vergelijk::attr(action)").get() == "/nl/vergelijk"
