"""Places and provinces among a person's words."""

import re
from collections.abc import Iterator

from catalogue.index.query import Near
from catalogue.language.lexicon import lexicon
from catalogue.normalise.gazetteer import choose, postcode_place, towns
from catalogue.normalise.places import COMMON
from catalogue.normalise.text import fold

RADIUS = 20.0  # km around a place that a person only names
LONGEST = 4  # words of a place name: Alphen aan den Rijn
LEAST_PEOPLE = 1000
"""A smaller place counts only after "in", "bij" and the like: it is more likely a word of something else."""
WORD = re.compile(r"[^\s,;]+")
BEFORE = frozenset(["in", "te", "bij", "nabij", "rond", "regio", "omgeving", "buurt", "rondom"])
PROVINCES = {
    "drenthe": "Drenthe", "flevoland": "Flevoland", "friesland": "Fryslân", "fryslan": "Fryslân",
    "gelderland": "Gelderland", "provincie groningen": "Groningen", "limburg": "Limburg",
    "noord-brabant": "Noord-Brabant", "noord brabant": "Noord-Brabant", "brabant": "Noord-Brabant",
    "noord-holland": "Noord-Holland", "noord holland": "Noord-Holland", "overijssel": "Overijssel",
    "provincie utrecht": "Utrecht", "zeeland": "Zeeland", "zuid-holland": "Zuid-Holland",
    "zuid holland": "Zuid-Holland",
}  # fmt: skip
PROVINCE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(PROVINCES, key=len, reverse=True))})(?![\w-])")
POSTCODE = re.compile(r"(?<!\S)(?P<digits>[1-9]\d{3})(?:(?: (?=[A-Z]))?(?P<letters>[A-Za-z]{2}))?(?!\S)")
CODES = frozenset(["nen", "iso", "en", "din", "iec", "crebo", "npr", "nta", "norm", "artikel", "code", "nr", "nummer"])


def province_words(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Names of provinces. Utrecht and Groningen alone are the cities."""
    folded = fold(text)
    if len(folded) == len(text):  # else the places of the letters would differ
        for match in PROVINCE.finditer(folded):
            yield match, PROVINCES[match.group()]


def place_words(text: str) -> Iterator[tuple[re.Match[str], Near]]:
    """Postcodes, then names of places, the longest name first. What may be something else is left out."""
    for match in POSTCODE.finditer(text):
        place = postcode_place(match["digits"])
        if place and place.latitude and place.longitude and _is_postcode(match, text):
            yield match, Near(place.latitude, place.longitude, RADIUS, place.name)
    for match, name, told in _phrases(text):
        if near := _near(name, told):
            yield match, near


def _is_postcode(match: re.Match[str], text: str) -> bool:
    """With letters, or four digits that end a search for something: alone, or after "NEN", they are a code."""
    before = text[: match.start()].split()
    if before and fold(before[-1]) in CODES:
        return False
    return bool(match["letters"]) or (bool(before) and match.end() == len(text.rstrip()))


def _phrases(text: str) -> Iterator[tuple[re.Match[str], str, bool]]:
    """Runs of words with whether "in" or the like stands before them."""
    found = list(WORD.finditer(text))
    for size in range(min(LONGEST, len(found)), 0, -1):
        for first in range(len(found) - size + 1):
            start, end = found[first].start(), found[first + size - 1].end()
            run = re.compile(re.escape(text[start:end])).match(text, start)
            if run:
                yield run, fold(run.group()), first > 0 and fold(found[first - 1].group()) in BEFORE


def _near(name: str, told: bool) -> Near | None:
    options = towns().get(name, ())
    if not options or name in lexicon().families or name in lexicon().fillers or (name in COMMON and not told):
        return None
    place, _ = choose(options)
    people = max(option.population for option in options)
    if place is None or not (told or people >= LEAST_PEOPLE) or place.latitude is None or place.longitude is None:
        return None
    return Near(place.latitude, place.longitude, RADIUS, place.name)
