"""Where a course is held, when only the running text says so; inferred.

`places.in_text`: a place name right after "in" or "te" behind a word for the course or for being held: "de lessen zijn
in Zwolle", "bij de bedrijfsschool in Arnhem". `places.piece`: a piece of the text that is nothing but a place name: "10
dagen, Rotterdam." Names of two different places: neither. A place where one works, or from which people come, is none.
"""

import re
from collections.abc import Iterator

from catalogue.normal import How, Known, Place
from catalogue.normalise.fragments import beginning, fragments
from catalogue.normalise.gazetteer import towns
from catalogue.normalise.outcome import around, clip
from catalogue.normalise.places import COMMON, place_of_words
from catalogue.normalise.text import fold

HELD = (
    r"(?:\w*(?:cursus|opleiding|bachelor|minor|training|workshop|bootcamp|masterclass|leergang|scholing|traject|les|lessen|lesdag|lesdagen"
    r"|praktijkdag|praktijkdagen|praktijkles|praktijklessen|bijeenkomst|bijeenkomsten|dag|dagen|avond|avonden|ochtend|middag|zaterdag"
    r"|zaterdagen|bedrijfsschool|vakschool|school|academie|academy|leslocatie|trainingslocatie|cursuslocatie|praktijkcentrum"
    r"|trainingscentrum|opleidingscentrum|lescentrum|lascentrum|praktijkhal|werkplaats|lokaal|course|classes|lessons"
    r"|institute|centre)|plaats|gegeven|gehouden|verzorgd|klassikaal|fysiek|offered|held|taught|place|located|locatie"
    r"|campus)"
)
LINK = r"\s(?:aan|den|de|der|op|bij|van)(?=\s)"
NAME = rf"(?-i:['’]?[A-Z][\w'’-]*(?:{LINK}|\s[A-Z][\w'’-]*|\sa/d\s[A-Z]\w+){{0,4}})"
IN_PLACE = re.compile(rf" (?:in|te) (?P<name>{NAME})")
HELD_BEFORE = re.compile(rf"\b{HELD}(?:\s(?!in\b|te\b)[\w'’&/-]+){{0,6}}$", re.I)
"""Right before "in Arnhem": what is held there."""
REACH = 90  # characters
# Between the word for the course and the name: what makes it another place.
ELSEWHERE = re.compile(
    r"\b(?:werk\w*|baan|klant\w*|opdrachtgever\w*|bedrijven|werkgever\w*|gevestigd|wonen|woont|kantoor|hoofdkantoor|regio|omgeving"
    r"|open dag|informatie\w*|examen\w*|stage\w*|excursie|reis)\b",
    re.I,
)
PIECE = re.compile(rf"(?:locatie |lesplaats |plaats )?(?P<name>{NAME})", re.I)
ALONE = re.compile(rf"(?:^|[.!?]\s)In (?P<name>{NAME})(?=[.;]|$)")
BESIDES = re.compile(rf"\s(?:in|te|en|and|of|or)\s(?P<name>{NAME})")
"""A further place in the same sentence."""
MAX_NAME = 32  # characters: "locatie Bergen op Zoom"
MAX_PIECE = 700  # characters: what sums up a course stands at its beginning, an address of the provider at the end


def place_in_text(text: str, context: str = "") -> Known[Place] | None:
    """The one place that the text names; `context` holds words that may tell namesakes apart."""
    said = [*_in_sentences(beginning(text), context), *_pieces(beginning(text)[:MAX_PIECE], context)]
    return said[0] if said and len({known.value.municipality for known in said}) == 1 else None


def _in_sentences(text: str, context: str) -> Iterator[Known[Place]]:
    for match in IN_PLACE.finditer(text):
        held = HELD_BEFORE.search(text[max(0, match.start() - REACH) : match.start()])
        place = _place(match["name"], context) if held else None
        if held is None or place is None or ELSEWHERE.search(held.group()):
            continue
        rest = re.split(r"[.!?;]\s", text[match.start("name") :])[0]
        further = (_place(other["name"], context) for other in BESIDES.finditer(rest))
        quote = around(text, match.start() - len(held.group()), match.end())
        for each in (place, *further):
            if each:
                yield Known[Place](value=each, known=How.INFERRED, rule="places.in_text", quote=quote)


def _pieces(text: str, context: str) -> Iterator[Known[Place]]:
    alone = [match.group().strip(".!? ") for match in ALONE.finditer(text)] if "In " in text else []
    for piece in (*(piece for piece in fragments(text) if len(piece) <= MAX_NAME), *alone):
        match = PIECE.fullmatch(piece.removeprefix("In "))
        if (
            match
            and (piece in alone or not piece.startswith("In "))
            and fold(match["name"]) in towns()
            and (place := _place(match["name"], context))
        ):
            yield Known[Place](value=place, known=How.INFERRED, rule="places.piece", quote=clip(piece))


def _place(name: str, context: str) -> Place | None:
    """The longest beginning of the words that is the name of one town. "Best practices" is none."""
    words = name.split()
    for size in range(len(words), 0, -1):
        candidate = " ".join(words[:size]).rstrip(".,")
        if fold(candidate) in towns():
            everyday = fold(candidate) in COMMON and size < len(words)
            return None if everyday else place_of_words(candidate, context)
    return None
