"""Editors, what they did, and the portals they serve."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json, UtcDateTime, one_of, utcnow


class Role(StrEnum):
    """What a person may do; each may also do what the one before may."""

    VIEWER = "viewer"
    """See everything, change nothing."""
    EDITOR = "editor"
    """Change courses: of all portals, or of the portals that the account names."""
    ADMINISTRATOR = "administrator"
    """Also the accounts of others."""


class Editor(SQLModel, table=True):
    """A person who may sign in. `epoch` rises to end all sessions at once."""

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=254)
    name: str
    password_hash: str
    active: bool = True
    role: Role = Field(default=Role.EDITOR, sa_type=one_of(Role, 16))
    portals: list[str] | None = Field(default=None, sa_column=Column(Json))
    """Slugs of the portals this editor works for; None: all."""
    renew: bool = False
    """The password was set by somebody else: another must be chosen before anything else."""
    totp: str | None = None
    """Secret of the second factor, encrypted; None: there is none."""
    totp_step: int = 0
    """The time step of the last code taken: a code is good once."""
    recovery: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    """Hashes of the recovery codes that are left."""
    epoch: int = 0
    created_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class SignInIdentity(SQLModel, table=True):
    """Whom a province's own sign-in means: its issuer and subject, never an e-mail address, which others may hold."""

    issuer: str = Field(primary_key=True, max_length=255)
    subject: str = Field(primary_key=True, max_length=255)
    editor_id: int = Field(foreign_key="editor.id", unique=True, index=True)
    created_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class Attempt(SQLModel, table=True):
    """How often something was tried in one window of time. `key` is a keyed hash: nobody reads a name from it."""

    key: str = Field(primary_key=True, max_length=64)
    since: datetime = Field(sa_type=UtcDateTime, index=True)
    count: int = 1


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
    batch: str | None = Field(default=None, index=True, max_length=32)
    """Shared by the events of one action, such as a decision on many items."""


class Portal(SQLModel, table=True):
    """A province's portal: a row with rules, never a fork. `settings` is a `PortalSettings`."""

    slug: str = Field(primary_key=True, max_length=63)
    settings: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    updated_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
