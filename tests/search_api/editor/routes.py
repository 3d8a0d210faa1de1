"""All routes of the editors' pages, read from the application: a new one is tested without being named."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

FILLED = {"field": "title", "rest:path": "nergens"}


def paths(app: FastAPI, course_id: str) -> list[tuple[str, str]]:
    """(method, path) of every route, with the course, or 1, where the path has a blank."""
    filled = {**FILLED, "course_id": course_id}
    found = {
        (method, re.sub(r"{(.*?)}", lambda blank: filled.get(blank[1], "1"), path)) for method, path in patterns(app)
    }
    return sorted(found)


def patterns(app: FastAPI) -> list[tuple[str, str]]:
    """(method, path) of every route, with the names of its blanks in braces."""
    return sorted(set(_routes(app.router.routes)))


def _routes(routes: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, APIRoute):
            path = f"/redactie{route.path.removeprefix('/redactie')}"
            yield from ((method, path) for method in route.methods)
        yield from _routes(getattr(getattr(route, "original_router", None), "routes", ()))
