"""What an editor hides is gone at once, also while the index cannot follow."""

import time
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.lock import writing
from catalogue.tables import Editor, Override
from tests.conftest import TODAY
from tests.factories import add_course

pytestmark = pytest.mark.engine


def hide(database: Engine, course_id: str) -> None:
    with unit_of_work(database) as unit:
        editor = Editor(email="e@x.example", name="E", password_hash="x")
        unit.add(editor)
        unit.flush()
        unit.add(Override(course_id=course_id, field="hidden", value=True, reason="r", editor_id=editor.id))
        outbox.mark(unit, [course_id])


def test_a_hidden_course_is_gone_while_a_rebuild_keeps_the_index_from_following(
    api: httpx2.Client, sqlite: Engine, settings, address: EngineAddress
) -> None:
    hidden, kept = add_course(sqlite, key="/hidden"), add_course(sqlite, key="/kept")
    drain(sqlite, settings.home, address, TODAY)
    assert found(api) == {hidden, kept}
    with writing(sqlite, Path(settings.home)):
        hide(sqlite, hidden)
        eventually(api, {kept})
        suggested = api.get("/v1/suggestions", params={"q": "lassen"}).json()["courses"]
        assert [each["id"] for each in suggested] == [kept]
    eventually(api, {kept})


def found(api: httpx2.Client) -> set[str]:
    return {hit["id"] for hit in api.get("/v1/courses").json()["results"]}


def eventually(api: httpx2.Client, expected: set[str]) -> None:
    deadline = time.monotonic() + 60
    while found(api) != expected:
        assert time.monotonic() < deadline, found(api)
        time.sleep(0.05)
