"""NLGov REST API Design Rules 2.2: a test for each technical rule, named by its id; below them functional rules that
a machine can check as well. `/core/naming-resources`, `/core/interface-language` and the like are for people: see
docs/decisions/0010-english-nouns.md and docs/api.md."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from sqlalchemy import Engine

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from search_api.openapi import operations
from tests.conftest import TODAY
from tests.factories import add_course

ROOT = Path(__file__).parents[2]
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|\{[a-z_]+\}")
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
PATHS = (
    "/v1/courses",
    "/v1/careers",
    "/v1/providers",
    "/v1/funding-schemes",
    "/v1/portals/nl",
    "/v1/suggestions?q=la",
    "/v1/courses/changes",
    "/health/live",
    "/v1/courses?near=0,0,0",
    "/v1/courses/nothing",
    "/v1/nothing",
)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """Our own interface; that of OOAPI, under its own address, is laid down by its standard."""
    found: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
    found["paths"] = {path: methods for path, methods in found["paths"].items() if not path.startswith("/ooapi/")}
    found["components"]["schemas"] = {
        name: schema for name, schema in found["components"]["schemas"].items() if not name.startswith("Ooapi")
    }
    return found


@pytest.fixture
def filled(api: httpx2.Client, sqlite: Engine, settings: Settings, address: EngineAddress) -> httpx2.Client:
    add_course(sqlite)
    drain(sqlite, settings.home, address, TODAY)
    return api


def schemas(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every named property or key with its schema; of a choice, each."""
    if isinstance(node, dict):
        for name, schema in node.get("properties", {}).items():
            yield from ((name, each) for each in [schema, *schema.get("anyOf", [])])
        if "in" in node and "schema" in node:
            yield from ((node["name"], each) for each in [node["schema"], *node["schema"].get("anyOf", [])])
        for value in node.values():
            yield from schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from schemas(value)


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


# Technical rules


@pytest.mark.engine
def test_core_no_trailing_slash(document: dict[str, Any], filled: httpx2.Client) -> None:
    assert not [path for path in document["paths"] if path.endswith("/")]
    assert filled.get("/v1/courses/").status_code == 404


def test_core_path_segments_kebab_case(document: dict[str, Any]) -> None:
    for path in document["paths"]:
        assert all(SEGMENT.fullmatch(segment) for segment in path.strip("/").split("/")), path


def test_core_query_keys_camel_case(document: dict[str, Any]) -> None:
    keys = [each["name"] for _, operation in operations(document) for each in operation.get("parameters", [])
            if each["in"] == "query"]  # fmt: skip
    assert all(CAMEL.fullmatch(key) for key in keys), keys


def test_core_http_methods(document: dict[str, Any]) -> None:
    methods = {method for each in document["paths"].values() for method in each}
    assert methods <= {"get", "post", "put", "patch", "delete"}


def test_core_date_time_format(document: dict[str, Any]) -> None:
    """Fields that hold a day or a moment say so; `start` and `nextStart` may hold less than a day."""
    for name, schema in schemas(document):
        if schema.get("type") == "string" and re.fullmatch(r".*At|first|last|since|until|startFrom|startUntil", name):
            assert schema.get("format") in ("date", "date-time"), name


def test_core_date_time_date_omit_time_portion(document: dict[str, Any]) -> None:
    days = {name for name, schema in schemas(document) if schema.get("format") == "date"}
    moments = {name for name, schema in schemas(document) if schema.get("format") == "date-time"}
    assert {"first", "last", "startFrom", "startUntil"} <= days
    assert {"checkedAt", "changedAt", "since", "until"} <= moments
    assert not days & moments


@pytest.mark.engine
def test_core_error_handling_problem_details(document: dict[str, Any], filled: httpx2.Client) -> None:
    for path, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")) and not path.startswith("/health/"):
                assert list(answer["content"]) == ["application/problem+json"], (path, status)
    for path in ("/v1/courses?near=0,0,0", "/v1/courses/nothing", "/v1/nothing", "/v1/courses?unknown=1"):
        answer = filled.get(path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"status", "title", "detail"} <= set(answer.json())
        assert answer.json()["status"] == answer.status_code
    assert filled.post("/v1/courses").headers["content-type"] == "application/problem+json"


