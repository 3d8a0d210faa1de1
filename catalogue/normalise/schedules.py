"""When people attend: by day, in the evening, at the weekend, full-time, part-time.

Fields first (the sessions' own schedule, then route and mode), else the title, else the description. What a text says
of a job beside the course ("naast een fulltime baan") is no schedule.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from catalogue.normal import How, Known, Schedule
from catalogue.normalise.outcome import around

Read = Known[tuple[Schedule, ...]]

DAYS = r"(?:maan|dins|woens|donder|vrij)dag"
WORDS: tuple[tuple[Schedule, re.Pattern[str]], ...] = tuple(
    (schedule, re.compile(pattern, re.I))
    for schedule, pattern in (
        (Schedule.DAY, r"\boverdag\b|\bdag(?:opleiding|cursus|training|lessen|onderwijs)\b|\bday ?time\b"
            rf"|\b{DAYS}(?:ochtend|middag)(?:en)?\b"),
        (Schedule.EVENING,
            rf"(?<!informatie)(?<!voorlichtings)(?<!open )(?<!info)\b(?:les|cursus|studie|{DAYS})?avond(?:en|lessen"
            rf"|opleiding|cursus|studie|uren|onderwijs|school)?\b|'?\bs[- ]avonds\b|\bevenings?\b"),
        (Schedule.WEEKEND,
            r"\bzaterdag(?:en|ochtend\w*|middag\w*)?\b|\bzondag(?:en)?\b|\bweekend(?:s|en|opleiding|cursus)?\b"
            r"|\bsaturdays?\b"),
        (Schedule.FULL_TIME, r"\bvoltijd(?:s|se|opleiding|studie)?\b|\bfull-?\s?time\b"),
        (Schedule.PART_TIME, r"\bdeeltijd(?:s|se|opleiding|studie)?\b|\bpart-?\s?time\b"),
    )
)  # fmt: skip
NEEDLES = (
    "overdag", "avond", "dagopl", "dagcurs", "dagtrain", "dagless", "evening", "weekend", "zaterdag", "saturday",
    "voltijd", "deeltijd", "full-time", "fulltime", "full time", "part-time", "parttime", "part time", "day time",
    "daytime", "dagochtend", "dagmiddag",
)  # fmt: skip
NEEDLE = re.compile("|".join(NEEDLES))
MAX_LOOKS = 12
JOB_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:baan|banen|job|dienstverband|werk\b|werken|werkt|functie|contract|aanstelling|vacature"
    r"|collega)",
    re.I,
)
JOB_BEFORE = re.compile(
    r"\b(?:naast|baan|werkt?|werken|contract|dienstverband|in dienst|vacature)\W+(?:\w+\W+){0,3}$", re.I
)
NO_LESSON = re.compile(
    r"\b(?:geen|niet|gesloten|behalve|bereikbaar|openings\w*|informatie|open|diploma|thema)\W+(?:\w+\W+){0,2}$", re.I
)
LESSON = re.compile(
    r"\b(?:les|lessen|cursus\w*|\w*opleiding\w*|\w*training\w*|bijeenkomst\w*|\w*dag(?:en)?|college\w*|klas\w*|start\w*"
    r"|volg\w*|leer\w*|\w*studie|studeren|varian\w*|course|class\w*|gegeven|plaats|\d+|twee|drie|vier|vijf|zes|zeven|acht)\b",
    re.I,
)
TIMES = re.compile(  # a schema.org Schedule has its two times beside each other: `19:00:00 22:00:00`
    r"(?<![\d.,:-])(\d{1,2})[.:](\d{2})(?::\d{2})?\s?(?:uur)?\s?(?:-|–|—|tot|t/m|until|to|\s)\s?(\d{1,2})[.:](\d{2})"
)
EVENING_FROM = 17  # o'clock; a lesson that begins then or later is an evening lesson


def read_schedule(fields: Iterable[str | None], title: str, text: str) -> Read | None:
    """The schedule of the first text that names one; the words of all fields count together."""
    said = [field for field in fields if field]
    found = [(schedule, text, match) for text in said for schedule, match in _in_field(text)]
    if found:
        return _known(found, How.STATED, "schedules.field")
    if by_times := [one for text in said for one in _by_times(text)]:
        return _known(by_times, How.INFERRED, "schedules.times")
    if in_title := [(schedule, match.string, match) for schedule, match in _in_text(title, lesson=False)]:
        return _known(in_title, How.INFERRED, "schedules.in_title")
    in_text = [(schedule, match.string, match) for schedule, match in _in_text(text, lesson=True)]
    return _known(in_text, How.INFERRED, "schedules.in_text") if in_text else None


def _known(found: list[tuple[Schedule, str, re.Match[str]]], how: How, rule: str) -> Read:
    """`schedules.field`, `schedules.times`, `schedules.in_title`, `schedules.in_text`: all that the words name."""
    named = {schedule for schedule, _, _ in found}
    quotes = dict.fromkeys(around(text, *match.span(), margin=20) for _, text, match in found[:3])
    value = tuple(schedule for schedule in Schedule if schedule in named)
    return Read(value=value, known=how, rule=rule, quote=" … ".join(quotes)[:200])


def _in_field(text: str) -> Iterator[tuple[Schedule, re.Match[str]]]:
    for schedule, pattern in WORDS:
        if match := pattern.search(text):
            yield schedule, match


def _by_times(text: str) -> Iterator[tuple[Schedule, str, re.Match[str]]]:
    """`19.00-22.00` is an evening; `09.00-16.30` a day."""
    for match in TIMES.finditer(text):
        begin, end = int(match[1]), int(match[3])
        if 7 <= begin < end <= 23 and int(match[2]) < 60:
            yield (Schedule.EVENING if begin >= EVENING_FROM else Schedule.DAY), text, match


def _in_text(text: str, lesson: bool) -> Iterator[tuple[Schedule, re.Match[str]]]:
    """What the words around each needle name; looking there only is what makes it fast."""
    lowered = text.lower()
    if len(lowered) != len(text) or not any(needle in lowered for needle in NEEDLES):
        return  # a few letters of other scripts grow when lowered, and places in the text would shift
    for needle in itertools.islice(NEEDLE.finditer(lowered), MAX_LOOKS):
        part = text[max(0, needle.start() - 70) : needle.end() + 50]
        for schedule, pattern in WORDS:
            if (match := pattern.search(part)) and _is_lesson(match, lesson):
                yield schedule, match


def _is_lesson(match: re.Match[str], lesson: bool) -> bool:
    """Whether the words are about the course: no job or opening hours, and in a text a lesson word beside them."""
    before, after = (
        match.string[max(0, match.start() - 60) : match.start()],
        match.string[match.end() : match.end() + 40],
    )
    if JOB_AFTER.search(after) or JOB_BEFORE.search(before) or NO_LESSON.search(before):
        return False
    return not lesson or bool(LESSON.search(before) or LESSON.search(after) or LESSON.search(match.group()))
