"""Reports from the public: they reach editors, tell nothing of who sent them, and robots get no further."""

from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.settings import Settings
from catalogue.signals import EMAIL_DAYS, TooManySignals, file_signal, forget, settle
from catalogue.tables import AuditEvent, Signal, SignalKind, SignalState
from tests.conftest import TODAY
from tests.factories import MOMENT, ROTTERDAM, add_course, session
from tests.search_api.conftest import running_api

pytestmark = pytest.mark.engine
HOME = "https://www.oost.example"


@pytest.fixture
def course(sqlite: Engine, settings: Settings, address: EngineAddress) -> str:
    made = add_course(sqlite)
    with unit_of_work(sqlite) as unit:
        east = PortalSettings(name="Oost", provinces=("Gelderland",), online=False, origins=(HOME,))
        set_portal(unit, "east", east, "test")
    drain(sqlite, settings.home, address, TODAY)
    return made


def filed(database: Engine) -> list[Signal]:
    with Session(database) as unit:
        return list(unit.exec(select(Signal).where(Signal.state == SignalState.OPEN).order_by(col(Signal.id))))


def test_a_report_reaches_editors_and_holds_no_more_than_was_told(
    api: httpx2.Client, sqlite: Engine, course: str
) -> None:
    body = {"kind": "wrong", "courseId": course, "text": "De prijs klopt niet.\r\nHij is hoger."}
    answer = api.post("/v1/signals?portal=east", json=body, headers={"Origin": HOME})
    assert (answer.status_code, answer.json()) == (202, {"received": True})
    assert answer.headers["access-control-allow-origin"] == HOME
    [signal] = filed(sqlite)
    assert (signal.portal, signal.kind, signal.course_id) == ("east", SignalKind.WRONG, course)
    assert (signal.text, signal.email) == ("De prijs klopt niet.\nHij is hoger.", None)
    assert set(Signal.model_fields) == {
        "id", "at", "portal", "kind", "course_id", "text", "email", "state", "decided_by", "decided_at"
    }  # fmt: skip


def test_the_same_report_twice_is_one_and_a_missing_course_needs_no_id(
    api: httpx2.Client, sqlite: Engine, course: str
) -> None:
    for _ in range(2):
        assert api.post("/v1/signals", json={"kind": "broken", "courseId": course}).status_code == 202
        assert api.post("/v1/signals", json={"kind": "missing", "text": "TIG in Ede"}).status_code == 202
    assert [str(each.kind) for each in filed(sqlite)] == ["broken", "missing"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"kind": "rude"}, 400),
        ({"kind": "wrong", "text": "x" * 2001}, 400),
        ({"kind": "wrong", "text": "nul \x00"}, 400),
        ({"kind": "wrong", "email": "no address"}, 400),
        ({"kind": "wrong", "email": "a@b.nl\nBcc: c@d.nl"}, 400),
        ({"kind": "wrong", "name": "Jan"}, 400),
        ({"kind": "wrong", "courseId": "none"}, 404),
    ],
)
def test_a_bad_report_is_told_what_is_wrong_and_not_kept(
    api: httpx2.Client, sqlite: Engine, course: str, body: dict[str, str], status: int
) -> None:
    answer = api.post("/v1/signals", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert filed(sqlite) == []


def test_text_that_is_no_unicode_and_bodies_without_end_are_refused(api: httpx2.Client, course: str) -> None:
    headers = {"Content-Type": "application/json"}
    raw = b'{"kind": "wrong", "text": "\\ud800"}'
    assert api.post("/v1/signals", content=raw, headers=headers).status_code == 400
    assert api.post("/v1/signals", content=b"x" * 70_000, headers=headers).status_code == 413
    assert api.post("/v1/signals", content=iter([b"{}"]), headers=headers).status_code == 411


def test_what_a_portal_does_not_show_cannot_be_reported_there(api: httpx2.Client, sqlite: Engine, course: str) -> None:
    far = add_course(sqlite, "west", "/far", sessions=(session("2027-01-11", ROTTERDAM),))
    assert api.post("/v1/signals?portal=east", json={"kind": "wrong", "courseId": far}).status_code == 404
    assert api.post("/v1/signals?portal=nowhere", json={"kind": "wrong"}).status_code == 404


def test_only_the_portals_own_pages_may_report(api: httpx2.Client, sqlite: Engine, course: str) -> None:
    body = {"kind": "wrong", "courseId": course}
    assert api.post("/v1/signals?portal=east", json=body, headers={"Origin": "https://evil.example"}).status_code == 403
    assert filed(sqlite) == []
    asked = api.options("/v1/signals?portal=east", headers={"Origin": HOME})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, HOME)
    assert "POST" in asked.headers["access-control-allow-methods"]
    other = api.options("/v1/signals?portal=east", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers


def test_a_robot_is_answered_and_not_heard(api: httpx2.Client, sqlite: Engine, course: str) -> None:
    body = {"kind": "wrong", "courseId": course, "website": "https://spam.example"}
    assert api.post("/v1/signals", json=body).status_code == 202
    assert filed(sqlite) == []


@pytest.fixture
def limited(sqlite: Engine, settings: Settings, address: EngineAddress, course: str) -> Iterator[httpx2.Client]:
    with running_api(settings.model_copy(update={"engine_budget": 5}), sqlite, address) as client:
        yield client


def test_one_client_may_report_a_few_times_a_minute(limited: httpx2.Client, sqlite: Engine) -> None:
    answers = [limited.post("/v1/signals", json={"kind": "wrong", "text": str(n)}) for n in range(8)]
    assert [answer.status_code for answer in answers] == [202] * 6 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 0
    assert len(filed(sqlite)) == 6


def test_a_flood_of_many_senders_is_stopped_too(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.signals.MOST_AN_HOUR", 3)
    with unit_of_work(database) as unit:
        for number in range(3):
            file_signal(unit, "nl", SignalKind.WRONG, None, str(number), None)
        with pytest.raises(TooManySignals):
            file_signal(unit, "nl", SignalKind.WRONG, None, "one more", None)
        assert file_signal(unit, "nl", SignalKind.WRONG, None, "2", None).id


def test_an_address_goes_with_the_report_and_never_stays_long(database: Engine) -> None:
    with unit_of_work(database) as unit:
        first = file_signal(unit, "nl", SignalKind.WRONG, None, "a", "a@reader.example")
        second = file_signal(unit, "nl", SignalKind.WRONG, None, "b", "b@reader.example")
        settle(unit, first.id or 0, SignalState.DONE, "editor@example.nl", "prijs aangepast")
        second.at = MOMENT - timedelta(days=EMAIL_DAYS + 1)
        unit.flush()
        assert forget(unit, MOMENT) == 1
        unit.expire_all()
        assert [each.email for each in unit.exec(select(Signal))] == [None, None]
        assert [
            each.text
            for each in unit.exec(select(Signal).where(Signal.state == SignalState.OPEN).order_by(col(Signal.id)))
        ] == ["b"]
        assert [event.action for event in unit.exec(select(AuditEvent))] == ["signal.settle"]
        with pytest.raises(LookupError):
            settle(unit, 99, SignalState.DONE, "x", "y")
