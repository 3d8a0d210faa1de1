"""The work queue on both databases: what is asked, in which order, and what becomes of the answers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from catalogue.audit.change import InvalidOverride
from catalogue.curation import set_override
from catalogue.database import unit_of_work
from catalogue.editing.revert import revert_batch
from catalogue.effective import effective_courses
from catalogue.normal import Flag
from catalogue.queue.decide import Answer, Done, UnknownDecision, decide
from catalogue.queue.follow import refresh
from catalogue.queue.kind import Item
from catalogue.queue.kinds import KINDS
from catalogue.queue.read import counts, open_items
from catalogue.runs import Door
from catalogue.signals import file_signal
from catalogue.tables import (
    Course,
    CrawlRun,
    Editor,
    LinkCheck,
    RunState,
    SearchOpening,
    Signal,
    SignalKind,
    Source,
)  # fmt: skip
from tests.factories import MOMENT, add_course, known, price

TODAY = date(2026, 11, 24)
CONTRADICTION = Flag(reason="price_contradiction", field="price", quote="€ 1.870 ↔ € 1.900")
WORDING = Flag(reason="wording_promise", field="description", quote="baangarantie")
MAYBE = {"title": "Techniek in de praktijk", "description": "Kennismaken met elektrotechniek en meettechniek."}


@pytest.fixture
def noor(database: Engine) -> Editor:
    with unit_of_work(database) as session:
        editor = Editor(email="noor@example.nl", name="Noor", password_hash="")
        session.add(editor)
        return editor


@pytest.fixture
def door(database: Engine, tmp_path: Path) -> Door:
    return Door(database, tmp_path)


def follow(database: Engine, *course_ids: str) -> None:
    with unit_of_work(database) as session:
        refresh(session, course_ids)


def asked(database: Engine, kind: str | None = None) -> list[Item]:
    with Session(database) as session:
        return list(open_items(session, kind, TODAY, size=500).items)


def answer(door: Door, item: Item, decision: str, editor: Editor, reason: str = "bekeken") -> Done:
    return decide(door, item.kind, decision, [Answer(item.subject, item.evidence)], reason, editor, TODAY)


def opened(database: Engine, course_id: str, times: int) -> None:
    with unit_of_work(database) as session:
        session.add(SearchOpening(day=TODAY, search="s", course_id=course_id, openings=times))


def change(database: Engine, course_id: str, **values: Any) -> None:
    """What a crawl does to a stored course."""
    with unit_of_work(database) as session:
        course = session.get_one(Course, course_id)
        made = {
            name: one.model_dump(mode="json") if hasattr(one, "model_dump") else one for name, one in values.items()
        }
        course.normal = {**course.normal, **made}
        session.add(course)
    follow(database, course_id)


def test_each_kind_about_courses_is_found_and_gone_when_it_is_solved(
    database: Engine, noor: Editor, door: Door
) -> None:
    moved = add_course(database, key="/moved", price=price(100))
    with unit_of_work(database) as session:
        set_override(session, moved, "price", {"cents": 9000, "vat": "unknown", "per": "course"}, "gebeld", noor)
    change(database, moved, price=price(120))
    ids = {
        "contradiction": add_course(database, key="/c", price=price(1870), flags=(CONTRADICTION,)),
        "technical": add_course(database, key="/t", technical=None),
        "wording": add_course(database, key="/w", flags=(WORDING,)),
        "missing": add_course(database, key="/m", price=None),
        "override": moved,
    }
    opened(database, ids["missing"], 3)
    follow(database, *ids.values())
    found = {item.kind: item for item in asked(database) if item.kind in ids and item.course_id == ids[item.kind]}
    assert found.keys() == ids.keys()
    moved_facts = found["override"].facts
    assert [moved_facts[side]["cents"] for side in ("then", "theirs", "mine")] == [10000, 12000, 9000]
    for kind, item in found.items():
        usual = next(iter(KINDS[kind].decisions))
        assert answer(door, item, usual, noor).decided == 1, kind
    left = {(item.kind, item.course_id) for item in asked(database)}
    assert left.isdisjoint(ids.items())


def test_the_kinds_about_other_things_are_found(database: Engine, noor: Editor, door: Door) -> None:
    course_id = add_course(database)
    with unit_of_work(database) as session:
        source = session.exec(select(Source)).one()
        source.created_at = MOMENT.replace(year=2025)
        session.add(source)
        session.add(
            LinkCheck(course_id=course_id, url="https://x.example", outcome="http_500", misses=4, checked_at=MOMENT)
        )
        session.add(
            CrawlRun(source_id=source.id or 0, state=RunState.QUARANTINED, started_at=MOMENT, reasons=["weinig"])
        )
        file_signal(session, "nl", SignalKind.WRONG, course_id, "de prijs klopt niet", None)
    kinds = {item.kind for item in asked(database)}
    assert {"run", "report", "dead_link", "overdue"} <= kinds
    for kind, decision in (("report", "done"), ("dead_link", "leave"), ("overdue", "wait"), ("run", "reject")):
        [item] = asked(database, kind)
        assert answer(door, item, decision, noor).decided == 1, kind
        assert not asked(database, kind)
    with Session(database) as session:
        assert counts(session, TODAY).keys() <= {"scheme", "career"}


def test_an_answer_outlives_every_crawl_until_the_evidence_changes(database: Engine, noor: Editor, door: Door) -> None:
    course_id = add_course(database, price=price(1870), flags=(CONTRADICTION,))
    follow(database, course_id)
    [item] = asked(database, "contradiction")
    answer(door, item, "right", noor)
    follow(database, course_id)
    assert not asked(database, "contradiction")
    change(database, course_id, flags=[CONTRADICTION.model_dump() | {"quote": "€ 1.870 ↔ € 2.500"}])
    assert len(asked(database, "contradiction")) == 1, "another contradiction is another question"


def test_an_accepted_or_rejected_borderline_course_outlives_crawls(database: Engine, noor: Editor, door: Door) -> None:
    ids = [add_course(database, key=f"/{n}", technical=None) for n in range(2)]
    follow(database, *ids)
    for item, decision in zip(asked(database, "technical"), ("yes", "no"), strict=True):
        answer(door, item, decision, noor)
    for course_id in ids:
        change(database, course_id, technical=None, description="Een nieuwe tekst.")
    assert not asked(database, "technical")
    with Session(database) as session:
        shown = [course.content.technical for course in effective_courses(session, ids)]
    assert sorted(one.value for one in shown if one) == [False, True]


def test_what_most_people_see_comes_first(database: Engine) -> None:
    quiet, busy, unseen = (
        add_course(database, key=key, price=price(1), flags=(CONTRADICTION,), technical=known(shown))
        for key, shown in (("/a", True), ("/b", True), ("/c", False))
    )
    opened(database, busy, 9)
    follow(database, quiet, busy, unseen)
    items = asked(database, "contradiction")
    assert [item.course_id for item in items] == [busy, quiet, unseen]
    assert [item.value for item in items] == [7 * 11, 7 * 2, 7]
    assert [item.value for item in asked(database)] == sorted((i.value for i in asked(database)), reverse=True)


def test_the_pages_hold_each_question_once_and_in_order(database: Engine) -> None:
    ids = [add_course(database, key=f"/{n}", price=price(1), flags=(CONTRADICTION,)) for n in range(7)]
    with unit_of_work(database) as session:
        for n, course in enumerate(ids):
            session.add(SearchOpening(day=TODAY, search=f"s{n}", course_id=course, openings=n))
            file_signal(session, "nl", SignalKind.WRONG, course, f"klopt niet {n}", None)
    follow(database, *ids)
    whole = [(item.kind, item.subject) for item in asked(database)]
    assert {kind for kind, _ in whole} >= {"contradiction", "report", "scheme"}
    for size in (1, 2, 3, 5):
        with Session(database) as session:
            last = open_items(session, None, TODAY, size=size).pages
            pages = [open_items(session, None, TODAY, page, size).items for page in range(1, last + 1)]
        assert [(item.kind, item.subject) for page in pages for item in page] == whole


def test_many_are_decided_at_once_and_taken_back_at_once(database: Engine, noor: Editor, door: Door) -> None:
    ids = [add_course(database, key=f"/{number}", technical=None) for number in range(12)]
    follow(database, *ids)
    items = asked(database, "technical")
    answers = [Answer(item.subject, item.evidence) for item in items]
    done = decide(door, "technical", "no", answers, "geen techniek", noor, TODAY)
    assert (done.decided, done.stale, done.refused) == (12, 0, 0)
    assert not asked(database, "technical")
    with unit_of_work(database) as session:
        assert revert_batch(session, done.batch, "vergissing", noor) == 12
    assert {item.course_id for item in asked(database, "technical")} == set(ids)


def test_what_a_colleague_decided_meanwhile_is_not_decided_again(database: Engine, noor: Editor, door: Door) -> None:
    course_id = add_course(database, technical=None)
    follow(database, course_id)
    [item] = asked(database, "technical")
    assert answer(door, item, "yes", noor).decided == 1
    late = answer(door, item, "no", noor)
    assert (late.decided, late.stale) == (0, 1)
    with Session(database) as session:
        [course] = effective_courses(session, [course_id])
    assert course.content.technical
    assert course.content.technical.value is True


def test_an_unknown_decision_or_one_without_a_reason_is_refused(sqlite: Engine, tmp_path: Path) -> None:
    door, noor = Door(sqlite, tmp_path), Editor(id=1, email="noor@example.nl", name="Noor", password_hash="")
    for kind, decision in (("technical", "maybe"), ("nonsense", "yes"), ("", "")):
        with pytest.raises(UnknownDecision):
            decide(door, kind, decision, [], "x", noor, TODAY)
    for reason in ("", " ", "x" * 501, "nul\0"):
        with pytest.raises(InvalidOverride):
            decide(door, "technical", "yes", [], reason, noor, TODAY)


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "duplicate"])
def test_nothing_is_asked_of_a_course_nobody_can_see(database: Engine, noor: Editor, state: str, door: Door) -> None:
    course_id = add_course(database, price=price(1), flags=(CONTRADICTION,))
    other = add_course(database, source="other", key="/other")
    follow(database, course_id)
    assert asked(database, "contradiction")
    with unit_of_work(database) as session:
        if state == "hidden":
            set_override(session, course_id, "hidden", True, "dubbel", noor)
        column, value = ("state", "withdrawn") if state == "withdrawn" else ("duplicate_of", other)
        if state != "hidden":
            session.execute(text(f"UPDATE course SET {column} = :v WHERE id = :i"), {"v": value, "i": course_id})
    follow(database, course_id)
    assert not asked(database, "contradiction")


def test_a_report_that_was_dealt_with_can_be_opened_again(database: Engine, noor: Editor, door: Door) -> None:
    with unit_of_work(database) as session:
        file_signal(session, "nl", SignalKind.MISSING, None, "cursus X ontbreekt", "lezer@example.nl")
    [item] = asked(database, "report")
    done = answer(door, item, "dismiss", noor)
    with Session(database) as session:
        assert session.exec(select(Signal)).one().email is None
    with unit_of_work(database) as session:
        revert_batch(session, done.batch, "toch wel", noor)
    assert len(asked(database, "report")) == 1
