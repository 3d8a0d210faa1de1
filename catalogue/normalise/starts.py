"""From dates in a text to runs of a course: starts, ends, deadline, and the words that give no date.

A list of dates is a list of runs, unless the words call them lesson days. A year that is left out comes from the
neighbour it is joined to, from a heading ("Startdata 2027:"), or is the next occurrence after today, inferred: with a
weekday only when it agrees, without one only where a start is announced and at most nine months ahead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from catalogue.normal import Duration, Flag, How, Known, PartialDate, Precision, Unit
from catalogue.normalise.calendar_words import MONTHS, WEEKDAYS, month_span
from catalogue.normalise.dates import MONTH, Token, exact, judged, scan, spanned
from catalogue.normalise.outcome import Outcome, around, clip, flag

Day = Known[PartialDate]
NEXT_OCCURRENCE = timedelta(days=270)
"""A yearless date that passed less than three months ago is more likely an old page than next year's start."""

WEEKDAY_WORD = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\.?"
RANGE = re.compile(
    r"^[\s.,(]*(?:\d\d[.:]\d\d(?:\s?uur)?\s?)?(?:t/m|t\.e\.m\.|tot(?:\sen\smet)?|-|–|—|until|till|through|to"
    r"|→)\s?(?:en met\s)?$",
    re.I,
)
LIST = re.compile(r"^[\s.]*(?:,|;|/|\||•|&|\+|\ben\b|\band\b|\bof\b|\bor\b|,\s?en\b|,\s?and\b)\s*$", re.I)
DAYS_BEFORE = re.compile(
    rf"(?:(?:{WEEKDAY_WORD}\s)?\d{{1,2}}(?!\d)(?:e|de|ste)?\s?(?:,\s?(?:en\s)?|en\s|&\s?|and\s|\+\s?|of\s|/\s?))+$",
    re.I,
)
FROM_BEFORE = re.compile(
    rf"(?<![\d.:,-])(?:(?P<weekday>{WEEKDAY_WORD})\s)?(?P<day>\d{{1,2}})(?:e|de|ste)?\s?(?:t/m|tot(?:\sen\smet)?|-"
    rf"|–|—|to|until)\s?(?:{WEEKDAY_WORD}\s)?$",
    re.I,
)
MONTHS_BEFORE = re.compile(
    rf"(?<!\w)(?:{MONTH}\s?(?:,\s?(?:en\s)?|en\s|&\s?|/\s?|and\s|of\s|t/m\s?|-\s?|–\s?|tot\s))+$", re.I
)
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
START_CUE = re.compile(
    r"\b(?:start(?:s|en|t)?|start(?:datum|data|moment|momenten)|begin(?:t|nen|datum)|aanvang(?:sdatum)?|van start"
    r"|eerstvolgende|eerste\sles(?:dag)?"
    r"|(?:cursus|trainings|les)(?:data|datum)|starting|begins|start\sdates?)\b",
    re.I,
)
ANNOUNCES = ("start", "begin", "aanvang", "eerst", "datum", "data")
"""A text without any of these announces nothing."""
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
HEADING_YEAR = re.compile(r"\b(20\d\d)(?:\s*:|\s(?=[a-z]{3,9}\.?\s\d{1,2}\b))", re.I)


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


@dataclass(frozen=True, slots=True)
class Linked:
    """A token with how it is joined to the one before it (`range`, `list` or none) and the words before it."""

    token: Token
    link: str | None
    words: str
    inferred: str | None = None
    """Rule that gave the year, when the token had none."""


def read_starts(text: str | None, today: date, field: str = "start", announced: bool = True) -> Starts:
    """Runs, deadline and note of a start field (`announced`) or of a running text."""
    if not text:
        return Starts()
    linked = _with_years(_linked(text, today), text, today, announced)
    runs, deadline = _runs(linked, text)
    flags = tuple(_flags(linked, text, field))
    note = clip(text) if not runs and (NOTE.search(text) or (not linked and MONTH_ONLY.search(text))) else None
    if runs or note or flags or deadline or not announced:
        return Starts(tuple(runs), deadline, note, flags)
    return _last_resort(text, today, field)


