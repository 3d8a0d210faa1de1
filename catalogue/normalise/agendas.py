"""The table of runs on a page, once its cells have become one text.

`agendas.row`: "za, 24 mei 07:30 - 10:30 Lasser Geldrop € 150,00 Inschrijven": a weekday, a day, times, then what is
held where. A row ends where the next one begins, at its "Inschrijven", or 140 characters on. One row counts only
below a head that names a date column and a place column; two rows need none.
"""

import re
from collections.abc import Iterator
from datetime import date

from catalogue.normal import How, Known, NormalSession, Place
from catalogue.normalise.calendar_words import MONTHS
from catalogue.normalise.gazetteer import choose, towns
from catalogue.normalise.joined_dates import WEEKDAY_WORD
from catalogue.normalise.outcome import clip
from catalogue.normalise.starts import read_starts
from catalogue.normalise.text import fold

MONTH_NAME = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
ROW = re.compile(
    rf"(?<![\w-])(?P<day>{WEEKDAY_WORD},?\s\d{{1,2}}\s{MONTH_NAME}(?:\s(?:20\d\d|'\d\d))?),?\s"
    r"(?P<times>\d{1,2}[.:]\d\d(?:\s?uur)?(?:\s?(?:-|–|tot)\s?\d{1,2}[.:]\d\d)?)",
    re.I,
)
MIGHT_BE_ROW = re.compile(r"\d [A-Za-z]{3,9}\.?,? (?:(?:20|')\d\d,? )?\d{1,2}[.:]\d\d")
HEAD = re.compile(r"\bdat(?:um|a|e|es)\b.{0,60}\b(?:locatie|plaats|location|lesplaats|place|venue)\b", re.I)
ACTION = re.compile(r"\b(?:inschrijven|aanmelden|volgeboekt|boek nu|register|book now)\b|€", re.I)
LONGEST = 140


def sessions_in_text(text: str, today: date) -> tuple[NormalSession, ...]:
    """One session for each row: start, times and place; inferred. The prices of rows are left to the price rules."""
    rows = list(ROW.finditer(text)) if MIGHT_BE_ROW.search(text) else []
    if not rows or (len(rows) == 1 and not HEAD.search(text, max(0, rows[0].start() - 200), rows[0].start())):
        return ()
    return tuple(dict.fromkeys(_sessions(rows, text, today)))


def _sessions(rows: list[re.Match[str]], text: str, today: date) -> Iterator[NormalSession]:
    for index, row in enumerate(rows):
        end = rows[index + 1].start() if index + 1 < len(rows) else len(text)
        rest = ACTION.split(text[row.end() : min(end, row.end() + LONGEST)])[0]
        runs = read_starts(row["day"].replace(",", " "), today).runs
        if runs:
            start = runs[0].start.model_copy(update={"known": How.INFERRED, "rule": "agendas.row"})
            yield NormalSession(start=start, schedule=clip(row["times"]), place=_place(rest))


def _place(words: str) -> Known[Place] | None:
    """The place name that ends the row's words."""
    last = words.split()[-4:]
    for size in range(len(last), 0, -1):
        name = " ".join(last[-size:])
        place, _ = choose(towns()[fold(name)], "") if fold(name) in towns() else (None, False)
        if place and not name[0].islower():
            return Known[Place](value=place, known=How.INFERRED, rule="agendas.row", quote=clip(words.strip()))
    return None
