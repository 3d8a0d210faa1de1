"""The work list as a page: decided by form, one or many, taken back, and closed to who may not."""

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.database import unit_of_work
from catalogue.effective import effective_courses
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.queue.follow import refresh
from catalogue.tables import AuditEvent, Course, QueueDecision, QueueItem, Role
from search_api.editor.texts import texts
from tests.factories import add_course, price
from tests.search_api.editor.browser import Browser

WORK = "/redactie/werk"
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def borderline(sqlite: Engine) -> list[str]:
    ids = [add_course(sqlite, key=f"/{n}", title=f"Techniekdag {n} {HOSTILE}", technical=None) for n in range(3)]
    follow(sqlite, *ids)
    return ids


def follow(database: Engine, *ids: str) -> None:
    with unit_of_work(database) as session:
        refresh(session, ids)


def values(page: str, name: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(rf'name="{name}" value="([^"]+)"', page)]


def technical(database: Engine, ids: list[str]) -> list[bool | None]:
    with Session(database) as session:
        courses = {course.id: course.content.technical for course in effective_courses(session, ids)}
    return [known.value if (known := courses[key]) else None for key in ids]


def test_one_decision_is_made_shown_and_taken_back(editor: Browser, sqlite: Engine, borderline: list[str]) -> None:
    page = editor.get(f"{WORK}?soort=technical").text
    assert "3 vragen" in page
    button = next(value for value in values(page, "one") if value.startswith("yes"))
    answer = editor.submit(WORK, WORK, one=button, soort="technical")
    assert answer.status_code == 303
    after = editor.get(answer.headers["location"]).text
    assert "1 besloten." in after
    assert "2 vragen" in after
    assert technical(sqlite, borderline).count(True) == 1
    [batch] = values(after, "batch")
    undone = editor.submit(WORK, f"{WORK}/ongedaan", batch=batch, soort="technical")
    assert "1 teruggedraaid." in editor.get(undone.headers["location"]).text
    assert technical(sqlite, borderline) == [None] * 3


def test_ticked_ones_are_decided_together(editor: Browser, sqlite: Engine, borderline: list[str]) -> None:
    page = editor.get(f"{WORK}?soort=technical").text
    keys = {f"item-{n}": values(page, f"item-{n}")[0] for n in (1, 2)}
    answer = editor.submit(WORK, WORK, soort="technical", bulk="no", reason="kennismaking", **keys)
    assert "besloten=2" in answer.headers["location"]
    assert technical(sqlite, borderline).count(False) == 2
    rest = editor.submit(WORK, WORK, soort="technical", bulk="no", all="1")
    assert "besloten=1" in rest.headers["location"]
    with Session(sqlite) as session:
        reasons = session.exec(select(AuditEvent.reason).where(AuditEvent.action == "override.set")).all()
    assert sorted(str(reason) for reason in reasons) == ["in Te doen: Niet technisch", "kennismaking", "kennismaking"]


def test_what_a_colleague_decided_is_skipped_and_said(editor: Browser, sqlite: Engine, borderline: list[str]) -> None:
    page = editor.get(f"{WORK}?soort=technical").text
    button = values(page, "one")[0]
    editor.submit(WORK, WORK, one=button)
    late = editor.submit(WORK, WORK, one=button)
    assert "verlopen=1" in late.headers["location"]
    assert "al veranderd of opgelost" in editor.get(late.headers["location"]).text


def test_another_portals_editor_decides_and_takes_back_nothing(
    editor: Browser, person: Callable[..., Browser], sqlite: Engine, course_id: str
) -> None:
    with unit_of_work(sqlite) as session:
        set_portal(session, "overijssel", PortalSettings(name="O", provinces=("Overijssel",), online=False), "x")
    stranger = person(Role.EDITOR, "overijssel")
    follow(sqlite, course_id)
    button = values(stranger.get(f"{WORK}?soort=contradiction").text, "one")[0]
    refused = stranger.submit(WORK, WORK, one=button)
    assert "geweigerd=1" in refused.headers["location"]
    mine = editor.submit(WORK, WORK, one=button)
    [batch] = values(editor.get(mine.headers["location"]).text, "batch")
    assert stranger.submit(WORK, f"{WORK}/ongedaan", batch=batch).status_code == 403
    with Session(sqlite) as session:
        assert len(session.exec(select(QueueDecision)).all()) == 1


