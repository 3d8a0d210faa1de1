"""`docker-compose.yml` is valid, keeps no secret, and gives no service more rights than it needs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
STACK: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = STACK["services"]
ONE_SHOT = {"migrate"}
REQUIRED = re.compile(r"^\$\{[A-Z_]+:\?[^}]+\}$")
SECRET_NAME = re.compile(r"PASSWORD|SECRET|KEY|TOKEN")

each_service = pytest.mark.parametrize("name", sorted(SERVICES))


def test_the_stack_is_valid_by_the_compose_schema() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        "docker-compose.yml",
    ]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_stack_has_its_five_services() -> None:
    assert set(SERVICES) == {"postgres", "meilisearch", "migrate", "api", "scheduler"}
    assert SERVICES["postgres"]["image"].startswith("postgres:1")
    assert SERVICES["meilisearch"]["image"] == "getmeili/meilisearch:v1.21"


@each_service
def test_every_long_running_service_has_a_health_check(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check.get("test") or (name in ONE_SHOT and check["disable"])


@each_service
def test_no_service_runs_as_root(name: str) -> None:
    user = SERVICES[name]["user"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)


@each_service
def test_every_service_is_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "network_mode", "pid"} & set(service)


@each_service
def test_no_service_holds_a_secret_or_a_default_for_one(name: str) -> None:
    for key, value in SERVICES[name]["environment"].items():
        if SECRET_NAME.search(key):
            assert REQUIRED.match(value), key
        if "@" in str(value) and "://" in str(value):
            assert re.search(r"://[a-z]+:\$\{[A-Z_]+:\?[^}]+\}@", value), key


@each_service
def test_data_lives_in_named_volumes(name: str) -> None:
    for volume in SERVICES[name].get("volumes", []):
        assert volume.split(":")[0] in STACK["volumes"]


def test_only_the_api_has_a_port_and_only_on_this_host() -> None:
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["api"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["api"]["ports"])


def test_database_and_engine_cannot_be_reached_from_outside() -> None:
    assert STACK["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["meilisearch"]["networks"] == ["inside"]


def test_every_variable_of_the_stack_is_in_the_example_and_has_no_value_there() -> None:
    wanted = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert set(example) == wanted
    assert set(example.values()) == {""}


def test_the_image_ends_as_a_user_without_rights_and_installs_hashed_locks_only() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    last_stage = dockerfile[dockerfile.rindex("\nFROM ") :]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last_stage, re.MULTILINE)
    for line in re.findall(r"pip install .*", dockerfile):
        assert "--require-hashes" in line or "--no-deps --no-index" in line
    assert "://" not in dockerfile


def test_the_image_gets_every_package_of_the_project() -> None:
    copied = set(re.findall(r"^COPY (\w+)/ \1/$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert copied == packages
    assert all(f"!{name}/" in (ROOT / ".dockerignore").read_text() for name in packages)
