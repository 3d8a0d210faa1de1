"""Starts that a running text announces: "De opleiding start op 12 januari 2027", "op 12 januari gaan we van start"."""

import re
from collections.abc import Iterator
from datetime import date

from catalogue.normal import How
from catalogue.normalise.calendar_words import START_CUE
from catalogue.normalise.starts import Day, Run, Starts, read_starts

ANNOUNCES = ("start", "begin", "aanvang", "eerst", "datum", "data")
"""A text without any of these announces nothing."""


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
