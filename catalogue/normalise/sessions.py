"""A source's session -> one or more starts with end, deadline, mode, place, price and language."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from catalogue.normal import Duration, Flag, Known, Mode, NormalSession, PartialDate, Place
from catalogue.normalise.languages import read_language
from catalogue.normalise.modes import mode_of_address, mode_of_place, mode_of_venue, read_mode
from catalogue.normalise.outcome import Outcome, clip, flag
from catalogue.normalise.places import read_place, source_province
from catalogue.normalise.prices import read_price
from catalogue.normalise.starts import Run, as_one_run, read_date, read_starts
from catalogue.normalise.text import plain
from catalogue.raw import RawPlace, RawSession

Day = Known[PartialDate]
ELSEWHERE = (Mode.ONLINE, Mode.SELF_PACED, Mode.AT_WORK)
MAX_FIELD = 500  # characters of a short field that are read


@dataclass(frozen=True, slots=True)
class Setting:
    """What the course tells all its sessions."""

    today: date
    province: str | None
    """Declared province of the source."""
    mode: Known[Mode] | None
    words: str
    """All the course's text, for "gratis"."""
    title_place: Known[Place] | None = None
    duration: Duration | None = None


@dataclass(frozen=True, slots=True)
class Sessions:
    """All starts of a course, and the flags they raised."""

    found: tuple[NormalSession, ...] = ()
    flags: tuple[Flag, ...] = field(default_factory=tuple)


def read_sessions(raw: Iterable[RawSession], setting: Setting) -> Sessions:
    """All sessions, in the source's order; the same session twice is one."""
    found: dict[NormalSession, None] = {}
    flags: list[Flag] = []
    for one in raw:
        read = read_session(one, setting)
        found.update(dict.fromkeys(read.found))
        flags.extend(read.flags)
    return Sessions(tuple(found), tuple(dict.fromkeys(flags)))


def read_session(raw: RawSession, setting: Setting) -> Sessions:
    """One session of the source: several when its start text names several starts."""
    starts = read_starts(plain(raw.start_text, MAX_FIELD), setting.today)
    deadline = read_date(plain(raw.deadline_text, MAX_FIELD), setting.today, "deadline")
    runs, end_flags = _with_end(as_one_run(starts.runs, setting.duration), raw.end_text, setting.today)
    place = read_place(raw.place, setting.province or "")
    price = read_price(
        raw.price and raw.price.model_copy(update={"text": plain(raw.price.text, MAX_FIELD) or ""}), setting.words
    )
    mode = _mode(raw, setting, place)
    language = read_language(plain(raw.language_text, MAX_FIELD))
    schedule = plain(raw.schedule_text, MAX_FIELD)
    base = NormalSession(
        deadline=deadline.value or starts.deadline,
        start_note=starts.note,
        schedule=schedule and clip(schedule),
        mode=mode.value,
        place=_place(raw, setting, place, mode.value),
        price=price.value,
        language=language.value,
        url=raw.url or None,
    )
    flags = (*starts.flags, *deadline.flags, *end_flags, *place.flags, *price.flags, *mode.flags, *language.flags)
    return Sessions(tuple(with_runs(base, runs)), flags)


def with_runs(base: NormalSession, runs: Iterable[Run]) -> list[NormalSession]:
    """The session once for each run; once without a start when there is none."""
    made = [base.model_copy(update={"start": run.start, "end": run.end, "start_note": None}) for run in runs]
    return made or [base]


def _with_end(runs: tuple[Run, ...], end_text: str | None, today: date) -> tuple[tuple[Run, ...], tuple[Flag, ...]]:
    """The end field belongs to a single run; an end before its start is left out with a flag."""
    after = runs[0].start.value.first if len(runs) == 1 else None
    end: Outcome[Day] = Outcome()
    if len(runs) < 2:
        end = read_date(plain(end_text, MAX_FIELD), today, "end", after)
    if runs and end.value:
        runs = (replace(runs[0], end=end.value),)
    wrong = [run for run in runs if run.end and run.end.value.last < run.start.value.first]
    flags = tuple(flag("end_before_start", "end", f"{run.start.quote} ↔ {run.end.quote}") for run in wrong if run.end)
    return tuple(replace(run, end=None) if run in wrong else run for run in runs), (*end.flags, *flags)


def _mode(raw: RawSession, setting: Setting, place: Outcome[Known[Place]]) -> Outcome[Known[Mode]]:
    """The session's own words, its venue's name, the course's mode, else: a place makes it on site."""
    own = read_mode(plain(raw.mode_text, MAX_FIELD))
    if own.value or own.flags:
        return own
    venue = mode_of_venue(raw.place.name or raw.place.locality) if raw.place else None
    inferred = mode_of_place(place.value is not None, place.value.quote if place.value else "")
    return Outcome(venue or setting.mode or inferred or _by_address(raw.place))


def _by_address(place: RawPlace | None) -> Known[Mode] | None:
    if place is None:
        return None
    parts = [
        part for each in (place.name, place.street, place.postal_code, place.locality) if (part := plain(each, 100))
    ]
    return mode_of_address(" ".join(parts), bool(place.street or place.postal_code), clip(", ".join(parts)))


def _place(
    raw: RawSession, setting: Setting, read: Outcome[Known[Place]], mode: Known[Mode] | None
) -> Known[Place] | None:
    """The session's own place, else the title's, else the province the source is declared for (not for online)."""
    if read.value or read.flags or (mode and mode.value in ELSEWHERE):
        return read.value
    return setting.title_place or source_province(setting.province)
