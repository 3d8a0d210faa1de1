"""`/open-data/…`: the nightly dump and its DCAT description, at addresses that stay."""

from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from catalogue.opendata.dcat import catalog
from catalogue.opendata.served import LINES, PARQUET, Facts, current
from search_api.problems import Problem
from search_api.services import services

PREFIX = "/open-data"
MEDIA = {LINES: "application/gzip", PARQUET: "application/vnd.apache.parquet"}
HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}
router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.api_route("/catalog.jsonld", methods=["GET", "HEAD"])
def described(request: Request) -> Response:
    """The catalogue as DCAT-AP-NL 3.0."""
    _, facts = _served(request)
    base = str(request.base_url).rstrip("/") + PREFIX
    body = catalog(facts, base, services(request).settings.contact)
    return JSONResponse(body, media_type="application/ld+json", headers=HEADERS)


@router.api_route("/{name}", methods=["GET", "HEAD"])
def file(request: Request, name: Literal["courses.jsonl.gz", "courses.parquet"]) -> Response:
    """One file; ranges and `If-None-Match` as usual."""
    folder, _ = _served(request)
    return FileResponse(folder / name, media_type=MEDIA[name], headers=HEADERS)


def _served(request: Request) -> tuple[Path, Facts]:
    found = current(services(request).settings.home)
    if found is None:
        raise Problem(404, "The dump is not there yet: it is built each night, or by `vakwijzer open-data build`.")
    return found
