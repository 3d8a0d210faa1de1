"""`/v1/suggestions`: what may be meant, while a person types."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from catalogue.index.suggest import engine_questions, suggestions
from search_api.services import services, today
from search_api.tenancy import portal_settings
from search_api.v1 import models
from search_api.v1.answers import json_answer
from search_api.v1.funding_answers import unavailable
from search_api.v1.parameters import Text

router = APIRouter(prefix="/v1", tags=["courses"])


class SuggestionParameters(BaseModel):
    """Query keys of `GET /v1/suggestions`."""

    model_config = ConfigDict(extra="forbid")

    q: Text = Field(default="", description="What was typed so far; suggestions begin at two letters.")
    portal: Annotated[Text, Field(max_length=63, description="Slug of the portal.")] = "nl"


@router.get(
    "/suggestions",
    operation_id="suggest",
    summary="Suggestions while typing",
    response_model=models.Suggestions,
    responses=models.problems(400, 404, 503),
)
async def suggest(request: Request, parameters: Annotated[SuggestionParameters, Query()]) -> Response:
    """What of the portal begins with `q`: courses, careers, providers, places, funding; one slip is forgiven."""
    service, portal = services(request), portal_settings(request, parameters.portal)
    questions = engine_questions(parameters.q, portal)
    results = await service.search.ask(questions) if questions else []
    over = unavailable(service.directory.funding(), portal, today())
    return json_answer(request, portal, suggestions(parameters.q, parameters.portal, results, service.label, over))
