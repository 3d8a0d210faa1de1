"""What a kind of question is, and what an editor may decide."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from catalogue.effective import EffectiveCourse
from catalogue.runs import Door
from catalogue.tables import Editor, Override

MOST_REACH = 50


@dataclass(frozen=True)
class Seen:
    """A course as the kinds look at it. `overrides` has the crawled value of today beside each."""

    course: EffectiveCourse
    overrides: tuple[tuple[Override, Any], ...]
    openings: int
    """How often it was opened from a search in the last 30 days."""


@dataclass(frozen=True)
class Found:
    """One question about a course. `part` tells it from others of its kind; `facts` is what the editor looks at."""

    part: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One question as it is shown and decided."""

    kind: str
    subject: str
    evidence: str
    value: int
    since: datetime
    facts: Mapping[str, Any]
    course_id: str | None = None
    title: str = ""


@dataclass(frozen=True)
class Deciding:
    """What a decision works with."""

    session: Session
    editor: Editor
    reason: str
    today: date
    door: Door


Decide = Callable[[Deciding, Item], None]


def note(_deciding: Deciding, _item: Item) -> None:
    """Nothing changes but that the question was answered."""


@dataclass(frozen=True)
class CourseKind:
    """A kind of question about a course. `decisions`: name -> what it does, the first one is the usual one."""

    name: str
    harm: int
    find: Callable[[Seen], Iterable[Found]]
    decisions: Mapping[str, Decide]
    everywhere: bool = False
    """Only for editors of all portals."""


@dataclass(frozen=True)
class LiveKind:
    """A kind of question about something else than a course."""

    name: str
    harm: int
    items: Callable[[Session, date], list[Item]]
    decisions: Mapping[str, Decide]
    apart: bool = False
    """Its decisions commit by themselves and run before the others."""
    everywhere: bool = field(default=True)


def fingerprint(facts: Mapping[str, Any]) -> str:
    """16 hex digits, equal for equal facts."""
    return hashlib.blake2b(json.dumps(facts, sort_keys=True, default=str).encode(), digest_size=8).hexdigest()


def worth(harm: int, reach: int) -> int:
    """Harm (1 to 9) times reach (1 to `MOST_REACH`)."""
    return harm * max(1, min(reach, MOST_REACH))


def reach(seen: Seen) -> int:
    """A course nobody sees counts once, a published one twice, and each opening of the last 30 days once more."""
    return (2 if seen.course.published else 1) + seen.openings
