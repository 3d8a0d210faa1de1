"""Write `docs/openapi.json` anew: `make openapi`. A test holds the API against it."""

import json
import secrets
from pathlib import Path

from fastapi import FastAPI

from catalogue.database import connect
from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from search_api.app import create_app, openapi_document

TARGET = Path(__file__).parents[1] / "docs" / "openapi.json"


def application() -> FastAPI:
    """The API with nothing behind it."""
    settings = Settings(DATABASE_URL="sqlite://", MEILI_URL=None, VAKWIJZER_SECRET_KEY=secrets.token_hex())
    return create_app(settings, connect(settings), EngineAddress("http://127.0.0.1:1", ""))


def main() -> None:
    """Write the file."""
    TARGET.write_text(json.dumps(openapi_document(application(), "redactie@vakwijzer.example"), indent=1) + "\n")


if __name__ == "__main__":
    main()
