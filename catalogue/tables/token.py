"""Tokens with which a program works as an editor."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from catalogue.tables.base import UtcDateTime, one_of, utcnow


class Scope(StrEnum):
    """What a token opens of what its account may do."""

    READ = "read"
    WRITE = "write"


class ApiToken(SQLModel, table=True):
    """One token of one account. Only its hash is kept: it is shown once, when it is made."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    digest: str = Field(unique=True, max_length=64)
    """SHA-256 of the token: 256 random bits need no slow hash."""
    editor_id: int = Field(foreign_key="editor.id", index=True)
    scope: Scope = Field(sa_type=one_of(Scope, 8))
    created_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
