"""Errors as RFC 9457 `application/problem+json`: what happened, to what, what to do. Nothing internal leaks."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from fastapi import FastAPI, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from catalogue.index.engine import EngineUnavailable
from catalogue.index.search import SearchRefused

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"
KEYS: dict[str, frozenset[str] | None] = {}
"""Operation -> its keys, kept for each search needs them."""
M = TypeVar("M", bound=BaseModel)
MOST_NAMED = 20
"""Unknown keys that one answer names at most."""


class Problem(HTTPException):
    """An error for the caller. `errors` names the fields that are wrong: `{"field", "message"}`."""

    def __init__(
        self, status: int, detail: str, errors: Sequence[dict[str, str]] = (), headers: dict[str, str] | None = None
    ):
        super().__init__(status, detail, headers)
        self.errors = list(errors)


def bad_field(field: str, message: str) -> Problem:
    """400 for one field."""
    return bad_fields([{"field": field, "message": message}])


def bad_fields(errors: Sequence[dict[str, str]]) -> Problem:
    """400 for several, each `{"field", "message"}`."""
    return Problem(400, "; ".join(f"{each['field']}: {each['message']}" for each in errors), errors)


def built(model: type[M], **values: Any) -> M:
    """The model of these values. Raises `Problem` 400 that names each that does not fit."""
    try:
        return model.model_validate(values)
    except ValidationError as wrong:
        raise misread(wrong) from wrong


def misread(wrong: ValidationError | RequestValidationError) -> Problem:
    """400 that names each field that does not fit."""
    return bad_fields([_field_error(each) for each in wrong.errors()])


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
    told = misread(error)
    return problem(400, told.detail, told.errors)


async def known_keys(request: Request) -> None:
    """Refuses a query key that the route does not know, where no model does so beside its other errors."""
    known = _keys(request.scope["route"])
    unknown = [key for key in request.query_params if known is not None and key not in known]
    if unknown:
        raise bad_fields([{"field": key[:100], "message": "unknown key"} for key in unknown[:MOST_NAMED]])


def _keys(route: APIRoute) -> frozenset[str] | None:
    """None where a model holds them."""
    if route.unique_id not in KEYS:
        fields = get_flat_params(route.dependant)
        own = {id(field) for field in (*route.dependant.query_params, *route.dependant.path_params)}
        whole = all(id(field) in own for field in fields)
        KEYS[route.unique_id] = frozenset(field.alias for field in fields) if whole else None
    return KEYS[route.unique_id]


def _field_error(detail: Any) -> dict[str, str]:
    names = [str(part) for part in detail["loc"] if part not in ("query", "path", "body")]
    names = names or [str(detail.get("ctx", {}).get("field", "body"))]  # what does not fit together names one of them
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


async def _unfit(_request: Request, error: Exception) -> JSONResponse:
    log.warning("not_to_be_stored", reason=type(getattr(error, "orig", error)).__name__)
    return problem(400, "A value has signs that no text has, such as a NUL, or is out of range.")


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected_error", path=request.url.path, exc_info=error)
    return problem(500, "Something went wrong on our side. It has been logged.")


def install(app: FastAPI) -> None:
    """Make `app` answer every error as a problem."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    for no_answer in (EngineUnavailable, SearchRefused):  # it refuses what it will take once its settings stand
        app.add_exception_handler(no_answer, _engine_down)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(away, _database_down)
    app.add_exception_handler(DataError, _unfit)
    app.add_exception_handler(Exception, _unexpected)
