"""Careers on pages and in the API: ways side by side from real courses, figures with a source, nothing made up."""

import json
from pathlib import Path

import httpx2
import pytest
from parsel import Selector
from sqlalchemy import Engine

from catalogue.careers.about import duties, related
from catalogue.careers.known import shipped
from catalogue.careers.outlook import OutlookProblem, import_outlook
from catalogue.careers.table import careers
from catalogue.curation import reject_career
from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.normal import Duration, Unit
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.tables import Editor
from search_api.v1 import career_models
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, Route, add_course, known, price, session

pytestmark = pytest.mark.engine
HEAD = "career,region,outlook,source,url,dated\n"
FIGURE = HEAD + "lasser,Twente,tight,UWV,https://www.uwv.nl/,2026-06-01\n"


@pytest.fixture
def ids(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> dict[str, str]:
    year, days = (known(Duration(amount=n, unit=unit)) for n, unit in ((2, Unit.YEAR), (5, Unit.DAY)))
    made = {
        "bbl": add_course(sqlite, key="/bbl", title="Lasser bbl", route=known(Route.BBL), duration=year,
                          sessions=(session("2027-09-01", ARNHEM),)),
        "mig": add_course(sqlite, key="/mig", title="MIG/MAG lassen", route=known(Route.PRIVATE), price=price(800),
                          duration=days, sessions=(session("2027-02-09", ARNHEM),)),
        "tig": add_course(sqlite, key="/tig", title="TIG lassen <b>", route=known(Route.PRIVATE), price=price(1200),
                          sessions=(session("2027-01-11", ROTTERDAM),)),
    }  # fmt: skip
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="Oost", provinces=("Gelderland", "Overijssel")), "test")
    drain(sqlite, tmp_path / "home", address, TODAY)
    return made


def shown(answer: httpx2.Response, status: int = 200) -> Selector:
    assert answer.status_code == status, answer.text[:300]
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    return Selector(answer.text)


def text(found: Selector) -> str:
    return " ".join(" ".join(found.css("main ::text").getall()).split())


def test_ways_into_a_career_stand_side_by_side_with_their_courses_figures(
    api: httpx2.Client, ids: dict[str, str]
) -> None:
    body = career_models.CareerDetail.model_validate(api.get("/v1/careers/lasser").json())
    assert body.routes
    private, bbl = body.routes
    assert (private.route, private.courses, private.priced) == ("private", 2, 2)
    assert (private.least_price, private.most_price) == (800, 1200)
    assert (bbl.route, bbl.priced, bbl.longest) == ("bbl", 0, {"amount": 2.0, "unit": "year"})
    assert private.next_start
    assert private.next_start.title == "TIG lassen <b>"
    assert body.outlook == []
    page = text(shown(api.get("/nl/beroepen/lasser")))
    said = ("Cursus of training", "€ 800 tot € 1.200", "Ja, je hebt een contract en krijgt loon.", "2 jaar",
            "11 januari 2027", "We hebben nog geen cijfers over de kans op werk", "Leeroverzicht")  # fmt: skip
    for words in said:
        assert words in page, words


def test_courses_nearby_come_first_and_a_wrong_place_is_said(api: httpx2.Client, ids: dict[str, str]) -> None:
    near = shown(api.get("/nl/beroepen/lasser?near=6811"))
    assert sorted(near.css(".vw-result__title a::text").getall()) == ["Lasser bbl", "MIG/MAG lassen"]
    assert "Werkcentrum van de arbeidsmarktregio Midden-Gelderland" in text(near)
    far = text(shown(api.get("/nl/beroepen/lasser?near=Maastricht")))
    assert "Binnen 50 km van Maastricht kennen we nu geen opleiding voor dit beroep. Deze zijn verder weg:" in far
    assert "Lasser bbl" in far
    wrong = shown(api.get("/nl/beroepen/lasser?near=Atlantis"), 400)
    assert wrong.css("#near[aria-invalid=true]")
    assert wrong.css(".vw-table--wide")


def test_a_career_page_shows_no_course_that_was_not_linked(
    api: httpx2.Client, sqlite: Engine, address: EngineAddress, tmp_path: Path, ids: dict[str, str]
) -> None:
    with unit_of_work(sqlite) as unit:
        editor = Editor(email="noor@example.nl", name="Noor", password_hash="x")
        unit.add(editor)
        unit.flush()
        reject_career(unit, ids["tig"], "lasser", "reden", editor)
    drain(sqlite, tmp_path / "home", address, TODAY)
    page = shown(api.get("/nl/beroepen/lasser"))
    assert "TIG lassen" not in page.get()
    assert "TIG" not in json.dumps(api.get("/v1/careers/lasser").json()["upcoming"])


