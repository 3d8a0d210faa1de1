"""The language a course is taught in, as ISO 639-1: the source's field, else words that say so, else the text's own."""

import re
from collections import Counter

from catalogue.normal import How, Known
from catalogue.normalise.outcome import Outcome, around, clip, flag
from catalogue.normalise.text import fold

Read = Outcome[Known[str]]

NAMES = {
    name: code
    for code, names in {
        "nl": "nl nld dut ned nederlands nederlandse nederlandstalig dutch neerlandais",
        "en": "en eng engels engelse engelstalig english",
        "de": "de deu ger duits duitse duitstalig german deutsch",
        "fr": "fr fra fre frans franse franstalig french francais",
        "es": "es spa spaans spanish",
        "pl": "pl pol pools polish",
        "uk": "uk ukr oekraiens oekraiense ukrainian",
        "ar": "ar ara arabisch arabic",
        "tr": "tr tur turks turkish",
        "ro": "ro ron rum roemeens romanian",
        "bg": "bg bul bulgaars bulgarian",
        "ru": "ru rus russisch russian",
        "fy": "fy fry fries frysk frisian",
        "it": "it ita italiaans italian",
        "pt": "pt por portugees portuguese",
    }.items()
    for name in names.split()
}
TAUGHT_IN = re.compile(
    r"\b(?:voertaal|lestaal|voertaal is|lesstof is|taught in|language(?: of instruction)?|gegeven in het"
    r"|verzorgd in het|in het)\s*(?:is\s*)?:?\s*(?:het\s)?"
    r"(?P<name>Nederlands|Engels|Duits|Frans|Pools|Oekraïens|Arabisch|Dutch|English|German)\b(?!\s(?:leren|spreken"
    r"|en wiskunde))"
    r"|\b(?P<adjective>Engelstalig|Nederlandstalig|Duitstalig|Franstalig)e?\b",
    re.I,
)
SAYS = re.compile(r"voertaal|lestaal|talig|taught in|language|het (?:engels|duits|nederlands|frans|pools|oekra|arab)")
"""A text without any of these says nothing of the language it is taught in."""
STOP_WORDS_OF = {
    "nl": "de het een en van voor met je op te is dat die zijn wordt bij aan ook als naar jij deze jouw u na hebt kan",
    "en": "the and of to you for with is are this that your will on be as by from at our how it an",
    "de": "der die und das mit für sie ist den von auf ein eine werden zu im des sich nicht auch",
    "es": "los las que una por con para del como más este muy",
    "pt": "que um uma por com para não como mais dos das ao",
    "fr": "le la les et des pour vous une est dans du avec sur aux en un par votre nous ce",
}
STOP_WORDS = {code: frozenset(words.split()) for code, words in STOP_WORDS_OF.items()}
WORD = re.compile(r"[a-zà-ÿ]+")


def read_language(text: str | None, field: str = "language") -> Read:
    """`languages.field`: `nl`, `nl-NL`, `Nederlands`, `Dutch`. Several languages: none is chosen."""
    if not text or not text.strip():
        return Outcome()
    words = re.findall(r"[a-z]+", re.sub(r"\b([a-z]{2,3})[-_][a-z]{2}\b", r"\1", fold(text)))
    codes = {NAMES[word] for word in words if word in NAMES}
    if len(codes) == 1:
        return Outcome(Known[str](value=codes.pop(), known=How.STATED, rule="languages.field", quote=clip(text)))
    return Outcome() if codes else Outcome(flags=(flag("language_unknown", field, text),))


def _hits(words: list[str]) -> dict[str, int]:
    """How many of the words are common ones, for each language."""
    counts = Counter(words)
    return {code: sum(counts[word] for word in stops & counts.keys()) for code, stops in STOP_WORDS.items()}


def is_dutch(text: str) -> bool:
    """Whether a text of some words is in Dutch, by its most common words: they come first, and there are three."""
    words = WORD.findall(text[:2000].lower())
    hits = _hits(words)
    return hits["nl"] >= 3 and hits["nl"] == max(hits.values())


def _of_few(words: list[str], text: str) -> Known[str] | None:
    """`languages.of_few`: a title with at least two common words of one language and none of another; inferred."""
    hits = _hits(words)
    best = max(hits, key=lambda code: hits[code])
    if hits[best] < 2 or sum(hits.values()) > hits[best]:
        return None
    return Known[str](value=best, known=How.INFERRED, rule="languages.of_few", quote=clip(text[:120]))


