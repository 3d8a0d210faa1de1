"""Errors as RFC 9457 `application/problem+json`: what happened, to what, what to do. Nothing internal leaks."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from catalogue.index.engine import EngineUnavailable

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"


class Problem(HTTPException):
    """An error for the caller. `errors` names the fields that are wrong: `{"field", "message"}`."""

    def __init__(
        self, status: int, detail: str, errors: Sequence[dict[str, str]] = (), headers: dict[str, str] | None = None
    ):
        super().__init__(status, detail, headers)
        self.errors = list(errors)


def bad_field(field: str, message: str) -> Problem:
    """400 for one field."""
    return Problem(400, f"{field}: {message}", [{"field": field, "message": message}])


def problem(
    status: int, detail: str, errors: Sequence[dict[str, str]] = (), headers: dict[str, str] | None = None
) -> JSONResponse:
    """The answer of a problem; `type` is absent, which RFC 9457 reads as about:blank.

    Any page may read why it was refused: a widget must tell "no such course" from "no connection".
    """
    headers = {"Access-Control-Allow-Origin": "*", **(headers or {})}
    body: dict[str, Any] = {"status": status, "title": HTTPStatus(status).phrase, "detail": detail}
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this type only)
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, str(error.detail), getattr(error, "errors", ()), headers)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    """Invalid input is 400, not FastAPI's 422 (NLGov API Design Rules), and names each field."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors = named_errors(error.errors())
    return problem(400, "; ".join(f"{e['field']}: {e['message']}" for e in errors), errors)


def named_errors(found: Sequence[Any]) -> list[dict[str, str]]:
    """`{"field", "message"}` for each of pydantic's errors."""
    return [_field_error(each) for each in found]


def _field_error(detail: dict[str, Any]) -> dict[str, str]:
    names = [str(part) for part in detail["loc"] if part not in ("query", "path", "body")]
    if detail["type"] == "extra_forbidden":
        return {"field": ".".join(names), "message": "unknown key"}
    # What was typed is not repeated: the message says what is wanted.
    return {"field": ".".join(names), "message": str(detail["msg"]).removeprefix("Value error, ")}


async def _engine_down(_request: Request, error: Exception) -> JSONResponse:
    log.warning("engine_unavailable", reason=str(error))
    detail = "Search is not available for a moment. Try again in a few seconds."
    return problem(503, detail, headers={"Retry-After": RETRY_SECONDS})


async def _database_down(_request: Request, error: Exception) -> JSONResponse:
    log.warning("database_unavailable", reason=str(error).splitlines()[0])
    detail = "This part is not available for a moment. Try again in a few seconds."
    return problem(503, detail, headers={"Retry-After": RETRY_SECONDS})


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected_error", path=request.url.path, exc_info=error)
    return problem(500, "Something went wrong on our side. It has been logged.")


def install(app: FastAPI) -> None:
    """Make `app` answer every error as a problem."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(EngineUnavailable, _engine_down)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(away, _database_down)
    app.add_exception_handler(Exception, _unexpected)
