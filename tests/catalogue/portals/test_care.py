"""A portal's settings as editors change them: nothing unseen is overwritten, and nobody widens the own rights."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.audit.change import ChangedMeanwhile, InvalidOverride
from catalogue.audit.records import version
from catalogue.database import unit_of_work
from catalogue.editing.revert import revert
from catalogue.people.accounts import add_editor
from catalogue.portals.access import NotAllowed
from catalogue.portals.care import add_portal, change_portal, widens
from catalogue.portals.count import count_shown
from catalogue.portals.portal import PortalSettings, find_portal, set_portal
from catalogue.tables import AuditEvent, Editor, Role
from tests.factories import EDE, ROTTERDAM, add_course, content, session

HELD = PortalSettings(name="Gelderland", provinces=("Gelderland",), online=False)


@pytest.fixture
def noor(database: Engine) -> Editor:
    with unit_of_work(database) as unit:
        set_portal(unit, "gelderland", HELD, "x")
        return add_editor(unit, "noor@example.nl", "Noor", "lange-zin-met-water", role=Role.ADMINISTRATOR)


def changed(
    database: Engine, editor: Editor, seen: str | None = None, meanwhile: Callable[[], object] = int, **parts: object
) -> None:
    with unit_of_work(database) as unit:
        held = find_portal(unit, "gelderland")
        assert held
        meanwhile()
        new = PortalSettings.model_validate(held.model_dump() | parts)
        change_portal(unit, "gelderland", new, "op verzoek", editor, seen or version(held))


def events(database: Engine) -> list[AuditEvent]:
    with Session(database) as unit:
        return list(unit.exec(select(AuditEvent).where(AuditEvent.subject == "portal:gelderland")))


def test_a_change_is_on_record_and_taken_back(database: Engine, noor: Editor) -> None:
    changed(database, noor, sectors={"deny": ["construction"]})
    last = events(database)[-1]
    assert (last.actor, last.reason) == ("noor@example.nl", "op verzoek")
    with unit_of_work(database) as unit:
        revert(unit, last.id or 0, "toch niet", noor)
        assert find_portal(unit, "gelderland") == HELD


def test_the_second_of_two_at_once_is_told_and_overwrites_nothing(database: Engine, noor: Editor) -> None:
    seen, barrier, outcomes = version(HELD), Barrier(2), []

    def change(name: str) -> None:
        try:
            changed(database, noor, seen, lambda: barrier.wait(60), name=name)
            outcomes.append(name)
        except ChangedMeanwhile:
            outcomes.append("told")

    threads = [Thread(target=change, args=(name,)) for name in ("Een", "Twee")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(outcomes)[-1] == "told"
    with Session(database) as unit:
        held = find_portal(unit, "gelderland")
    assert held
    assert held.name in outcomes
    assert len(events(database)) == 2


def test_a_portals_own_editor_may_restrict_it_but_never_widen_it(database: Engine, noor: Editor) -> None:
    with unit_of_work(database) as unit:
        own = add_editor(unit, "piet@example.nl", "Piet", "lange-zin-met-water", portals=["gelderland"])
        other = add_editor(unit, "els@example.nl", "Els", "lange-zin-met-water", portals=["zuid"])
    changed(database, own, languages=("nl",), name="Leren in Gelderland")
    for wider in ({"provinces": None}, {"online": True}, {"languages": None}, {"provinces": ("Utrecht",)}):
        with pytest.raises(NotAllowed, match="wider"):
            changed(database, own, **wider)
    narrowing = events(database)[-1]
    with pytest.raises(NotAllowed, match="wider"), unit_of_work(database) as unit:
        revert(unit, narrowing.id or 0, "via een omweg", own)
    with pytest.raises(NotAllowed, match="other_portal"):
        changed(database, other, name="Gekaapt")
    with pytest.raises(NotAllowed), unit_of_work(database) as unit:
        add_portal(unit, "eigen", HELD, "x", own)


@pytest.mark.parametrize(
    ("held", "new", "wider"),
    [
        (None, {"deny": {"construction"}}, False),
        ({"deny": {"construction"}}, None, True),
        ({"deny": {"construction"}}, {"deny": {"construction", "electrical"}}, False),
        ({"deny": {"construction", "electrical"}}, {"deny": {"electrical"}}, True),
        ({"deny": {"construction"}}, {"allow": {"electrical"}}, False),
        ({"deny": {"construction"}}, {"allow": {"electrical", "construction"}}, True),
        ({"allow": {"construction"}}, {"allow": set()}, False),
        ({"allow": {"construction"}}, {"deny": {"electrical"}}, True),
    ],
)
def test_whether_a_rule_is_wider_is_told_from_the_rules_alone(held: object, new: object, wider: bool) -> None:
    before, after = (PortalSettings.model_validate({"name": "x", "sectors": rule}) for rule in (held, new))
    assert widens(before, after) == wider


def test_what_cannot_be_stored_is_refused_by_name(database: Engine, noor: Editor) -> None:
    with pytest.raises(InvalidOverride) as same:
        changed(database, noor)
    assert same.value.message == "nothing_changed"
    with pytest.raises(InvalidOverride) as control:
        changed(database, noor, texts={"title": "Wel\x00kom"})
    assert (control.value.field, control.value.message) == ("texts", "control_characters")
    for slug in ("v1", "Gelderland", "../x", ""):
        with pytest.raises(InvalidOverride), unit_of_work(database) as unit:
            add_portal(unit, slug, HELD, "x", noor)
    with pytest.raises(InvalidOverride) as taken, unit_of_work(database) as unit:
        add_portal(unit, "gelderland", HELD, "x", noor)
    assert taken.value.message == "exists"


def test_the_count_is_of_published_courses_that_the_rules_let_through(database: Engine) -> None:
    add_course(database, key="/a")
    add_course(database, key="/b", sessions=(session("2027-02-09", EDE), session("2027-03-09", ROTTERDAM)))
    add_course(database, key="/c", sessions=(session("2027-02-09", ROTTERDAM),))
    add_course(database, key="/d", technical=None)
    assert content().technical
    with Session(database) as unit:
        assert count_shown(unit, PortalSettings(name="nl")) == 3
        assert count_shown(unit, HELD) == 2


def test_the_version_is_the_same_in_each_process(database: Engine) -> None:
    names = ["construction", "electrical", "metal-welding", "civil-works"]
    one = PortalSettings.model_validate({"name": "x", "sectors": {"allow": names}})
    assert one.model_dump(mode="json")["sectors"]["allow"] == sorted(names)
