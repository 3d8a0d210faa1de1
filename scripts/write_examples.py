"""Write `search_api/openapi_examples.json` anew: ask a running demo each operation and keep its answers, shortened.

`python -m scripts.write_examples [ADDRESS]`; the address of `make run` is http://127.0.0.1:8080.
"""

import json
import re
import sys
from typing import Any

import httpx2

from search_api.openapi import ANSWERS, BODIES, operations

ASKED: dict[str, dict[str, Any]] = {
    "searchCourses": {"q": "lasser arnhem", "pageSize": 2},
    "feedCourses": {"q": "lasser arnhem", "pageSize": 1},
    "listCourseChanges": {"pageSize": 3},
    "searchCareers": {"q": "lasser", "pageSize": 1},
    "searchFundingSchemes": {"pageSize": 1},
    "suggest": {"q": "las"},
    "listProviders": {"pageSize": 2},
}
FORMATS = {"application/rss+xml": "rss", "text/calendar": "ics", "text/csv": "csv", "application/ld+json": "jsonld"}
MOST = 2  # items that are kept of a list
EDITORS = "/v1/editor"  # these need a token; their examples are in `search_api/editor_api/examples.json`
HOST, PROVIDER = "https://vakwijzer.example", "https://aanbieder.example"
LOOPBACK = re.compile(r"http://127\.0\.0\.1:\d+")


def main() -> None:
    """Ask and write."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
    with httpx2.Client(base_url=address, timeout=30) as client:
        document = client.get("/v1/openapi.json").json()
        found = client.get("/v1/courses", params=ASKED["searchCourses"]).json()
        ids = {"course_id": found["results"][0]["id"], "search_id": found["searchId"], "slug": "nl",
               "career_id": client.get("/v1/careers", params={"q": "lasser"}).json()["results"][0]["id"],
               "course_uuid": client.get("/ooapi/v5/courses").json()["items"][0]["courseId"],
               "scheme_id": client.get("/v1/funding-schemes").json()["results"][0]["id"]}  # fmt: skip
        answers = {
            operation["operationId"]: told
            for path, operation in operations(document)
            if not path.startswith(EDITORS) and (told := _answers(client, path.format(**ids), operation))
        }
    text = json.dumps(answers, ensure_ascii=False, indent=1).replace(address, HOST)
    ANSWERS.write_text(LOOPBACK.sub(PROVIDER, text) + "\n", encoding="utf-8")


def _answers(client: httpx2.Client, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    name = operation["operationId"]
    [status] = [status for status in operation["responses"] if status.startswith("2")]
    kinds = operation["responses"][status].get("content", {})
    return {kind: _answer(client, path, name, kind) for kind in kinds}


def _answer(client: httpx2.Client, path: str, name: str, kind: str) -> Any:
    keys = {**ASKED.get(name, {}), **({"format": FORMATS[kind]} if name == "feedCourses" else {})}
    if name in BODIES:
        body = {key: value for key, value in BODIES[name].items() if key != "courseId"}
        answer = client.post(path, params=keys, json=body)
    else:
        answer = client.get(path, params=keys)
    answer.raise_for_status()
    return _short(answer.json()) if kind.endswith("json") else answer.text


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _short(each) for key, each in value.items()}
    return [_short(each) for each in value[:MOST]] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
