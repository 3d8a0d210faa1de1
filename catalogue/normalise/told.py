"""What the running text tells of starts and place, for a course whose source has no field for them; inferred.

`facts.*`: values that the text gives by name ("Startdatum: 12 januari 2027").
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from catalogue.normal import How, Known, Mode, NormalSession, PartialDate, Place
from catalogue.normalise.announcements import starts_in_text
from catalogue.normalise.modes import mode_of_told_place
from catalogue.normalise.outcome import Outcome
from catalogue.normalise.place_text import place_in_text
from catalogue.normalise.places import read_place
from catalogue.normalise.sessions import ELSEWHERE, Sessions
from catalogue.normalise.starts import Run, Starts, read_date, read_starts
from catalogue.raw import RawPlace

T = TypeVar("T")


def by_name(read: Outcome[Known[T]], name: str) -> Known[T] | None:
    """`facts.*`: a value out of the text instead of a field; inferred."""
    value = read.value
    return value and value.model_copy(update={"known": How.INFERRED, "rule": f"facts.{name}"})


def starts_told(told: Mapping[str, str], text: str, today: date) -> Starts:
    """Starts that the text gives by name, else those after words that announce a start."""
    # Without a year it counts only with a weekday that agrees: a text may be of any year.
    named = read_starts(told.get("start"), today, announced=False).runs
    if not named:
        return starts_in_text(text, today)
    end = read_date(told.get("end"), today, "end", named[0].start.value.first).value if len(named) == 1 else None
    deadline = by_name(read_date(told.get("deadline"), today, "deadline"), "deadline")
    return Starts(tuple(_told_run(run, end) for run in named), deadline)


def _told_run(run: Run, end: Known[PartialDate] | None) -> Run:
    start = by_name(Outcome(run.start), "start")
    return Run(start or run.start, by_name(Outcome(run.end or end), "end"))


def place_told(told: Mapping[str, str], text: str, province: str | None) -> Known[Place] | None:
    """The place that the text gives by name, else the one where it says that the course is held."""
    if words := told.get("place"):
        return by_name(read_place(RawPlace(name=words[:80]), province or ""), "place")
    return place_in_text(text, province or "")


def placed(read: Sessions, told: Known[Place] | None, text: str) -> tuple[NormalSession, ...]:
    """The sessions with the text's place, where none of them has one of its own and none is online."""
    own = any(session.place and session.place.rule != "places.source_province" for session in read.found)
    online = any(session.mode and session.mode.value in ELSEWHERE for session in read.found)
    unread = any(flag.reason.startswith("place_") for flag in read.flags)
    if told is None or own or online or unread:
        return read.found
    return tuple(in_mode(session.model_copy(update={"place": told}), session.mode, text) for session in read.found)


def in_mode(session: NormalSession, mode: Known[Mode] | None, text: str) -> NormalSession:
    """The session with the course's mode, else on site where it has a place.

    A place that only the running text names does not make it so beside a word for learning at a distance.
    """
    place = session.place
    if place is None or mode:
        return session.model_copy(update={"mode": mode})
    loose = place.rule in ("places.in_text", "places.piece")
    told = text if loose else place.quote if place.rule == "facts.place" else ""
    by_place = mode_of_told_place(told, place.quote)
    return session.model_copy(update={"mode": by_place})
