"""What a portal loads of the widget: the files of its search and its careers, and what they fetch when needed."""

from pathlib import Path
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse, JSONResponse, Response

from search_api.i18n import languages, texts
from search_api.problems import problem

router = APIRouter(prefix="/widget/v1", include_in_schema=False)
FOLDER = Path(__file__).parent / "static" / "widget"
# For any page of any portal. Short: a portal never changes its two lines, so a mended widget must reach it by itself.
HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
MEDIA = {"vakwijzer.js": "text/javascript", "careers.js": "text/javascript", "provinces.json": "application/json"}


@router.get("/{name}")
def file(name: Literal["vakwijzer.js", "careers.js", "provinces.json"]) -> FileResponse:
    """A part of the widget, or the outlines for its map."""
    return FileResponse(FOLDER / name, media_type=MEDIA[name], headers=HEADERS)


@router.get("/texts/{lang}.json")
def words(lang: str) -> Response:
    """The words of a language that the widget does not carry itself. 404 where there is no file for it."""
    if lang not in languages():
        return problem(404, f"There are no texts in '{lang[:10]}'.", headers=HEADERS)
    return JSONResponse(dict(texts(lang).words), headers=HEADERS)
