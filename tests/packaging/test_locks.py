"""The locks hold what they promise: each requirement pinned and hashed, from no named registry."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(\[[^\]]*\])?==[^\s;]+", re.MULTILINE)


def requirements(lock: Path) -> list[str]:
    """Each requirement with its continuation lines."""
    text = re.sub(r"^\s*#.*\n", "", lock.read_text(), flags=re.MULTILINE)
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def locked_names(lock: Path) -> set[str]:
    return {name.lower().replace("_", "-") for name, _ in REQUIREMENT.findall(lock.read_text())}


def test_there_is_a_lock_to_run_to_develop_and_to_build() -> None:
    assert [lock.stem for lock in LOCKS] == ["build", "dev", "run"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    found = requirements(lock)
    assert found
    for requirement in found:
        assert REQUIREMENT.match(requirement), requirement[:80]
        assert "--hash=sha256:" in requirement, requirement[:80]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_lock_names_a_registry(lock: Path) -> None:
    assert "://" not in lock.read_text()
    assert not re.search(r"^--?(index|extra-index|find-links|only-binary)", lock.read_text(), re.MULTILINE)


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[\[<>=!~ ;]", name)[0].lower().replace("_", "-") for name in wanted}

    run, dev = locked_names(ROOT / "requirements/run.txt"), locked_names(ROOT / "requirements/dev.txt")
    assert names(project["dependencies"]) <= run
    assert names(project["optional-dependencies"]["dev"]) <= dev


def test_production_and_development_run_the_same_versions() -> None:
    run = {requirement.split(" ")[0] for requirement in requirements(ROOT / "requirements/run.txt")}
    dev = {requirement.split(" ")[0] for requirement in requirements(ROOT / "requirements/dev.txt")}
    assert run <= dev
