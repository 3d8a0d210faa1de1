"""Editors, what they did, and the portals they serve."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime, utcnow


class Editor(SQLModel, table=True):
    """A person who may sign in. `epoch` rises to end all sessions at once."""

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=254)
    name: str
    password_hash: str
    active: bool = True
    epoch: int = 0
    created_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class AuditEvent(SQLModel, table=True):
    """Who did what. Append-only: a trigger refuses update and delete on both databases."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime, index=True)
    actor: str
    """E-mail of the editor, or `command line`."""
    action: str
    """Verb and noun: `override.set`, `override.clear`, `run.release`, `portal.set`."""
    subject: str = Field(index=True)
    """`course:<id>`, `run:<id>`, `portal:<slug>`."""
    before: Any = Field(default=None, sa_column=Column(Json))
    after: Any = Field(default=None, sa_column=Column(Json))
    reason: str | None = None


class Portal(SQLModel, table=True):
    """A province's portal: a row with rules, never a fork. `settings` is a `PortalSettings`."""

    slug: str = Field(primary_key=True, max_length=63)
    settings: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    updated_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
