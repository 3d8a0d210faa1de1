"""The portal's pages over the real engine, without a browser and without JavaScript."""

from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from parsel import Selector
from sqlalchemy import Engine

from catalogue.careers.table import careers
from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.tables import Course, CourseState
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, add_course, session

pytestmark = pytest.mark.engine


@pytest.fixture
def ids(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> dict[str, str]:
    made = {
        "mig": add_course(sqlite, "school", "/mig", title="MIG/MAG lassen <b>vet</b>",
                          description="Script <script>x</script>"),
        "tig": add_course(sqlite, "other", "/tig", title="TIG lassen", sessions=(session("2027-01-11", ROTTERDAM),)),
        "bare": add_course(sqlite, "other", "/bare", title="L" * 300, description=None, sector=None, sessions=()),
    }  # fmt: skip
    drain(sqlite, tmp_path / "home", address, TODAY)
    return made


def page(api: httpx2.Client, path: str, status: int = 200) -> Selector:
    answer = api.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    return Selector(answer.text)


def test_the_form_as_a_browser_sends_it_searches(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = page(api, "/nl/?q=lassen&near=&radius=20&startFrom=&startUntil=&maxPrice=&sort=relevance")
    titles = sorted(title.get() for title in found.css(".vw-result__title a::text"))
    assert titles == ["MIG/MAG lassen <b>vet</b>", "TIG lassen"]
    assert found.css("input[name=q]::attr(value)").get() == "lassen"


def test_a_filter_is_ticked_named_and_can_be_taken_away(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = page(api, "/nl/?q=lassen&province=Gelderland")
    assert found.css("input[name=province][checked]::attr(value)").getall() == ["Gelderland"]
    assert "province" not in (found.css("a.vw-chip::attr(href)").get() or "province")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_career_and_a_scheme_of_a_link_are_named_taken_away_and_kept_by_the_form(
    api: httpx2.Client, ids: dict[str, str], lang: str
) -> None:
    career = next(iter(careers().values()))
    asked = {"q": "lassen", "career": career.id, "funding": "stap", "lang": lang}
    found = page(api, "/nl/?" + urlencode(asked))
    chips = {chip.xpath("text()").get(): chip.attrib["href"] for chip in found.css("a.vw-chip")}
    assert set(chips) == {career.label, "STAP-budget"}
    assert f"career={career.id}" not in chips[career.label]
    assert "funding=stap" in chips[career.label]
    assert "funding=" not in chips["STAP-budget"]
    kept = {box.attrib["name"]: box.attrib["value"] for box in found.css("input[type=hidden][form=zoek]")}
    assert kept.items() >= {"career": career.id, "funding": "stap"}.items()
    cleared = found.css("ul.vw-chips a.vw-button::attr(href)").get("")
    assert "q=lassen" in cleared
    assert "career=" not in cleared
    assert "funding=" not in cleared


def test_a_course_page_links_to_the_provider_and_says_how_things_are_known(
    api: httpx2.Client, ids: dict[str, str]
) -> None:
    shown = page(api, f"/nl/opleidingen/{ids['mig']}")
    assert "https://school.example/mig" in shown.css("a::attr(href)").getall()
    assert "volgens de opleider" in shown.get()


def test_words_of_a_source_never_become_markup(api: httpx2.Client, ids: dict[str, str]) -> None:
    for path in ("/nl/", f"/nl/opleidingen/{ids['mig']}"):
        assert (
            page(api, path)
            .css("script:not([type='application/ld+json']):not([src='/static/widget/pages.js']), h1 b, h3 b")
            .getall()
            == []
        )


def test_a_course_with_nothing_known_still_makes_sense(api: httpx2.Client, ids: dict[str, str]) -> None:
    shown = page(api, f"/nl/opleidingen/{ids['bare']}").get()
    assert "Startdatum niet bekend" in shown
    assert "Prijs niet bekend" in shown
    assert "None" not in shown


def test_what_is_not_there_has_a_page_with_a_way_on(api: httpx2.Client, sqlite: Engine, ids: dict[str, str]) -> None:
    with unit_of_work(sqlite) as unit:
        unit.get_one(Course, ids["tig"]).state = CourseState.WITHDRAWN
    assert page(api, "/nl/opleidingen/none", 404).css("main a::attr(href)").get() == "/nl/"
    assert page(api, f"/nl/opleidingen/{ids['tig']}", 410).css("main a::attr(href)").get() == "/nl/"
    assert page(api, "/nowhere/", 404).css("main a::attr(href)").get() == "/nl/"


def test_a_search_that_cannot_be_read_keeps_what_was_asked_and_says_what_is_wrong(api: httpx2.Client) -> None:
    found = page(api, "/nl/?q=lassen&near=Atlantis&radius=10&route=bbl", 400)
    assert "Deze plaats of postcode kennen we niet" in found.css("main").get("")
    assert found.css("#q::attr(value)").get() == "lassen"
    assert found.css("#near[aria-invalid=true]::attr(value)").get() == "Atlantis"
    assert found.css("input[form=zoek][name=route]::attr(value)").getall() == ["bbl"]
    without = found.css("main .vw-message a::attr(href)").get("")
    assert page(api, f"/nl/{without}").css("#q::attr(value)").get() == "lassen"
    named = page(api, "/nl/?colour=red&maxPrice=veel&q=tig", 400)
    assert "colour, Hoogste prijs in euro" in named.css("main .vw-message").get("")
    assert named.css("main .vw-message a::attr(href)").get() == "?q=tig"


UNREAD = {
    "q=tig&startFrom=2027-05-01&startUntil=2027-01-01": ("Start vanaf", "?q=tig&startUntil=2027-01-01"),
    "q=tig&page=900": ("Pagina", "?q=tig"),
    "q=tig&page=twee": ("Pagina", "?q=tig"),
    "q=tig&level=hoog&sort=duur": ("Niveau, Sorteer op", "?q=tig"),
}


def test_what_cannot_be_read_is_called_what_the_page_calls_it(api: httpx2.Client) -> None:
    for asked, (said, without) in UNREAD.items():
        shown = page(api, f"/nl/?{asked}", 400).css("main .vw-message")
        assert f"Dit deel kunnen we niet lezen: {said}." in shown.get(""), asked
        assert shown.css("a::attr(href)").get() == without


def test_english_is_one_key_away_and_links_keep_it(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = page(api, "/nl/?lang=en&province=Gelderland")
    assert found.css("html::attr(lang)").get() == "en"
    assert all("lang=en" in href for href in found.css("a.vw-chip::attr(href)").getall())
    assert page(api, "/nl/?lang=xx").css("html::attr(lang)").get() == "nl"


def test_a_portal_has_its_own_name_and_theme(api: httpx2.Client, sqlite: Engine, ids: dict[str, str]) -> None:
    tokens = {"--vakwijzer-color-action": "#7a1f5c"}
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="Leren in Oost", provinces=("Gelderland",), tokens=tokens), "test")
    assert "Leren in Oost" in page(api, "/east/").css("header").get("")
    assert "--vakwijzer-color-action: #7a1f5c;" in api.get("/east/theme.css").text
    assert page(api, f"/east/opleidingen/{ids['tig']}", 404)


def test_the_other_pages_stand(api: httpx2.Client) -> None:
    for path in ("/nl/over", "/nl/toegankelijkheid"):
        assert page(api, path).css("h1")
    assert api.get("/").status_code == 307
    assert api.get("/widget/v1/vakwijzer.js").headers["access-control-allow-origin"] == "*"


def test_places_named_in_the_page_are_those_of_the_course(api: httpx2.Client, ids: dict[str, str]) -> None:
    assert ARNHEM.name in page(api, f"/nl/opleidingen/{ids['mig']}").get()


def test_a_start_without_a_place_says_so_and_not_that_the_courses_place_is_unknown(
    api: httpx2.Client, sqlite: Engine
) -> None:
    course = add_course(sqlite, key="/elders", sessions=(session("2027-02-09", ARNHEM), session("2027-03-09")))
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "noord", PortalSettings(name="Noord", provinces=("Drenthe",)), "test")
    told = page(api, f"/noord/opleidingen/{course}").get()
    assert "Bij deze start staat geen plaats" in told
    assert "Arnhem" not in told
    assert "No place given for this start" in page(api, f"/noord/opleidingen/{course}?lang=en").get()


def test_what_was_read_from_the_words_is_said_and_can_be_undone(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = page(api, "/nl/?q=lassen+arnhem")
    assert "Binnen 20 km van Arnhem" in found.css(".vw-understood").get("")
    assert found.css(".vw-understood .vw-chip::attr(href)").getall() == ["?q=lassen"]
    undo = found.css(".vw-understood p a::attr(href)").get("")
    assert page(api, f"/nl/{undo}").css(".vw-understood").get() is None


def test_what_was_read_and_given_up_is_said_in_the_language_of_the_page(
    api: httpx2.Client, ids: dict[str, str]
) -> None:
    read = page(api, "/nl/?lang=en&q=lassen+arnhem+onder+3000+euro").css(".vw-understood").get("")
    assert "Within 20 km of Arnhem" in read
    assert "Up to €3,000" in read
    assert (
        "Within 50 km instead of 5 km of Apeldoorn" in page(api, "/nl/?lang=en&q=lassen&near=Apeldoorn&radius=5").get()
    )


def test_what_was_given_up_to_find_something_is_said(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = page(api, "/nl/?q=lassen&near=Apeldoorn&radius=5")
    assert "Binnen 50 km in plaats van 5 km van Apeldoorn" in found.css(".vw-understood").get("")
    assert found.css(".vw-result__title")


def test_a_page_loads_no_sheet_that_only_others_need(api: httpx2.Client) -> None:
    search, careers, schemes = (api.get(f"/nl/{path}").text for path in ("", "beroepen/", "regelingen"))
    assert ("careers.css" in search, "funding.css" in search) == (False, False)
    assert ("careers.css" in careers, "funding.css" in careers) == (True, False)
    assert ("careers.css" in schemes, "funding.css" in schemes) == (False, True)
    assert ("builder.css" in search, "builder.css" in api.get("/nl/insluiten").text) == (False, True)


ENGLISH = (
    "/nl/?", "/nl/?q=lassen&province=Gelderland", "/nl/?q=none", "/nl/?maxPrice=x", "/nl/opleidingen/{mig}?",
    "/nl/opleidingen/{mig}/wie-betaalt-mee?", "/nl/opleidingen/none?", "/nl/vergelijk?id={mig}", "/nl/vergelijk?",
    "/nl/beroepen/?", "/nl/beroepen/lasser?near=Arnhem", "/nl/regelingen?", "/nl/regelingen/levenlanglerenkrediet?",
    "/nl/start?where=outside", "/nl/bewaard?", "/nl/berichten?q=lassen", "/nl/melding?course={mig}",
    "/nl/melding/bedankt?", "/nl/over?", "/nl/toegankelijkheid?", "/nl/insluiten?", "/nl/onzin?",
)  # fmt: skip


def test_who_reads_english_stays_in_english(api: httpx2.Client, ids: dict[str, str]) -> None:
    for path in ENGLISH:
        shown = Selector(api.get(path.format(**ids) + "&lang=en", headers={"Accept": "text/html"}).text)
        assert shown.css("html::attr(lang)").get() == "en", path
        links = shown.css("body a:not([hreflang])::attr(href)").getall()
        ours = [link for link in links if link.startswith(("/nl/", "?"))]
        assert ours, path
        assert [link for link in ours if "lang=en" not in link] == [], path
        for form in shown.css("form"):
            assert form.css("input[name=lang][value=en]") or "lang=en" in form.attrib.get("action", ""), path


def test_each_page_is_one_link_away_from_the_other_language(api: httpx2.Client, ids: dict[str, str]) -> None:
    asked = "/nl/?q=lassen&province=Gelderland&lang="
    to_english = page(api, asked + "nl").css("a[hreflang=en]")
    assert (to_english.css("::text").get(), to_english.attrib["href"]) == (
        "English", "?q=lassen&province=Gelderland&lang=en",
    )  # fmt: skip
    back = page(api, asked + "en").css("a[hreflang=nl]")
    assert (back.css("::text").get(), back.attrib["href"]) == ("Nederlands", "?q=lassen&province=Gelderland")


def test_a_page_without_results_has_nothing_to_sort_and_keeps_the_order_asked_for(api: httpx2.Client) -> None:
    found = page(api, "/nl/?q=zeilmaker&sort=price")
    assert not found.css("#sort, .vw-sort")
    assert found.css("input[name=sort][form=zoek]::attr(value)").get() == "price"


def test_a_page_without_results_offers_to_clear_filters_only_where_there_are_some(api: httpx2.Client) -> None:
    nothing, filtered = (page(api, path).css(".vw-message") for path in ("/nl/?q=zzzz", "/nl/?q=zzzz&route=bbl"))
    assert "Wis alle filters" not in nothing.get("")
    assert filtered.xpath(".//a[.='Wis alle filters']/@href").get() == "?q=zzzz"


def test_a_highest_price_is_written_as_the_reader_writes_amounts(api: httpx2.Client, ids: dict[str, str]) -> None:
    assert "Tot € 2.500" in page(api, "/nl/?maxPrice=2500").css(".vw-chip").get("").replace("\N{NO-BREAK SPACE}", " ")
    assert "Up to €2,500" in page(api, "/nl/?maxPrice=2500&lang=en").css(".vw-chip").get("")


def test_no_line_ends_between_the_euro_sign_and_its_amount(api: httpx2.Client) -> None:
    for path in ("/nl/regelingen", "/nl/regelingen/slim-mkb"):
        shown = page(api, path).css("main").get("")
        assert "€\N{NO-BREAK SPACE}" in shown
        assert "€ " not in "".join(page(api, path).css("dd::text").getall())


def test_the_page_on_the_data_names_provinces_as_a_sentence_does(api: httpx2.Client, sqlite: Engine) -> None:
    places = ("Gelderland", "Overijssel", "Utrecht")
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="Oost", provinces=places), "test")
    assert "in Gelderland, Overijssel en Utrecht." in page(api, "/east/over").css("main").get("")
