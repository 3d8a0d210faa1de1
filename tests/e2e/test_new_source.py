"""A source from an address to the portals: looked at, declared, tried unseen, approved, in search within seconds."""

import time
from collections.abc import Callable

import httpx2
import pytest

from tests.e2e.test_bad_input import Site, site
from tests.e2e.test_editor import EMAIL, PASSWORD, sign_in, soon, token
from tests.world import Home

pytestmark = [pytest.mark.engine, pytest.mark.slow]
__all__ = ["site"]
SOURCES = "/redactie/bronnen"


def wait(holds: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.3)
    return False


def test_a_source_goes_from_its_address_to_the_portals(home: Home, site: Site) -> None:
    site.offer(3)
    home.extra["VAKWIJZER_EDITOR_PASSWORD"] = PASSWORD
    home.run("editor", "add", EMAIL)
    with home.serving() as api:
        editor = httpx2.Client(base_url=api.base_url, timeout=60)
        sign_in(editor)

        def send(path: str, **fields: str) -> httpx2.Response:
            return editor.post(path, data={"token": token(editor.get("/redactie/account")), **fields})

        def found() -> int:
            return int(api.get("/v1/courses", params={"q": "lasopleiding"}).json()["total"])

        looked = send(f"{SOURCES}/nieuw", do="look", url=f"{site.origin}/cursus/1")
        assert "Lasopleiding nummer 1" in looked.text
        declaration = f"name: school\nformat: schema.org\nurl: {site.origin}/\n"
        kept = send(f"{SOURCES}/nieuw", do="add", declaration=declaration, reason="op verzoek")
        assert kept.headers["location"].startswith(f"{SOURCES}/school")
        assert send(f"{SOURCES}/school/nu").status_code == 303
        assert wait(lambda: "<td>verwerkt</td>" in editor.get(f"{SOURCES}/school").text)
        assert found() == 0, "nobody sees a source that waits"
        assert send(f"{SOURCES}/school/goedkeuren", reason="ziet er goed uit").status_code == 303
        assert soon(lambda: found() == 3), (found(), editor.get(f"{SOURCES}/school").text[-3000:])
