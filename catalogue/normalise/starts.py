"""From dates in a text to runs of a course: starts, ends, deadline, and the words that give no date.

A list of dates is a list of runs, unless the words call them lesson days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from catalogue.normal import Duration, Flag, How, Known, PartialDate, Precision, Unit
from catalogue.normalise.calendar_words import START_CUE
from catalogue.normalise.dates import exact, spanned
from catalogue.normalise.joined_dates import Linked, linked_dates
from catalogue.normalise.left_out_years import with_years
from catalogue.normalise.outcome import Outcome, around, clip, flag

Day = Known[PartialDate]
YEAR_ONLY = re.compile(r"\s*(?:start\w*|in|vanaf|jaar|begin|medio|eind|loop van)?[:\s]*(20\d\d)\s*\.?", re.I)
DEADLINE = re.compile(
    r"\b(?:inschrij\w*|ingeschreven|aanmeld\w*|aangemeld|uiterlijk|deadline|opgeven|sluitingsdatum|sluit|apply"
    r"|registration|register|enrol\w*)\b",
    re.I,
)
END = re.compile(
    r"\b(?:eind(?:datum|e|igt|\s?:)|afgerond|laatste\s(?:les|lesdag|dag)|end(?:s|ing|\sdate)?|tot)\b\W*(?:op\W*)?$",
    re.I,
)
NO_START = re.compile(
    r"\b(?:bijgewerkt|gewijzigd|gepubliceerd|geplaatst|geldig\w*|examen\w*|open\s(?:dag|avond|huis)|informatie\w*"
    r"|voorlichting\w*|m\.u\.v|behalve"
    r"|uitgezonderd|geen\sles\w*|vakantie\w*|geboren|sinds|opgericht|afgelopen|update\w*|updated|published|except"
    r"|diploma-uitreiking|vervallen|vol\b|geannuleerd)",
    re.I,
)
LESSON_DAYS = re.compile(
    r"\b(?:les(?:dagen|data|avonden)|(?:cursus|trainings|college|opleidings|contact)dagen|bijeenkomsten|dag\s1"
    r"|class dates|session dates)\b",
    re.I,
)
NOTE = re.compile(
    r"\b(?:doorlopend|in overleg|op aanvraag|(?:elk|ieder) (?:gewenst )?moment|op elk|direct (?:starten|beginnen)"
    r"|per direct|continu|flexibel\w*"
    r"|wekelijks|maandelijks|jaarlijks|(?:elke|iedere|elk|ieder) (?:\w+ )?(?:dag|week|maand|maandag|dinsdag"
    r"|woensdag|donderdag|vrijdag|zaterdag|kwartaal|jaar)"
    r"|\d+\s?x per jaar|(?:twee|drie|vier|meerdere|enkele) (?:keer|maal|malen) per jaar|nader te bepalen"
    r"|n\.?t\.?b\.?|nog niet bekend|wordt (?:nog )?bekend"
    r"|bij voldoende|startmomenten|hele jaar|instroom|on request|flexible|anytime|rolling|self.?paced|altijd"
    r"|zelf te bepalen)\b",
    re.I,
)  # fmt: skip
MONTH_ONLY = re.compile(
    r"\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|voorjaar|najaar"
    r"|zomer|herfst|winter)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Run:
    """One start, and its end when the words give it."""

    start: Day
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Starts:
    """What a text says of starts. `note` holds words like "doorlopend" when there is no date."""

    runs: tuple[Run, ...] = ()
    deadline: Day | None = None
    note: str | None = None
    flags: tuple[Flag, ...] = ()


def read_starts(text: str | None, today: date, field: str = "start", announced: bool = True) -> Starts:
    """Runs, deadline and note of a start field (`announced`) or of a running text."""
    if not text:
        return Starts()
    linked = with_years(linked_dates(text, today), text, today, announced)
    runs, deadline = _runs(linked, text)
    flags = tuple(_flags(linked, text, field))
    note = clip(text) if not runs and (NOTE.search(text) or (not linked and MONTH_ONLY.search(text))) else None
    if runs or note or flags or deadline or not announced:
        return Starts(tuple(runs), deadline, note, flags)
    return _last_resort(text, today, field)


def _runs(linked: list[Linked], text: str) -> tuple[list[Run], Day | None]:
    """Sort the tokens into runs and a deadline; those of other things (exam, open day, update) are left out."""
    runs: list[Run] = []
    deadline: Day | None = None
    role = "start"
    for one in linked:
        role = role if one.link else _role(one.words)
        known = _known(one, text)
        if known is None:
            continue
        if role == "deadline":
            deadline = deadline or known
        elif role == "start" and one.link != "range":
            runs.append(Run(known))
        elif (role == "end" or (role == "start" and one.link == "range")) and runs and runs[-1].end is None:
            runs[-1] = replace(runs[-1], end=known)
    return (_one_run(runs) if LESSON_DAYS.search(text) else runs), deadline


STATUS = re.compile(r"^\s*[(\[](?:vol|volgeboekt|vervallen|geannuleerd|uitverkocht|gestart|full|sold out)[)\]]", re.I)
"""Right behind a date it tells of that date, not of the next: "februari 2027 (vol), maart 2027"."""


def _role(words: str) -> str:
    last = STATUS.sub("", words)[-70:]
    start = max((match.end() for match in START_CUE.finditer(last)), default=-1)
    for role, pattern in (("deadline", DEADLINE), ("other", NO_START)):
        if any(match.end() > start for match in pattern.finditer(last)):
            return role
    return "end" if END.search(last) else "start"


def _one_run(runs: list[Run]) -> list[Run]:
    """`dates.lesson_days`: "lesdagen 12, 19 en 26 januari" is one run from the first to the last day."""
    if len(runs) < 2:
        return runs
    last = runs[-1].end or runs[-1].start
    return [Run(runs[0].start, last.model_copy(update={"rule": "dates.lesson_days"}))]


MEETINGS = (Unit.DAY, Unit.DAYPART, Unit.EVENING)


def as_one_run(runs: tuple[Run, ...], duration: Duration | None) -> tuple[Run, ...]:
    """`dates.lesson_days`: days that follow each other every day or every week are the meetings of one run, where the
    course takes as many days or evenings, or more: "12, 19 en 26 januari" of a course of 10 evenings.
    """
    days = [run.start.value.first for run in runs if run.start.value.precision is Precision.DAY and run.end is None]
    if duration is None or len(days) < 2 or len(days) < len(runs) or duration.unit not in MEETINGS:
        return runs
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    if not (gaps <= {1} or gaps == {7}) or duration.amount < len(days):
        return runs
    whole = duration.amount == len(days)
    last = runs[-1].start.model_copy(update={"rule": "dates.lesson_days", "known": How.INFERRED}) if whole else None
    return (Run(runs[0].start, last),)


def _known(one: Linked, text: str) -> Day | None:
    if one.token.span is None:
        return None
    how = How.INFERRED if one.inferred else How.STATED
    quote = around(text, one.token.start, one.token.end)
    return Day(value=one.token.span, known=how, rule=one.inferred or one.token.rule, quote=quote)


def _flags(linked: list[Linked], text: str, field: str) -> Iterator[Flag]:
    for one in linked:
        if one.token.problem:
            yield flag(one.token.problem, field, around(text, one.token.start, one.token.end))


def _last_resort(text: str, today: date, field: str) -> Starts:
    """`dates.year` for a year alone; `dates.dateparser` for a short field with a year that no own rule reads."""
    if not re.search(r"\d", text):
        return Starts(note=clip(text) if MONTH_ONLY.search(text) else None)
    if year := YEAR_ONLY.fullmatch(text):
        span = date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)
        return Starts(
            (Run(Day(value=spanned(span, Precision.YEAR), known=How.STATED, rule="dates.year", quote=text.strip())),)
        )
    day = _by_dateparser(text) if len(text) <= 40 and re.search(r"\b20\d\d\b", text) else None
    if day is None or day.year > today.year + 8:
        return Starts(flags=(flag("date_unreadable", field, text),))
    return Starts((Run(Day(value=exact(day), known=How.INFERRED, rule="dates.dateparser", quote=clip(text))),))


def _by_dateparser(text: str) -> date | None:
    import dateparser  # slow to load, and hardly ever needed

    settings = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    try:
        moment = dateparser.parse(text, languages=["nl", "en"], settings=settings)
    except (ValueError, OverflowError, TypeError, KeyError, IndexError, AttributeError):
        return None  # its own bugs on odd texts; the field is then unreadable
    return moment.date() if moment else None


@lru_cache(maxsize=4096)  # the courses of a site share their days
def read_date(text: str | None, today: date, field: str, after: date | None = None) -> Outcome[Day]:
    """The one date of an end, deadline or expiry field. Without a year: the first such day on or after `after`."""
    if not text:
        return Outcome()
    base = after - timedelta(days=1) if after else today
    linked = with_years(linked_dates(text, today), text, base, announced=True)
    known = [day for one in linked if (day := _known(one, text))]
    flags = tuple(_flags(linked, text, field))
    if known:
        return Outcome(known[-1], flags)
    if flags or not re.search(r"\d", text):
        return Outcome(flags=flags)
    spare = _last_resort(text, today, field)
    return Outcome(spare.runs[0].start if spare.runs else None, spare.flags)
