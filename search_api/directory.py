"""What every search needs from the database, kept for a second: portals and the names of providers."""

import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.portals import PortalSettings, all_portals
from catalogue.tables import Provider

T = TypeVar("T")
FRESH_SECONDS = 1.0  # a changed portal rule holds within this time


class Kept(Generic[T]):
    """A value that is read again when it is older than `FRESH_SECONDS`."""

    def __init__(self, read: Callable[[], T]):
        self._read = read
        self._value: T | None = None
        self._until = 0.0

    def __call__(self) -> T:
        """The value, at most a second old."""
        now = time.monotonic()
        if self._value is None or now > self._until:
            self._value, self._until = self._read(), now + FRESH_SECONDS
        return self._value


class Directory:
    """Portals by slug and provider names by slug."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self.portals: Kept[Mapping[str, PortalSettings]] = Kept(self._read_portals)
        self.provider_names: Kept[Mapping[str, str]] = Kept(self._read_providers)

    def _read_portals(self) -> Mapping[str, PortalSettings]:
        with Session(self._engine) as session:
            return all_portals(session)

    def _read_providers(self) -> Mapping[str, str]:
        with Session(self._engine) as session:
            return dict(session.exec(select(Provider.slug, Provider.name)).all())