def test_core_error_handling_invalid_input(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        if operation.get("parameters") or operation.get("requestBody"):
            assert "400" in operation["responses"], path
            assert "422" not in operation["responses"], path


def test_core_doc_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["paths"]
    for reference in references(document):
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            assert step in node, reference
            node = node[step]


def test_core_doc_openapi_contact(document: dict[str, Any]) -> None:
    assert document["info"]["contact"]["email"]


@pytest.mark.engine
def test_core_publish_openapi(document: dict[str, Any], filled: httpx2.Client) -> None:
    answer = filled.get("/v1/openapi.json", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    published = answer.json()["paths"]
    assert {path: published[path] for path in document["paths"]} == document["paths"], "run `make openapi`"


def test_core_uri_version(document: dict[str, Any]) -> None:
    assert all(path.startswith(("/v1/", "/health/")) for path in document["paths"])
    assert document["info"]["version"].startswith("1.")


def test_core_semver(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])


@pytest.mark.engine
def test_core_version_header(document: dict[str, Any], filled: httpx2.Client) -> None:
    for path in PATHS:
        assert filled.get(path).headers["api-version"] == document["info"]["version"], path
    for path, operation in operations(document):
        for status, answer in operation["responses"].items():
            assert "API-Version" in answer["headers"], (path, status)


@pytest.mark.engine
def test_core_transport_security_headers(filled: httpx2.Client) -> None:
    for path in PATHS:
        headers = filled.get(path).headers
        # Public data may be kept, but must be asked for again each time; what says nothing is not kept at all.
        assert headers["cache-control"] in ("no-store", "public, no-cache"), path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["strict-transport-security"].startswith("max-age="), path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path
        assert headers["content-type"].split(";")[0] in ("application/json", "application/problem+json"), path


def test_core_transport_tls() -> None:
    """The API itself is only reached from its own machine: a proxy with TLS stands before it."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(str(port).startswith("127.0.0.1:") for port in ports), ports


@pytest.mark.engine
def test_core_transport_cors(filled: httpx2.Client) -> None:
    """Any page may read a portal that names no origins; `tests/search_api/test_tenancy.py` has the portals that do."""
    answer = filled.get("/v1/courses", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


# Functional rules


def test_core_naming_collections(document: dict[str, Any]) -> None:
    """Collections are plural nouns: what stands before an id."""
    before = {path.split("/{")[0].rsplit("/", 1)[-1] for path in document["paths"] if "/{" in path}
    assert all(name.endswith("s") for name in before), before


@pytest.mark.engine
def test_core_date_time_timezone(filled: httpx2.Client) -> None:
    """Any offset is taken; answers are in UTC."""
    elsewhere, utc = "2026-11-24T10:00:00+05:30", "2026-11-24T04:30:00Z"
    bodies = [filled.get("/v1/courses/changes", params={"since": moment}).json() for moment in (elsewhere, utc)]
    assert bodies[0]["changed"] == bodies[1]["changed"]
    assert datetime.fromisoformat(bodies[0]["until"]).utcoffset() == datetime.now(UTC).utcoffset()


@pytest.mark.engine
def test_core_error_handling_all_errors(filled: httpx2.Client) -> None:
    errors = filled.get("/v1/courses?page=-1&sort=magic&unknown=1").json()["errors"]
    assert {error["field"] for error in errors} == {"page", "sort", "unknown"}


@pytest.mark.engine
def test_core_http_safety(filled: httpx2.Client) -> None:
    """The same question twice has the same answer."""
    for path in ("/v1/courses", "/v1/careers", "/v1/providers"):
        assert filled.get(path).content == filled.get(path).content


@pytest.mark.engine
def test_core_http_response_code_405_names_what_is_allowed(filled: httpx2.Client) -> None:
    answer = filled.delete("/v1/courses")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_core_changelog() -> None:
    assert (ROOT / "CHANGELOG.md").read_text().strip()