@pytest.mark.parametrize(
    "form",
    [{"one": "x"}, {"one": "yes|technical|"}, {"one": "|||||"}, {"bulk": "yes", "soort": "x", "item-1": "a|b|c"},
     {"one": "yes|nonsense|a|b"}, {"bulk": "no"}, {}],
)  # fmt: skip
def test_a_form_that_decides_nothing_is_400_and_changes_nothing(
    editor: Browser, sqlite: Engine, borderline: list[str], form: dict[str, str]
) -> None:
    assert editor.submit(WORK, WORK, **form).status_code == 400
    assert technical(sqlite, borderline) == [None] * 3


def test_the_list_shows_what_a_crawl_said_as_text(editor: Browser, borderline: list[str]) -> None:
    page = editor.get(WORK).text
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_the_difference_is_shown_on_the_course_and_decided_there(
    editor: Browser, sqlite: Engine, course_id: str
) -> None:
    page = f"/redactie/opleidingen/{course_id}"
    editor.submit(page, f"{page}/velden/price", value="1900", vat="included", per="course", reason="gebeld")
    with unit_of_work(sqlite) as session:
        course = session.get_one(Course, course_id)
        course.normal = {**course.normal, "price": price(2100).model_dump(mode="json")}
        session.add(course)
    shown = html.unescape(editor.get(page).text)
    assert "De bron zegt nu iets anders" in shown
    for euros in ("1.870", "2.100", "1.900"):
        assert f"€\u00a0{euros}" in shown
    kept = editor.submit(page, f"{page}/velden/price/houden", reason="onze klopt")
    assert kept.status_code == 303
    assert "De bron zegt nu iets anders" not in editor.get(page).text


def test_two_editors_the_second_sees_what_the_first_did_and_keeps_what_was_typed(
    editor: Browser, person: Callable[..., Browser], course_id: str
) -> None:
    second = person(Role.EDITOR)
    page = f"/redactie/opleidingen/{course_id}"
    seen = re.search(r'velden/title" class="stack">.*?name="seen" value="(\w+)"', second.get(page).text, re.DOTALL)
    assert seen
    editor.submit(page, f"{page}/velden/title", value="Lassen met Noor", reason="duidelijker")
    late = second.submit(page, f"{page}/velden/title", value="Lassen met Piet", reason="korter", seen=seen[1])
    assert late.status_code == 409
    assert "Iemand anders heeft dit veld" in late.text
    assert "Lassen met Noor" in late.text
    assert 'value="Lassen met Piet"' in late.text
    fresh = re.search(r'velden/title" class="stack">.*?name="seen" value="(\w+)"', late.text, re.DOTALL)
    assert fresh
    again = second.submit(page, f"{page}/velden/title", value="Lassen met Piet", reason="korter", seen=fresh[1])
    assert again.status_code == 303


def test_the_log_is_searched_exported_and_taken_back(editor: Browser, course_id: str) -> None:
    page = f"/redactie/opleidingen/{course_id}"
    editor.submit(page, f"{page}/velden/level", value="3", reason="=HYPERLINK(1)")
    assert "=HYPERLINK" in editor.get("/redactie/logboek?q=hyperlink").text
    assert "override.set" not in editor.get("/redactie/logboek.csv?q=nergens").text
    exported = editor.get("/redactie/logboek.csv?q=override")
    assert ",'=HYPERLINK(1)," in exported.text
    assert exported.headers["content-disposition"].startswith("attachment")
    [event] = editor.get("/redactie/logboek.json?q=override").json()
    assert (event["action"], event["after"]["value"]) == ("override.set", 3)
    back = editor.submit("/redactie/logboek", f"/redactie/logboek/{event['id']}/terug", reason="toch niet")
    assert "Teruggedraaid" in editor.get(back.headers["location"]).text
    again = editor.submit("/redactie/logboek", f"/redactie/logboek/{event['id']}/terug", reason="nog eens")
    assert again.status_code == 409


def test_every_kind_and_decision_has_words_in_both_languages() -> None:
    from catalogue.queue.kinds import KINDS

    for language in ("nl", "en"):
        words = texts(language).words
        for name, kind in KINDS.items():
            assert {f"work.{name}", f"work.{name}.why"} <= words.keys()
            assert {f"work.{name}.{decision}" for decision in kind.decisions} <= words.keys()


def test_a_question_is_gone_from_the_page_when_its_course_is(editor: Browser, sqlite: Engine) -> None:
    course_id = add_course(sqlite, technical=None)
    follow(sqlite, course_id)
    with unit_of_work(sqlite) as session:
        session.get_one(Course, course_id).state = "withdrawn"
    follow(sqlite, course_id)
    with Session(sqlite) as session:
        assert not session.exec(select(QueueItem)).all()
