"""`explain=true`: for editors only, why a result stands where it stands, and how each value of a course is known.

The session's cookie belongs to `/redactie` and is signed; who sends it along may ask. Such an answer is kept by nobody.
"""

from typing import Annotated, Any

import orjson
from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from search_api.editor.sessions import current_editor
from search_api.problems import Problem
from search_api.services import services
from search_api.v1.parameters import Provinces, SearchParameters, Sectors  # noqa: F401  (mypy looks for them)

NO_STORE = {"Cache-Control": "no-store"}
ExplainKey = Annotated[bool, Query(description="For signed-in editors: tells why; anybody else gets 403.")]


class ExplainedParameters(SearchParameters):
    """The query keys of `GET /v1/courses`: those of a search, and whether to explain it."""

    explain: bool = Field(default=False, description="For signed-in editors: why each result stands where it stands")


async def demand_editor(request: Request) -> None:
    """Raises `Problem` 403 for anybody who is not signed in as an editor."""
    if await run_in_threadpool(current_editor, request, services(request).database) is None:
        raise Problem(403, "explain is for editors: sign in at /redactie/ and send that session's cookie along.")


def explained(body: dict[str, Any], headers: dict[str, str]) -> Response:
    """An answer that nobody keeps."""
    return Response(orjson.dumps(body), media_type="application/json", headers={**headers, **NO_STORE})
