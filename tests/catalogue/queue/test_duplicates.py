"""Suspected duplicates in the work queue: an editor's word is stronger than the rules and outlives crawls."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.curation import hide
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.editing.revert import revert_batch
from catalogue.effective import effective_courses
from catalogue.identity import course_id
from catalogue.portals.access import NotAllowed
from catalogue.queue.decide import Answer, Done, decide
from catalogue.queue.kind import Item
from catalogue.queue.read import open_items
from catalogue.runs import Door
from catalogue.sources.registry import declare
from catalogue.tables import Editor
from tests.crawled import crawled
from tests.factories import MOMENT, raw

TODAY = MOMENT.date()
OWN, OVERVIEW = course_id("school", "/a"), course_id("overview", "/a")


@pytest.fixture
def door(database: Engine, tmp_path: Path) -> Door:
    return Door(database, tmp_path)


@pytest.fixture
def noor(database: Engine) -> Editor:
    with unit_of_work(database) as session:
        editor = Editor(email="noor@example.nl", name="Noor", password_hash="")
        session.add(editor)
        return editor


def crawl(door: Door, source: str, title: str) -> None:
    values = {"format": "schema.org", "url": f"https://{source}.example/", "provider": "Lasschool"}
    with unit_of_work(door.engine) as session:
        found = declare(session, SourceDeclaration(name=source, aggregator=source == "overview", **values))
    crawled(door, found, [raw("/a", title=title)])


@pytest.fixture
def alike(door: Door) -> None:
    crawl(door, "school", "Lasser en constructiewerker")
    crawl(door, "overview", "Lasser constructiewerker BBL")


def asked(door: Door) -> Sequence[Item]:
    with Session(door.engine) as session:
        return open_items(session, "duplicate", TODAY).items


def answer(door: Door, decision: str, editor: Editor) -> Done:
    [item] = asked(door)
    return decide(door, "duplicate", decision, [Answer(item.subject, item.evidence)], "gebeld", editor, TODAY)


def owner(door: Door) -> str | None:
    with Session(door.engine) as session:
        return effective_courses(session, [OVERVIEW])[0].duplicate_of


def test_the_same_links_them_through_every_crawl_and_is_taken_back(door: Door, noor: Editor, alike: None) -> None:
    [item] = asked(door)
    assert (item.course_id, item.facts["sources"]) == (OWN, ["school", "overview"])
    assert "codes" in item.facts["doubts"]
    assert owner(door) is None
    done = answer(door, "same", noor)
    assert owner(door) == OWN
    crawl(door, "overview", "Constructiewerker en lasser in een jaar")
    assert owner(door) == OWN
    assert not asked(door)
    crawl(door, "overview", "Lasser constructiewerker BBL")
    with unit_of_work(door.engine) as session:
        revert_batch(session, done.batch, "vergissing", noor)
    assert owner(door) is None
    assert len(asked(door)) == 1


def test_not_the_same_keeps_them_apart_even_when_the_titles_become_equal(door: Door, noor: Editor, alike: None) -> None:
    done = answer(door, "different", noor)
    crawl(door, "overview", "Lasser en constructiewerker")
    assert owner(door) is None
    assert not asked(door)
    crawl(door, "overview", "Lasser constructiewerker BBL")
    with unit_of_work(door.engine) as session:
        revert_batch(session, done.batch, "vergissing", noor)
    assert len(asked(door)) == 1


def test_a_pair_of_which_one_is_hidden_is_not_asked(door: Door, noor: Editor, alike: None) -> None:
    with unit_of_work(door.engine) as session:
        hide(session, OVERVIEW, "dubbel", noor)
    assert not asked(door)


def test_only_an_editor_of_all_portals_decides(door: Door, alike: None) -> None:
    with unit_of_work(door.engine) as session:
        stranger = Editor(email="a@example.nl", name="A", password_hash="", portals=["gelderland"])
        session.add(stranger)
    with pytest.raises(NotAllowed):
        answer(door, "same", stranger)
    assert owner(door) is None
