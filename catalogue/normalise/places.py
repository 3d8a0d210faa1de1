"""Where a course is held: postcode, place name, venue or address -> place, municipality, province, coordinates.

Order: abroad is no place; a full postcode; the place name (namesakes are told apart by province, region or the other
parts, else left open); a place name inside a venue or address; coordinates. "Heel Nederland", "in-company" and "online"
are no places.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from catalogue.normal import How, Known, Place
from catalogue.normalise.gazetteer import PROVINCE_WORDS, choose, kilometres, nearest, postcode_place, towns
from catalogue.normalise.outcome import Outcome, clip, flag
from catalogue.normalise.text import fold
from catalogue.raw import RawPlace

Read = Outcome[Known[Place]]

POSTCODE = re.compile(r"(?<!\w)([1-9]\d{3})\s?(?!SA|SD|SS)([A-Z]{2})(?!\w)")
POSTCODE_FIELD = re.compile(r"\s*(?:NL[- ]?)?([1-9]\d{3})\s?([A-Za-z]{2})?\s*")
HOME = re.compile(r"\b(?:nl|nld|nederland|netherlands|the netherlands|holland|pays-bas|niederlande)\b")
ABROAD = re.compile(
    r"\b(?:belgie|belgium|belgique|vlaanderen|duitsland|germany|deutschland|frankrijk|france|engeland|england"
    r"|united kingdom|verenigd koninkrijk|spain|spanje"
    r"|italie|italy|oostenrijk|austria|zwitserland|switzerland|luxemburg|luxembourg|denemarken|denmark|zweden"
    r"|sweden|noorwegen|norway|finland|polen|poland"
    r"|portugal|ierland|ireland|suriname|aruba|bonaire|usa|united states|verenigde staten|canada|china|india|japan"
    r"|antwerpen|antwerp|gent|brugge|brussel|brussels"
    r"|bruxelles|leuven|hasselt|genk|mechelen|kortrijk|turnhout|luik|liege|diepenbeek|aalst oost-vlaanderen"
    r"|dusseldorf|duisburg|keulen|koln|cologne|aken|aachen"
    r"|munster|osnabruck|hamburg|berlijn|berlin|munchen|munich|frankfurt|parijs|paris|londen|london|madrid"
    r"|barcelona|lissabon|wenen|vienna|zurich|geneve|geneva"
    r"|kopenhagen|copenhagen|stockholm|oslo|helsinki|praag|prague|warschau|dublin|milaan|rome|athene|new york"
    r"|boston|toronto|uppsala|lausanne|cambridge|oxford)\b"
)
NOWHERE = re.compile(
    r"\b(?:heel nederland|landelijk|door heel|diverse (?:locaties|plaatsen)|verschillende (?:locaties|plaatsen)"
    r"|meerdere (?:locaties|plaatsen)|nationwide"
    r"|online|e-?learning|virtueel|virtual|(?<!op )zoom|teams|webinar|thuis|afstandsonderwijs|in-?\s?company"
    r"|bij (?:u|jou|je|uw|jullie)\b|op (?:uw|jouw|eigen) locatie"
    r"|klantlocatie|eigen locatie|locatie naar keuze|in overleg|nader te bepalen|n\.?t\.?b|n\.?v\.?t"
    r"|op de werkvloer|bij de klant|wordt (?:nog )?bekend)"
)
PREFIX = re.compile(
    r"^(?:locatie|lesplaats|plaats|vestiging|campus|regio|omgeving|omstreken|te|in|gemeente|stad|trainingslocatie"
    r"|leslocatie|cursuslocatie|location|city of|nabij|near)"
    r"\s*:?\s+"
)
REGION_PREFIX = re.compile(r"^(?:regio|omgeving|nabij|near)\b")
SUFFIX = re.compile(
    r"\s*(?:\((?P<hint>[^()]*)\)|[-–/]?\s?(?P<tail>stad|centrum|noord|oost|zuid|west|e\.o\.|eo|en omgeving"
    r"|en omstreken|nederland|netherlands))\s*$"
)
PART = re.compile(r"\s*(?:[,;|•\n]|(?<!\ba)/|\s[-–—]\s|\sen\s|\s&\s|\sof\s|\()\s*")
WORD = re.compile(r"[^\W\d_][\w'’./-]*")
# Place names that are also everyday words, first names or parts of names: they count only as a whole part.
EVERYDAY = """
aalst alem amen ane balk basse beek beets bern best boer born borne broek bunde buren dalen darp die doorn dorst
driel echt ede een ees elim ell elp elst emmen ens enter epen erica erm esch est etten gasse gauw gees goor
graft grave groet haler hall halle hank haren hee heeg heel heide hem hoek hoorn horn horst hulst iens ingen
kaag kats leek lent leur leuth lies linde linne loon made marle megen mill nes neer norg nuis olst onna ooij oss
peins puth putte reek ried riel rien rijs roden rolde sluis spier spijk spui stein stroe thorn tiel tuil tuk
uden veen velp vries waal warns weert well wier winde wons zand zegge zwaag berg bergen haven dam holten america
rome zuid noord west oost eind kamp nieuw huizen ons hei bosch campus laren post rock nederland sint welt kerk
markt molen school meer zee centrum noorden vianen linden weerd gelder baak
"""
COMMON = frozenset(EVERYDAY.split())
PROVINCE_NAMES = frozenset(words[0] for name, words in PROVINCE_WORDS.items() if name not in ("Utrecht", "Groningen"))
FAR = 30.0  # km; a postcode and a place name further apart contradict each other


def read_place(raw: RawPlace | None, context: str = "", field: str = "place") -> Read:
    """The place of a session. `context` holds other words that may tell namesakes apart: the source's province."""
    if raw is None:
        return Outcome()
    parts = (raw.name, raw.street, raw.postal_code, raw.locality, raw.region, raw.country)
    return _read(parts, raw.latitude, raw.longitude, context, field)


