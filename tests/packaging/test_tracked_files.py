"""Nothing of one machine, one registry or one secret is in the tracked files."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).relative_to(ROOT).as_posix()

# Written in parts, so that this file does not hold what it forbids.
REGISTRIES = [
    "pypi" + r"\.org",
    "pythonhosted" + r"\.org",
    "registry" + r"\.npmjs",
    "npmjs" + r"\.(org|com)",
    "deb" + r"\.debian",
]
MACHINE_PATHS = [
    r"(^|[\"'\s=(:])/(" + "|".join(["work", "root", "home", "Users"]) + r")/[a-z]",
    r"(^|[\"'\s=(:])/tm" + "p/[a-z]",
]
SECRETS = [
    "BEGIN " + r"[A-Z ]*PRIVATE KEY",
    r"AKI" + r"A[0-9A-Z]{16}",
    r"gh[pousr]_" + r"[A-Za-z0-9]{36}",
    r"(postgres|postgresql|https?)://[a-z0-9_-]+:[A-Za-z0-9_-]{12,}@",
]


def tracked_lines(pattern: str) -> list[str]:
    """`path:line` of each line in a tracked text file that matches; skips where there is no git."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    found = subprocess.run(
        ["git", "grep", "-InE", pattern, "--", ".", f":!{HERE}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode in (0, 1), found.stderr
    return [line[:160] for line in found.stdout.splitlines()]


@pytest.mark.parametrize("pattern", REGISTRIES)
def test_no_tracked_file_names_a_registry_host(pattern: str) -> None:
    assert tracked_lines(pattern) == []


@pytest.mark.parametrize("pattern", MACHINE_PATHS, ids=["home", "temporary"])
def test_no_tracked_file_holds_a_path_of_one_machine(pattern: str) -> None:
    allowed = re.compile(r"^(docker-compose\.yml|Dockerfile):")  # paths inside a container
    assert [line for line in tracked_lines(pattern) if not allowed.match(line)] == []


@pytest.mark.parametrize("pattern", SECRETS)
def test_no_tracked_file_holds_a_secret(pattern: str) -> None:
    assert tracked_lines(pattern) == []


def test_no_file_of_secrets_or_data_is_tracked() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    forbidden = re.compile(r"(^|/)(\.env|\.venv|\.tools|node_modules|var)(/|$)|\.(pem|key|sqlite3)$")
    assert [name for name in names if forbidden.search(name)] == []
