"""Courses by hand: made with the form or copied, under a source of their own, on record and taken back."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.sources.optout import opt_out
from catalogue.sources.registry import all_sources
from catalogue.tables import AuditEvent, Course, CourseState, OutboxMark
from scheduler.plan import planned
from search_api.editor.texts import LANGUAGES, texts
from tests.search_api.editor.browser import EMAIL, Browser

NEW = "/redactie/nieuw"
TYPED = {
    "provider": "Smederij De Vonk", "title": "MIG/MAG-lassen niveau 2", "url": "https://vonk.example/lassen",
    "description": "Je leert staal lassen in onze werkplaats.", "start_text": "12 januari 2027", "place_text": "Zwolle",
    "price_text": "€ 1.870 exclusief btw", "level_text": "mbo 2", "reason": "folder van de smederij",
}  # fmt: skip


def made(editor: Browser, **changed: str) -> str:
    answer = editor.submit(NEW, NEW, **{**TYPED, **changed})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).split("/")[-1].partition("?")[0]


def course_of(database: Engine, course_id: str) -> EffectiveCourse:
    with Session(database) as session:
        return effective_courses(session, [course_id])[0]


def made_events(database: Engine) -> list[AuditEvent]:
    with Session(database) as session:
        mine = select(AuditEvent).where(AuditEvent.action == "course.create").order_by(col(AuditEvent.id))
        return list(session.exec(mine))


def test_what_is_typed_goes_through_the_normaliser_and_is_on_record(
    editor: Browser, sqlite: Engine, drained: list[str]
) -> None:
    course_id = made(editor)
    course = course_of(sqlite, course_id)
    content = course.content
    assert (course.source_name, course.provider_name) == ("hand:smederij-de-vonk", "Smederij De Vonk")
    assert content.price
    assert (content.price.value.cents, content.price.value.vat) == (187000, "excluded")
    assert content.level
    assert content.level.value == 2
    assert content.sessions[0].place
    assert content.sessions[0].place.value.province == "Overijssel"
    assert course.published
    (event,) = made_events(sqlite)
    assert (event.actor, event.subject, event.reason) == (EMAIL, f"course:{course_id}", TYPED["reason"])
    assert drained
    page = editor.get(f"/redactie/opleidingen/{course_id}?gedaan=made").text
    assert "hand:smederij-de-vonk" in page
    assert editor.get(f"/redactie/opleidingen/{course_id}/momentopname").status_code == 200


def test_no_schedule_holds_a_source_made_by_hand(editor: Browser, sqlite: Engine) -> None:
    made(editor)
    with Session(sqlite) as session:
        (source,) = (one for one in all_sources(session) if one.name.startswith("hand:"))
        source.paused = False  # an editor resumes it
        session.add(source)
        session.flush()
        assert source.name not in planned(session)


def test_the_same_words_twice_are_one_course_and_another_start_is_another(editor: Browser, sqlite: Engine) -> None:
    first = made(editor)
    again = editor.submit(NEW, NEW, **TYPED)
    assert again.status_code == 400
    assert "Deze opleiding is er al" in again.text
    assert made(editor, start_text="9 februari 2027") != first


def test_taking_it_back_withdraws_it_and_making_it_again_brings_it_back(editor: Browser, sqlite: Engine) -> None:
    course_id = made(editor)
    back = f"/redactie/logboek/{made_events(sqlite)[0].id}/terug"
    assert editor.submit("/redactie/logboek", back, reason="folder was oud").status_code == 303
    with Session(sqlite) as session:
        course = session.get_one(Course, course_id)
        assert (course.state, course.state_reason) == (CourseState.WITHDRAWN, "folder was oud")
        assert session.get(OutboxMark, course_id)
    assert editor.submit("/redactie/logboek", back, reason="nog eens").status_code == 409
    assert made(editor) == course_id
    assert course_of(sqlite, course_id).published


def test_a_copy_begins_with_what_the_course_shows(editor: Browser, sqlite: Engine, course_id: str) -> None:
    page = f"/redactie/opleidingen/{course_id}"
    editor.submit(page, f"{page}/velden/title", value="Lassen voor zij-instromers", reason="duidelijker")
    assert f"{NEW}?van={course_id}" in editor.get(page).text
    copy = editor.get(f"{NEW}?van={course_id}").text
    assert 'value="Lassen voor zij-instromers"' in copy
    assert "€ 1.870" in copy
    assert editor.get(f"{NEW}?van=nergens").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", " ", "Vul een titel in"),
        ("url", "javascript:alert(1)", "Vul een webadres in"),
        ("provider", "", "Vul de naam van de aanbieder in"),
        ("reason", " ", "Vul een reden in"),
        ("reason", "nul\0", "tekens die niet mogen"),
        ("title", "Open dag techniek", "geen opleiding (open_day)"),
    ],
)
def test_what_cannot_be_a_course_is_said_and_nothing_typed_is_lost(
    editor: Browser, sqlite: Engine, field: str, value: str, words: str
) -> None:
    answer = editor.submit(NEW, NEW, **{**TYPED, field: value})
    assert answer.status_code == 400
    assert words in answer.text
    assert TYPED["description"] in answer.text
    assert not made_events(sqlite)


def test_stored_script_and_signs_that_no_database_holds_are_words(editor: Browser, sqlite: Engine) -> None:
    course_id = made(editor, description="Lassen\0 <script>alert(1)</script>", price_text="<b>\0\U0001f600")
    page = editor.get(f"/redactie/opleidingen/{course_id}").text
    assert "<script>alert" not in page


def test_a_provider_that_opted_out_is_not_entered_by_hand(editor: Browser, sqlite: Engine) -> None:
    made(editor)
    with unit_of_work(sqlite) as session:
        opt_out(session, "hand:smederij-de-vonk", "wil niet", "test")
    answer = editor.submit(NEW, NEW, **{**TYPED, "title": "TIG-lassen"})
    assert answer.status_code == 400
    assert "wil niet in Vakwijzer staan" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_there_in_both_languages(editor: Browser, language: str) -> None:
    page = editor.get(f"{NEW}?lang={language}").text
    assert texts(language)("hand.intro") in page
