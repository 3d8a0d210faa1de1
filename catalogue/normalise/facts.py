"""Facts that a text gives by name: "Startdatum: 12 januari 2027", "Duur: 10 weken", "In class/online: in class".

They fill in what the source's own fields leave out. A fact ends where the next one begins, 70 characters on at most.
"Date" and "Location" count without a colon too, where what follows is a date, or stands beside one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

NAMES: dict[str, str] = {
    "start": r"start\s?dat(?:um|a|e|es)|start\s?moment(?:en)?|cursus\s?dat(?:um|a)|les(?:data|dagen)|datum|data|dates?"
             r"|study period|trainingsdata|aanvang|start|(?:data|datum) (?:en|&) (?:locaties?|plaats(?:en)?|tijden?)"
             r"|(?:locaties?|plaats(?:en)?|tijden?) (?:en|&) data|eerste (?:les|lesdag|cursusdag)",
    "end": r"eind\s?datum|end? date",
    "deadline": r"(?:uiterste )?(?:aanmeld|inschrijf)\s?(?:deadline|datum)|registration deadline|deadline",
    "duration": r"(?:totale )?(?:cursus|studie|opleidings|les|tijds)?duur"
    r"(?: in (?:uren|dag(?:en|delen)|lesdagen|weken))?|looptijd|doorlooptijd|duration"
                r"|total course duration in hrs\.?|total (?:number of )?hours|aantal (?:(?:les)?dagen|dagdelen"
                r"|weken|lesuren|(?:les)?avonden)|length",
    "effort": r"studiebelasting|studielast|tijdsinvestering|study load|workload",
    "mode": r"(?:les|onderwijs|leer|cursus|trainings)?vorm|(?:in )?class ?/ ?online|online ?/ ?(?:in )?class"
            r"|(?:klassikaal|fysiek|on campus) ?/ ?online|online ?/ ?(?:klassikaal|fysiek|on campus)"
            r"|type of education|delivery|lesmethode|format|mode of (?:study|delivery)|wijze",
    "price": r"kosten|prijs|cursusprijs|investering|price|costs?|(?:tuition |course )?fees?|tarief|cursusgeld|lesgeld",
    "place": r"(?:les|cursus|trainings)?locaties?|lesplaats|plaats|location|venue|adres|address|waar|where",
    "language": r"(?:voer|les)?taal|language(?: of instruction)?",
    "level": r"opleidingsniveau|nlqf|eqf",
    "schedule": r"schedule info|roster\w*|rooster(?:\s?informatie)?",
}  # fmt: skip
# Names that end the fact before them and give none themselves.
OTHERS = (
    r"tijd(?:en)?|time|room|zaal|docent\w*|teacher|name of teachers?|graduate school|discipl\w+|academic skill"
    r"|credits|ects|available to|min(?:imum|\.)? number of \w+|max(?:imum|\.)? number of \w+|number of \w+"
    r"|with (?:certificate|assessment)|concluding \w+|assessment\w*(?: type)?|admission \w+"
    r"|sign[ -][ou]p period|self paced|eigen tempo|organi[sz]\w+(?: by)?|event organi[sz]er|more information"
    r"|niveau|level"
    r"|doelgroep|toelating\w*|vooropleiding|certificaat|diploma|groepsgrootte|target \w+|prerequisite\w*|anticipated"
    r"|contact\w*|website|teaching methods?|recommendation|colleges|studiepunten|categorie\w*|inhoud"
)
NAME = re.compile(
    r"(?<![\w/-])(?:" + "|".join(rf"(?P<{field}>{names})" for field, names in NAMES.items())
    + rf"|(?P<other>{OTHERS}))\s?(?:\([^()]{{0,30}}\)|(?P<year>20\d\d))?\s?:$",
    re.I,
)  # fmt: skip
DATED = re.compile(
    r"(?<![\w/-])(?:Date|Datum|Data|Wanneer|When)\s+(?=(?:[A-Za-z]{2,9}\.?\s)?\d{1,2}\s[A-Za-z]{3,9}\.?\s20\d\d)"
)
BESIDE = re.compile(r"(?<![\w/-])(?:Location|Locatie|Plaats|Venue|Address|Adres|Waar|Where)\s+(?=[A-Z'’])")
ADDRESS = re.compile(r"(?<![\w/-])(?:Address|Adres)\s+(?=[^.:;]{5,60}\s[1-9]\d{3}\s?[A-Z]{2}\s)")
BREAK = re.compile(
    r"(?<=[a-z\d)]{2})(?<!excl)(?<!incl)(?<!\bex)(?<!max)(?<!min)\.\s(?=[A-Z])|[|•;]|\s(?=(?:Time|Tijd|Location|Locatie|Plaats|Venue|Address|Adres|Event|Room|Organised)\s)"
)
UNIT = re.compile(r"\b(?:hrs|hours|(?:les)?uren|(?:les)?dagen|dagdelen|weken|(?:les)?avonden)\b", re.I)
COLONS = re.compile(r"(?<![\d:])(\d{1,2}):(\d{1,2}):(20\d\d)(?!\d)")
DATE = r"\1-\2-\3"
DATES_END = re.compile(BREAK.pattern.replace("[|•;]", "[|•]"))
"""A semicolon stands between dates too."""
MEETINGS = re.compile(r"les(?:data|dagen)", re.I)
LENGTH, LONG, NEAR, FAR, LONGEST_NAME = 70, 160, 90, 250, 60


def facts(text: str) -> dict[str, str]:
    """Field -> words of the first fact of that name; the other names only end it."""
    found: dict[str, str] = {}
    if ":" in text or "Dat" in text:
        for field, words in (*_named(text), *_dated(text)):
            found.setdefault(field, words)
    return found


def _named(text: str) -> Iterator[tuple[str, str]]:
    names = list(_names(text))
    begins = [begin for _, begin, _ in names[1:]] + [len(text)]
    for (match, _, end), following in zip(names, begins, strict=False):
        field = next((name for name in NAMES if match[name]), None)
        ends, length = (DATES_END, LONG) if field == "start" else (BREAK, LENGTH)
        words = ends.split(text[end : min(following, end + length)])[0].strip(" -–;")
        if field and words:
            yield field, _told(match, field, words)


def _names(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """Each name with where it begins and where its words begin. Looking left from each colon is what makes it fast."""
    colon = text.find(":")
    while colon >= 0:
        left = max(0, colon - LONGEST_NAME)
        if match := _name_before(text[left : colon + 1]):
            yield match, left + match.start(), colon + 1
        colon = text.find(":", colon + 1)


@lru_cache(maxsize=4096)  # the pages of a site share most of what stands before a colon
def _name_before(words: str) -> re.Match[str] | None:
    return NAME.search(words)


def _told(match: re.Match[str], field: str, words: str) -> str:
    """The words as a field would have them: "duration in hrs: 16" is 16 hours, "24:01:2023" a date, and the year of
    "Data 2027:" and the name "Lesdagen:" stay with the dates.
    """
    unit = UNIT.search(match.group())
    if field == "duration" and unit and (number := re.match(r"\d{1,4}(?:[.,]\d)?\b(?!\s?[a-z])", words)):
        return f"{number.group()} {unit.group()}"
    if field == "start":
        year = f"{match['year']}: " if match["year"] else ""
        return f"{match[field] if MEETINGS.match(match[field]) else ''} {year}{COLONS.sub(DATE, words)}".strip()
    return COLONS.sub(DATE, words) if field in ("end", "deadline") else words


def _dated(text: str) -> Iterator[tuple[str, str]]:
    """ "Date 13 September 2023 Time 13:00-17:00 Location Eindhoven": names without a colon."""
    date = DATED.search(text) if any(name in text for name in ("Dat", "Wanneer", "When")) else None
    if date is None:
        return
    yield "start", BREAK.split(text[date.end() : date.end() + LENGTH])[0].strip()
    place = BESIDE.search(text, date.end(), date.end() + NEAR) or ADDRESS.search(text, date.end(), date.end() + FAR)
    if place:
        yield "place", BREAK.split(text[place.end() : place.end() + LENGTH])[0].strip()
