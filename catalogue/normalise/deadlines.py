"""Until when one can enrol, where the text says so: a day, or so long before the start.

"Wees er snel bij" and "vol is vol" are no deadlines; neither is "aanmelden kan vanaf 1 december".
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from catalogue.normal import How, Known, NormalSession, PartialDate, Precision
from catalogue.normalise.durations import WORDS
from catalogue.normalise.outcome import around, clip
from catalogue.normalise.starts import read_date

Day = Known[PartialDate]

ENROL = (
    r"(?:inschrij\w*|schrijf je(?: \w+)? in|ingeschreven|aanmeld\w*|aangemeld|meld je(?: \w+)? aan|opgeven|apply"
    r"|application\w*|registration|register|enrol\w*|deadline|sluitingsdatum)"
)
CUE = re.compile(
    rf"\b{ENROL}\b[^.;!?]{{0,50}}?\b(?:tot(?:\sen\smet)?|t/m|uiterlijk|vóór|voor|before|until|by|deadline"
    rf"|closes?(?: on)?"
    rf"|sluit\w*(?: op)?)\b\s*:?\s*|\buiterlijk\b(?=[^.;!?]{{0,40}}\b(?:inschrij|aanmeld|opgeven))\s*"
    rf"|\b(?:inschrijf|aanmeld|application|registration)\s?-?(?:deadline|termijn)\b[^.;!?\d]{{0,20}}"
    rf"|\bsluitingsdatum\b[^.;!?\d]{{0,20}}",
    re.I,
)
BEFORE_START = re.compile(
    rf"(?P<number>\d{{1,2}}|{'|'.join(sorted(WORDS, key=len, reverse=True))})\s(?P<unit>werkdagen|dagen|dag|weken|week"
    rf"|maanden|maand|days?|weeks?|months?)\s(?:voor|vóór|before|voorafgaand aan)\s(?:de |het |aanvang|start"
    rf"|begin|the )",
    re.I,
)
IN_TEXT = ("inschrij", "schrijf je", "ingeschreven", "aanmeld", "aangemeld", "meld je", "opgeven", "apply", "applic",
           "regist", "enrol", "deadline", "sluitings", "uiterlijk")  # fmt: skip


def deadline_in_text(text: str, today: date) -> Day | None:
    """`deadlines.in_text`: the only day that follows words such as "aanmelden kan tot"; inferred. Two days: none."""
    found = {day.value: day for part in _parts(text) if (day := read_date(part, today, "deadline").value)}
    if len(found) != 1:
        return None
    day = next(iter(found.values()))
    return day.model_copy(update={"known": How.INFERRED, "rule": "deadlines.in_text"})


@lru_cache(maxsize=4)  # both rules read the same text
def _cues(text: str) -> tuple[re.Match[str], ...]:
    lowered = text.lower()
    return tuple(CUE.finditer(text)) if any(word in lowered for word in IN_TEXT) else ()


def _parts(text: str) -> Iterator[str]:
    """The words right after each cue, up to the end of the clause."""
    for cue in _cues(text):
        part = re.split(r"[;!?]|\.\s(?=[A-Z])", text[cue.end() : cue.end() + 32])[0]
        if re.match(r"(?:\w+\s)?\d", part):
            yield part


def before_start(text: str, sessions: tuple[NormalSession, ...]) -> tuple[NormalSession, ...]:
    """`deadlines.before_start`: "aanmelden tot twee weken voor de start" gives each dated session its day; inferred."""
    span = _span(text)
    if span is None:
        return sessions
    return tuple(_with_deadline(session, *span) for session in sessions)


def _span(text: str) -> tuple[timedelta, str] | None:
    for cue in _cues(text):
        match = BEFORE_START.match(text, cue.end())
        if match and (days := _days(match)):
            return timedelta(days=days), around(text, cue.start(), match.end())
    return None


def _days(match: re.Match[str]) -> int | None:
    """Working days and months are no fixed number of days: left out."""
    number, unit = match["number"].lower(), match["unit"].lower()
    count = int(number) if number.isdigit() else int(WORDS[number])
    if unit.startswith(("dag", "day")):
        return count
    return count * 7 if unit.startswith("we") and not unit.startswith("werk") else None


def _with_deadline(session: NormalSession, span: timedelta, quote: str) -> NormalSession:
    start = session.start
    if session.deadline or start is None or start.value.precision is not Precision.DAY:
        return session
    day = start.value.first - span
    value = PartialDate(first=day, last=day, precision=Precision.DAY)
    known = Day(value=value, known=How.INFERRED, rule="deadlines.before_start", quote=clip(quote))
    return session.model_copy(update={"deadline": known})
