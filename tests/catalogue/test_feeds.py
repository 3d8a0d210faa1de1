"""A feed in a file is kept and staged part by part, and counts only once all of it is there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.crawl import Validators
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.feeds import FetchedFile, TakesFiles
from catalogue.raw import Reading, Refusal
from catalogue.runs import Door, start_run
from catalogue.runs.store import StoredRun
from catalogue.snapshots import load, unpack
from catalogue.sources.registry import declare
from catalogue.tables import RawItem, Refused, RunPage, Snapshot
from tests.factories import raw

URL = "https://x.example/feed.csv"
BODY = b"Cursus;Prijs\n" * 1000


@pytest.fixture
def run(database: Engine, settings) -> StoredRun:
    with unit_of_work(database) as session:
        source = declare(session, SourceDeclaration(name="x", format="csv", url=URL))
    run_id = start_run(Door(database, settings.home), source)
    return StoredRun(database, settings.home, source.id or 0, run_id)


def page(body: bytes = BODY, content_type: str = "text/csv") -> FetchedFile:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    return FetchedFile(URL, URL, 200, content_type, BytesIO(body), moment, Validators(etag='"1"'))


def three_parts() -> Iterator[Reading]:
    yield Reading(courses=(raw("/a"), raw("/b")), links=("https://x.example/2",))
    yield Reading(courses=(raw("/c"),))
    yield Reading(refusals=(Refusal(reason="row_without_title", where=URL),))


def test_parts_become_one_page_with_its_bytes(run: StoredRun, database: Engine, settings) -> None:
    assert isinstance(run, TakesFiles)
    run.read_file(page(), three_parts())
    with Session(database) as session:
        snapshot = session.exec(select(Snapshot)).one()
        assert sorted(session.exec(select(RawItem.source_key))) == ["/a", "/b", "/c"]
        assert session.exec(select(Refused.reason)).all() == ["row_without_title"]
        assert session.exec(select(RunPage.outcome, RunPage.snapshot_id)).one() == ("read", snapshot.id)
    assert (snapshot.size, list(snapshot.links), snapshot.etag) == (len(BODY), ["https://x.example/2"], '"1"')
    assert load(settings.home, snapshot.body_hash) == BODY
    with unpack(settings.home, snapshot.body_hash) as file:
        assert file.read() == BODY


def test_a_feed_that_breaks_half_way_counts_for_nothing(run: StoredRun, database: Engine) -> None:
    def breaking() -> Iterator[Reading]:
        yield Reading(courses=(raw("/a"),))
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run.read_file(page(), breaking())
    with Session(database) as session:
        assert session.exec(select(RunPage)).all() == []
        assert session.exec(select(Snapshot.read_at)).all() == [None]
    assert run.validators(URL) == Validators()


def test_a_login_page_instead_of_a_feed_is_named(run: StoredRun, database: Engine) -> None:
    login = b'<html><form action="/login"><input type="password" name="wachtwoord"></form>Inloggen</html>'
    run.read_file(page(login, "text/html"), iter([Reading(refusals=(Refusal(reason="not_a_table", where=URL),))]))
    with Session(database) as session:
        assert set(session.exec(select(Refused.reason))) == {"not_a_table", "wall_login"}
