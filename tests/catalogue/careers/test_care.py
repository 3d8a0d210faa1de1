"""A career's facts, changed by an editor: in force everywhere, refused when wrong, on record and taken back."""

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.audit.change import ChangedMeanwhile, InvalidOverride
from catalogue.audit.records import version
from catalogue.careers.care import set_career
from catalogue.careers.find import find_careers, nearest_careers
from catalogue.careers.known import shipped
from catalogue.careers.own import CareerRecord, career_table, record_of
from catalogue.careers.table import careers
from catalogue.database import unit_of_work
from catalogue.editing.revert import revert
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.index.documents import documents
from catalogue.normal import Code, Sector
from catalogue.people.accounts import add_editor
from catalogue.portals.access import NotAllowed
from catalogue.queue.follow import refresh
from catalogue.settings import Settings
from catalogue.tables import AuditEvent, Editor, OutboxMark, OwnCareer
from tests.conftest import TODAY
from tests.factories import add_course, follow_without_engine, known

LASSER = record_of(careers()["lasser"])


@pytest.fixture
def noor(database: Engine) -> Editor:
    with unit_of_work(database) as session:
        return add_editor(session, "noor@example.nl", "Noor", "lange-zin-met-water")


def change(database: Engine, noor: Editor, career: str = "lasser", **facts: Any) -> CareerRecord:
    with unit_of_work(database) as session:
        held = record_of(career_table(session)[career])
        record = CareerRecord.model_validate({**held.model_dump(), **facts})
        set_career(session, career, record, "zo heet het nu", noor, version(held))
    return record


def facts_of(database: Engine, career: str = "lasser") -> CareerRecord:
    with Session(database) as session:
        return record_of(career_table(session)[career])


def seen(database: Engine, course_id: str) -> EffectiveCourse:
    with Session(database) as session:
        return effective_courses(session, [course_id])[0]


def marked(database: Engine) -> set[str]:
    with Session(database) as session:
        return set(session.exec(select(OutboxMark.course_id).where(col(OutboxMark.listed) < col(OutboxMark.seq))))


def last(database: Engine) -> int:
    with Session(database) as session:
        return session.exec(select(AuditEvent.id).order_by(col(AuditEvent.id).desc())).first() or 0


@pytest.mark.parametrize("career", careers())
def test_each_shipped_career_keeps_its_facts_through_the_form(career: str) -> None:
    held = record_of(careers()[career])
    assert CareerRecord.model_validate(held.model_dump(mode="json")) == held


def test_a_new_name_leads_courses_to_the_career_and_people_too(database: Engine, noor: Editor) -> None:
    said = add_course(database, key="/a", title="Opleiding tot vonkentrekker")
    assert seen(database, said).careers == ()
    change(database, noor, label="Vaklasser", synonyms=(*LASSER.synonyms, "lasser", "Vonkentrekker"))
    assert [each.career_id for each in seen(database, said).careers] == ["lasser"]
    names = documents(seen(database, said), TODAY)[0].careerNames
    assert {"vaklasser", "vonkentrekker"} <= set(names)
    with Session(database) as session:
        table = career_table(session)
        assert table is career_table(session), "one table for all who read the same rows"
    assert [each.label for each in find_careers(table, "vonkentrek", {})] == ["Vaklasser"]
    assert nearest_careers(table, "vonkentrekker", 1)[0].id == "lasser"
    assert find_careers(shipped(), "vonkentrek", {}) == []


def test_the_index_follows_the_courses_that_it_concerns_and_no_others(
    database: Engine, noor: Editor, settings: Settings
) -> None:
    linked = add_course(database, key="/a", title="Leren lassen")
    waits = add_course(database, key="/w", title="VCA voor lassers")
    with unit_of_work(database) as session:
        refresh(session, [waits])
    says = add_course(database, key="/b", title="Werken in de haven", description="Opleiding tot vónken-trekker.")
    coded = add_course(database, key="/c", title="Vak", codes=(Code(scheme="isco", value="7213"),))
    add_course(database, key="/d", title="Metselen")
    follow_without_engine(database, settings.home, TODAY)
    change(database, noor, synonyms=(*LASSER.synonyms, "vónken trekker"))
    assert marked(database) == {linked, waits, says}
    follow_without_engine(database, settings.home, TODAY)
    change(database, noor, isco="7213")
    assert marked(database) == {linked, waits, says, coded}
    follow_without_engine(database, settings.home, TODAY)
    change(database, noor, synonyms=LASSER.synonyms)
    assert marked(database) == {linked, waits, says}, "a course that led there by a name that is gone"


