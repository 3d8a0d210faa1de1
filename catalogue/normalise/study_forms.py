"""What study a person or an adjective belongs to: a "verkeerskundig medewerker" to verkeerskunde, a "technisch
chemicus" to technische chemie. The endings alone relate them: this module knows no field, `studies` knows which exist.
"""

import re
from collections.abc import Iterator

# Behind an adjective these say who does it or what is done, not another subject. A manager is not among them.
ROLE = re.compile(
    r"(?:medewerk(?:er|ster)|ingenieur|technicus|technoloog|ontwerp(?:er|en)?|teken(?:aar|en)|opzichter|uitvoerder"
    r"|constructeur|constructies?|specialist|onderzoek(?:er)?|analist|laborant|vakman|werkvoorbereid(?:er|ing)|calculator"
    r"|engineer|planning|modelleur|inspecteur|adviseur|onderwijs|wetenschap|installaties|onderhoud)s?$"
)
LOWER = re.compile(r"\bmedewerk(?:er|ster)s?$")
"""Whoever works for an engineer is none yet."""
ENDINGS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"(?<=[a-z]{{2}})(?:{form})$"), studies)
    for form, studies in (
        ("bouwkundigen?|bouwkundige?", ("bouwkunde", "bouw")),
        ("bouwers?", ("bouw",)),
        ("kundigen?|kundige?", ("kunde",)),
        ("technische?|technicus|technici|technica", ("techniek",)),
        ("technologische?|technoloog|technologen", ("technologie",)),
        ("logische?|loog|logen", ("logie",)),
        ("mische?|micus|mici", ("mie",)),
        ("ische?|icus|ici|ica", ("ica", "ie", "iek")),
        ("engineers?", ("engineering",)),
        ("technologists?", ("technology",)),
        ("scientists?", ("science",)),
        ("architects?", ("architecture",)),
        ("mists?", ("mistry",)),
        ("icists?", ("ics",)),
    )
)
WHOLE = {
    "chemicus": "chemie",
    "chemici": "chemie",
    "chemisch": "chemie",
    "chemist": "chemistry",
    "engineer": "engineering",
}
"""Forms that are a word of their own, with too few letters before the ending."""


def forms_of(name: str) -> Iterator[str]:
    """The names of studies that the name of a person or an adjective may belong to, the likeliest first."""
    words = name.split()
    for said in (words[:-1], words) if len(words) > 1 and ROLE.fullmatch(words[-1]) else (words,):
        *before, last = said
        for study in _studies(last):
            yield " ".join([*map(_inflected, before), study])


def _studies(word: str) -> Iterator[str]:
    if word in WHOLE:
        yield WHOLE[word]
    for form, studies in ENDINGS:
        if form.search(word):
            yield from (form.sub(study, word) for study in studies)
            return


def _inflected(word: str) -> str:
    """The adjective as it stands before the study: "technisch chemicus", but "technische chemie"."""
    return f"{word}e" if word.endswith(("isch", "ig")) else word
