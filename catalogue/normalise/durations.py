"""How long a course takes, in the source's own unit.

Effort ("8 uur per week") is no duration, and a span or a limit ("6-8 weken", "maximaal 2 jaar") is flagged, not cut.
"""

import re
from fractions import Fraction
from functools import lru_cache

from catalogue.normal import Duration, How, Known, Unit
from catalogue.normalise.outcome import Outcome, around, flag

Read = Outcome[Known[Duration]]

WORDS = {
    name: Fraction(value)
    for names, value in (
        ("een één a an one", 1), ("twee two", 2), ("drie three", 3), ("vier four", 4), ("vijf five", 5), ("zes six", 6),
        ("zeven seven", 7), ("acht eight", 8), ("negen nine", 9), ("tien ten", 10), ("elf", 11), ("twaalf twelve", 12),
        ("anderhalf anderhalve", "3/2"), ("half halve", "1/2"),
    )
    for name in names.split()
}  # fmt: skip
UNITS = (
    (
        Unit.HOUR,
        r"uren|uur|u\.?(?!\w)|hours?|hrs?|sbu|slu|studielasturen|studiebelastingsuren|klokuren|contacturen|lesuren|horas?",
    ),
    (Unit.DAYPART, r"dagdelen|dagdeel|ochtenden|ochtend|middagen|middag|halve dag(?:en)?|half-days?|half days?"),
    (Unit.EVENING, r"(?:les|cursus)?avonden|(?:les|cursus)?avond|evenings?"),
    (Unit.DAY, r"(?:les|cursus|trainings|opleidings|werk|studie)?dagen|(?:les|cursus|trainings)?dag|days?|d[ií]as?"),
    (Unit.WEEK, r"(?:les)?weken|(?:les)?week|wkn?|weeks?|semanas?"),
    (Unit.MONTH, r"maanden|maand|mnd|months?|meses"),
    (Unit.YEAR, r"(?:school|studie|leer)?jaren|(?:school|studie|leer)?jaar|jr|years?"),
)
MINUTES = r"minuten|minuut|minutes|min\.?"
ANY_UNIT = "|".join(pattern for _, pattern in UNITS)
NUMBER = r"\d+(?:[.,]\d+)?(?:½)?|½|1/2|" + "|".join(sorted(WORDS, key=len, reverse=True))
LENGTH = re.compile(
    rf"(?<![\w.,€])(?P<about>~\s?|ca\.?\s|circa\s|ongeveer\s|±\s?|\+/-\s?|gemiddeld\s|about\s"
    rf"|approx\.?\s)?(?P<half>een\s)?(?P<number>{NUMBER})"
    rf"\s?(?:hele\s|volle\s|losse\s|aaneengesloten\s|opeenvolgende\s|full\s)?(?:-\s?)?(?P<unit>{ANY_UNIT}"
    rf"|{MINUTES})(?!\w)",
    re.I,
)
DAYS_LONG = re.compile(
    rf"(?<!\w)(?P<number>{NUMBER})[\s-]?(?P<unit>daagse?|weekse?|jarige?|maandse?|urige?|day|week)\b(?!\sper\b)"
    r"(?=\s(?:\w+\s){0,3}?[\w-]*(?:cursus|training|opleiding|workshop|course|leergang|bootcamp|programma|traject"
    r"|masterclass|bachelor|master|minor)|\W*$)",
    re.I,
)
THIS_LONG = re.compile(
    rf"(?:\b(?:deze|dit|this|onze|our)\s(?:\w+\s|[\"“‘][^\"”’]{{1,60}}[\"”’]\s)?|(?:^|[.!?]\s)(?:een\s|de\s|a\s)?)"
    rf"{DAYS_LONG.pattern}",
    re.I,
)
MAX_LONG = 1_500  # characters; further on a text speaks of parts of the course
LONG_WORDS = ("daags", "weeks", "jarig", "maands", "urig", "-day", " day ", "-week")
LONG_UNITS = {
    "daags": Unit.DAY,
    "weeks": Unit.WEEK,
    "jarig": Unit.YEAR,
    "maand": Unit.MONTH,
    "urig": Unit.HOUR,
    "day": Unit.DAY,
    "week": Unit.WEEK,
}
RATE = re.compile(
    r"^\s?(?:studie|les|zelfstudie|thuisstudie|werk|praktijk|school)?\s?(?:per|/|in de|a|p\.?|p\s?/)\s?(?:week|maand"
    r"|dag|jaar|month|day|w\b|keer|les|dagdeel|module)",
    re.I,
)
SPAN_BEFORE = re.compile(
    rf"(?:\d|\b(?:{'|'.join(WORDS)}))\s?(?:{ANY_UNIT}|{MINUTES})?\s?(?:-|–|à|tot|of|t/m|to|\+)\s?$", re.I
)
LIMIT_BEFORE = re.compile(
    r"\b(?:maximaal|max\.?|minimaal|min\.?|minstens|ten minste|binnen|tot|up to|vanaf|at least|hooguit)\W*$", re.I
)
NOT_LENGTH = re.compile(
    r"\b(?:elke|iedere|per|na|vanaf|ervaring|leeftijd|garantie|geldig\w*|uiterlijk|om de|every|eerste|laatste)\W*$",
    re.I,
)
PER_MEETING = re.compile(
    rf"\b(?:{NUMBER})\s(?:\w+\s)?(?:sessies|sessions|lessen|lessons|bijeenkomsten|meetings|modules|workshops|blokken|colleges"
    r"|webinars)\s(?:van|of)\s(?:elk\s|ca\.?\s|circa\s)?$|\d\s?(?:x|×|maal|keer)\s$",
    re.I,
)
OPENING = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?:In\s(?:slechts\s|maar\s|just\s|only\s)?(?P<number>{NUMBER})\s(?P<unit>{ANY_UNIT})"
    r"(?:\stijd\s|,?\s)(?:leer|word|behaal|haal|we\b|we'll|you\b|you'll|the (?i:bootcamp|course|training|program))"
    rf"|(?:Gedurende|Verspreid over|During|Over the course of)\s(?P<count>{NUMBER})\s"
    rf"(?:(?:intensie|intensi|leerza|volle)\w*\s)?(?P<unit_of>{ANY_UNIT})\b(?!\s(?:per|nog)\b|.{{0,40}}(?:\bstage|toegang|garantie|proeftijd|nazorg|\blid\b)))"
)
OPENINGS = ("In ", "Gedurende ", "Verspreid over ", "During ", "Over the course of ")
CUE = re.compile(
    r"\b(?:duur|duurt|looptijd|cursusduur|studieduur|opleidingsduur|lesduur|doorlooptijd|duration|takes|lasts"
    r"|studietijd|totale duur|tijdsduur|one session of|een sessie van|één sessie van)\b",
    re.I,
)
CUE_WORDS = ("duur", "duration", "looptijd", "doorloop", "takes", "lasts", "studietijd", "session of", "sessie van")
ISO = re.compile(
    r"\s*P(?=\d|T\d)(?:(?P<year>\d+(?:[.,]\d+)?)Y)?(?:(?P<month>\d+(?:[.,]\d+)?)M)?(?:(?P<week>\d+(?:[.,]\d+)?)W)?(?:(?P<day>\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?:(?P<hour>\d+(?:[.,]\d+)?)H)?(?:(?P<minute>\d+(?:[.,]\d+)?)M)?(?:\d+(?:[.,]\d+)?S)?)?\s*"
)
IN_SMALLER = {"year": (12, "month"), "week": (7, "day")}


