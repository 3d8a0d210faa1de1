"""Tokens for programs: made by an administrator, shown once, and gone when they are revoked."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from structlog.testing import capture_logs

from catalogue.database import unit_of_work
from catalogue.people.tokens import token_of
from catalogue.tables import ApiToken, AuditEvent, Editor, Role, utcnow
from tests.search_api.editor.browser import Browser

PAGE = "/redactie/mensen"
SECRET = re.compile(r"vakwijzer_[\w-]{43}")


@pytest.fixture
def boss(person: Callable[..., Browser]) -> Browser:
    return person(Role.ADMINISTRATOR)


def form(**changes: str) -> dict[str, str]:
    ends = (utcnow() + timedelta(days=90)).date().isoformat()
    return {"name": "overzicht", "scope": "read", "ends": ends, **changes}


def account(database: Engine) -> Editor:
    with Session(database) as session:
        return session.exec(select(Editor).where(Editor.email == "noor@example.nl")).one()


def test_a_token_is_shown_once_and_opens_until_it_is_revoked(boss: Browser, sqlite: Engine) -> None:
    noor = account(sqlite)
    with capture_logs() as logs:
        made = boss.submit(PAGE, f"{PAGE}/{noor.id}/sleutels", **form())
    (secret,) = set(SECRET.findall(made.text))
    assert SECRET.search(boss.get(PAGE).text) is None
    assert "overzicht" in boss.get(PAGE).text
    with Session(sqlite) as session:
        found = token_of(session, secret, utcnow())
        kept = " ".join(row.model_dump_json() for row in session.exec(select(ApiToken)))
        told = " ".join(event.model_dump_json() for event in session.exec(select(AuditEvent)))
    assert found
    assert found[1].email == "noor@example.nl"
    assert secret not in kept + told + repr(logs)
    assert boss.submit(PAGE, f"{PAGE}/{noor.id}/sleutels/{found[0].id}/weg").status_code == 303
    with Session(sqlite) as session:
        assert token_of(session, secret, utcnow()) is None
    assert boss.submit(PAGE, f"{PAGE}/{noor.id}/sleutels/{found[0].id}/weg").status_code == 404


@pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "x" * 90}, {"scope": "alles"}, {"ends": ""},
                                   {"ends": "morgen"}, {"ends": "2020-01-01"}, {"ends": "2199-01-01"}])  # fmt: skip
def test_a_token_without_name_scope_or_near_end_is_not_made(
    boss: Browser, sqlite: Engine, wrong: dict[str, str]
) -> None:
    answer = boss.submit(PAGE, f"{PAGE}/{account(sqlite).id}/sleutels", **form(**wrong))
    assert answer.status_code == 400
    assert "De sleutel is niet gemaakt" in answer.text
    with Session(sqlite) as session:
        assert session.exec(select(ApiToken)).all() == []


def test_a_token_of_somebody_else_is_not_revoked_under_another_name(boss: Browser, sqlite: Engine) -> None:
    noor = account(sqlite)
    boss.submit(PAGE, f"{PAGE}/{noor.id}/sleutels", **form())
    with unit_of_work(sqlite) as session:
        other = session.exec(select(Editor).where(Editor.email == "ander@example.nl")).one()
        token = session.exec(select(ApiToken)).one()
    assert boss.submit(PAGE, f"{PAGE}/{other.id}/sleutels/{token.id}/weg").status_code == 404