DUTCH_SHAPE = re.compile(
    r"(?:heid|heden|heids\w*|lijke?|schap|schappen|[a-z]{3}tie|[a-z]{3}ties|iteit|eren|elen|kunde|kundige?|techniek|daagse?"
    r"|ingen|ische|aar|aard|aat|oor|voer|vaart|boer|bouw|werk|zorg|recht|monteur|lasser|opleiding|cursus|scholing|lessen|dag)$"
    r"|ij[bcdfgklmnprstvz]|(?:aa|uu)[bdfgklmnprst]|eeuw|ieuw"
    r"|^(?:ver|voor|over|onder|aan|uit|op|her|ge|be)[bdfghkmnprstvwz][a-z]{4,}en$"
)
"""Endings and letter pairs that Dutch words have and English words have not."""
DUTCH = (
    "basis netwerk nationale digitale digitaal verkeer voertuigen vrouwen mannen beheerders zorg veilig "
    "techniek praktijk theorie niveau herhalen behalen werken leren lassen metselen timmeren elektra heftruck "
    "hoogwerker strategie uitvoering voor met naar het een van bij aan als hoe wat word worden jij jouw onze "
    "ons vak kennis en sociale fysieke chemie dak dakdekker loodgieter stratenmaker schilder onderhoud "
    "belasting lading bhv ehbo vca gebruik zweminstructeur instructeur vervolgopleidingen trainings wedstrijd "
    "jeugd gezin zelfstandig oriëntatie omscholen thuis boven onder dokters "
)
DUTCH_WORDS = frozenset(DUTCH.split())
FOREIGN = "introduction basics advanced course science learning health care systems how can support principles"
FOREIGN_WORDS = frozenset(
    " ".join([FOREIGN, *(words for code, words in STOP_WORDS_OF.items() if code != "nl")]).split()
)
FOREIGN_SHAPE = re.compile(
    r"(?:tion|tions|ness|ship|ing|ity|ies|ous|ical|ment|ble|ght|ance|ence|ción|ção|ções|ung|keit|lich)$|^th|^wh|[äöüßñãõ]"
)
BORROWED = frozenset(("training", "planning", "coaching", "meeting", "management", "in", "de", "en", "is", "des"))
E_LEARNING = re.compile(r"\be-?learning\b")


def _of_words(words: list[str], text: str) -> Known[str] | None:
    """`languages.of_words`: a title of two words or more with more Dutch words than foreign ones; inferred.

    An English title says nothing: many of those courses are given in Dutch.
    """
    words = [word for word in words if len(word) > 1]
    dutch = sum(word in DUTCH_WORDS or bool(DUTCH_SHAPE.search(word)) for word in words)
    foreign = sum(
        word not in BORROWED and (word in FOREIGN_WORDS or bool(FOREIGN_SHAPE.search(word)))
        for word in words
        if word not in DUTCH_WORDS and not DUTCH_SHAPE.search(word)
    )
    if len(text.split()) < 2 or dutch <= foreign:
        return None
    return Known[str](value="nl", known=How.INFERRED, rule="languages.of_words", quote=clip(text[:120]))


OTHER_SCRIPT = re.compile(r"[\u0370-\u058f\u0590-\u08ff\u0900-\u0fff\u3040-\u9fff\uac00-\ud7af]{2}")
"""A word in Greek, Cyrillic, Hebrew, Arabic or an Asian script: the lists know nothing of such a text."""


def language_in_text(text: str) -> Known[str] | None:
    """`languages.said` ("voertaal Engels"), else `languages.of_text` for a text of at least 25 words; inferred."""
    lowered = text.lower()
    if SAYS.search(lowered) and (said := TAUGHT_IN.search(text)):
        name = fold(said["name"] or said["adjective"])
        return Known[str](
            value=NAMES[name], known=How.INFERRED, rule="languages.said", quote=around(text, *said.span())
        )
    words = WORD.findall(E_LEARNING.sub(" ", lowered[:2000]))
    if not lowered.isascii() and OTHER_SCRIPT.search(lowered, 0, 2000):
        return None
    if len(words) < 25:
        return _of_few(words, text) or _of_words(words, text)
    hits = sorted(((count, code) for code, count in _hits(words).items()), reverse=True)
    (best, code), (second, _) = hits[0], hits[1]
    if best < 6 or best < 2 * second:
        return None
    return Known[str](value=code, known=How.INFERRED, rule="languages.of_text", quote=clip(text[:120]))
