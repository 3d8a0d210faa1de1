"""The OpenAPI document: what the routes say of themselves, completed with headers, errors and examples.

Examples of query keys and bodies are here; examples of answers are real answers over the sample catalogue, kept in
`openapi_examples.json` and written anew by `make examples`.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from search_api.limits import LIMITED
from search_api.v1 import models

ANSWERS = Path(__file__).with_name("openapi_examples.json")
EDITORS = Path(__file__).parent / "editor_api" / "examples.json"
"""Bodies and answers of `/v1/editor`, which no running demo is asked for: they need a token."""
KEYS: Mapping[str, Any] = {
    "portal": "nl",
    "q": "lasser arnhem",
    "province": ["Gelderland"],
    "sector": ["metal-welding"],
    "career": ["lasser"],
    "provider": ["rijnvonk-vakschool"],
    "level": ["nlqf-2"],
    "mode": ["onsite"],
    "route": ["bbl"],
    "kind": ["omscholing"],
    "language": ["nl"],
    "schedule": ["evening"],
    "targetGroup": ["women"],
    "workplace": ["leerbedrijf"],
    "jobGuarantee": ["true"],
    "funding": ["slim-scholing"],
    "maxPrice": 2500,
    "startFrom": "2027-01-01",
    "startUntil": "2027-06-30",
    "near": "6811 AB",
    "radius": 20,
    "sort": "relevance",
    "page": 1,
    "pageSize": 20,
    "format": "rss",
    "since": "2026-11-01T00:00:00Z",
    "cursor": "MjAyNi0xMS0yNFQwOTowMDowMCswMDowMCBhYmMxMjM=",
    "withCourses": True,
    "state": ["open"],
    "applicant": ["learner"],
    "slug": "nl",
    "course": "3k5v9q2m7x1c",
    "course_id": "3k5v9q2m7x1c",
    "career_id": "lasser",
    "scheme_id": "slim-scholing",
    "search_id": "0f3a5c7e9b1d2f46",
    "explain": False,
    "pageNumber": 1,
    "queueKind": "technical",
    "standing": "published",
    "courseId": "3k5v9q2m7x1c",
    "reason": "gebeld met de school",
    "collection": "Begin hier",
    "If-Match": '"9f2c4e6a8b0d1f3572849ab1"',
    "batch": "5f3a9c1e7b2d4068",
    "field": "price",
    "source": "rijnvonk",
    "run_id": 1,
    "event_id": 1,
    "typed": "toorts",
    "says": ["lasser", "tig lassen"],
    "region": "Midden-Gelderland",
    "providerName": "Smederij De Vonk",
    "website": "https://vonk.example/",
    "fileName": "lijst.csv",
    "upload_id": "0f3a5c7e9b1d2f460f3a5c7e9b1d2f46",
    "course_uuid": "7d0a1c52-52f5-5a0e-9f0c-2f3a4b5c6d7e",
}
"""Query or path key -> an example of it, whichever operation has it."""
BODIES: Mapping[str, Any] = {
    "answerFunding": {"employed": True, "employerSector": "metal-working", "age": 34, "province": "Gelderland"},
    "postSignal": {"kind": "wrong", "courseId": "3k5v9q2m7x1c", "text": "De prijs op de website is € 2.095."},
}
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "400": ("Bad Request", "near: no such place or postcode in the Netherlands; write Arnhem, 6811 or lat,lon"),
    "401": ("Unauthorized", "Sign in at /redactie/ first."),
    "403": ("Forbidden", "Only editors may ask this."),
    "404": ("Not Found", "There is no portal 'nowhere'."),
    "409": ("Conflict", "There is no run that waits with this number."),
    "410": ("Gone", "Course '3k5v9q2m7x1c' is no longer offered by its provider."),
    "411": ("Length Required", "Send the length of the body (Content-Length)."),
    "412": ("Precondition Failed", "Somebody changed this meanwhile. Ask for it again, look, and send it anew."),
    "413": ("Content Too Large", "The body may have 65536 bytes at most."),
    "428": ("Precondition Required", "If-Match: send the ETag of what you saw."),
    "429": ("Too Many Requests", "At most 12000 a minute. Try again after Retry-After seconds."),
    "503": ("Service Unavailable", "Search is not available for a moment. Try again in a few seconds."),
}
VERSION_HEADER = {"API-Version": {"description": "Full version of the API", "schema": {"type": "string"}}}
RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer"}}}


def openapi_document(app: FastAPI, contact: str) -> dict[str, Any]:
    """What the API promises; `docs/openapi.json` holds the last state of it."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        routes=app.routes,
        separate_input_output_schemas=False,
        summary="Technical courses for lifelong learning in the Netherlands",
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    document["info"]["contact"] = {"name": "Vakwijzer", "email": contact}
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["ProblemBody"] = models.ProblemBody.model_json_schema()
    schemas.update(_defined_in_bodies(document))
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, operation in operations(document):
        operation["responses"].pop("422", None)  # invalid input is 400 here
        if path.startswith(LIMITED):
            operation["responses"]["429"] = models.problems(429)[429]
        _complete(operation)
    return document


def _defined_in_bodies(document: dict[str, Any]) -> dict[str, Any]:
    """Schemas that a body brings along, to stand where its references point."""
    found: dict[str, Any] = {}
    for _, operation in operations(document):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            content["schema"] = dict(content["schema"])
            found |= content["schema"].pop("$defs", {})
    return found


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and operation of each."""
    return ((path, operation) for path, methods in document["paths"].items() for operation in methods.values())


def _complete(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    for parameter in operation.get("parameters", []):
        if parameter["name"] in KEYS:
            parameter["example"] = KEYS[parameter["name"]]
    sent = {**BODIES, **_editors()["bodies"]}
    if name in sent:
        for content in operation["requestBody"]["content"].values():
            content["example"] = sent[name]
    for status, response in operation["responses"].items():
        response["headers"] = {
            **response.get("headers", {}),
            **VERSION_HEADER,
            **(RETRY_AFTER if status == "429" else {}),
        }
        for kind, content in response.get("content", {}).items():
            _exemplify(content, _example(name, status, kind))


def _example(name: str, status: str, kind: str) -> Any:
    if kind == "application/problem+json":
        title, detail = PROBLEMS[status]
        return {"status": int(status), "title": title, "detail": detail}
    return answers().get(name, {}).get(kind) if status.startswith("2") else None


def _exemplify(content: dict[str, Any], example: Any) -> None:
    if example is not None:
        content["example"] = example


@cache
def answers() -> dict[str, dict[str, Any]]:
    """Operation -> media type -> its answer to the examples."""
    found: dict[str, dict[str, Any]] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return {**found, **_editors()["answers"]}


@cache
def _editors() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(EDITORS.read_text(encoding="utf-8"))
    return found
