"""`/v1/editor`: what editors do on their pages, for programs. The catalogue does the work, here as there."""

from fastapi import APIRouter

from search_api.editor_api import courses, journal, queue, records, sources, uploads

PREFIX = "/v1/editor"
UPLOADS = f"{PREFIX}{uploads.PATH}"
"""Takes a whole table."""


def editor_api_router() -> APIRouter:
    """All of its routes."""
    whole = APIRouter(prefix=PREFIX, tags=["editor"])
    for part in (queue, courses, uploads, sources, records, journal):
        whole.include_router(part.router)
    return whole
