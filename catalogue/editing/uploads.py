"""A table that an editor handed in and has not imported yet: kept for a day, for that editor alone."""

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

KEPT = timedelta(days=1)
WORKBOOK = b"PK\x03\x04"  # an .xlsx is a zip
ID = re.compile(r"[0-9a-f]{32}")


class About(BaseModel):
    """What is kept beside the table. `columns`: their header -> our field; empty: as guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    editor_id: int
    name: str
    format: Literal["csv", "xlsx"]
    provider: str
    url: str
    header: tuple[str, ...] = ()
    columns: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Upload:
    """One table. `file`: its bytes."""

    id: str
    file: Path
    about: About = field(repr=False)

    @property
    def columns(self) -> Path:
        """The column map alone, for who reads the table."""
        return self.file.with_name("columns.json")


def keep_upload(
    home: Path, file: BinaryIO, name: str, provider: str, url: str, editor_id: int, now: datetime
) -> Upload:
    """Copy the bytes, in parts, and clear away what is older than `KEPT`."""
    clear_uploads(home, now)
    key = secrets.token_hex(16)
    folder = _folder(home) / key
    folder.mkdir(parents=True)
    with (folder / "table").open("wb") as kept:
        shutil.copyfileobj(file, kept)
    with (folder / "table").open("rb") as kept:
        kind: Literal["csv", "xlsx"] = "xlsx" if kept.read(4) == WORKBOOK else "csv"
    about = About(editor_id=editor_id, name=name[:100], format=kind, provider=provider, url=url)
    return note(Upload(key, folder / "table", about), about)


def note(upload: Upload, about: About) -> Upload:
    """Keep what is known of the table now."""
    (upload.file.parent / "about.json").write_text(about.model_dump_json(), "utf-8")
    upload.columns.write_text(json.dumps(dict(about.columns)), "utf-8")
    return Upload(upload.id, upload.file, about)


def find_upload(home: Path, key: str, editor_id: int) -> Upload | None:
    """The editor's own upload; None for another's, an unknown one, or one that is gone."""
    file = _folder(home) / key / "table"
    if not ID.fullmatch(key) or not file.exists():
        return None
    try:
        about = About.model_validate_json((file.parent / "about.json").read_bytes())
    except (OSError, ValidationError):
        return None
    return Upload(key, file, about) if about.editor_id == editor_id else None


def drop_upload(upload: Upload) -> None:
    """It was imported."""
    shutil.rmtree(upload.file.parent, ignore_errors=True)


def clear_uploads(home: Path, now: datetime) -> None:
    """Delete what is older than `KEPT`."""
    for folder in _folder(home).glob("*"):
        if folder.stat().st_mtime < (now - KEPT).timestamp():
            shutil.rmtree(folder, ignore_errors=True)


def _folder(home: Path) -> Path:
    return home / "uploads"