BY_FORM = re.compile(
    rf"\s?\(?(?:voltijds?|deeltijds?|full-?time|part-?time|bbl|bol)\)?\s?(?:/|,|of|en|or|\||-)\s?(?:{NUMBER})\s?(?:{ANY_UNIT})(?!\w)",
    re.I,
)
"""After "4 jaar": another length for another form of study: "4 jaar voltijd / 5 jaar deeltijd"."""
MONTHS_MORE = re.compile(
    rf"\s?(?:en|,|\+)?\s?(?P<months>{NUMBER})\s(?:maanden|maand|mnd|months?)(?!\w|\s?(?:per|stage))", re.I
)


def read_duration(text: str | None, field: str = "duration") -> Read:
    """The duration in the source's own field: ISO 8601 or words."""
    if not text or not text.strip():
        return Outcome()
    if iso := ISO.fullmatch(text):
        return Outcome(_known(_from_iso(iso), How.STATED, "durations.iso", text.strip()))
    for match in LENGTH.finditer(text):
        if RATE.match(text[match.end() :]) or PER_MEETING.search(text[: match.start()]):
            continue
        return _judged(text, match, field)
    if long := DAYS_LONG.search(text):
        return Outcome(_long(long, How.STATED, text))
    return Outcome()


def _judged(text: str, match: re.Match[str], field: str) -> Read:
    """`durations.words`: "10 weken", "anderhalf jaar", "3 uur 45 min"; `durations.about` for "ca. 10 weken"."""
    before, quote = text[: match.start()], around(text, match.start(), match.end())
    if (
        SPAN_BEFORE.search(before)
        or LIMIT_BEFORE.search(before)
        or re.match(r"\s?(?:-|–|à|tot|of|to)\s?\d", text[match.end() :])
        or BY_FORM.match(text[match.end() :])
    ):
        return Outcome(flags=(flag("duration_range", field, quote),))
    if NOT_LENGTH.search(before):
        return Outcome()
    about = match["about"] is not None
    rule = "durations.about" if about else "durations.words"
    return Outcome(_known(_from_words(match, text[match.end() :]), How.INFERRED if about else How.STATED, rule, quote))


