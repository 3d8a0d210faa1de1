"""The editors' pages alone, served over HTTP: no engine, no public pages."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.middleware.sessions import SessionMiddleware

from catalogue.settings import Settings
from search_api.app import STATIC
from search_api.editor import editor_router, session_middleware_options
from vakwijzer.commands.serve import listen, url_of


def desk_app(database: Engine, settings: Settings) -> FastAPI:
    """The application with the editors' pages and what they load."""
    app = FastAPI(redirect_slashes=False)
    app.add_middleware(SessionMiddleware, **session_middleware_options(settings))
    app.mount("/static", StaticFiles(directory=STATIC))
    app.include_router(editor_router(database, lambda: None, settings))
    return app


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Its address, as long as the block runs."""
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield url_of(listener)
        server.should_exit = True
        thread.join(10)