def _linked(text: str, today: date) -> list[Linked]:
    """Tokens in order, with the days that stand before "12, 19 en 26 januari" or "12 t/m 16 april" added."""
    found: list[Linked] = []
    end = 0
    for token in scan(text, today):
        before = _with_months_before if token.rule == "dates.month" else _with_days_before
        found.extend(before(text[end : token.start], token, end, today, first=not found))
        end = token.end
    return found


def _with_days_before(gap: str, token: Token, offset: int, today: date, first: bool) -> Iterator[Linked]:
    listed = DAYS_BEFORE.search(gap) if token.day and token.rule == "dates.words" else None
    ranged = FROM_BEFORE.search(gap) if token.day and token.rule == "dates.words" and not listed else None
    added = listed or ranged
    words = gap[: added.start()] if added else gap
    link = None if first else _link(words)
    days = re.findall(r"\d{1,2}", listed.group()) if listed else [ranged["day"]] if ranged else []
    for day in days:
        early = replace(token, start=offset + len(words), day=int(day), weekday=None, span=None, problem=None)
        yield Linked(judged(early, today), link, words)
        link, words = ("range" if ranged else "list"), ""
    yield Linked(token, link, words)


def _with_months_before(gap: str, token: Token, offset: int, today: date, first: bool) -> Iterator[Linked]:
    """`februari en september 2027`, `februari t/m juni 2027`: the earlier months are in the same year."""
    added = MONTHS_BEFORE.search(gap)
    words = gap[: added.start()] if added else gap
    link = None if first else _link(words)
    names = re.findall(MONTH, added.group(), re.I) if added else []
    year = token.span.first.year if token.span else None
    for name in names if year else []:
        span = spanned(month_span(year or 0, MONTHS[name.lower().rstrip(".")]), Precision.MONTH)
        yield Linked(replace(token, start=offset + len(words), span=span), link, words)
        link, words = ("range" if re.search(r"t/m|-|–|tot", added.group() if added else "") else "list"), ""
    yield Linked(token, link, words)


def _link(words: str) -> str | None:
    return "range" if RANGE.match(words) else "list" if LIST.match(words) else None


def _with_years(linked: list[Linked], text: str, today: date, announced: bool) -> list[Linked]:
    """Fill in the years that the words around a token give."""
    linked = _from_later(_from_earlier(linked, today), today)
    heading = HEADING_YEAR.search(text)
    return [_from_context(one, heading, today, announced or bool(START_CUE.search(one.words))) for one in linked]


def _lacks_year(token: Token) -> bool:
    return token.year is None and token.month is not None and token.problem is None


def _from_earlier(linked: list[Linked], today: date) -> list[Linked]:
    """`12 januari 2027 en 3 maart`: the later month is in the same year, else in the next."""
    result: list[Linked] = []
    for one in linked:
        before = result[-1].token if result else None
        if one.link and before and before.year and before.month and one.token.month and _lacks_year(one.token):
            year = before.year + (one.token.month < before.month)
            one = replace(one, token=judged(replace(one.token, year=year), today))
        result.append(one)
    return result


def _from_later(linked: list[Linked], today: date) -> list[Linked]:
    """`14 december t/m 8 januari 2027`: the earlier month is in the same year, else in the one before."""
    result = list(linked)
    for index in range(len(result) - 2, -1, -1):
        one, after = result[index], result[index + 1]
        if after.link and after.token.year and after.token.month and one.token.month and _lacks_year(one.token):
            year = after.token.year - (one.token.month > after.token.month)
            result[index] = replace(one, token=judged(replace(one.token, year=year), today))
    return result


def _from_context(one: Linked, heading: re.Match[str] | None, today: date, announced: bool) -> Linked:
    if not _lacks_year(one.token):
        return one
    if heading and heading.start() < one.token.start:
        return replace(
            one, token=judged(replace(one.token, year=int(heading[1])), today), inferred="dates.heading_year"
        )
    return replace(one, token=_next_occurrence(one.token, today, announced), inferred="dates.next_occurrence")


