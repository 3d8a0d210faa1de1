"""A route that answers every refusal with a page, and hardens every answer."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.portals.access import NotAllowed
from search_api.editor.desk import Desk, sign_in_address
from search_api.editor.guard import AccountFirst, PageError, SignInFirst, harden
from search_api.editor.sessions import PATH

log = structlog.get_logger()
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def route_class(desk: Desk) -> type[APIRoute]:
    """The route class for one desk; a router has no exception handlers of its own."""

    class EditorRoute(APIRoute):
        """See the module."""

        def get_route_handler(self) -> Handler:
            inner = super().get_route_handler()

            async def handler(request: Request) -> Response:
                response = await _answered(desk, inner, request)
                harden(response)
                return response

            return handler

    return EditorRoute


async def _answered(desk: Desk, inner: Handler, request: Request) -> Response:
    try:
        return await inner(request)
    except PageError as error:
        return desk.error_page(request, error)
    except SignInFirst:
        return RedirectResponse(sign_in_address(request), status_code=303)
    except AccountFirst:
        return RedirectResponse(f"{PATH}/account", status_code=303)
    except NotAllowed as refused:
        return desk.error_page(request, PageError(403, f"not_allowed.{refused.reason}"))
    except DataError as error:
        # Signs that PostgreSQL has no place for, such as a NUL, which no browser lets a person type.
        log.warning("not_to_be_stored", path=request.url.path, reason=type(error.orig).__name__)
        return desk.error_page(request, PageError(400, "bad_request"))
    except HTTPException as error:
        # What Starlette itself refuses, such as a form that is no form.
        return desk.error_page(request, PageError(error.status_code, "bad_request"))
