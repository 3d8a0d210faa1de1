"""What every search needs from the database, kept for a second: portals and the names of providers."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar, cast

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from catalogue.careers.known import CareerTable
from catalogue.careers.own import career_table
from catalogue.careers.text_care import own_texts
from catalogue.funding.scheme import Scheme, Words
from catalogue.funding.store import schemes
from catalogue.portals.portal import PortalSettings, all_portals
from catalogue.tables import Provider

log = structlog.get_logger()
T = TypeVar("T")
FRESH_SECONDS = 1.0  # a changed portal rule holds within this time
LOOKS = 20  # an unknown slug is looked for in the database this often in a second at most


class Kept(Generic[T]):
    """A value that is read again when it is older than `FRESH_SECONDS`.

    While the database is away the last value stays, and is tried again beside the searches, not in their way.
    """

    def __init__(self, read: Callable[[], T]):
        self._read = read
        self._value: T | None = None
        self._until = 0.0
        self.generation = 0
        """Rises when the value is another one."""
        self._away = self._read_once = False
        self._trying = threading.Lock()

    def __call__(self) -> T:
        """The value, at most a second old while the database answers. Raises when there never was one."""
        if not self._read_once or (time.monotonic() > self._until and not self._away):
            return self.renewed()
        if self._away and time.monotonic() > self._until and self._trying.acquire(blocking=False):
            self._until = time.monotonic() + FRESH_SECONDS
            threading.Thread(target=self._try_again, daemon=True).start()
        return cast(T, self._value)

    def renewed(self) -> T:
        """The value read now; the last one when the database is away."""
        try:
            value, self._away = self._read(), False
            self.generation += value != self._value
            self._value, self._read_once = value, True
        except SQLAlchemyError as away:
            if not self._read_once:
                raise
            self._away = True
            log.warning("database_away", reason=type(away).__name__)
        self._until = time.monotonic() + FRESH_SECONDS
        return cast(T, self._value)

    def look_again(self) -> T:
        """The value for who misses something in it; read `LOOKS` times a second at most."""
        if not self._read_once or (not self._away and time.monotonic() > self._until - FRESH_SECONDS + 1 / LOOKS):
            return self.renewed()
        return cast(T, self._value)

    def _try_again(self) -> None:
        try:
            self.renewed()
        finally:
            self._trying.release()


class Directory:
    """Portals by slug and provider names by slug."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self.portals: Kept[Mapping[str, PortalSettings]] = Kept(self._read_portals)
        self.funding: Kept[Mapping[str, Scheme]] = Kept(self._read_funding)
        """Funding schemes by id."""
        self.careers: Kept[CareerTable] = Kept(self._read_careers)
        """All careers, with what editors changed of them."""
        self.career_texts: Kept[Mapping[str, Words]] = Kept(self._read_career_texts)
        """What somebody does in a career, where editors have it in their own words."""
        self.provider_names: Kept[Mapping[str, str]] = Kept(self._read_providers)

    def portal(self, slug: str) -> PortalSettings | None:
        """The portal's settings; one that was only just added is found at once."""
        return self.portals().get(slug) or self.portals.look_again().get(slug)

    def _read_portals(self) -> Mapping[str, PortalSettings]:
        with Session(self._engine) as session:
            return all_portals(session)

    def _read_funding(self) -> Mapping[str, Scheme]:
        with Session(self._engine) as session:
            return schemes(session)

    def _read_careers(self) -> CareerTable:
        with Session(self._engine) as session:
            return career_table(session)

    def _read_career_texts(self) -> Mapping[str, Words]:
        with Session(self._engine) as session:
            return own_texts(session)

    def _read_providers(self) -> Mapping[str, str]:
        with Session(self._engine) as session:
            return dict(session.exec(select(Provider.slug, Provider.name)).all())
