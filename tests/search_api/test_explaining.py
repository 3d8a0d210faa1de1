"""Editors may ask why; nobody else may, and no answer to an editor is kept for anybody."""

import json
import time
from base64 import b64encode

import httpx2
import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.people.accounts import add_editor
from catalogue.settings import Settings
from search_api.editor import session_middleware_options
from search_api.v1 import models
from tests.conftest import TODAY
from tests.factories import add_course, price

pytestmark = pytest.mark.engine


@pytest.fixture
def course(sqlite: Engine, settings: Settings, address: EngineAddress) -> str:
    found = add_course(sqlite, price=price(1870))
    drain(sqlite, settings.home, address, TODAY)
    return found


@pytest.fixture
def editor(api: httpx2.Client, sqlite: Engine, settings: Settings) -> dict[str, str]:
    """The cookie of an editor who is signed in."""
    with unit_of_work(sqlite) as session:
        noor = add_editor(session, "noor@example.nl", "Noor", "een lang wachtwoord")
        held = {"editor": noor.id, "epoch": noor.epoch, "since": int(time.time())}
    options = session_middleware_options(settings)
    signed = TimestampSigner(options["secret_key"]).sign(b64encode(json.dumps(held).encode())).decode()
    return {"Cookie": f"{options['session_cookie']}={signed}"}


def test_an_editor_is_told_which_rules_ranked_a_result(api: httpx2.Client, course: str, editor: dict) -> None:
    answer = api.get("/v1/courses?q=lasser&explain=true", headers=editor)
    assert answer.status_code == 200, answer.text
    [hit] = models.SearchAnswer.model_validate(answer.json()).results
    assert {"words", "typo", "attribute", "exactness"} <= set(hit.explain or {})
    assert answer.headers["cache-control"] == "no-store"


def test_an_editor_is_told_how_each_value_is_known(api: httpx2.Client, course: str, editor: dict) -> None:
    answer = api.get(f"/v1/courses/{course}?explain=true", headers=editor)
    rows = {row["field"]: row for row in models.CourseDetail.model_validate(answer.json()).explain or []}
    assert (rows["price"]["known"], rows["price"]["rule"]) == ("stated", "test")
    assert answer.headers["cache-control"] == "no-store"


def test_nobody_else_is_told_even_right_after_an_editor(api: httpx2.Client, course: str, editor: dict) -> None:
    for path in ("/v1/courses?q=lasser&explain=true", f"/v1/courses/{course}?explain=true"):
        assert api.get(path, headers=editor).status_code == 200
        for headers in ({}, {"Cookie": editor["Cookie"] + "x"}):
            refused = api.get(path, headers=headers)
            assert refused.status_code == 403
            assert "explain" not in refused.json()
        assert "explain" not in json.dumps(api.get(path.replace("true", "false")).json())
