"""What the scheduler does each night is a command that exists, at an hour that exists every night."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from scheduler.cadence import QUIET_HOUR
from scheduler.process import Schedule
from scheduler.upkeep import NIGHTLY, nightly
from vakwijzer.cli import application

NOTE = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(' '.join(sys.argv[2:]))"


@pytest.mark.parametrize("command", NIGHTLY)
def test_each_command_exists_and_starts_at_an_hour_of_every_night(command: tuple[str, ...]) -> None:
    assert CliRunner().invoke(application(command[0]), [*command, "--help"]).exit_code == 0
    assert NIGHTLY[command][0] != QUIET_HOUR
    assert len(nightly()) == len(NIGHTLY)


def test_an_upkeep_command_runs_as_a_process_of_its_own(sqlite: Engine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    schedule = Schedule(sqlite, [sys.executable, "-c", NOTE, str(out)], timedelta(minutes=1), 1)
    schedule.upkeep(("searches", "prune"))
    assert out.read_text() == "searches prune"


def test_upkeep_never_waits_for_crawls_that_take_hours(sqlite: Engine) -> None:
    schedule = Schedule(sqlite, ["vakwijzer"], timedelta(minutes=1), 1)
    schedule.add_upkeep()
    jobs = schedule.scheduler.get_jobs()
    assert (len(jobs), {job.executor for job in jobs}) == (len(NIGHTLY), {"upkeep"})