def _next_occurrence(token: Token, today: date, announced: bool) -> Token:
    """`dates.next_occurrence`: the first such day after today, when the weekday agrees or a start is announced."""
    try:
        candidates = [date(year, token.month or 0, token.day or 0) for year in (today.year, today.year + 1)]
    except ValueError:  # 29 February
        return replace(token, problem="date_without_year")
    day = next(candidate for candidate in candidates if candidate > today or candidate is candidates[-1])
    agrees = token.weekday == day.weekday()
    if token.weekday is None:
        agrees = announced and day - today <= NEXT_OCCURRENCE
    return replace(token, span=exact(day), year=day.year) if agrees else replace(token, problem="date_without_year")


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
    linked = _with_years(_linked(text, today), text, base, announced=True)
    known = [day for one in linked if (day := _known(one, text))]
    flags = tuple(_flags(linked, text, field))
    if known:
        return Outcome(known[-1], flags)
    if flags or not re.search(r"\d", text):
        return Outcome(flags=flags)
    spare = _last_resort(text, today, field)
    return Outcome(spare.runs[0].start if spare.runs else None, spare.flags)


def starts_in_text(text: str, today: date) -> Starts:
    """`dates.start_in_text`: dates right after words that announce a start, in a title or description; inferred."""
    runs: list[Run] = []
    deadline: Day | None = None
    for sentence in _announcements(text):
        read = read_starts(sentence, today, announced=True)
        deadline = deadline or read.deadline
        runs.extend(run for run in read.runs if run.start.value not in [known.start.value for known in runs])
    return Starts(tuple(_inferred(run) for run in runs), deadline and _as_inferred(deadline))


DAY_BEFORE = re.compile(r"\b(?:op|vanaf|on|in)\s(?P<day>[^.!?:]{4,40}?)(?:\s(?:gaat|gaan))?\W*$", re.I)
COURSE_AFTER = re.compile(
    r"\s(?:de|het|deze|onze|een|er een|weer een|the)\s(?:\w+\s){0,2}?"
    r"(?:\w*(?:opleiding|cursus|training|leergang|workshop|groep|klas|course|traject|programma))\b",
    re.I,
)
"""After "op 12 januari 2027 start": what starts must be the course."""
GOES = re.compile(
    rf"\b(?:op|vanaf)\s(?P<day>[^.!?:]{{4,40}}?)\s(?:gaat|gaan)(?:\s(?:we|wij)|{COURSE_AFTER.pattern})\s$", re.I
)
"""Before "van start": "op 12 januari 2027 gaat de opleiding"."""
ELSE = re.compile(
    r"\b\w*(?:examen|informatie\w*|voorlichting\w*|open\s(?:dag|avond|huis)|inschrijving|aanmelding|verkoop|subsidie\w*|regeling"
    r"|vakantie|wet|registration|enrolment|application)\s(?:\w+\s){0,2}?$",
    re.I,
)


def _starts_else(before: str) -> bool:
    """Whether what begins is no course: an exam, an open day, the enrolment, a subsidy."""
    return bool(ELSE.search(before))


def _announcements(text: str) -> Iterator[str]:
    """From each start word to the end of its sentence, at most 120 characters."""
    covered = 0
    lowered = text.lower()
    if not any(word in lowered for word in ANNOUNCES):
        return
    for match in START_CUE.finditer(text):
        before = re.split(r"[!?]|(?<=\w\w)\.\s", text[max(0, match.start() - 60) : match.start()])[-1]
        if _starts_else(before):
            continue
        if (day := DAY_BEFORE.search(before)) and COURSE_AFTER.match(text, match.end()):
            yield day["day"]
        elif gone := GOES.search(before):
            yield gone["day"]
        if match.start() >= covered:
            sentence = re.split(r"[!?]|(?<=\w\w)\.\s|(?<=\d)\.\s+[A-Z]", text[match.start() : match.start() + 120])[0]
            # A date far from its start word belongs to something else.
            if re.match(r"[^\d]{0,45}\d", sentence):
                covered = match.start() + len(sentence)
                yield sentence


def _inferred(run: Run) -> Run:
    return Run(_as_inferred(run.start), run.end and _as_inferred(run.end))


def _as_inferred(day: Day) -> Day:
    return day.model_copy(update={"known": How.INFERRED, "rule": "dates.start_in_text"})
