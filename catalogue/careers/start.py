"""The guided start: a few answers to three careers, each with the answers that it fits. Pure; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from catalogue.careers.known import CareerTable
from catalogue.careers.table import Career
from catalogue.normal import Sector

TABLE = Path(__file__).parents[1] / "data" / "career_start.yaml"
SUGGESTED = 3


class Where(StrEnum):
    """Where somebody likes to work."""

    OUTSIDE = "outside"
    WORKSHOP = "workshop"
    CUSTOMERS = "customers"
    DESK = "desk"


class Doing(StrEnum):
    """What somebody likes to do."""

    MAKE = "make"
    REPAIR = "repair"
    OPERATE = "operate"
    DESIGN = "design"
    GUIDE = "guide"


class Subject(StrEnum):
    """What somebody likes to work with."""

    METAL = "metal"
    POWER = "power"
    BUILDING = "building"
    TRANSPORT = "transport"
    COMPUTERS = "computers"
    SUBSTANCES = "substances"


SECTORS: Mapping[Subject, frozenset[Sector]] = {
    Subject.METAL: frozenset({
        Sector.METAL_WELDING, Sector.MECHANICAL, Sector.MECHATRONICS_MAINTENANCE, Sector.HIGH_TECH,
    }),
    Subject.POWER: frozenset({
        Sector.ELECTRICAL, Sector.ENERGY_GRID, Sector.INSTALLATION_CLIMATE, Sector.MECHATRONICS_MAINTENANCE,
    }),
    Subject.BUILDING: frozenset({Sector.CONSTRUCTION, Sector.CIVIL_WORKS, Sector.INSTALLATION_CLIMATE}),
    Subject.TRANSPORT: frozenset({Sector.MOBILITY, Sector.MARITIME_AVIATION_RAIL, Sector.TECHNICAL_LOGISTICS}),
    Subject.COMPUTERS: frozenset({Sector.ICT_SOFTWARE, Sector.ICT_INFRASTRUCTURE_SECURITY, Sector.DATA}),
    Subject.SUBSTANCES: frozenset({Sector.PROCESS_LABORATORY}),
}  # fmt: skip


QUESTIONS = ("where", "doing", "subject")


class Work(BaseModel):
    """Where and how somebody works in a career."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: tuple[Where, ...]
    doing: tuple[Doing, ...]


@dataclass(frozen=True)
class Wishes:
    """What somebody answered; None: no answer."""

    where: Where | None = None
    doing: Doing | None = None
    subject: Subject | None = None

    @property
    def given(self) -> bool:
        """Is there anything to go by?"""
        return any((self.where, self.doing, self.subject))


@dataclass(frozen=True)
class Suggestion:
    """A career with the questions whose answer it fits (`where`, `doing`, `subject`) and its fitting courses."""

    career: Career
    fits: tuple[str, ...]
    courses: int


@cache
def works() -> dict[str, Work]:
    """Career id -> how somebody works in it, for the careers that the start may suggest."""
    rows = yaml.load(TABLE.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {career: Work.model_validate(row) for career, row in rows.items()}


def candidates(known: CareerTable, wishes: Wishes) -> dict[str, tuple[str, ...]]:
    """Career id -> the questions whose answer it fits: those that fit most, and as many as three need."""
    fits = {name: _fits(known[name], work, wishes) for name, work in works().items()}
    for least in range(len(QUESTIONS), 0, -1):
        found = {name: each for name, each in fits.items() if len(each) >= least}
        if len(found) >= SUGGESTED:
            return found
    return {name: each for name, each in fits.items() if each}


def suggest(known: CareerTable, wishes: Wishes, courses: Mapping[str, int]) -> list[Suggestion]:
    """Up to three careers that fit something, those that fit most first; among equals those with most courses.

    `courses`: career id -> courses that fit the way of learning and the place. A career without any comes last.
    """
    found = [Suggestion(known[name], fits, courses.get(name, 0)) for name, fits in candidates(known, wishes).items()]
    best = sorted(found, key=lambda each: (-len(each.fits), not each.courses, -each.courses, each.career.label))
    return best[:SUGGESTED]


def _fits(career: Career, work: Work, wishes: Wishes) -> tuple[str, ...]:
    fits = (
        wishes.where in work.place,
        wishes.doing in work.doing,
        wishes.subject is not None and career.sector in SECTORS[wishes.subject],
    )
    return tuple(name for name, fit in zip(QUESTIONS, fits, strict=True) if fit)
