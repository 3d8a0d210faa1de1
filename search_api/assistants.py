"""`/mcp`: the catalogue for assistants, over the Model Context Protocol (streamable HTTP, stateless, JSON answers).

Read-only, with the same portals, rules and keys as the API under `/v1`; `portal` must be named. Wrong input is an error
of the tool, which says what to change, so that the assistant can. To add a tool, add a `Tool` to `TOOLS`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import FastAPI
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from catalogue.funding.person import Person
from catalogue.index.engine import EngineUnavailable
from search_api.limits import MOST_BODY
from search_api.problems import Problem, misread
from search_api.services import Services, today
from search_api.tenancy import portal_of
from search_api.v1 import career, careers, courses, funding
from search_api.v1.detail import detail
from search_api.v1.parameters import Provinces, SearchParameters, Sectors, Text  # noqa: F401  (mypy looks for them)

PATH = "/mcp"
PortalSlug = Annotated[Text, Field(max_length=63, description="Slug of the portal; nl is the whole country")]
INSTRUCTIONS = (
    "Technical courses, careers and funding for people in the Netherlands who change jobs. Name a portal in each call "
    "(nl is the whole country). Unknown values are null: do not guess them. A price is as the provider states it; see "
    "priceDetails.vat."
)


class CourseSearch(SearchParameters):
    """The keys of `GET /v1/courses`."""

    portal: PortalSlug
    page_size: int = Field(default=10, ge=1, le=25)


class CareerSearch(careers.CareerParameters):
    """The keys of `GET /v1/careers`."""

    portal: PortalSlug
    page_size: int = Field(default=10, ge=1, le=25)


class SchemeSearch(funding.SchemeParameters):
    """The keys of `GET /v1/funding-schemes`."""

    portal: PortalSlug


class ById(BaseModel):
    """One thing of a portal."""

    model_config = ConfigDict(extra="forbid")

    portal: PortalSlug
    id: Annotated[Text, Field(min_length=1, max_length=80)]


class FundingOfCourse(ById):
    """A course, and what a person wants to tell of themselves."""

    person: Person | None = Field(
        default=None,
        description="Facts of the person, each optional; used for this answer, kept nowhere. Ask before you send any",
    )


async def search_courses(service: Services, asked: CourseSearch) -> dict[str, Any]:
    """Search technical courses by words, place, price, start, level and more. Dutch words work best."""
    portal = portal_of(service, asked.portal)
    body = await courses.search_answer(service, courses.checked_query(asked), asked.portal, portal)
    service.searches.count(body["searchId"] if asked.page == 1 else "")
    return {name: value for name, value in body.items() if name != "facets"}


async def get_course(service: Services, asked: ById) -> dict[str, Any]:
    """Everything known of one course, with how each value is known."""
    portal = portal_of(service, asked.portal)
    return detail(portal, await run_in_threadpool(courses.offered, service, portal, asked.id), today())


async def search_careers(service: Services, asked: CareerSearch) -> dict[str, Any]:
    """Find technical occupations by name, synonym or sector, with the number of courses that lead to each."""
    return await careers.found(service, portal_of(service, asked.portal), asked)


async def get_career(service: Services, asked: ById) -> dict[str, Any]:
    """One occupation: names, codes, levels, and where its courses are."""
    shown = career.known_career(service, asked.id)
    return await career.career_view(service, asked.portal, portal_of(service, asked.portal), shown)


async def search_funding(service: Services, asked: SchemeSearch) -> dict[str, Any]:
    """Schemes that help to pay: state today, conditions, amount, sources. Not confirmed means: not checked lately."""
    return funding.found(service, portal_of(service, asked.portal), asked)


async def get_course_funding(service: Services, asked: FundingOfCourse) -> dict[str, Any]:
    """Who helps to pay for one course: yes, no or unknown for each scheme, with reasons. Unknown is never a yes."""
    return await funding.answers(service, portal_of(service, asked.portal), asked.portal, asked.id, asked.person)


@dataclass(frozen=True)
class Tool:
    """A question that an assistant may ask: `run` answers what `parameters` let through."""

    run: Callable[[Services, Any], Awaitable[dict[str, Any]]]
    parameters: type[BaseModel]

    @property
    def name(self) -> str:
        """The function's own."""
        return self.run.__name__

    def told(self) -> types.Tool:
        """As the protocol lists it."""
        return types.Tool(
            name=self.name,
            description=self.run.__doc__,
            input_schema=self.parameters.model_json_schema(),
            annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
        )


TOOLS = (
    Tool(search_courses, CourseSearch),
    Tool(get_course, ById),
    Tool(search_careers, CareerSearch),
    Tool(get_career, ById),
    Tool(search_funding, SchemeSearch),
    Tool(get_course_funding, FundingOfCourse),
)
BY_NAME = {tool.name: tool for tool in TOOLS}


class Assistants:
    """The endpoint of one app. `manager.run()` must be open as long as it is asked."""

    def __init__(self, app: FastAPI, version: str):
        self._app = app
        server: Server[Any] = Server("vakwijzer", version=version, instructions=INSTRUCTIONS,
                                     on_list_tools=self._list, on_call_tool=self._call)  # fmt: skip
        self.manager = StreamableHTTPSessionManager(
            app=server, json_response=True, stateless=True, max_request_body_size=MOST_BODY
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.manager.handle_request(scope, receive, send)

    def route(self) -> Route:
        """Where it is asked."""
        return Route(PATH, endpoint=self, include_in_schema=False)

    async def _list(self, _context: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[tool.told() for tool in TOOLS])

    async def _call(self, _context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            body = await _answered(self._app.state.services, params.name, params.arguments or {})
        except Problem as problem:
            return _text(str(problem.detail), is_error=True)
        except EngineUnavailable:
            return _text("Search is not available for a moment. Try again in a few seconds.", is_error=True)
        return _text(orjson.dumps(body).decode(), structured=body)


async def _answered(service: Services, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    tool = BY_NAME.get(name)
    if tool is None:
        raise Problem(404, f"There is no tool '{name[:63]}'; there are: {', '.join(BY_NAME)}.")
    try:
        asked = tool.parameters.model_validate(arguments)
    except ValidationError as wrong:
        raise misread(wrong) from wrong
    return await tool.run(service, asked)


def _text(text: str, structured: dict[str, Any] | None = None, is_error: bool = False) -> types.CallToolResult:
    content = [types.TextContent(type="text", text=text)]
    return types.CallToolResult(content=list(content), structured_content=structured, is_error=is_error)
