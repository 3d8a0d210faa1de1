"""Portals as forms: what is typed holds at once, what is wrong is told, and nothing that was typed is lost."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.database import unit_of_work
from catalogue.portals.portal import PortalSettings, Rule, find_portal, set_portal
from catalogue.tables import Role
from search_api.editor.portal_form import settings_of, typed_of
from tests.factories import ZWOLLE, add_course, session
from tests.search_api.editor.browser import SAME_ORIGIN, Browser

PAGE = "/redactie/portalen/gelderland"
HELD = PortalSettings(
    name="Gelderland", provinces=("Gelderland",), regions=("Food Valley",), online=False,
    sectors=Rule(allow=frozenset({"construction"})), sources=Rule(deny=frozenset({"school"})), languages=("nl",),
    origins=("https://werk.example",), tokens={"--vakwijzer-color-action": "#7a1f5c"}, contact="werk@example.nl",
    texts={"title": "Welkom", "eigen": "blijft"}, pins={"lassen": ("abc",)},
)  # fmt: skip
TYPED = {"name": "Gelderland", "provinces-Gelderland": "on", "provinces-Overijssel": "on", "reason": "afspraak"}


@pytest.fixture
def portal(sqlite: Engine) -> None:
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "gelderland", PortalSettings(name="Gelderland", provinces=("Gelderland",)), "test")


def seen(browser: Browser, page: str = PAGE) -> str:
    return str(browser.get(page).text.split('name="seen" value="')[1].split('"')[0])


def stored(database: Engine) -> PortalSettings:
    with Session(database) as unit:
        found = find_portal(unit, "gelderland")
    assert found
    return found


def test_a_form_that_is_sent_back_as_it_came_says_the_same() -> None:
    assert settings_of(typed_of(HELD), HELD, {}) == HELD


def test_a_saved_rule_holds_at_once_and_is_in_the_history(editor: Browser, sqlite: Engine, portal: None) -> None:
    answer = editor.submit(PAGE, PAGE, seen=seen(editor), **TYPED)
    assert answer.status_code == 303, answer.text
    assert stored(sqlite).provinces == ("Gelderland", "Overijssel")
    assert stored(sqlite).online is False
    page = editor.get(answer.headers["location"]).text
    assert "Het portaal werkt nu met deze regels" in page
    assert "Gelderland → Gelderland, Overijssel" in page
    assert "afspraak" in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Naam: Vul dit in."),
        ({"reason": " "}, "Vul een reden in."),
        ({"origins": "https://a.example/pad"}, "is geen adres van een website"),
        ({"origins": "https://a.example; script-src *"}, "is geen adres van een website"),
        ({"tokens": "kleur: rood"}, "Schrijf de naam met twee streepjes"),
        ({"tokens": "--x: red; } body { display: none"}, "Schrijf de naam met twee streepjes"),
        ({"languages": "nederlands"}, "Schrijf twee letters"),
        ({"sources-way": "deny", "sources": "nergens"}, "Een van deze bronnen is er niet"),
        ({"providers-way": "deny", "providers": "Niemand"}, "Een van deze aanbieders is er niet"),
        ({"text-title": "Wel\x07kom"}, "tekens die niet mogen"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    editor: Browser, sqlite: Engine, portal: None, wrong: dict[str, str], told: str
) -> None:
    before = stored(sqlite)
    answer = editor.submit(PAGE, PAGE, seen=seen(editor), **{**TYPED, "text-intro": "Zo typte ik het", **wrong})
    assert answer.status_code == 400
    assert told in answer.text
    assert "Zo typte ik het" in answer.text
    assert stored(sqlite) == before


def test_the_second_editor_keeps_what_was_typed_and_sees_what_the_first_did(
    editor: Browser, person: Callable[..., Browser], sqlite: Engine, portal: None
) -> None:
    old = seen(editor)
    other = person(Role.EDITOR)
    assert other.submit(PAGE, PAGE, seen=seen(other), **{**TYPED, "name": "Leren in Gelderland"}).status_code == 303
    late = editor.submit(PAGE, PAGE, seen=old, **{**TYPED, "contact": "ik@example.nl"})
    assert late.status_code == 409
    assert "Een collega heeft dit intussen veranderd" in late.text
    assert "ik@example.nl" in late.text
    assert "Leren in Gelderland" in late.text
    assert stored(sqlite).contact is None


def test_the_count_follows_what_is_typed_and_stores_nothing(
    editor: Browser, sqlite: Engine, portal: None, course_id: str
) -> None:
    add_course(sqlite, key="/zwolle", sessions=(session("2027-02-09", ZWOLLE),))
    before = stored(sqlite)
    data = {"token": editor.token(PAGE), **TYPED, "name": "", "origins": "https://half"}
    plain = editor.post(f"{PAGE}/telling", data, {**SAME_ORIGIN, "accept": "text/plain"})
    assert (plain.status_code, plain.text) == (200, "Met deze regels: 2 opleidingen.")
    page = editor.post(f"{PAGE}/telling", {**data, "sectors-way": "allow"}, SAME_ORIGIN)
    assert "Met deze regels: 0 opleidingen." in page.text
    assert "https://half" in page.text
    assert stored(sqlite) == before


def test_a_portals_own_editor_is_told_when_a_rule_would_widen_it(
    person: Callable[..., Browser], sqlite: Engine, portal: None
) -> None:
    own = person(Role.EDITOR, "gelderland")
    answer = own.submit(PAGE, PAGE, seen=seen(own), **TYPED)
    assert answer.status_code == 403
    assert "alleen iemand die voor alle portalen werkt" in answer.text
    assert "afspraak" in answer.text
    fine = {"name": "Gelderland", "provinces-Gelderland": "on", "text-title": "Welkom", "reason": "x"}
    assert own.submit(PAGE, PAGE, seen=seen(own), **fine).status_code == 303


def test_an_administrator_adds_a_portal(person: Callable[..., Browser], editor: Browser, sqlite: Engine) -> None:
    new = "/redactie/portalen/nieuw"
    boss = person(Role.ADMINISTRATOR)
    fields = {"slug": "gelderland", **TYPED}
    assert editor.submit(new, new, **fields).status_code == 403
    assert boss.submit(new, new, **{**fields, "slug": "v1"}).status_code == 400
    assert boss.submit(new, new, **fields).status_code == 303
    assert stored(sqlite).provinces == ("Gelderland", "Overijssel")
    assert "Dit is er al" in boss.submit(new, new, **fields).text


def test_an_unknown_portal_is_a_404_page(editor: Browser) -> None:
    assert editor.get("/redactie/portalen/nergens").status_code == 404
    assert editor.submit("/redactie/", "/redactie/portalen/nergens", **TYPED).status_code == 404


def test_colours_that_are_hard_to_read_are_named_with_what_would_do(
    editor: Browser, sqlite: Engine, portal: None
) -> None:
    tokens = "--vakwijzer-color-action: #ffd400"
    answer = editor.submit(PAGE, PAGE, seen=seen(editor), tokens=tokens, **TYPED)
    page = editor.get(answer.headers["location"]).text
    assert "Tekst op knoppen (licht): het contrast is 1.43 : 1. Nodig is 4.5 : 1." in page
    assert "Zet --vakwijzer-color-on-action op #" in page
    editor.submit(PAGE, PAGE, seen=seen(editor), tokens="--vakwijzer-color-action: #7a1f5c", **TYPED)
    assert "slecht te lezen" not in editor.get(PAGE).text


COLLECTIONS = f"{PAGE}/collecties"


def test_a_collection_is_a_pasted_search_or_chosen_courses_in_their_order(
    editor: Browser, sqlite: Engine, portal: None, course_id: str
) -> None:
    other = add_course(sqlite, key="/tweede", title="Tweede")
    fields = {
        "name-1": "Lassen", "search-1": "https://vakwijzer.example/gelderland/?sector=metal-welding&lang=nl&page=2",
        "place-1": "2", "name-2": "Uitgekozen", "place-2": "1",
        "courses-2": f"https://x.example/nl/opleidingen/{other}?from=y\n/redactie/opleidingen/{course_id}/",
    }  # fmt: skip
    first = editor.submit(COLLECTIONS, COLLECTIONS, seen=seen(editor, COLLECTIONS), reason="zomer", **fields)
    assert first.status_code == 303, first.text
    chosen, searched = stored(sqlite).collections
    assert (chosen.name, chosen.courses) == ("Uitgekozen", (other, course_id))
    assert searched.search == {"sector": ("metal-welding",)}
    page = editor.get(COLLECTIONS).text
    assert "Tweede" in page
    gone = {"name-1": "", "name-2": "Lassen", "search-2": "q=lassen"}
    gone |= {"seen": seen(editor, COLLECTIONS), "reason": "x"}
    assert editor.submit(COLLECTIONS, COLLECTIONS, **gone).status_code == 303
    assert [one.name for one in stored(sqlite).collections] == ["Lassen"]


@pytest.mark.parametrize("wrong", [{"search-1": ""}, {"search-1": "sector=nergens"}, {"courses-1": "bestaatniet"},
                                   {"search-1": "", "courses-1": "bestaatniet"}, {"place-1": "eerst"}])  # fmt: skip
def test_a_collection_that_cannot_be_shown_is_told(
    editor: Browser, sqlite: Engine, portal: None, wrong: dict[str, str]
) -> None:
    fields = {"name-1": "Lassen", "search-1": "q=lassen", "text-1": "Zo typte ik het", "reason": "x", **wrong}
    answer = editor.submit(COLLECTIONS, COLLECTIONS, seen=seen(editor, COLLECTIONS), **fields)
    assert answer.status_code == 400
    assert "Zo typte ik het" in answer.text
    assert stored(sqlite).collections == ()
