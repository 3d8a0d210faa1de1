"""Leerbedrijf, employer and a promise of work: only what the words of the offer state.

"Onze docenten werken bij een leerbedrijf" or "na afloop kun je werken bij" is neither.
"""

import re

from catalogue.normal import How, Known, Workplace
from catalogue.normalise.outcome import around

LEERBEDRIJF = re.compile(
    r"\bleerwerkbedrij\w+|\bleer-?werk(?:plek|baan|traject|overeenkomst)\b|\bleerbaan\b|\b(?:erkend|een|het"
    r"|jouw|je|ons|"
    r"bij|SBB)\s(?:erkend\s)?leerbedrij(?:f|ven)\b|\bwerk\w* bij een (?:erkend )?leerbedrijf\b"
    r"|\bpraktijkovereenkomst\b",
    re.I,
)
EMPLOYER = re.compile(
    r"\b(?:in dienst (?:van|bij)|direct in dienst|krijg je (?:een|direct een) (?:arbeids)?contract|(?:arbeids"
    r"|leer-?arbeids)"
    r"(?:contract|overeenkomst) (?:bij|voor|van)|je werkgever betaalt|betaald (?:leren en werken|werken en leren)"
    r"|werken en leren bij|salaris vanaf (?:dag één|dag 1|de eerste dag)|je contract en je opleiding betaalt"
    r"|employed by|traineeship|dienstverband (?:bij|van|voor))\b",
    re.I,
)
GUARANTEE = re.compile(
    r"\bbaan-?\s?garantie\b|\bwerk-?\s?garantie\b|\bgegarandeerde?\s(?:een\s)?(?:baan|werk|dienstverband|job)\b"
    r"|\bgegarandeerd aan (?:het werk|de slag)\b|\bjob guarantee\w*|\bguaranteed job\b|\bbaanzekerheid\b"
    r"|\bmet (?:uitzicht op )?een vaste? baan gegarandeerd\b",
    re.I,
)
DENIED = re.compile(r"\b(?:geen|niet|zonder|no|not|bijna|haast|vrijwel)\W+(?:\w+\W+){0,3}$", re.I)
IN_TEXT = ("leerbedrij", "leerwerk", "leer-werk", "leerbaan", "praktijkovereenkomst", "in dienst", "contract",
           "werkgever", "werken en leren", "leren en werken", "salaris", "employed", "traineeship",
           "overeenkomst", "dienstverband")  # fmt: skip
IN_PROMISE = ("garantie", "gegarandeerd", "guarantee", "baanzekerheid")


def read_workplace(text: str) -> Known[Workplace] | None:
    """`workplaces.leerbedrijf`, else `workplaces.employer`; inferred from the text."""
    lowered = text.lower()
    if not any(word in lowered for word in IN_TEXT):
        return None
    for workplace, pattern, rule in (
        (Workplace.LEERBEDRIJF, LEERBEDRIJF, "workplaces.leerbedrijf"),
        (Workplace.EMPLOYER, EMPLOYER, "workplaces.employer"),
    ):
        if match := _stated(pattern, text):
            return Known[Workplace](value=workplace, known=How.INFERRED, rule=rule, quote=around(text, *match.span()))
    return None


def read_job_guarantee(text: str) -> Known[bool] | None:
    """`workplaces.job_guarantee`: True where the offer promises work; a chance of work is no promise."""
    lowered = text.lower()
    match = _stated(GUARANTEE, text) if any(word in lowered for word in IN_PROMISE) else None
    if match is None:
        return None
    quote = around(text, *match.span())
    return Known[bool](value=True, known=How.INFERRED, rule="workplaces.job_guarantee", quote=quote)


def _stated(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that no "geen" or "niet" stands before."""
    matches = pattern.finditer(text)
    return next((m for m in matches if not DENIED.search(text[max(0, m.start() - 40) : m.start()])), None)
