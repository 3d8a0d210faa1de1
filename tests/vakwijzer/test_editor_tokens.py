"""`vakwijzer editor token`, `tokens`, `revoke` and `link`: what they print, keep and refuse."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from catalogue.database import unit_of_work
from catalogue.people.tokens import token_of
from catalogue.tables import ApiToken, AuditEvent, Editor, Role, Scope, utcnow
from vakwijzer.commands.editor import app
from vakwijzer.context import Stop, open_catalogue

EMAIL = "noor@example.nl"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("VAKWIJZER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    opened = open_catalogue().database
    with unit_of_work(opened) as session:
        session.add(Editor(email=EMAIL, name="Noor", password_hash="x", role=Role.EDITOR))
    yield opened
    opened.dispose()


def run(*words: str) -> str:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: str) -> str:
    result = CliRunner().invoke(app, words)
    assert isinstance(result.exception, Stop), result.output
    return str(result.exception)


def test_a_token_is_printed_once_listed_and_ended(database: Engine) -> None:
    secret = run("token", EMAIL, "--name", "overzicht", "--scope", "write", "--days", "7").strip()
    [row] = json.loads(run("tokens", "--json"))
    assert {name: row[name] for name in ("name", "email", "scope")} == {
        "name": "overzicht", "email": EMAIL, "scope": "write",
    }  # fmt: skip
    with Session(database) as session:
        found = token_of(session, secret, utcnow())
        kept = " ".join(one.model_dump_json() for one in session.exec(select(ApiToken)))
        told = " ".join(one.model_dump_json() for one in session.exec(select(AuditEvent)))
    assert found
    assert (found[0].scope, found[1].email, secret in kept + told) == (Scope.WRITE, EMAIL, False)
    said = [CliRunner().invoke(app, ["revoke", row["id"]]).output.strip() for _ in range(2)]
    assert said == [f"token {row['id']} is revoked", f"token {row['id']} was revoked already"]
    with Session(database) as session:
        assert token_of(session, secret, utcnow()) is None
    assert json.loads(run("tokens", "--json")) == []
    assert "`vakwijzer editor tokens`" in refused("revoke", "99")


def test_who_has_no_account_gets_no_token_and_no_link(database: Engine) -> None:
    for words in (("token", "wie@example.nl", "--name", "x"),
                  ("link", "wie@example.nl", "--issuer", "https://id.example", "--subject", "7")):  # fmt: skip
        assert "there is no account wie@example.nl" in refused(*words)
    assert "no token was made" in refused("token", EMAIL, "--name", " ")
    with Session(database) as session:
        assert not session.exec(select(ApiToken)).all()


def test_one_account_elsewhere_opens_one_account_here(database: Engine) -> None:
    words = ("--issuer", "https://id.example", "--subject", "7")
    run("link", EMAIL, *words)
    with unit_of_work(database) as session:
        session.add(Editor(email="bo@example.nl", name="Bo", password_hash="x", role=Role.EDITOR))
    assert "not linked" in refused("link", "bo@example.nl", *words)
    with Session(database) as session:
        assert session.exec(select(AuditEvent)).all()[-1].actor == "command line"
