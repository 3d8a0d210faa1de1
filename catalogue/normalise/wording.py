"""How a listing is written: gender-coded words, abbreviations that nobody explains,
    and how hard the Dutch is to read.

Only flagged, for editors; a text is never rewritten. Pure, and all words are this project's own.

Sources of the ideas: words that sound made for men keep women away (Gaucher, Friesen and Kay, "Evidence that gendered
wording in job advertisements exists and sustains gender inequality", Journal of Personality and Social"
    " Psychology 101,
2011); readability is Flesch's reading ease with the weights of W.H. Douma for Dutch ("De leesbaarheid van
landbouwbladen", Wageningen, 1960): 206.835 - 0.93 x words per sentence - 77 x syllables per word.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalogue.normal import Flag

MAX_READ = 3_000  # characters; enough to judge how a text is written
LONGEST_QUOTE = 200
MOST = 15  # different abbreviations; more of them is a text in capitals

MASCULINE, FEMININE, FOR_ONE, JARGON = "masculine", "feminine", "for one sex", "jargon"
WORDS = {
    MASCULINE: "stoer stoere keihard keiharde aanpakker aanpakkers doorpakk* daadkracht* ambitieu* gedreven"
    " dominant* competitie*"
    " onverschrokken winnaar* bikkel bikkels kanjer kanjers krachtpatser* zelfverzekerd* slagvaardig*"
    " uitblinker* rockstar*"
    " ninja* strijder* vechter*",
    FEMININE: "zorgzaam zorgzame behulpzaam behulpzame meelevend* empath* inlevend* gevoelig* hartelijk* lieve"
    " zachtaardig*"
    " verbindend* gezellig* harmonie*",
    FOR_ONE: "vakman vakmannen ambachtsman timmermannen manschappen mannetje jongens heren huisvrouw* dames",
    JARGON: "kwalificatiedossier* keuzedeel keuzedelen werkprocessen kerntaken summatie* formatie*"
    " competentiegericht*"
    " leeruitkomsten mindset skillset stakeholder* intervisie didactisch* implementer* faciliter* conform"
    " middels teneinde"
    " derhalve alsmede onderhavig* dientengevolge state-of-the-art",
}
"""Kind -> words in lower case; `*` ends a beginning.

