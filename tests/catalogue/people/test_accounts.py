"""Who may sign in, without telling anybody else who that is."""

from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.database import unit_of_work
from catalogue.people import accounts
from catalogue.people.accounts import InvalidAccount, add_editor, authenticate, editor_of_session, end_sessions
from catalogue.tables import AuditEvent, Editor

EMAIL, PASSWORD = "noor@example.nl", "lange-zin-met-water"


@pytest.fixture
def noor(sqlite: Engine) -> Editor:
    with unit_of_work(sqlite) as session:
        return add_editor(session, " Noor@Example.NL ", "Noor  de Vries", PASSWORD)


def signed_in(database: Engine, email: str, password: str) -> Editor | None:
    with unit_of_work(database) as session:
        return authenticate(session, email, password)


def test_an_editor_signs_in_with_any_capitals_in_the_address(sqlite: Engine, noor: Editor) -> None:
    assert (noor.email, noor.name) == (EMAIL, "Noor de Vries")
    editor = signed_in(sqlite, "NOOR@example.nl ", PASSWORD)
    assert editor is not None
    assert editor.id == noor.id


def test_the_password_is_kept_as_argon2id_only(sqlite: Engine, noor: Editor) -> None:
    assert noor.password_hash.startswith("$argon2id$")
    with Session(sqlite) as session:
        event = session.exec(select(AuditEvent)).one()
    assert PASSWORD not in event.model_dump_json()
    assert noor.password_hash not in event.model_dump_json()


@pytest.mark.parametrize("password", ["lange-zin-met-wate", "", "x" * 201, "half \ud800 teken"])
def test_a_wrong_password_is_refused(sqlite: Engine, noor: Editor, password: str) -> None:
    assert signed_in(sqlite, EMAIL, password) is None


@pytest.mark.parametrize("email", ["niemand@example.nl", "geen adres", "x" * 300, "noor@example.nl\x00"])
def test_an_unknown_name_costs_the_same_work_as_a_known_one(
    sqlite: Engine, noor: Editor, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    verified: list[str] = []
    real = accounts.PASSWORDS.verify_and_update

    def verify(password: str, stored: str) -> Any:
        verified.append(stored)
        return real(password, stored)

    monkeypatch.setattr(accounts.PASSWORDS, "verify_and_update", verify)
    assert signed_in(sqlite, email, PASSWORD) is None
    assert signed_in(sqlite, EMAIL, PASSWORD) is not None
    assert len(verified) == 2
    # The same parameters, so the same time.
    assert [stored.rsplit("$", 2)[0] for stored in verified] == [noor.password_hash.rsplit("$", 2)[0]] * 2


def test_a_closed_account_cannot_sign_in_nor_go_on(sqlite: Engine, noor: Editor) -> None:
    assert noor.id is not None
    with unit_of_work(sqlite) as session:
        assert editor_of_session(session, noor.id, noor.epoch) is not None
        session.get_one(Editor, noor.id).active = False
    assert signed_in(sqlite, EMAIL, PASSWORD) is None
    with Session(sqlite) as session:
        assert editor_of_session(session, noor.id, noor.epoch) is None


def test_ending_the_sessions_ends_those_of_before(sqlite: Engine, noor: Editor) -> None:
    assert noor.id is not None
    with unit_of_work(sqlite) as session:
        end_sessions(session, session.get_one(Editor, noor.id))
        assert editor_of_session(session, noor.id, 0) is None
        assert editor_of_session(session, noor.id, 1) is not None


def test_a_hash_weaker_than_todays_is_renewed_at_sign_in(sqlite: Engine, noor: Editor) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with unit_of_work(sqlite) as session:
        session.get_one(Editor, noor.id).password_hash = weak
    assert signed_in(sqlite, EMAIL, PASSWORD) is not None
    with Session(sqlite) as session:
        renewed = session.get_one(Editor, noor.id).password_hash
    assert renewed != weak
    assert not accounts.PASSWORDS.current_hasher.check_needs_rehash(renewed)  # type: ignore[attr-defined]
    assert signed_in(sqlite, EMAIL, PASSWORD) is not None


@pytest.mark.parametrize(
    ("email", "name", "password", "complaint"),
    [
        ("geen-adres", "Noor", PASSWORD, "e-mail"),
        ("noor@example", "Noor", PASSWORD, "e-mail"),
        ("noor@example.nl\nBcc: x@example.nl", "Noor", PASSWORD, "e-mail"),
        ("piet@example.nl", " ", PASSWORD, "name"),
        ("piet@example.nl", "Piet\x00", PASSWORD, "name"),
        ("piet@example.nl", "Piet", "elf-tekens!", "at least 12"),
        ("piet@example.nl", "Piet", "x" * 201, "more than 200"),
        ("NOOR@example.nl", "Noor 2", PASSWORD, "exists already"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    sqlite: Engine, noor: Editor, email: str, name: str, password: str, complaint: str
) -> None:
    with pytest.raises(InvalidAccount, match=complaint), unit_of_work(sqlite) as session:
        add_editor(session, email, name, password)
    with Session(sqlite) as session:
        assert len(session.exec(select(Editor)).all()) == 1
