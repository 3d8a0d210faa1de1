"""What was promised to portals stays: the API beside `docs/openapi.json`, and the rules of the NLGov REST API Design
Rules 2.2 that a machine can check, each named by its id."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scripts.write_openapi import application
from search_api.app import openapi_document

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"
KEBAB = re.compile(r"(/[a-z0-9]+(-[a-z0-9]+)*|/\{[a-z_]+\})+(\.json)?")
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(openapi_document(application(), "redactie@vakwijzer.example")))


def parameters(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(path, each["name"]): each for path, methods in document["paths"].items()
            for each in methods.get("get", {}).get("parameters", [])}  # fmt: skip


def fields(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(name, field) for name, schema in document["components"]["schemas"].items()
            for field in schema.get("properties", {})}  # fmt: skip


def required(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {key for key, each in parameters(document).items() if each.get("required")}


def test_nothing_that_was_promised_is_gone(document: dict[str, Any]) -> None:
    """After a wanted change: `make openapi`, and a new version when it breaks anybody."""
    before = json.loads(COMMITTED.read_text())
    assert not set(before["paths"]) - set(document["paths"])
    assert not set(parameters(before)) - set(parameters(document))
    assert not fields(before) - fields(document)
    assert not {key for key in required(document) - required(before) if key[0] in before["paths"]}


def test_core_naming_resources_and_core_no_trailing_slash(document: dict[str, Any]) -> None:
    """/core/path-segments-kebab-case, /core/no-trailing-slash, /core/naming-resources"""
    for path in document["paths"]:
        assert KEBAB.fullmatch(path), path


def test_core_query_keys_camel_case(document: dict[str, Any]) -> None:
    """/core/query-keys-camel-case"""
    for path, name in parameters(document):
        if "{" + name + "}" not in path:
            assert CAMEL.fullmatch(name), (path, name)


def test_core_uri_version(document: dict[str, Any]) -> None:
    """/core/uri-version, /core/semver: the major version in the path, all of it in the header"""
    assert all(path.startswith(("/v1/", "/health/")) for path in document["paths"])
    assert re.fullmatch(r"1\.\d+\.\d+", document["info"]["version"])


def test_core_http_methods(document: dict[str, Any]) -> None:
    """/core/http-methods"""
    methods = {method for each in document["paths"].values() for method in each}
    assert methods <= {"get", "post", "put", "patch", "delete"}


def test_core_doc_openapi_and_contact(document: dict[str, Any]) -> None:
    """/core/doc-openapi, /core/doc-openapi-contact, /core/doc-language"""
    assert document["openapi"].startswith("3.1")
    assert document["info"]["contact"]["email"]
    assert all(each["get"]["operationId"] for each in document["paths"].values() if "get" in each)


def test_core_error_handling_problem_details(document: dict[str, Any]) -> None:
    """/core/error-handling/problem-details, /core/error-handling/bad-request"""
    for path, methods in document["paths"].items():
        for status, answer in methods.get("get", {}).get("responses", {}).items():
            if status.startswith("4"):
                assert list(answer["content"]) == ["application/problem+json"], (path, status)
