"""The project's own papers keep up with the code: each target, setting and decision is where a reader looks for it."""

import re
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from typer.testing import CliRunner

from bench.__main__ import PARTS
from catalogue.declaration import Format
from catalogue.settings import Settings
from vakwijzer.cli import COMMANDS, application

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
INNER_TARGETS = {"engine", "chromium"}  # steps of setup, not for people


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    return described


def test_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z-]+) ", listed, re.MULTILINE)) == TARGETS - INNER_TARGETS


def test_every_make_command_of_the_documents_exists() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        named = set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", page.read_text(), re.MULTILINE))
        assert named <= TARGETS, page.name
    assert {"run", "test"} <= set(re.findall(r"^ {4}make ([a-z-]+)", README, re.MULTILINE))


def test_make_bench_measures_all_that_there_is() -> None:
    folders = {path.parent.name for path in (ROOT / "bench").glob("*/__main__.py")}
    files = {path.stem for path in (ROOT / "bench").glob("[!_]*.py")}
    assert folders | files == set(PARTS)


def test_every_format_is_in_the_readme() -> None:
    assert {name for name in get_args(Format) if f"`{name}`" not in README} == set()


def test_every_setting_is_in_the_readme() -> None:
    names = {field.alias for field in Settings.model_fields.values()}
    assert {name for name in names if f"`{name}`" not in README} == set()


def test_every_relative_link_of_the_documents_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text()):
            target = (page.parent / link).resolve()
            assert target.exists(), f"{page.name}: {link}"


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_every_decision_says_why_what_and_what_follows(page: Path) -> None:
    text = page.read_text()
    assert re.match(r"\d{4}-[a-z-]+\.md$", page.name)
    assert text.startswith(f"# {page.name[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_gaps_or_doubles() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_publiccode_has_the_required_keys(publiccode: dict[str, Any]) -> None:
    assert publiccode["publiccodeYmlVersion"] == "0.5"
    assert {"name", "url", "platforms", "categories", "developmentStatus", "softwareType"} <= set(publiccode)
    assert publiccode["legal"]["license"] == "EUPL-1.2"
    assert publiccode["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert publiccode["maintenance"]["contacts"][0]["name"]
    assert publiccode["localisation"]["localisationReady"] in (True, False)
    assert "nl" in publiccode["localisation"]["availableLanguages"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_publiccode_describes_the_software_within_the_limits(publiccode: dict[str, Any], language: str) -> None:
    described = publiccode["description"][language]
    assert len(described["shortDescription"]) <= 150
    assert 500 <= len(described["longDescription"]) <= 10_000
    assert described["features"]


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert all(f"\n{article}." in text for article in range(1, 16))
    assert "Appendix" in text


def test_the_version_is_in_the_change_log() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    assert re.search(
        rf"^## \[({re.escape(version[1])}|Unreleased)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )


def named_commands() -> list[str]:
    """Each `vakwijzer WORD [WORD]` of the README and the production stack, without its arguments."""
    lines = re.findall(r"(?:^|`|bin/|api )vakwijzer ([a-z][a-z ]*)", README, re.MULTILINE)
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"].values()
    lines += [service["command"][1] for service in services if "command" in service]
    groups = {group.name for group in application(None).registered_groups}
    return sorted({" ".join(line.split()[: 2 if line.split()[0] in groups else 1]) for line in lines})


@pytest.mark.parametrize("command", named_commands())
def test_every_command_that_the_documents_name_exists(command: str) -> None:
    words = command.split()
    assert words[0] in COMMANDS
    shown = CliRunner().invoke(application(words[0] if len(words) == 1 else None), [*words, "--help"])
    assert shown.exit_code == 0, shown.output
