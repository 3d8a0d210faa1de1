"""Editors accept and reject careers; that outlives crawls and reaches the index."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.audit.change import CourseNotFound, InvalidOverride
from catalogue.careers.decisions import decided
from catalogue.careers.match import CareerLink
from catalogue.curation import UnknownCareer, accept_career, clear_career, reject_career
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.explain import explain_course
from catalogue.index.documents import documents
from catalogue.runs import Door
from catalogue.sources.registry import declare
from catalogue.tables import AuditEvent, CareerDecision, Course, Editor, OutboxMark
from tests.conftest import TODAY
from tests.crawled import crawled
from tests.factories import add_course, known, raw


@pytest.fixture
def editor(database: Engine) -> Editor:
    with unit_of_work(database) as session:
        noor = Editor(email="noor@example.nl", name="Noor", password_hash="x")
        session.add(noor)
    return noor


def seen(database: Engine, course_id: str) -> EffectiveCourse:
    with Session(database) as session:
        return effective_courses(session, [course_id])[0]


def shown(database: Engine, course_id: str) -> list[str]:
    course = seen(database, course_id)
    (document, *_) = documents(course, TODAY)
    assert document.career == [link.career_id for link in course.careers]
    return document.career


def decide(database: Engine, what: Any, *args: Any) -> None:
    with unit_of_work(database) as session:
        what(session, *args)


def events(database: Engine) -> Sequence[AuditEvent]:
    with Session(database) as session:
        return session.exec(select(AuditEvent).order_by(AuditEvent.id)).all()


def test_a_rejected_career_goes_and_an_accepted_one_comes_first(database: Engine, editor: Editor) -> None:
    course = add_course(database)
    assert shown(database, course) == ["lasser"]
    decide(database, reject_career, course, "lasser", "gaat over snijden", editor)
    assert shown(database, course) == []
    decide(database, accept_career, course, "snijbrander", "zo zegt de opleider", editor)
    assert shown(database, course) == ["snijbrander"]
    assert [(link.confidence, link.rule) for link in seen(database, course).careers] == [(1.0, "editor")]


def test_each_decision_is_on_record_and_marks_the_course(database: Engine, editor: Editor) -> None:
    course = add_course(database)
    with Session(database) as session:
        before = session.get_one(OutboxMark, course).seq
    decide(database, reject_career, course, "lasser", "reden", editor)
    decide(database, accept_career, course, "lasser", "toch wel", editor)
    decide(database, clear_career, course, "lasser", "laat maar", editor)
    assert [(e.action, e.actor, e.reason, e.subject) for e in events(database)] == [
        ("career.reject", "noor@example.nl", "reden", f"course:{course}"),
        ("career.accept", "noor@example.nl", "toch wel", f"course:{course}"),
        ("career.clear", "noor@example.nl", "laat maar", f"course:{course}"),
    ]
    assert [(e.before["accepted"], e.after["accepted"]) for e in events(database)] == [
        (None, False), (False, True), (True, None)]  # fmt: skip
    with Session(database) as session:
        assert session.get_one(OutboxMark, course).seq == before + 3
        assert session.exec(select(CareerDecision)).all() == []


def test_decisions_outlive_a_crawl_that_changes_the_course(database: Engine, editor: Editor, tmp_path: Path) -> None:
    door = Door(database, tmp_path)
    with unit_of_work(database) as session:
        source = declare(session, SourceDeclaration(name="school", format="schema.org", url="https://school.example/"))
    crawled(door, source, [raw("/lassen"), raw("/timmeren", title="Timmeren")])
    with Session(database) as session:
        by_title = {course.title: course.id for course in session.exec(select(Course))}
    welding, carpentry = by_title["Lasopleiding lassen"], by_title["Timmeren"]
    decide(database, reject_career, welding, "lasser", "reden", editor)
    decide(database, accept_career, carpentry, "trappenmaker", "reden", editor)
    crawled(door, source, [raw("/lassen", title="Opleiding tot lasser"), raw("/timmeren", title="Timmeren 2")])
    assert seen(database, welding).content.title == "Opleiding tot lasser"
    assert shown(database, welding) == []
    assert shown(database, carpentry) == ["trappenmaker", "timmerman"]


def test_what_cannot_be_decided_is_refused(database: Engine, editor: Editor) -> None:
    course = add_course(database)
    with unit_of_work(database) as session:
        with pytest.raises(UnknownCareer):
            accept_career(session, course, "tovenaar", "reden", editor)
        with pytest.raises(CourseNotFound):
            accept_career(session, "nergens", "lasser", "reden", editor)
        with pytest.raises(InvalidOverride):
            reject_career(session, course, "lasser", " ", editor)
        with pytest.raises(InvalidOverride):
            clear_career(session, course, "lasser", "reden", editor)
    assert events(database) == []


def test_a_decision_about_a_career_that_is_gone_is_passed_over() -> None:
    found = (CareerLink("lasser", 0.9, "careers.title", "Lasser"),)
    gone = CareerDecision(course_id="a", career_id="tovenaar", accepted=True, reason="", editor_id=1)
    assert decided(found, [gone]) == found


def test_explain_shows_careers_and_those_that_wait(database: Engine) -> None:
    course = add_course(database, title="Lassen", credential="Certificaat", subjects=())
    waiting = add_course(database, key="/vca", title="VCA voor lassers", technical=known(True))
    rows = {row["field"]: row for row in explain_course(seen(database, course))}
    assert rows["career"]["value"] == "lasser"
    assert rows["career"]["rule"] == "careers.topic"
    assert [row["value"] for row in explain_course(seen(database, waiting)) if row["field"] == "career:waiting"] == [
        "lasser"
    ]
    assert shown(database, waiting) == []
