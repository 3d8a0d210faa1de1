"""`/health/live` and `/health/ready`."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from catalogue import outbox
from search_api.services import Services, services
from search_api.v1 import models

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", operation_id="live", response_model=models.Liveness)
def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/ready", operation_id="ready", response_model=models.Readiness,
            responses={503: {"model": models.Readiness}})  # fmt: skip
def ready(request: Request) -> JSONResponse:
    """The state of each part; 503 when one that searches need is down."""
    service = services(request)
    parts = {"database": _database(service), "engine": _engine(service)}
    fine = all(state.startswith("ok") for state in parts.values())
    return JSONResponse({"status": "ok" if fine else "degraded", "parts": parts}, 200 if fine else 503)


def _engine(service: Services) -> str:
    if not service.address.healthy():
        return "does not answer; searches are answered from the database"
    return "answers late; searches are answered from the database" if service.breaker.open else "ok"


def _database(service: Services) -> str:
    try:
        with Session(service.database) as session:
            return f"ok, {outbox.waiting(session)} courses wait for the index"
    except SQLAlchemyError as problem:
        return f"does not answer ({type(problem).__name__})"
