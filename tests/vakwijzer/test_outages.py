"""Trouble of the machine is one line that says what to do, and a crawl that was killed is no success."""

import errno
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from sqlalchemy.exc import OperationalError

from catalogue.database import connect, unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.settings import Settings
from catalogue.sources.registry import declare
from vakwijzer import cli
from vakwijzer.commands import crawl
from vakwijzer.outages import told


def of_database(words: str) -> OperationalError:
    return OperationalError("INSERT", {}, sqlite3.OperationalError(words))


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "make room"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), "/x/y"),
        (of_database("database is locked"), "run the command again later"),
        (of_database("database or disk is full"), "make room"),
        (of_database("connection refused\nsecond line"), "DATABASE_URL"),
    ],
    ids=["disk", "permission", "locked", "full", "away"],
)
def test_trouble_of_the_machine_is_one_line_that_says_what_to_do(
    problem: Exception, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def application(_: str | None) -> Callable[[], None]:
        raise problem

    monkeypatch.setattr(cli, "application", application)
    monkeypatch.setattr(cli, "_log_to_standard_error", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    written = capsys.readouterr().err
    assert (ended.value.code, written.count("\n"), says in written) == (1, 1, True)


def test_a_fault_of_ours_is_told_with_its_traceback() -> None:
    assert told(ZeroDivisionError()) is None
    assert told(BrokenPipeError(errno.EPIPE, "Broken pipe")) is None


def test_a_crawl_of_several_sources_fails_when_one_was_killed(
    settings: Settings, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAKWIJZER_HOME", str(settings.home))
    database = connect(settings)
    Path(database.url.database or "").write_bytes(migrated_sqlite.read_bytes())
    with unit_of_work(database) as session:
        for name in ("een", "twee"):
            declare(session, SourceDeclaration(name=name, format="csv", url=f"https://{name}.example/"))
    codes = iter([-9, 0])
    command = [sys.executable, "-c", ""]
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess(command, next(codes)))
    with pytest.raises(typer.Exit) as ended:
        crawl.crawl(["een", "twee"])
    assert ended.value.exit_code == 1
