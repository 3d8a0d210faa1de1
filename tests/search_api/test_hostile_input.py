"""Hostile input to every documented operation: a problem that names what is wrong, or words that find nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.people.accounts import add_editor
from catalogue.people.tokens import make_token
from catalogue.tables import Role, Scope, utcnow
from scripts.write_openapi import application
from search_api.openapi import openapi_document

pytestmark = pytest.mark.engine
DOCUMENT: dict[str, Any] = json.loads(json.dumps(openapi_document(application(), "redactie@vakwijzer.example")))
VALUES = {  # as they stand in an address
    "a NUL": "a%00b",
    "10 KB": "a" * 10_000,
    "half a character": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "a broken escape": "%G1%",
    "negative": "-1",
    "huge": "9" * 40,
    "not a number": "NaN",
    "three coordinates": "0,0,0",
    "a filter": "a%22%20OR%20sector%20%3D%20%22ict",
    "SQL": "'%3B%20DROP%20TABLE%20course%3B%20--",
    "a template": "%7B%7B7*7%7D%7D%24%7Bjndi%3Aldap%3A%2F%2Fx%7D",
    "up and out": "..%2F..%2Fetc%2Fpasswd",
    "JSON": "%7B%22%24gt%22%3A%22%22%7D",
    "empty": "",
}
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"1e999",
    "NaN": b'{"age": NaN}',
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "half a character": b'{"kind": "wrong", "text": "\\ud800", "employerSector": "\\ud800"}',
    "NUL": b'{"kind": "wrong", "text": "a\\u0000b", "courseId": "\\u0000"}',
    "an unknown key": b'{"kind": "wrong", "text": "a", "colour": "red"}',
    "deep": b'{"text": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "large": b'{"text": "' + b"a" * 70_000 + b'"}',
    "another type": b'{"kind": {"a": 1}, "text": [], "age": {}, "employed": "x"}',
}
KINDS = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/xml")
WHOLE = {"course_id": "3k5v9q2m7x1c", "career_id": "lasser", "scheme_id": "slim-scholing", "slug": "nl",
         "search_id": "0f3a5c7e9b1d2f46"}  # fmt: skip
EDITORS = "/v1/editor/"
Operation = tuple[str, str, dict[str, Any]]
Ask = Callable[..., httpx2.Response]


def operations(*methods: str) -> list[Any]:
    """All, or those of these methods. Those of editors, of which there are many, are tried with the slow tests."""
    found = [(method, path, each) for path, inside in DOCUMENT["paths"].items() for method, each in inside.items()]
    return [
        pytest.param(one, id=f"{one[0]} {one[1]}", marks=[pytest.mark.slow] if one[1].startswith(EDITORS) else [])
        for one in found
        if not methods or one[0] in methods
    ]


@pytest.fixture
def ask(api: httpx2.Client, sqlite: Engine) -> Ask:
    """Asks as a reader, and what is an editor's as an administrator's program."""
    with unit_of_work(sqlite) as session:
        boss = add_editor(session, "baas@example.nl", "Baas", "lange-zin-met-water", role=Role.ADMINISTRATOR)
        token = make_token(session, boss, "test", Scope.WRITE, utcnow() + timedelta(hours=1), "test")

    def asked(operation: Operation, url: str, **more: Any) -> httpx2.Response:
        given = {"Authorization": f"Bearer {token}"} if operation[1].startswith(EDITORS) else {}
        return api.request(operation[0].upper(), url, headers={**given, **more.pop("headers", {})}, **more)

    return asked


def address(path: str, given: dict[str, str]) -> str:
    for name, value in {**WHOLE, **given}.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def addresses(operation: Operation) -> Iterator[tuple[str, str, str]]:
    """What is tried, the key that is wrong, and the address that asks it."""
    _, path, described = operation
    needed = "&".join(f"{each['name']}={each['example']}" for each in described.get("parameters", [])
                      if each["in"] == "query" and each.get("required"))  # fmt: skip
    for parameter in described.get("parameters", []):
        for name, value in VALUES.items():
            key = parameter["name"]
            if parameter["in"] == "query":
                others = "&".join(pair for pair in needed.split("&") if pair and not pair.startswith(f"{key}="))
                yield name, key, f"{address(path, {})}?{key}={value}&{others}".rstrip("&?")
            elif value:
                yield name, key, address(path, {key: value}) + (f"?{needed}" if needed else "")


def checked(answer: httpx2.Response, operation: Operation, told: str) -> None:
    """Documented, and a problem where it is an error."""
    assert str(answer.status_code) in operation[2]["responses"], (told, answer.status_code, answer.text[:300])
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", told
        assert answer.json()["status"] == answer.status_code, told
        assert answer.json()["detail"], told


@pytest.mark.parametrize("operation", operations())
def test_no_value_breaks_an_operation(ask: Ask, operation: Operation) -> None:
    for name, key, url in addresses(operation):
        told = f"{operation[0]} {operation[1]}: {name} in {key}"
        answer = ask(operation, url)
        if answer.status_code == 404 and "%2F" in url:  # another path
            continue
        checked(answer, operation, told)
        if answer.status_code == 400 and not operation[2].get("requestBody"):
            assert key in answer.json()["detail"], (told, answer.text)


@pytest.mark.parametrize("operation", operations())
def test_an_unknown_key_is_named(ask: Ask, operation: Operation) -> None:
    if operation[1].startswith("/health/"):
        return  # asked by machines that add what they like
    answer = ask(operation, address(operation[1], {}) + "?hostileKey=1")
    assert answer.status_code == 400, operation[:2]
    assert "hostileKey" in answer.json()["detail"]


@pytest.mark.parametrize("operation", operations("post", "put"))
def test_no_body_breaks_an_operation(ask: Ask, operation: Operation) -> None:
    required = "&".join(f"{each['name']}={each['example']}" for each in operation[2].get("parameters", [])
                        if each.get("required") and each["in"] == "query")  # fmt: skip
    for kind in KINDS:
        for name, body in BODIES.items():
            url = address(operation[1], {}) + f"?{required}"
            answer = ask(operation, url, content=body, headers={"Content-Type": kind})
            checked(answer, operation, f"{operation[1]}: {name} as {kind}")
