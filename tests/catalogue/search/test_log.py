"""The search log keeps what was asked, nothing of who asked it, and shows no rare search; on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.database import unit_of_work
from catalogue.index.query import Near, SearchQuery
from catalogue.search.log import KEPT_DAYS, Counted, Search, cleaned, prune_searches, search_of, store
from catalogue.search.report import DAYS, OFTEN, report
from catalogue.tables import SearchDay, SearchOpening
from tests.conftest import TODAY
from tests.factories import add_course

ARNHEM = Near(51.98, 5.9, 20, "Arnhem")
FIRST = TODAY - timedelta(days=KEPT_DAYS)


def note(database: Engine, words: str, times: int = 1, day: date = TODAY, total: int = 3, **opened: int) -> Search:
    search = search_of(SearchQuery(q=words), "nl", total)
    with unit_of_work(database) as session:
        store(session, day, [Counted(search, times)], {(search.id, course): n for course, n in opened.items()})
    return search


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Lassen", "lassen"),
        ("lassen jan.jansen@example.nl", "lassen"),
        ("bel 06-12345678 lasser", "bel lasser"),
        ("NEN 3140", "nen 3140"),
        ("x" * 300, "x" * 100),
    ],
)
def test_addresses_of_persons_are_not_kept(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


def test_a_place_is_kept_as_its_region_and_coordinates_not_at_all() -> None:
    near = search_of(SearchQuery(q="lassen", near=ARNHEM), "nl", 1)
    assert near.region == "Midden-Gelderland"
    assert "51.98" not in repr(near)
    here = search_of(SearchQuery(q="lassen", near=Near(51.98, 5.9, 20, "51.98,5.9")), "nl", 1)
    assert here.region is None
    assert "51.98" not in repr(here)
    assert search_of(SearchQuery(selected={"province": ("Drenthe",)}), "nl", 1).region == "Drenthe"


def test_the_id_says_what_was_asked_and_not_who_or_what_came_of_it() -> None:
    asked = SearchQuery(q="Lassen", selected={"route": ("bbl", "bol")})
    same = SearchQuery(q="lassen ", selected={"route": ("bol", "bbl")}, page=3)
    assert search_of(asked, "nl", 1).id == search_of(same, "nl", 99).id
    assert search_of(asked, "nl", 1).id != search_of(asked, "east", 1).id


def test_the_same_search_is_counted_in_one_row_a_day(database: Engine) -> None:
    course = add_course(database)
    note(database, "lassen", 2, total=0)
    note(database, "lassen", 3, total=4, **{course: 2, "unknown": 9})
    note(database, "lassen", 1, TODAY + timedelta(days=1), **{course: 1})
    with Session(database) as session:
        rows = session.exec(select(SearchDay).order_by(SearchDay.day)).all()
        assert [(row.searches, row.without_result, row.total) for row in rows] == [(5, 2, 4), (1, 0, 3)]
        assert [(row.course_id, row.openings) for row in session.exec(select(SearchOpening))] == [
            (course, 2),
            (course, 1),
        ]


def test_an_opening_of_a_search_that_nobody_did_is_dropped(database: Engine) -> None:
    course = add_course(database)
    with unit_of_work(database) as session:
        store(session, TODAY, [], {("0" * 16, course): 5})
        assert session.exec(select(SearchOpening)).all() == []


def test_a_rare_search_is_in_no_report(database: Engine) -> None:
    course = add_course(database)
    for number in range(DAYS):
        note(database, "lassen", OFTEN, TODAY - timedelta(days=number), **{course: 1})
    note(database, "heel eigen zoekvraag", OFTEN * 5)  # often, but on one day
    for number in range(DAYS):
        note(database, "zelden", 1, TODAY - timedelta(days=number))  # on many days, but not often
    with Session(database) as session:
        found = report(session, FIRST, TODAY)
        assert [line["value"] for line in found["words"]] == ["lassen"]
        assert found["words"][0] == {"value": "lassen", "searches": OFTEN * DAYS, "withoutResult": 0, "opened": DAYS}
        assert report(session, FIRST, TODAY, "east")["words"] == []


def test_what_finds_nothing_stands_apart(database: Engine) -> None:
    for number in range(DAYS):
        note(database, "glasblazen", OFTEN, TODAY - timedelta(days=number), total=0)
    with Session(database) as session:
        assert [line["value"] for line in report(session, FIRST, TODAY)["unanswered"]] == ["glasblazen"]


def test_after_thirty_days_nothing_is_left(database: Engine) -> None:
    course = add_course(database)
    note(database, "lassen", 1, TODAY - timedelta(days=KEPT_DAYS), **{course: 1})
    note(database, "frezen", 1, TODAY - timedelta(days=KEPT_DAYS - 1))
    with unit_of_work(database) as session:
        assert prune_searches(session, TODAY) == 2
        assert [row.words for row in session.exec(select(SearchDay))] == ["frezen"]