def test_a_career_without_courses_or_text_says_so_and_makes_nothing_up(
    api: httpx2.Client, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_api.v1.career.duties", dict)
    page = text(shown(api.get("/nl/beroepen/walser-metaal")))
    assert "We hebben nog geen tekst over dit beroep." in page
    assert "We kennen in dit portaal nu geen opleiding voor dit beroep." in page


def test_the_page_describes_itself_as_an_occupation(api: httpx2.Client, ids: dict[str, str]) -> None:
    page = shown(api.get("/nl/beroepen/lasser"))
    data = json.loads(page.css("script[type='application/ld+json']::text").get(""))
    assert (data["@type"], data["name"], data["occupationalCategory"]["codeValue"]) == ("Occupation", "Lasser", "7212")
    assert data["sameAs"].startswith("http://data.europa.eu/esco/occupation/")


def test_careers_are_listed_by_sector_and_found_by_name(api: httpx2.Client, ids: dict[str, str]) -> None:
    assert len(shown(api.get("/nl/beroepen/")).css(".vw-career__list a")) == len(careers())
    assert shown(api.get("/nl/beroepen/?q=elektricien")).css(".vw-career__list a::text").get() == "Elektromonteur"
    assert "Probeer een ander woord" in text(shown(api.get("/nl/beroepen?q=zzzz")))
    shown(api.get("/nl/beroepen/tovenaar"), 404)
    shown(api.get("/nowhere/beroepen/"), 404)


def test_every_career_has_a_text_in_both_languages_and_teaching_is_among_them() -> None:
    assert set(duties()) == set(careers())
    assert all(
        words.nl.endswith(".") and words.en.endswith(".") and words.nl != words.en for words in duties().values()
    )
    assert "zij-instromer" in duties()["docent-techniek"].nl
    assert {each.sector for each in careers().values()} == {careers()[name].sector for name in duties()}
    assert "pijplasser" in {each.id for each in related(shipped(), "lasser")}
    assert "lasser" not in {each.id for each in related(shipped(), "lasser")}


def test_figures_are_shown_with_their_source_and_date(api: httpx2.Client, sqlite: Engine, ids: dict[str, str]) -> None:
    with unit_of_work(sqlite) as unit:
        assert import_outlook(unit, FIGURE.splitlines(), TODAY, "test") == 1
        import_outlook(unit, FIGURE.replace(",tight,", ",loose,").splitlines(), TODAY, "test")
    page = text(shown(api.get("/nl/beroepen/lasser")))
    assert "Twente Weinig kans op werk Bron: UWV, 1 juni 2026" in page
    assert [row["outlook"] for row in api.get("/v1/careers/lasser").json()["outlook"]] == ["loose"]
    near = {town: text(shown(api.get(f"/nl/beroepen/lasser?near={town}"))) for town in ("Enschede", "Maastricht")}
    assert "Voor de arbeidsmarktregio" not in near["Enschede"]
    assert "Voor de arbeidsmarktregio Zuid-Limburg hebben we nog geen cijfers." in near["Maastricht"]


def test_test_figures_never_reach_the_national_portal(api: httpx2.Client, sqlite: Engine, ids: dict[str, str]) -> None:
    with unit_of_work(sqlite) as unit:
        import_outlook(unit, FIGURE.splitlines(), TODAY, "test", test=True)
    assert api.get("/v1/careers/lasser").json()["outlook"] == []
    assert "kans op werk Bron" not in text(shown(api.get("/nl/beroepen/lasser")))
    assert len(api.get("/v1/careers/lasser?portal=east").json()["outlook"]) == 1


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("lasser,Twente,tight,UWV,,2026-06-01\ntovenaar,Twente,tight,UWV,,2026-06-01", "line 3: career"),
        ("lasser,Atlantis,tight,UWV,,2026-06-01", "line 2: region"),
        ("lasser,Twente,heel krap,UWV,,2026-06-01", "line 2: outlook"),
        ("lasser,Twente,tight,,,2026-06-01", "line 2: source"),
        ("lasser,Twente,tight,UWV,,2027-06-01", "future"),
        ("lasser,Twente,tight,UWV,,juni", "line 2: dated"),
        ("lasser,Twente,tight,UWV,,2026-06-01\nlasser,Twente,loose,UWV,,2026-06-01", "second figure"),
        ("", "no figures"),
    ],
)
def test_a_file_with_one_wrong_line_is_not_taken_at_all(sqlite: Engine, lines: str, complaint: str) -> None:
    with pytest.raises(OutlookProblem, match=complaint), unit_of_work(sqlite) as unit:
        import_outlook(unit, (HEAD + lines).splitlines(), TODAY, "test")
    with pytest.raises(OutlookProblem, match="columns"), unit_of_work(sqlite) as unit:
        import_outlook(unit, ["a,b", "1,2"], TODAY, "test")


def test_each_sector_of_the_careers_is_one_link_away(api: httpx2.Client) -> None:
    shown = Selector(api.get("/nl/beroepen/").text)
    links = shown.css("main nav a::attr(href)").getall()
    assert links == ["#" + title for title in shown.css("main section h2::attr(id)").getall()]
    assert len(links) > 5
