"""Which portal a request is for, and which web origins may read the answer."""

from fastapi import Request
from fastapi.responses import Response

from catalogue.portals.portal import PortalSettings
from search_api.problems import Problem
from search_api.services import Services, services


def portal_settings(request: Request, slug: str) -> PortalSettings:
    """The portal's settings. An unknown slug is 404."""
    return portal_of(services(request), slug)


def portal_of(service: Services, slug: str) -> PortalSettings:
    """The same, for who has no request."""
    settings = service.directory.portal(slug)
    if settings is None:
        raise Problem(404, f"There is no portal '{slug[:63]}'.", [{"field": "portal", "message": "unknown portal"}])
    return settings


def cors_headers(request: Request, portal: PortalSettings) -> dict[str, str]:
    """Any origin may read a portal that names none; else only the named ones. No cookies either way."""
    if not portal.origins:
        return {"Access-Control-Allow-Origin": "*"}
    origin = request.headers.get("origin", "")
    allowed = {"Access-Control-Allow-Origin": origin} if origin in portal.origins else {}
    return {"Vary": "Origin", **allowed}


def may_post(request: Request, portal: PortalSettings) -> Response:
    """The answer to a browser that asks whether a page of another origin may post JSON (a CORS preflight)."""
    allowed = {"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Content-Type"}
    return Response(
        status_code=204, headers={**cors_headers(request, portal), **allowed, "Access-Control-Max-Age": "600"}
    )