"Voor vrouwen" is for whom a course is: no such word.
"""
PHRASES = {
    "harde werker": MASCULINE, "sterke handen": MASCULINE, "stevige vent": MASCULINE, "hij moet": FOR_ONE,
    "hij leert": FOR_ONE,
    "certificeerbare eenheid": JARGON, "learning outcomes": JARGON, "blended learning": JARGON,
    "flipped classroom": JARGON,
    "state of the art": JARGON,
}  # fmt: skip
EXACT = {word: kind for kind, words in WORDS.items() for word in words.split() if not word.endswith("*")}
STEMS = {word[:-1]: kind for kind, words in WORDS.items() for word in words.split() if word.endswith("*")}
COMMON = frozenset((
    "NL", "EU", "BE", "UK", "USA", "TV", "PC", "IT", "ICT", "AI", "MBO", "HBO", "WO", "VMBO", "HAVO", "VWO",
    "CV", "BTW",
    "PDF", "USB", "EHBO", "GPS", "DVD", "CD", "ID", "OK", "BV", "NV", "TU", "EUR", "VAT", "COVID", "WIFI",
    "WWW", "FAQ", "ROC",
    "II", "III", "IV", "VI", "VII", "VIII", "IX", "UUR", "EN", "OF", "DE", "HET", "IN", "OP", "TE", "VAN",
    "VOOR", "JE", "NIET", "LET",
))  # fmt: skip
"""Abbreviations that need no explanation, Roman numbers, and words that are written in capitals for stress."""
ABBREVIATION = re.compile(r"(?<![\w/-])[A-Z]{2,6}(?![\w])")
WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
SENTENCE = re.compile(r"[.!?](?=\s|$)|[•|;\n]")
SYLLABLE = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiouyà-æè-öø-ý]")
LEAST_WORDS, LEAST_SENTENCES = 100, 5
"""A shorter text says too little about how it reads."""
HARD = 45.0
"""Below this Douma calls a text hard; texts at level B1 are mostly at 60 or above."""


@dataclass(frozen=True, slots=True)
class Readability:
    """Flesch-Douma: 100 is very easy, 0 very hard."""

    score: float
    words_per_sentence: float
    syllables_per_word: float


def readability(text: str) -> Readability | None:
    """The figure of a Dutch text; None for one under 100 words or 5 sentences."""
    seen = text[:MAX_READ]
    words = WORD.findall(seen.lower())
    sentences = sum(" " in part.strip() for part in SENTENCE.split(seen))
    if len(words) < LEAST_WORDS or sentences < LEAST_SENTENCES:
        return None
    long, syllables = len(words) / sentences, sum(map(_syllables, words)) / len(words)
    return Readability(round(206.835 - 0.93 * long - 77 * syllables, 1), round(long, 1), round(syllables, 2))


@lru_cache(maxsize=100_000)  # a text's words are mostly those of the text before
def _syllables(word: str) -> int:
    return len(SYLLABLE.findall(word))


@lru_cache(maxsize=100_000)
def _kind(word: str) -> str | None:
    if kind := EXACT.get(word):
        return kind
    return next((STEMS[word[:size]] for size in range(len(word), 3, -1) if word[:size] in STEMS), None)


def _found(text: str) -> dict[str, str]:
    """The words and phrases of our lists with their kind, in order, each once."""
    lowered = text.lower()
    words = {word: kind for word in dict.fromkeys(WORD.findall(lowered)) if (kind := _kind(word))}
    return words | {phrase: kind for phrase, kind in PHRASES.items() if phrase in lowered}


def gender_coded(found: dict[str, str]) -> tuple[str, ...]:
    """Words for one sex, and coded words where two more point one way than the other."""
    persons, masculine, feminine = (
        tuple(word for word, kind in found.items() if kind == wanted) for wanted in (FOR_ONE, MASCULINE, FEMININE)
    )
    coded = max(masculine, feminine, key=len) if abs(len(masculine) - len(feminine)) > 1 else ()
    return (*persons, *coded)


def unexplained(title: str, text: str) -> tuple[str, ...]:
    """Abbreviations that neither the text explains nor the title names."""
    found = [one for one in dict.fromkeys(ABBREVIATION.findall(text)) if one not in COMMON and one not in title.upper()]
    # A text in capitals throughout has no abbreviations to speak of.
    return () if len(found) > MOST else tuple(one for one in found if not _is_explained(one, text))


def _is_explained(abbreviation: str, text: str) -> bool:
    """ "praktijkovereenkomst (POK)", "POK (praktijkovereenkomst)", "POK staat voor"."""
    word = re.escape(abbreviation)
    return bool(
        re.search(
            rf"[a-z]{{3,}}\s\(\s?{word}\s?\)|\b{word}\s?\([a-zA-Z]+[a-z\s-]{{5,}}"
            rf"|\b{word}[,:]?\s(?:staat voor|betekent|is de afkorting)",
            text,
        )
    )


def wording_flags(title: str, text: str) -> tuple[Flag, ...]:
    """`wording_gendered`, `wording_jargon` and `wording_hard` of a Dutch listing,
    each with the words that raise it."""
    seen = text[:MAX_READ]
    words, read = _found(f"{title}. {seen}"), readability(seen)
    jargon = [word for word, kind in words.items() if kind == JARGON]
    found = (
        ("wording_gendered", ", ".join(gender_coded(words))),
        ("wording_jargon", ", ".join((*unexplained(title, seen), *jargon))),
        ("wording_hard", _figures(read) if read and read.score < HARD else ""),
    )
    return tuple(
        Flag(reason=reason, field="description", quote=quote[:LONGEST_QUOTE]) for reason, quote in found if quote
    )


def figures_of(read: Readability) -> str:
    """What the score is made of, for people."""
    return f"{read.words_per_sentence} words a sentence, {read.syllables_per_word} syllables a word"


def _figures(read: Readability) -> str:
    return f"Flesch-Douma {read.score}: {figures_of(read)}"
