"""The private engine: shared by its users, gone with the last one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.index.engine import EngineAddress, EngineUnavailable, engine, read_address
from catalogue.settings import Settings

pytestmark = pytest.mark.engine
HOLD = """
import sys, time
from catalogue.index.engine import engine
from catalogue.settings import Settings
with engine(Settings(VAKWIJZER_HOME=sys.argv[1], MEILI_URL=None)) as address:
    print(address.url, flush=True)
    time.sleep(60)
"""


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


def other_user(home: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def serving(address: EngineAddress) -> list[str]:
    """The process that listens there."""
    asked = ["pgrep", "-f", "--", f"--http-addr {address.url.removeprefix('http://')}"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def test_users_of_one_home_share_one_engine_that_outlives_the_first(home: Path) -> None:
    with engine(Settings(VAKWIJZER_HOME=home, MEILI_URL=None)) as address:
        process, url = other_user(home)
        assert url == address.url
    assert address.healthy()
    process.kill()
    assert eventually(lambda: not address.healthy())
    process.wait()


def test_an_engine_that_dies_is_started_again_at_the_same_address(home: Path) -> None:
    with engine(Settings(VAKWIJZER_HOME=home, MEILI_URL=None)) as address:
        died = serving(address)
        os.kill(int(died[0]), signal.SIGKILL)
        assert eventually(lambda: serving(address) not in ([], died))
        assert eventually(address.healthy)


def test_its_key_is_readable_by_its_owner_only_and_not_on_the_command_line(home: Path) -> None:
    with engine(Settings(VAKWIJZER_HOME=home, MEILI_URL=None)) as address:
        assert (home / "engine" / "master.key").stat().st_mode & 0o077 == 0
        assert (home / "engine" / "engine.json").stat().st_mode & 0o077 == 0
        shown = subprocess.run(["ps", "ax", "-o", "args"], capture_output=True, text=True, check=True).stdout
        assert address.key not in shown


def test_a_given_engine_that_does_not_answer_is_named() -> None:
    with (
        pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1:9.*MEILI_URL"),
        engine(Settings(MEILI_URL="http://127.0.0.1:9")),
    ):
        pass


def test_without_a_binary_one_line_says_how_to_point_at_a_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("catalogue.index.engine.PINNED_BINARY", home / "none")
    with pytest.raises(EngineUnavailable, match="MEILI_URL"), engine(Settings(VAKWIJZER_HOME=home, MEILI_URL=None)):
        pass


def test_an_address_that_is_torn_is_no_address(home: Path) -> None:
    (home / "engine.json").write_text('{"url": "http')
    assert read_address(home) is None
    assert isinstance(EngineAddress("http://127.0.0.1:9", "k").healthy(), bool)