def test_another_sector_and_code_hold_for_the_links(database: Engine, noor: Editor) -> None:
    codes = (Code(scheme="isco", value="8344"),)
    coded = add_course(database, key="/c", title="Vakopleiding", sector=None, codes=codes)
    assert [each.career_id for each in seen(database, coded).careers] == ["heftruckchauffeur"]
    change(database, noor, "heftruckchauffeur", isco="8343")
    assert seen(database, coded).careers == ()
    welding = add_course(database, key="/l", title="Lassen", sector=known(Sector.METAL_WELDING))
    change(database, noor, sector="data")
    assert seen(database, welding).careers == ()
    assert [each.career_id for each in seen(database, welding).career_links] == ["lasser"], "it waits for an editor"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": "  "}, "label"),
        ({"label": "!!"}, "label"),
        ({"label": "x" * 81}, "label"),
        ({"synonyms": ("las+",)}, "synonyms"),
        ({"synonyms": ("*lasser",)}, "synonyms"),
        ({"synonyms": ("",)}, "synonyms"),
        ({"synonyms": tuple(f"naam {n}" for n in range(61))}, "synonyms"),
        ({"sector": "koken"}, "sector"),
        ({"isco": "721"}, "isco"),
        ({"isco": "721a"}, "isco"),
        ({"isco": "٧٢١٢"}, "isco"),
        ({"esco": "https://example.nl/lasser"}, "esco"),
        ({"level": 4}, "level"),
    ],
)
def test_wrong_facts_are_refused_by_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CareerRecord.model_validate({**LASSER.model_dump(), **wrong})
    assert {str(each["loc"][0]) for each in refused.value.errors()} == {field}


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"label": "Pijplasser"}, "label", "name_taken"),
        ({"label": "PIJP-lasser"}, "label", "name_taken"),
        ({"synonyms": ("laser-lassen",)}, "synonyms", "name_taken"),
        ({"synonyms": ("pijplassen",)}, "synonyms", "name_taken"),
        ({"synonyms": ("Metselaar",)}, "synonyms", "name_taken"),
        ({"synonyms": ("software maintenance",)}, "synonyms", "name_elsewhere"),
        ({"label": "Las\x07ser"}, "label", "control_characters"),
        ({}, "record", "nothing_changed"),
    ],
)
def test_a_name_of_another_career_is_refused(
    database: Engine, noor: Editor, wrong: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(InvalidOverride) as refused:
        change(database, noor, **wrong)
    assert (refused.value.field, refused.value.message) == (field, message)
    assert facts_of(database) == LASSER


def test_who_saw_older_facts_or_may_not_change_them_changes_nothing(database: Engine, noor: Editor) -> None:
    mine = change(database, noor, label="Vaklasser")
    with pytest.raises(ChangedMeanwhile), unit_of_work(database) as session:
        set_career(session, "lasser", LASSER, "te laat", noor, version(LASSER))
    noor.portals = ["gelderland"]
    with pytest.raises(NotAllowed), unit_of_work(database) as session:
        set_career(session, "lasser", LASSER, "niet van mij", noor, version(mine))
    assert facts_of(database) == mine


def test_a_change_is_taken_back_step_by_step_and_leaves_the_shipped_facts(database: Engine, noor: Editor) -> None:
    change(database, noor, label="Vaklasser", synonyms=(*LASSER.synonyms, "lasser"))
    first = last(database)
    two = change(database, noor, isco="7213")
    for event, told in ((last(database), "Vaklasser"), (first, "Lasser")):
        with unit_of_work(database) as session:
            revert(session, event, "toch niet", noor)
        assert facts_of(database).label == told
    assert facts_of(database) == LASSER
    with Session(database) as session:
        assert session.exec(select(OwnCareer)).all() == []
        assert career_table(session) is shipped()
    assert two.isco == "7213"


def test_what_an_editor_did_not_touch_follows_the_shipped_table(database: Engine, noor: Editor) -> None:
    change(database, noor, label="Vaklasser", synonyms=(*LASSER.synonyms, "lasser"))
    with Session(database) as session:
        assert set(session.get_one(OwnCareer, "lasser").own) == {"label", "synonyms"}
    with unit_of_work(database) as session:
        session.add(OwnCareer(career_id="uit-een-oudere-versie", own={"label": "Weg"}))
    assert facts_of(database).label == "Vaklasser", "a career that is no longer shipped breaks nothing"