@lru_cache(maxsize=8192)  # a source names the same few venues again and again
def _read(parts: tuple[str | None, ...], latitude: str | None, longitude: str | None, context: str, field: str) -> Read:
    name, street, postal, locality, region, country = parts
    said = clip(", ".join(part for part in parts if part))
    if _is_abroad(country, f"{locality or ''} , {region or ''}" if locality else name or ""):
        return Outcome(flags=(flag("place_abroad", field, said),))
    hints = fold(" ".join(part for part in (region, locality, context) if part))
    by_name = _by_name(locality, name, street, hints, said, field)
    by_code = _by_postcode(postal, (street, locality, name), locality, said)
    if by_code:
        return _agreed(by_code, by_name, said, field)
    if by_name.value or by_name.flags:
        return by_name
    return _by_coordinates(latitude, longitude, said, field) or _nothing(said, field)


def _is_abroad(country: str | None, words: str) -> bool:
    folded = fold(country or "").strip()
    if folded:
        return not HOME.search(folded)
    whole = [fold(part).strip() for part in PART.split(words)]
    return any(ABROAD.fullmatch(re.sub(r"^(?:b|d|f|uk)?-?\d{4,5}\s+", "", part)) for part in whole if part)


def _agreed(by_code: Known[Place], by_name: Read, said: str, field: str) -> Read:
    """The postcode wins, unless a certain place name lies far away: then neither."""
    named = by_name.value
    code, name = by_code.value, named.value if named else None
    far = distance_km(code, name) if name else None
    if named and named.known is How.STATED and far is not None and far > FAR:
        return Outcome(flags=(flag("place_contradiction", field, said),))
    return Outcome(by_code)


def _by_postcode(
    postal: str | None, texts: tuple[str | None, ...], locality: str | None, said: str
) -> Known[Place] | None:
    """`places.postcode`: a postcode field, or a full postcode inside an address."""
    match = POSTCODE_FIELD.fullmatch(postal or "")
    # Belgian postcodes have four digits too: without letters the place must be Dutch or absent.
    if match and (match[2] or not locality or _town(fold(locality))):
        place = postcode_place(match[1])
    else:
        place = next((found for text in texts for found in _postcodes_in(text or "")), None)
    return Known[Place](value=place, known=How.STATED, rule="places.postcode", quote=said) if place else None


def _postcodes_in(text: str) -> Iterator[Place]:
    for match in POSTCODE.finditer(text):
        if place := postcode_place(match[1]):
            yield place


