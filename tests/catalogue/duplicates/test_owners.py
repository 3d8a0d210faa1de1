"""One course, many sources: linked, never deleted; and what only looks alike stays apart."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.duplicates import owners as rules
from catalogue.duplicates.care import pair
from catalogue.duplicates.owners import Candidate, owners, same_offer, suspects
from catalogue.effective import effective_courses
from catalogue.identity import course_id
from catalogue.normal import Code, Duration, How, Unit
from catalogue.runs import Door
from catalogue.sources.approval import approve
from catalogue.sources.optout import opt_out
from catalogue.sources.registry import declare
from catalogue.tables import Course, CourseState, Source
from tests.crawled import crawled
from tests.factories import ARNHEM, MOMENT, ZWOLLE, Route, content, known, raw, session

CREBO = (Code(scheme="crebo", value="25987"),)


def candidate(source: int = 1, key: str = "/a", rank: int = 0, **changes: Any) -> Candidate:
    moment = MOMENT + timedelta(days=rank)
    return Candidate(f"{source}{key}", source, (False, False, moment, key), content(key, **changes))


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return same_offer(candidate(1, **one), candidate(2, **other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "Lasser MIG/MAG"}, {"title": "MIG/MAG lasser"}),
        ({"title": "Lasser MIG/MAG niveau 1"}, {"title": "Lasser MIG/MAG, niveau 1"}),
        ({"title": "Lassen niveau II"}, {"title": "Lassen niveau 2"}),
        ({"title": "Allround lasser (BBL)", "codes": CREBO}, {"title": "Allround lasser", "codes": CREBO}),
        ({"level": known(3)}, {"level": None}),
    ],
)
def test_the_same_course_in_other_words_is_one(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "MIG/MAG lassen niveau 1"}, {"title": "MIG/MAG lassen niveau 2"}),
        ({"title": "MIG/MAG lassen niveau I"}, {"title": "MIG/MAG lassen niveau II"}),
        ({"title": "NEN 3140 VOP"}, {"title": "NEN 3840 VOP"}),
        ({"level": known(2)}, {"level": known(3)}),
        ({"route": known(Route.BBL)}, {"route": known(Route.BOL)}),
        (
            {"duration": known(Duration(amount=2, unit=Unit.DAY))},
            {"duration": known(Duration(amount=5, unit=Unit.DAY))},
        ),
        ({"sessions": (session(place=ARNHEM),)}, {"sessions": (session(place=ZWOLLE),)}),
        ({"codes": CREBO}, {"codes": (Code(scheme="crebo", value="25988"),)}),
        ({"title": "Lasser MIG/MAG"}, {"title": "Loodgieter"}),
        ({"title": "Allround lasser", "codes": CREBO}, {"title": "Timmerman", "codes": CREBO}),
    ],
)
def test_a_hard_key_that_differs_makes_two_courses(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not alike(one, other)


TRADES = ("bedraden", "draaien", "frezen", "koelen", "lassen", "meten", "monteren", "ontwerpen", "solderen", "tekenen")


def test_courses_with_titles_of_their_own_are_not_all_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    monkeypatch.setattr(rules, "same_offer", lambda one, other: compared.append(one.id) or same_offer(one, other))
    titles = [f"{one} {two}" for one in TRADES for two in TRADES if one < two]
    theirs = [candidate(2, f"/{title}", rank=9 - number, title=title) for number, title in enumerate(titles)]
    linked = owners([*(candidate(1, f"/{title}", rank=-99, title=title) for title in titles), *theirs])
    assert [linked[one.id] for one in theirs] == [f"1/{title}" for title in titles]
    assert len(compared) < 2 * len(titles)


def test_courses_of_one_source_are_never_duplicates_of_each_other() -> None:
    found = owners([candidate(1, "/a"), candidate(1, "/b"), candidate(2, "/c", rank=1), candidate(2, "/d", rank=1)])
    assert found == {"1/a": None, "1/b": None, "2/c": "1/a", "2/d": "1/b"}


def declared(door: Door, name: str, **changes: Any) -> Source:
    values = {
        "name": name,
        "format": "schema.org",
        "url": f"https://{name}.example/",
        "provider": "Lasschool",
        **changes,
    }
    with unit_of_work(door.engine) as unit:
        return declare(unit, SourceDeclaration(**values))


@pytest.fixture
def door(database: Engine, settings) -> Door:
    return Door(database, settings.home)


def shown(door: Door, *names: str) -> dict[str, bool]:
    with Session(door.engine) as unit:
        found = {one.id: one for one in effective_courses(unit, [course_id(name, "/a") for name in names])}
    return {name: found[course_id(name, "/a")].published for name in names}


def test_the_providers_own_source_is_shown_before_an_aggregator_that_was_first(door: Door) -> None:
    crawled(door, declared(door, "overview", aggregator=True), [raw("/a", provider_name="Lasschool B.V.")])
    assert shown(door, "overview") == {"overview": True}
    crawled(door, declared(door, "school"), [raw("/a")])
    assert shown(door, "overview", "school") == {"overview": False, "school": True}
    with Session(door.engine) as unit:
        marks = {mark.course_id for mark in outbox.oldest(unit, 10)}
    assert course_id("overview", "/a") in marks


def test_a_duplicate_is_shown_again_when_its_owner_is_withdrawn(door: Door) -> None:
    own, overview = declared(door, "school"), declared(door, "overview", aggregator=True)
    others = [raw(f"/b{number}", title=f"Ander vak {number}") for number in range(3)]
    crawled(door, own, [raw("/a"), *others])
    crawled(door, overview, [raw("/a")])
    assert shown(door, "overview", "school") == {"overview": False, "school": True}
    crawled(door, own, [raw("/a", expires_text="2020-01-01"), *others])
    assert shown(door, "overview", "school") == {"overview": True, "school": False}
    with Session(door.engine) as unit:
        assert unit.get_one(Course, course_id("school", "/a")).state == CourseState.WITHDRAWN


def test_two_providers_with_one_title_are_two_courses(door: Door) -> None:
    crawled(door, declared(door, "school"), [raw("/a")])
    crawled(door, declared(door, "other", provider="Een andere school"), [raw("/a")])
    assert shown(door, "school", "other") == {"school": True, "other": True}


def test_approving_a_source_links_its_courses_at_once(door: Door) -> None:
    own = declared(door, "school")
    with unit_of_work(door.engine) as unit:
        unit.get_one(Source, own.id).approved = False
    crawled(door, own, [raw("/a")])
    crawled(door, declared(door, "overview", aggregator=True), [raw("/a")])
    assert shown(door, "overview", "school") == {"overview": True, "school": False}
    with unit_of_work(door.engine) as unit:
        outbox.clear(unit, outbox.oldest(unit, 10))
        assert approve(unit, "school", "editor@example.nl") == 1
    assert shown(door, "overview", "school") == {"overview": False, "school": True}
    with Session(door.engine) as unit:
        marked = {mark.course_id for mark in outbox.oldest(unit, 10)}
    assert marked == {course_id("school", "/a"), course_id("overview", "/a")}


def test_a_duplicate_is_shown_again_when_its_owner_opts_out(door: Door) -> None:
    crawled(door, declared(door, "school"), [raw("/a")])
    crawled(door, declared(door, "overview", aggregator=True), [raw("/a")])
    with unit_of_work(door.engine) as unit:
        opt_out(unit, "school", "asked by mail", "editor@example.nl")
    assert shown(door, "overview", "school") == {"overview": True, "school": False}


@pytest.mark.parametrize(
    ("one", "other", "doubts"),
    [
        (
            {"title": "Lasser en constructiewerker"},
            {"title": "Lasser constructiewerker BBL"},
            {"level", "route", "codes"},
        ),
        ({"level": known(2)}, {"level": known(3, How.INFERRED)}, {"level"}),
    ],
)
def test_what_looks_alike_without_proof_is_suspected_and_not_linked(
    one: dict[str, Any], other: dict[str, Any], doubts: set[str]
) -> None:
    first, second = candidate(1, **one), candidate(2, **other)
    found = owners([first, second])
    assert set(found.values()) == {None}
    [suspected] = suspects([first, second], found)
    assert doubts <= set(suspected.doubts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"level": known(2)}, {"level": known(3)}),
        ({"title": "MIG/MAG lassen niveau 1"}, {"title": "MIG/MAG lassen niveau 2"}),
        ({"title": "Lasser MIG/MAG"}, {"title": "Loodgieter"}),
        ({"title": "Lasser"}, {"title": "Lasser"}),
    ],
)
def test_what_is_stated_to_differ_or_is_linked_is_not_suspected(one: dict[str, Any], other: dict[str, Any]) -> None:
    both = [candidate(1, **one), candidate(2, **other)]
    assert not suspects(both, owners(both))


def test_an_editors_word_goes_before_the_rules() -> None:
    one, other = candidate(1, "/a"), candidate(2, "/b", rank=1)
    assert owners([one, other], {pair(one.id, other.id): False}) == {one.id: None, other.id: None}
    stranger = candidate(2, "/c", rank=1, title="Iets heel anders", level=known(4))
    assert owners([one, stranger], {pair(one.id, stranger.id): True})[stranger.id] == one.id
