"""How long a course takes where a text says so without a word such as "duur"; inferred.

`durations.of_course`: "een opleiding van 12 weken", "word treinmachinist in 10 maanden". `durations.piece`: a piece of
the text, or of the title, that is nothing but a length: "18 lesdagen". Two different lengths: neither.
"""

import re
from collections.abc import Iterator

from catalogue.normal import Duration, How, Known
from catalogue.normalise.durations import ANY_UNIT, LENGTH, NUMBER, RATE, known_length
from catalogue.normalise.fragments import beginning, pieces
from catalogue.normalise.outcome import around

ABOUT = r"(?:slechts |maar |ongeveer |circa |ca\. |just |only )?"
COURSE = (
    r"\w*(?:opleiding|cursus|training|omscholing|bijscholing|scholing|bootcamp|traject|leergang|workshop|programma"
    r"|traineeship|course|programme)"
)
LEARNT = re.compile(
    rf"\b(?:(?P<course>{COURSE})"
    r"|(?:(?:word|(?:opleiding|omscholing|opgeleid|omgeschoold) tot|become)(?:\s[\w/-]+){1,4}"
    r"|leer(?:\s[\w/-]+){1,3}))$",
    re.I,
)
"""Right before a length: what takes so long."""
TAKES = re.compile(
    rf" (?P<link>van|of|in) {ABOUT}(?P<length>(?:een\s)?(?:{NUMBER})\s(?:intensieve\s|volle\s)?(?:{ANY_UNIT}))(?!\w)",
    re.I,
)
REACH = 80  # characters before a length
# What may stand beside a length that is a piece of its own: "3 dagen theorie en praktijk", "1 dag inclusief examen".
BESIDE = re.compile(
    r"(?:\s(?:theorie|praktijk|les|klassikaal|fulltime|voltijd|deeltijd|intensief|training|cursus|opleiding|en|incl\w*\.?"
    r"|examen))*",
    re.I,
)
ANOTHER = re.compile(
    r"\b(?:garantie|terugverdien\w*|ervaring|geldig\w*|salaris|verdien\w*|levensduur|bestaa\w*|vakantie\w*|toegang|contract"
    r"|leeftijd|jong|oud|reis|excursie|lid|nazorg|support)\b|\b(?:dag|deel|module|blok|les|week|fase|stap|onderdeel)\s\w{1,3}$",
    re.I,
)
"""In the piece before: what the length is of instead, or that it is of a part."""
CLOCK = re.compile(r"\d{1,2}[.:,]\d\d\s?(?:uur|u\b|h\b)", re.I)
"""A time of the day: "19.30 uur"."""
PLACE_BEHIND = re.compile(r"\s(?:in|te)\s[A-Z].*")


def duration_of_pieces(title: str, text: str) -> Known[Duration] | None:
    """`durations.of_course`, `durations.piece`: the one length that title and text give so."""
    found = [*_of_course(title), *_pieces(title.replace("(", " - ").replace(")", " ").replace(":", " - "))]
    found = found or [*_of_course(beginning(text)), *_pieces(text)]
    return found[0] if len({known.value for known in found}) == 1 else None


def _of_course(text: str) -> Iterator[Known[Duration]]:
    for match in TAKES.finditer(text):
        learnt = LEARNT.search(text[max(0, match.start() - REACH) : match.start()])
        if learnt is None or (match["link"].lower() != "in" and not learnt["course"]):
            continue
        rest = text[match.end() :]
        if RATE.match(rest) or re.match(r"\s?(?:-|–|à|tot|of|to)\s?\w", rest):
            continue
        if duration := known_length(match["length"]):
            quote = around(text, match.start() - len(learnt.group()), match.end())
            yield Known[Duration](value=duration, known=How.INFERRED, rule="durations.of_course", quote=quote)


def _pieces(text: str) -> Iterator[Known[Duration]]:
    for before, piece in pieces(text):
        match = None if CLOCK.match(piece) else LENGTH.match(piece)
        if match is None or ANOTHER.search(before) or not BESIDE.fullmatch(PLACE_BEHIND.sub("", piece[match.end() :])):
            continue
        if length := known_length(match.group()):
            yield Known[Duration](value=length, known=How.INFERRED, rule="durations.piece", quote=piece)