def _by_name(locality: str | None, name: str | None, street: str | None, hints: str, said: str, field: str) -> Read:
    for text, how in ((locality, How.STATED), (name, How.STATED), (street, How.INFERRED)):
        if text and not (text is street and not re.search(r",", text)):
            read = named_in(text, hints, said, field, how)
            if read.value or read.flags:
                return read
    return Outcome()


def named_in(text: str, hints: str, said: str, field: str, how: How = How.STATED) -> Read:
    """`places.name` when a part of the text is a place name; `places.venue` when a part ends with or holds one."""
    if _is_province(fold(text)):
        return Outcome()
    parts = [part for part in PART.split(text.strip(" ()")) if part.strip()]
    hints = f"{fold(text)} {hints}"
    whole = _distinct(found for part in parts if (found := _whole(part, hints)))
    if len(whole) > 1:
        whole = _without_province(whole)
    if len(whole) > 1:
        return Outcome(flags=(flag("place_several", field, said),))
    if whole:
        place, ambiguous, region = whole[0]
        rule = "places.region" if region else "places.name"
        return _outcome(place, ambiguous, rule, How.INFERRED if region else how, said, field)
    for part in reversed(parts):
        if inside := _inside(part, hints):
            return _outcome(*inside, "places.venue", How.INFERRED, said, field)
    return Outcome()


def _outcome(place: Place | None, ambiguous: bool, rule: str, how: How, said: str, field: str) -> Read:
    if ambiguous or place is None:
        return Outcome(flags=(flag("place_ambiguous", field, said),))
    return Outcome(Known[Place](value=place, known=how, rule=rule, quote=said))


def _distinct(found: Iterator[tuple[Place | None, bool, bool]]) -> list[tuple[Place | None, bool, bool]]:
    result: list[tuple[Place | None, bool, bool]] = []
    for one in found:
        if not any(one[0] and other[0] and _same(one[0], other[0]) for other in result):
            result.append(one)
    return result


def _same(one: Place, other: Place) -> bool:
    """Equal, or in one municipality ("Velp, Rheden")."""
    return one.name == other.name or one.municipality == other.municipality


def _without_province(found: list[tuple[Place | None, bool, bool]]) -> list[tuple[Place | None, bool, bool]]:
    """In "Amersfoort, Utrecht" the second part is the province."""
    provinces = {place.province for place, _, _ in found if place and place.name not in PROVINCE_WORDS}
    return [
        one for one in found if not (one[0] and one[0].name in PROVINCE_WORDS and one[0].name in provinces)
    ] or found


def _town(folded: str) -> bool:
    return folded.strip() in towns()


def _whole(part: str, hints: str) -> tuple[Place | None, bool, bool] | None:
    """A part that is a place name, perhaps with "locatie" before it or "(stad)" after it."""
    folded = fold(POSTCODE.sub(" ", part)).strip(" .,:()")
    # Zeeland and Nederland are villages too, but who writes them alone means the province and the country.
    if NOWHERE.fullmatch(folded) or HOME.fullmatch(folded) or folded in PROVINCE_NAMES:
        return None
    region = bool(REGION_PREFIX.match(folded))
    for candidate in _variants(folded):
        if candidate in towns():
            return (*choose(towns()[candidate], _beside(hints, candidate)), region)
    return None


def _variants(folded: str) -> Iterator[str]:
    yield folded
    without = PREFIX.sub("", folded)
    yield without
    suffix = SUFFIX.search(without)
    if suffix:
        yield without[: suffix.start()].strip()
    yield re.sub(r"\s(?:gld|nh|zh|nb|ov|l|o|gn|fr|dr|ut|zld|lb)\.?$", "", without)


def _beside(hints: str, name: str) -> str:
    """The hints without the name itself: "Groningen" must not vouch for itself as a province."""
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", hints, count=0)


def _inside(part: str, hints: str) -> tuple[Place | None, bool] | None:
    """The last place name in a venue ("ROC Rijn IJssel Arnhem"), written with a capital and no everyday word."""
    words = list(WORD.finditer(part))
    for last in range(len(words), 0, -1):
        for first in range(max(0, last - 4), last):
            phrase = part[words[first].start() : words[last - 1].end()].strip(".")
            if (phrase[0].isupper() or phrase[0] in "'’") and _is_safe(phrase, part, words[last - 1].end()):
                return choose(towns()[fold(phrase)], _beside(hints, fold(phrase)))
    return None