def duration_in_text(title: str, text: str) -> Read:
    """`durations.in_text`: "3-daagse training" in the title, or a duration right after a word like "duur"; inferred."""
    if long := DAYS_LONG.search(title):
        return Outcome(_long(long, How.INFERRED, title))
    lowered = text[:MAX_LONG].lower()
    if any(word in lowered for word in LONG_WORDS) and (long := THIS_LONG.search(text, 0, MAX_LONG)):
        return Outcome(_long(long, How.INFERRED, text))
    lowered = text.lower()
    for cue in CUE.finditer(text) if any(word in lowered for word in CUE_WORDS) else ():
        part = text[cue.end() : cue.end() + 60]
        match = LENGTH.search(part)
        if match and PER_MEETING.search(part[: match.start()]):
            return Outcome()  # what follows speaks of parts too
        if match and match.start() <= 25 and not RATE.match(part[match.end() :]):
            read = _judged(part, match, "duration").value
            return Outcome(read and read.model_copy(update={"known": How.INFERRED, "rule": "durations.in_text"}))
    return Outcome(_opening(text[:MAX_LONG]))


def duration_of_schedule(text: str | None) -> Known[Duration] | None:
    """`durations.schedule`: a roster that is nothing but a length ("Rooster: 3 dagen"); inferred."""
    match = LENGTH.fullmatch(text or "")
    return match and _known(_from_words(match, ""), How.INFERRED, "durations.schedule", match.group())


def _opening(text: str) -> Known[Duration] | None:
    """`durations.opening`: a sentence that opens with it: "In 10 weken leer je", "During 4 days"; inferred."""
    match = OPENING.search(text) if any(words in text for words in OPENINGS) else None
    if match is None:
        return None
    number, unit = match["number"] or match["count"], match["unit"] or match["unit_of"]
    return _known(known_length(f"{number} {unit}"), How.INFERRED, "durations.opening", around(text, *match.span()))


def known_length(words: str) -> Duration | None:
    """The length that the words are, and nothing else: "10 weken"."""
    match = LENGTH.fullmatch(words)
    return _from_words(match, "") if match else None


def _known(duration: Duration | None, known: How, rule: str, quote: str) -> Known[Duration] | None:
    return Known[Duration](value=duration, known=known, rule=rule, quote=quote[:200]) if duration else None


def _long(match: re.Match[str], known: How, text: str) -> Known[Duration] | None:
    """`durations.days_long`: "3-daagse", "tweejarige"."""
    unit = next(unit for ending, unit in LONG_UNITS.items() if match["unit"].lower().startswith(ending))
    return _known(_duration(_number(match["number"]), unit), known, "durations.days_long", around(text, *match.span()))


@lru_cache(maxsize=256)
def _unit(word: str) -> Unit:
    return next(unit for unit, pattern in UNITS if re.fullmatch(pattern, word, re.I))


def _from_words(match: re.Match[str], rest: str) -> Duration | None:
    number = _number(match["number"])
    if re.fullmatch(MINUTES, match["unit"], re.I):
        return _duration(number / 60, Unit.HOUR)
    unit = _unit(match["unit"].lower())
    if unit is Unit.HOUR and (minutes := re.match(rf"\s?(?:en\s)?(\d{{1,2}})\s?(?:{MINUTES})(?!\w)", rest, re.I)):
        number += Fraction(int(minutes[1]), 60)
    if unit is Unit.YEAR and (more := MONTHS_MORE.match(rest)):
        return _duration(number * 12 + _number(more["months"]), Unit.MONTH)
    return _duration(number, unit)


def _from_iso(match: re.Match[str]) -> Duration | None:
    """One unit stays itself; several become the smallest that holds them all: `P1Y6M` is 18 months.

    Days with hours are None: a course's day has no fixed number of hours.
    """
    parts = {
        name: Fraction(value.replace(",", "."))
        for name, value in match.groupdict().items()
        if value and float(value.replace(",", "."))
    }
    if "minute" in parts:
        parts["hour"] = parts.get("hour", Fraction(0)) + parts.pop("minute") / 60
    for large, (factor, small) in IN_SMALLER.items():
        if large in parts and len(parts) > 1:
            parts[small] = parts.get(small, Fraction(0)) + parts.pop(large) * factor
    if len(parts) != 1:
        return None
    name, number = parts.popitem()
    return _duration(number, Unit(name))


def _number(word: str) -> Fraction:
    lowered = word.lower()
    if lowered in WORDS:
        return WORDS[lowered]
    if lowered in ("½", "1/2"):
        return Fraction(1, 2)
    half = Fraction(1, 2) if lowered.endswith("½") else Fraction(0)
    return Fraction(lowered.rstrip("½").replace(",", ".")) + half


def _duration(number: Fraction, unit: Unit) -> Duration | None:
    """None for nothing and for more than any course takes (ten years)."""
    if unit is Unit.YEAR and number == Fraction(1, 2):
        return Duration(amount=6, unit=Unit.MONTH)
    longest = {Unit.YEAR: 10, Unit.MONTH: 120, Unit.WEEK: 520}.get(unit, 10_000)
    return Duration(amount=round(float(number), 4), unit=unit) if 0 < number <= longest else None
