"""What was promised to portals stays: the API beside `docs/openapi.json`; and each has an example that fits."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from scripts.write_openapi import application
from search_api.openapi import openapi_document, operations

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"


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


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": document["components"]}, format_checker=FormatChecker())


def examples(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """What must have an example: each key, each body, each answer with a content."""
    for _, operation in operations(document):
        name = operation["operationId"]
        for parameter in operation.get("parameters", []):
            yield f"{name} {parameter['name']}", parameter["schema"], parameter.get("example")
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{name} {kind}", content["schema"], content.get("example")
        for status, answer in operation["responses"].items():
            if name == "ready" and status == "503":
                continue  # the same shape as its 200
            for kind, content in answer.get("content", {}).items():
                yield f"{name} {status} {kind}", content["schema"], content.get("example")


def test_each_key_body_and_answer_has_an_example_that_fits(document: dict[str, Any]) -> None:
    """After a change of an answer: `make examples`, beside `make run`."""
    seen = 0
    for name, schema, example in examples(document):
        assert example is not None, f"no example: {name}"
        errors = [error.message for error in resolved(document, schema).iter_errors(example)]
        assert not errors, (name, errors)
        seen += 1
    assert seen > 100


def test_no_example_names_this_machine(document: dict[str, Any]) -> None:
    assert "127.0.0.1" not in json.dumps(document)