def _is_safe(phrase: str, part: str, end: int) -> bool:
    """Not an everyday word, and no street ("Arnhem 12" may be one) or longer name follows."""
    folded = fold(phrase)
    return (
        folded in towns() and folded not in COMMON and not re.match(r"\s?\d|\s(?:straat|weg|laan|plein)\b", part[end:])
    )


def _by_coordinates(latitude: str | None, longitude: str | None, said: str, field: str) -> Read | None:
    """`places.nearest_postcode`: coordinates alone, at most 5 km from a postcode's centre."""
    try:
        lat, lon = float(latitude or ""), float(longitude or "")
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        return None
    place, far = nearest(lat, lon)
    quote = clip(f"{said} ({latitude}, {longitude})".strip())
    if far > 5:
        return Outcome(flags=(flag("place_abroad" if far > 25 else "place_unknown", field, quote),))
    return Outcome(Known[Place](value=place, known=How.INFERRED, rule="places.nearest_postcode", quote=quote))


def _nothing(said: str, field: str) -> Read:
    folded = fold(said)
    if (
        not re.search(r"[a-z]{2}", folded)
        or NOWHERE.search(folded)
        or HOME.fullmatch(folded.strip(" ,."))
        or _is_province(folded)
    ):
        return Outcome()
    return Outcome(flags=(flag("place_unknown", field, said),))


CALLED_PROVINCE = re.compile(r"(?:de )?provincie (?P<name>[\w -]+)|(?P<before>[\w -]+?)[ ,]*\(?provincie\)?")


def _is_province(folded: str) -> bool:
    """Whether it says "Noord-Holland", "provincie Utrecht", "Utrecht (provincie)". "Utrecht" alone is the town."""
    said = folded.strip(" .,")
    called = CALLED_PROVINCE.fullmatch(said)
    name = (called["name"] or called["before"]) if called else said
    a_town_too = not called and name in ("utrecht", "groningen")
    return not a_town_too and any(name in words for words in PROVINCE_WORDS.values())


TITLE_PLACE = re.compile(
    r"(?:\s(?:in|te|regio|locatie|cursus|opleiding|training|workshop|examen)\s|\s[-–|]\s|,\s"
    r"|\()(?P<name>['’A-Z][^,|()–]{2,40}?)\)?\s*$"
)


def place_in_title(title: str, context: str = "") -> Read:
    """`places.in_title`: a place name that ends the title, after "in", "te", a dash, a comma or a bracket; inferred."""
    match = TITLE_PLACE.search(title)
    if not match or fold(match["name"]) in COMMON:
        return Outcome()
    place = place_of_words(match["name"], f"{title} {context}")
    if place is None:
        return Outcome()
    return Outcome(Known[Place](value=place, known=How.INFERRED, rule="places.in_title", quote=clip(title)))


def source_province(province: str | None) -> Known[Place] | None:
    """`places.source_province`: the declared province of a source whose course names no place."""
    if province is None:
        return None
    place = Place(name=province, province=province)
    return Known[Place](
        value=place, known=How.INFERRED, rule="places.source_province", quote=f"source declared for {province}"
    )


def place_of_words(name: str, context: str = "") -> Place | None:
    """The one town with this name; None for a province, a country, or one of several that nothing tells apart."""
    found = _whole(name, fold(context))
    return found[0] if found else None


def find_place(text: str) -> Place | None:
    """The one Dutch place that a text names, by postcode or name; None when there is none, or more than one fits."""
    read = _read((None, None, None, text, None, None), None, None, "", "place")
    return read.value.value if read.value else None


def place_named(query: str) -> Place | None:
    """Place of a postcode (`6811 AB`, `6811`) or name; of namesakes the one in a named province, else the largest."""
    code = POSTCODE_FIELD.fullmatch(query)
    if code:
        return postcode_place(code[1])
    folded = fold(query).strip(" .,")
    for candidate in (*_variants(folded), *(_variants(folded.split(",")[0].strip()))):
        if options := towns().get(candidate):
            chosen, _ = choose(options, _beside(folded, candidate))
            return chosen or max(options, key=lambda town: (town.population, town.postcodes)).place
    return None


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance in km; None when either has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return kilometres(a.latitude, a.longitude, b.latitude, b.longitude)
