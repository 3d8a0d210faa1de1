"""The schedule follows the database."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.database import unit_of_work
from catalogue.tables import CrawlRun, Source
from scheduler.plan import Changes, changes, planned

ADDED = datetime(2026, 11, 1, tzinfo=UTC)
EARLIER, LATER = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_each_source_that_is_not_paused_is_planned_after_its_last_start(database: Engine) -> None:
    with unit_of_work(database) as session:
        session.add(Source(id=1, name="nieuw", declaration={}, created_at=ADDED))
        session.add(Source(id=2, name="vast", declaration={"cadence": "weekly"}, created_at=ADDED))
        session.add(Source(id=3, name="wacht", declaration={"cadence": "hourly"}, approved=False, created_at=ADDED))
        session.add(Source(id=4, name="stil", declaration={}, paused=True, created_at=ADDED))
        session.flush()
        session.add(CrawlRun(source_id=2, started_at=LATER))
        session.add(CrawlRun(source_id=2, started_at=EARLIER))
    with Session(database) as session:
        plan = planned(session)
    assert {name: source.cadence for name, source in plan.items()} == {
        "nieuw": "daily", "vast": "weekly", "wacht": "hourly",
    }  # fmt: skip
    assert (plan["nieuw"].previous, plan["vast"].previous) == (ADDED, LATER)


def test_only_what_changed_is_planned_anew() -> None:
    running = {"same": "daily", "gone": "daily", "other": "daily"}
    wanted = {"same": "daily", "other": "weekly", "new": "hourly"}
    assert changes(running, wanted) == Changes(drop=frozenset({"gone", "other"}), add=frozenset({"other", "new"}))
