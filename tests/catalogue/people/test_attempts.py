"""Guessing is counted in the database, the same for every process, and nobody's name is read from it."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.people.attempts import Attempts, Limit, failures, for_account, from_address
from catalogue.tables import Attempt
from tests.factories import MOMENT

A, B, C = (Limit(what, 5, 60) for what in "abc")


def test_attempts_are_forgotten_after_a_minute_and_shared_by_all_processes(database: Engine) -> None:
    now = [MOMENT]
    one, other = (Attempts(database, "secret", clock=lambda: now[0]) for _ in range(2))
    assert [counter.wait(A, B) for counter in (one, other, one, other, one)] == [0] * 5
    now[0] = MOMENT + timedelta(seconds=20)
    assert other.wait(A, C) == 40
    assert one.wait(C) == 0, "a refused attempt is not counted"
    now[0] = MOMENT + timedelta(seconds=60)
    assert one.wait(A) == 0
    now[0] = MOMENT + timedelta(days=3)
    one.wait(C)
    with Session(database) as session:
        assert len(session.exec(select(Attempt)).all()) == 1, "old counts are thrown away"


def test_a_success_or_an_administrator_begins_anew(database: Engine) -> None:
    counter = Attempts(database, "secret", clock=lambda: MOMENT)
    for _ in range(A.most):
        counter.wait(A)
    assert counter.wait(A) > 0
    counter.forget(A)
    assert counter.wait(A) == 0


def test_an_ipv6_client_cannot_try_from_each_of_its_addresses() -> None:
    assert from_address("2001:db8:1:2::1") == from_address("2001:db8:1:2:ffff::9")
    assert from_address("2001:db8:1:2::1") != from_address("2001:db8:1:3::1")
    assert from_address("192.0.2.1") != from_address("192.0.2.2")
    assert from_address(None) == from_address("")


def test_a_name_with_other_capitals_is_the_same_account() -> None:
    assert for_account(" Noor@Example.NL") == for_account("noor@example.nl")
    assert failures("noor@example.nl") != for_account("noor@example.nl")


def test_no_address_and_no_name_is_stored(sqlite: Engine) -> None:
    counter = Attempts(sqlite, "secret")
    counter.wait(from_address("192.0.2.7"), for_account("noor@example.nl"))
    with Session(sqlite) as session:
        kept = " ".join(session.exec(select(Attempt.key)))
    assert "192.0.2.7" not in kept
    assert "noor" not in kept
    with Session(sqlite) as session:
        other = Attempts(sqlite, "another secret")
        other.wait(from_address("192.0.2.7"))
        assert len(session.exec(select(Attempt)).all()) == 3, "another installation has other hashes"
