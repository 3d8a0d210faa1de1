"""Any change can be taken back, and nothing that was changed since is taken back unseen."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue import curation
from catalogue.audit.change import ChangedMeanwhile, InvalidOverride
from catalogue.database import unit_of_work
from catalogue.editing.revert import Irreversible, revert
from catalogue.effective import effective_courses
from catalogue.people.accounts import add_editor
from catalogue.people.care import set_access
from catalogue.portals.portal import PortalSettings, find_portal, set_portal
from catalogue.tables import AuditEvent, Course, Editor, Role
from tests.factories import add_course, price


@pytest.fixture
def noor(database: Engine) -> Editor:
    with unit_of_work(database) as session:
        return add_editor(session, "noor@example.nl", "Noor", "lange-zin-met-water", role=Role.ADMINISTRATOR)


@pytest.fixture
def course_id(database: Engine) -> str:
    return add_course(database, price=price(100))


def last(database: Engine) -> int:
    with Session(database) as session:
        return session.exec(select(AuditEvent.id).order_by(col(AuditEvent.id).desc())).first() or 0


def level(database: Engine, course_id: str) -> int | None:
    with Session(database) as session:
        [course] = effective_courses(session, [course_id])
    return course.content.level.value if course.content.level else None


def set_level(database: Engine, course_id: str, value: int, noor: Editor) -> int:
    with unit_of_work(database) as session:
        curation.set_override(session, course_id, "level", value, "folder", noor)
    return last(database)


def take_back(database: Engine, event: int, noor: Editor, reason: str = "vergissing") -> None:
    with unit_of_work(database) as session:
        revert(session, event, reason, noor)


def test_a_value_that_was_set_set_again_and_cleared_is_taken_back_step_by_step(
    database: Engine, noor: Editor, course_id: str
) -> None:
    first = set_level(database, course_id, 3, noor)
    second = set_level(database, course_id, 4, noor)
    with unit_of_work(database) as session:
        curation.clear_override(session, course_id, "level", "weg", noor)
    cleared = last(database)
    steps = []
    for event in (cleared, second, first):
        take_back(database, event, noor)
        steps.append(level(database, course_id))
    assert steps == [4, 3, None]
    take_back(database, last(database), noor)
    assert level(database, course_id) == 3, "taking back is a change, and can be taken back itself"


def test_what_changed_since_is_not_taken_back_unseen(database: Engine, noor: Editor, course_id: str) -> None:
    first = set_level(database, course_id, 3, noor)
    set_level(database, course_id, 4, noor)
    with pytest.raises(ChangedMeanwhile):
        take_back(database, first, noor)
    assert level(database, course_id) == 4


def test_hiding_careers_and_keeping_are_taken_back(database: Engine, noor: Editor, course_id: str) -> None:
    with unit_of_work(database) as session:
        curation.hide(session, course_id, "dubbel", noor)
    take_back(database, last(database), noor)
    with Session(database) as session:
        assert "hidden" not in effective_courses(session, [course_id])[0].overridden
    with unit_of_work(database) as session:
        career = "lasser" if "lasser" in curation.careers() else next(iter(curation.careers()))
        curation.reject_career(session, course_id, career, "nee", noor)
    take_back(database, last(database), noor)
    with unit_of_work(database) as session:
        curation.set_override(session, course_id, "price", None, "onzeker", noor)
        course = session.get_one(Course, course_id)
        course.normal = {**course.normal, "price": price(200).model_dump(mode="json")}
        session.add(course)
        curation.keep_override(session, course_id, "price", "blijft", noor)
    take_back(database, last(database), noor)
    with Session(database) as session:
        override = curation.field_state(session, course_id, "price")[2]
        assert override is not None
        assert override.base is not None
        assert override.base["value"]["cents"] == 10000


def test_a_portals_rules_and_an_accounts_rights_are_taken_back(database: Engine, noor: Editor) -> None:
    with unit_of_work(database) as session:
        other = add_editor(session, "piet@example.nl", "Piet", "lange-zin-met-water")
        set_portal(session, "zuid", PortalSettings(name="Zuid", provinces=("Limburg",)), "x")
        set_portal(session, "zuid", PortalSettings(name="Zuid", provinces=("Zeeland",)), "x")
    take_back(database, last(database), noor)
    with unit_of_work(database) as session:
        portal = find_portal(session, "zuid")
        assert portal is not None
        assert portal.provinces == ("Limburg",)
        set_access(session, session.merge(other), Role.VIEWER, ["zuid"], True, "x", "andere taak")
    take_back(database, last(database), noor)
    with Session(database) as session:
        assert session.get_one(Editor, other.id).role == Role.EDITOR


def test_what_cannot_be_taken_back_says_so(database: Engine, noor: Editor, course_id: str) -> None:
    with pytest.raises(Irreversible):
        take_back(database, last(database), noor)  # editor.add
    with pytest.raises(LookupError):
        take_back(database, 999_999, noor)
    event = set_level(database, course_id, 3, noor)
    for reason in (" ", "x" * 501, "nul\0"):
        with pytest.raises(InvalidOverride):
            take_back(database, event, noor, reason=reason)


def test_two_editors_of_one_field_lose_nothing(database: Engine, noor: Editor, course_id: str) -> None:
    with unit_of_work(database) as session:
        piet = add_editor(session, "piet@example.nl", "Piet", "lange-zin-met-water")
    with Session(database) as session:
        seen = curation.version(*curation.field_state(session, course_id, "level"))
    with unit_of_work(database) as session:
        curation.set_override(session, course_id, "level", 3, "folder", noor, seen)
    for given in (seen, None):
        with pytest.raises(ChangedMeanwhile), unit_of_work(database) as session:
            curation.set_override(session, course_id, "level", 4, "website", piet, given)
        with pytest.raises(ChangedMeanwhile), unit_of_work(database) as session:
            curation.clear_override(session, course_id, "level", "weg", piet, given)
    assert level(database, course_id) == 3
    with unit_of_work(database) as session:
        seen = curation.version(*curation.field_state(session, course_id, "level"))
        curation.set_override(session, course_id, "level", 4, "website", piet, seen)
    assert level(database, course_id) == 4


def test_a_crawl_between_looking_and_saving_is_seen_first(database: Engine, noor: Editor, course_id: str) -> None:
    with unit_of_work(database) as session:
        seen = curation.version(*curation.field_state(session, course_id, "price"))
        course = session.get_one(Course, course_id)
        course.normal = {**course.normal, "price": price(200).model_dump(mode="json")}
        session.add(course)
    with pytest.raises(ChangedMeanwhile), unit_of_work(database) as session:
        curation.set_override(session, course_id, "price", None, "x", noor, seen)
