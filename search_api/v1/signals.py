"""`POST /v1/signals`: a reader tells that something is broken, missing or wrong.

No personal data is asked for: an e-mail address is optional, and used for the answer only. A browser may post from the
portal's own origins. One client may send a few a minute; a field that people never see (`website`) marks robots, who
get the same answer as everybody.
"""

import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.alias_generators import to_camel

from catalogue.database import unit_of_work
from catalogue.portals.portal import PortalSettings
from catalogue.signals import TooManySignals, file_signal
from catalogue.tables import SignalKind
from search_api.limits import client
from search_api.problems import Problem
from search_api.services import services
from search_api.tenancy import may_post, portal_settings
from search_api.v1 import models
from search_api.v1.answers import PortalKey, json_answer
from search_api.v1.courses import find_course
from search_api.v1.parameters import CONTROL

router = APIRouter(prefix="/v1", tags=["signals"])
MOST_TEXT = 2000
EMAIL = r"^[^@\s<>\",;:]{1,64}@[^@\s<>\",;:]{1,180}\.[^@\s<>\",;:.]{2,}$"


class SignalBody(BaseModel):
    """A report. `courseId` where it is about one course; `missing` may be about none."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)

    kind: SignalKind
    course_id: str | None = Field(default=None, max_length=16)
    text: str = Field(default="", max_length=MOST_TEXT, description="What is the matter, in the reader's own words")
    email: str | None = Field(default=None, max_length=254, pattern=EMAIL, description="Only to answer this report")
    website: str = Field(default="", max_length=200, description="Leave empty: people do not see this field")

    @field_validator("text")
    @classmethod
    def _plain(cls, text: str) -> str:
        text = text.replace("\r\n", "\n").strip()
        if CONTROL.search(text.replace("\n", "")):
            raise ValueError("control characters are not allowed")
        return text


@router.post(
    "/signals",
    operation_id="postSignal",
    summary="Report something broken, missing or wrong",
    status_code=202,
    response_model=models.SignalTaken,
    responses=models.problems(400, 403, 404, *models.POSTED, 429, 503),
)
def post(request: Request, body: SignalBody, portal: PortalKey = "nl") -> Response:
    """Editors see the report. Nothing of who sent it is stored but an e-mail address that was given."""
    settings = portal_settings(request, portal)
    _refuse_foreign_page(request, settings)
    take(request, portal, settings, body)
    answer = json_answer(request, settings, {"received": True})
    answer.status_code = 202
    return answer


@router.options("/signals", include_in_schema=False)
def preflight(request: Request, portal: PortalKey = "nl") -> Response:
    """A browser asks whether a page of another origin may post."""
    return may_post(request, portal_settings(request, portal))


def take(request: Request, slug: str, portal: PortalSettings, body: SignalBody) -> None:
    """File the report. Raises `Problem` 404 for a course the portal does not show, 429 when there are too many."""
    service = services(request)
    wait = service.signal_buckets.wait(client(request.scope, service.settings.trusted_proxies), time.monotonic())
    if wait:
        raise _too_many(wait)
    course_id = find_course(service, portal, body.course_id).id if body.course_id else None
    if body.website:
        return
    try:
        with unit_of_work(service.database) as session:
            file_signal(session, slug, body.kind, course_id, body.text, body.email)
    except TooManySignals as many:
        raise _too_many(3600) from many


def _too_many(seconds: float) -> Problem:
    headers: dict[str, Any] = {"Retry-After": str(int(seconds) + 1)}
    return Problem(429, "Too many reports at once. Try again later.", headers=headers)


def _refuse_foreign_page(request: Request, portal: PortalSettings) -> None:
    origin = request.headers.get("origin")
    own = str(request.base_url).rstrip("/")
    if portal.origins and origin and origin not in (*portal.origins, own):
        raise Problem(403, "This page may not report to this portal: its origin is not one of the portal's.")
