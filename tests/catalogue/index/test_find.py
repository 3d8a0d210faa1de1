"""What a search answers to the words people type, asked of the real engine."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.find import Outcome, find, without
from catalogue.index.query import Near, SearchQuery
from catalogue.index.search import SearchClient
from catalogue.portals.portal import PortalSettings
from catalogue.settings import Settings
from tests.conftest import TODAY, copied, emptied
from tests.factories import ARNHEM, ROTTERDAM, ZWOLLE, Route, Sector, add_course, known, price, session

pytestmark = pytest.mark.engine
EVERYTHING = PortalSettings(name="all")
OFFER: dict[str, dict[str, Any]] = {
    "las": {"title": "Lasopleiding BBL - Basislasser", "level": known(2), "route": known(Route.BBL)},
    "las3": {"title": "Allround lasser", "level": known(3), "price": price(950)},
    "tig": {"title": "TIG-lassen", "description": "12 avonden van 3 uur.",
            "sessions": (session("2027-01-19", ARNHEM),)},
    "metsel": {"title": "Metselaar", "sessions": (session("2027-09-01", ROTTERDAM),)},
    "elektro": {"title": "Elektromonteur worden", "sessions": (session("2027-02-02", ZWOLLE),)},
    "dak": {"title": "Dakdekker", "description": "Voor monteurs met een goede conditie."},
    "nen": {"title": "NEN 3140 Vakbekwaam Persoon", "sessions": (session("2027-02-16", ZWOLLE),)},
    "nen-soon": {"title": "NEN 3140 Vakbekwaam Persoon", "sessions": (session("2026-12-16", ZWOLLE),)},
    "nen-bare": {"title": "NEN 3140 Vakbekwaam Persoon", "sessions": ()},
    "heftruck": {"title": "Heftruckchauffeur", "sector": known(Sector.TECHNICAL_LOGISTICS),
                 "sessions": (session("2027-02-16", ROTTERDAM),)},
    "warmte": {"title": "Warmtepomp plaatsen", "description": "Je werkt aan laspassen en tassen, ook op daken."},
    "cpp": {"title": "Programmeren in C++"},
    "tegel": {"title": "Tegelzetter"},
    "tegel-basis": {"title": "Tegelzetten basis"},
    "frees-bare": {"title": "Frezen"},
    "frees-priced": {"title": "Frezen", "price": price(1200)},
    "frees-told": {"title": "Gereedschap slijpen", "description": "Ook voor frezen.", "price": price(100)},
}  # fmt: skip


@pytest.fixture(scope="module")
def ask(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, shared_engine: EngineAddress) -> Iterator[Any]:
    home, address = tmp_path_factory.mktemp("home"), emptied(shared_engine)
    sqlite = copied(migrated_sqlite, Settings(VAKWIJZER_HOME=home, DATABASE_URL=None, MEILI_URL=None))
    made = {name: add_course(sqlite, source=f"s-{name}", key=f"/{name}", **{"description": None, **given})
            for name, given in OFFER.items()}  # fmt: skip
    drain(sqlite, home, address, TODAY)
    names = {public_id: name for name, public_id in made.items()}

    def search(q: str, portal: PortalSettings = EVERYTHING, **keys: Any) -> tuple[list[str], Outcome]:
        found = asyncio.run(_find(address, SearchQuery(q=q, **keys), portal))
        return [names[hit["courseId"]] for hit in found.results[0]["hits"]], found

    yield search
    sqlite.dispose()


async def _find(address: EngineAddress, query: SearchQuery, portal: PortalSettings) -> Outcome:
    client = SearchClient(address)
    try:
        return await find(client, query, portal, TODAY)
    finally:
        await client.close()


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("lassen", {"las", "las3", "tig"}),
        ("lasser", {"las", "las3", "tig"}),
        ("lascursus", {"las", "las3", "tig"}),
        ("metselen", {"metsel"}),
        ("monteur", {"elektro"}),
        ("elektricien", {"elektro"}),
        ("pomp", {"warmte"}),
        ("heftruck", {"heftruck"}),
        ("vorkheftruck", {"heftruck"}),
        ("vorklifttruckbestuurder", {"heftruck"}),  # a name of its career
        ("nen3140", {"nen", "nen-soon", "nen-bare"}),
        ("c++", {"cpp"}),
        ("metselar", {"metsel"}),
        ("electromonteur", {"elektro"}),
    ],
)
def test_a_course_is_found_by_the_words_people_type(ask, q: str, expected: set[str]) -> None:
    assert set(ask(q)[0]) == expected


@pytest.mark.parametrize(
    "q", ["last", "dakloos", "belasting", "pompoen", "nen 3840", "glas", "plassen", "coiffeur", "c#"]
)
def test_a_false_friend_finds_nothing(ask, q: str) -> None:
    assert ask(q)[0] == []


def test_a_typing_error_in_a_description_finds_nothing(ask) -> None:
    assert "warmte" not in ask("lassen")[0]


def test_mbo_2_is_not_mbo_3(ask) -> None:
    assert ask("mbo 2 lasser")[0] == ["las"]
    assert ask("mbo 3 lasser")[0] == ["las3"]


def test_the_word_itself_stands_before_its_family(ask) -> None:
    assert ask("lasser")[0][0] == "las3"


def test_what_starts_soon_stands_before_what_starts_late_or_never(ask) -> None:
    assert ask("nen 3140")[0] == ["nen-soon", "nen", "nen-bare"]


def test_a_title_stands_before_a_description_and_a_known_price_before_none(ask) -> None:
    assert ask("frezen")[0] == ["frees-priced", "frees-bare", "frees-told"]


def test_what_was_read_from_the_words_is_told_and_can_be_undone(ask) -> None:
    names, found = ask("lassen arnhem avond")
    assert names == ["tig"]
    assert found.interpretation["q"] == "lassen"
    assert [each["key"] for each in found.interpretation["filters"]] == ["schedule", "near"]
    literal = ask(found.interpretation["literal"])[1]
    assert literal.interpretation == {}
    assert literal.query.near is None


def test_one_of_the_filters_that_were_read_is_undone_and_the_others_stay(ask) -> None:
    read = ask("lassen in Arnhem 's avonds")[1].interpretation["filters"]
    undone = {each["key"]: ask(each["without"])[1] for each in read}
    assert [each["key"] for each in undone["near"].interpretation["filters"]] == ["schedule"]
    assert [each["key"] for each in undone["schedule"].interpretation["filters"]] == ["near"]
    assert {found.query.q for found in undone.values()} == {"lassen"}


def test_words_that_are_undone_leave_a_longer_word_whole() -> None:
    assert without("avondcursus lassen avond", "avond") == "avondcursus lassen"
    assert without("lassen", "avond") == '"lassen"', "not there as it was read: all of it literally"


def test_plain_words_need_no_interpretation(ask) -> None:
    assert ask("lassen")[1].interpretation == {}


def both(nl: str, en: str) -> dict[str, object]:
    return {"label": nl, "labels": {"nl": nl, "en": en}}


def test_a_radius_without_courses_is_widened_and_says_so(ask) -> None:
    names, found = ask("metselaar", near=Near(52.0907, 5.1214, 20, "Utrecht"))
    assert names == ["metsel"]
    assert found.query.near.radius == 50
    assert found.interpretation["loosened"] == [
        {
            "key": "radius",
            "value": "50",
            **both("Binnen 50 km in plaats van 20 km van Utrecht", "Within 50 km instead of 20 km of Utrecht"),
        }
    ]


def test_an_understood_filter_that_leaves_nothing_is_given_up_and_named(ask) -> None:
    names, found = ask("metselaar online")
    assert names == ["metsel"]
    assert found.interpretation["loosened"] == [
        {"key": "mode", "value": "", **both("Zonder: Online", "Without: Online")}
    ]


def test_the_place_is_given_up_last(ask) -> None:
    names, found = ask("elektromonteur zwolle avond gratis")
    assert names == ["elektro"]
    assert [each["label"] for each in found.interpretation["loosened"]] == ["Zonder: Gratis, Avond"]
    assert found.query.near is not None


def test_a_compound_of_which_nothing_is_found_is_answered_with_its_role_and_says_so(ask) -> None:
    names, found = ask("glasvezelmonteur")
    assert names == ["elektro"]
    assert found.interpretation["loosened"] == [
        {
            "key": "q",
            "value": "monteur",
            **both(
                "Gezocht op monteur in plaats van glasvezelmonteur", "Searched for monteur instead of glasvezelmonteur"
            ),
        }
    ]


def test_who_has_no_experience_is_shown_the_beginners_course_first_and_the_others_too(ask) -> None:
    assert ask("tegelzetter zonder ervaring")[0] == ["tegel-basis", "tegel"]
    assert ask("tegelzetter")[0] == ["tegel", "tegel-basis"]


def test_what_is_done_with_a_thing_finds_no_other_thing(ask) -> None:
    assert ask("daken plaatsen")[0] == ["dak", "warmte"]


def test_a_chosen_filter_is_not_given_up(ask) -> None:
    names, found = ask("metselaar", selected={"mode": ("online",)})
    assert names == []
    assert "loosened" not in found.interpretation


def test_loosening_never_leaves_the_portal(ask) -> None:
    east = PortalSettings(name="east", provinces=("Overijssel",), online=False)
    assert ask("metselaar", east)[0] == []
    assert ask("metselaar arnhem", east)[0] == []


def test_few_results_say_what_a_wider_search_would_find(ask) -> None:
    names, found = ask("heftruck", near=Near(51.9, 4.5, 20, "Rotterdam"))
    assert names == ["heftruck"]
    assert "loosened" not in found.interpretation
    assert "wider" not in found.interpretation, "nothing wider finds more"
    names, found = ask("nen 3140 zwolle")
    assert set(names) == {"nen", "nen-soon"}
    assert found.interpretation["wider"] == [
        {
            "key": "q",
            "value": "nen 3140",
            "count": 3,
            **both("Zonder: Binnen 20 km van Zwolle", "Without: Within 20 km of Zwolle"),
        }
    ]
    assert len(ask("nen 3140")[0]) == 3, "as was promised"


def test_a_wider_search_that_is_offered_finds_what_it_promises(ask) -> None:
    offer = ask("lassen binnen 1 km van arnhem")[1].interpretation
    assert "wider" not in offer, "three courses are not few"
    for q in ("metselaar rotterdam avond", "monteur zwolle"):
        for each in ask(q)[1].interpretation.get("wider", []):
            assert each["key"] == "q"
            assert len(ask(each["value"])[0]) == each["count"], each


def test_a_chosen_filter_that_leaves_nothing_is_only_offered(ask) -> None:
    names, found = ask("metselaar", selected={"mode": ("online",)})
    assert names == []
    [offer] = found.interpretation["wider"]
    assert offer == {
        "key": "mode",
        "value": "",
        "count": 1,
        **both("Zonder het filter op vorm", "Without the filter on form"),
    }


def test_a_search_that_finds_nothing_names_the_nearest_career(ask) -> None:
    names, found = ask("stukadoor worden")
    assert names == []
    assert found.interpretation["careers"][0]["value"] == "stukadoor"


def test_offers_never_leave_the_portal(ask) -> None:
    east = PortalSettings(name="east", provinces=("Overijssel",), online=False)
    assert "wider" not in ask("metselaar", east)[1].interpretation
