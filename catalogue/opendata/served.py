"""The dump that is served: its files, and what is known of them."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FOLDER = "open-data"
LINES, PARQUET, FACTS = "courses.jsonl.gz", "courses.parquet", "facts.json"


class BuildRuns(Exception):
    """Another process builds the dump."""


class File(BaseModel):
    """One file of the dump."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    bytes: int
    sha256: str


class Facts(BaseModel):
    """What is known of the dump that is served."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    modified: datetime
    courses: int
    files: tuple[File, ...]


def current(home: Path) -> tuple[Path, Facts] | None:
    """The folder that is served, with its facts; None before the first build."""
    folder = (home / FOLDER / "current").resolve()
    try:
        return folder, Facts.model_validate_json((folder / FACTS).read_bytes())
    except FileNotFoundError:
        return None
