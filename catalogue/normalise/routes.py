"""The way of learning (BBL, BOL, derde leerweg, private, hbo part-time) and the kind (omscholing, bijscholing)."""

import re

from catalogue.normal import How, Kind, Known, Route
from catalogue.normalise.outcome import around

ROUTES: tuple[tuple[Route, re.Pattern[str]], ...] = (
    (Route.DERDE_LEERWEG, re.compile(r"\bderde leerweg\b|\b3e leerweg\b|\bovo\b|\boverig onderwijs\b", re.I)),
    (Route.BBL, re.compile(r"\bBBL\b|\bberoepsbegeleidende leerweg\b", re.I)),
    (Route.BOL, re.compile(r"\bBOL\b|\bberoepsopleidende leerweg\b")),
    (Route.HBO_PART_TIME, re.compile(
        r"\b(?:hbo|bachelor|associate degree)\b.{0,60}\bdeeltijd\b|\bdeeltijd\b.{0,40}\b(?:hbo|bachelor"
        r"|associate degree|ad)\b", re.I)),
    (Route.PRIVATE, re.compile(
        r"\bparticulier\b|\bbedrijfsopleiding\b|\bbrancheopleiding\b|^private$|\bcontractonderwijs\b", re.I)),
)  # fmt: skip
BOL_ALONE = re.compile(r"\bbol\b", re.I)
"""In a running text "bol" is a ball; in the route field it is the BOL."""
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.OMSCHOLING, re.compile(
        r"\b(?:omschol\w*|om te scholen\b|zij-?instro(?:om|mer)\w*|carri[eè]re-?switch\w*"
        r"|retraining\b|career (?:change|switch)\w*)", re.I)),
    (Kind.BIJSCHOLING, re.compile(
        r"\b(?:bijschol\w*|naschol\w*|bij te scholen\b|upskilling\b|opfris\w*|herhaling(?:s\w*)?\b"
        r"|herhalen\b|hercertificer\w*|permanente educatie\b|PE-punten\b|actualisatie\w*|refresher\b)", re.I)),
)  # fmt: skip


CREDITED = re.compile(
    r"\b(?:eisen|geschikt|mee|gebruiken|uren|punten|erkend|geldt|gelden|geldig) (?:voor|als) (?:(?:de|uw|je|jouw) )?"
    r"(?:verplichte |periodieke )?(?:code ?95[ -])?nascholing\b",
    re.I,
)
BOTH = re.compile(r"\b(?:behalen\b.{0,12}\bherhal|herhal\w*\b.{0,12}\bbehalen\b)", re.I)
NEAR = 100
"""Characters on each side; further off a page lists other courses."""
MAX_KIND = 1_000  # characters; further on a page speaks of other courses
IN_TEXT = ("leerweg", "bbl", "bol", "deeltijd")
IN_TITLE = (*IN_TEXT, "ovo", "overig", "particulier", "bedrijfs", "branche", "private", "contract")
KINDS_IN_TEXT = (
    "schol", "zij-in", "zijin", "switch", "career", "training", "upskill", "opfris", "herh", "hercert", "actualis",
)  # fmt: skip
KINDS_IN_TITLE = (*KINDS_IN_TEXT, "permanente", "pe-", "refresher")
"""A running text without any of these needs no search."""


def read_route(field: str | None, title: str, description: str) -> Known[Route] | None:
    """`routes.field` in the source's own field, else `routes.in_title` or `routes.in_text`; both BBL and BOL: None."""
    for text, known, rule in (
        (field and BOL_ALONE.sub("BOL", field), How.STATED, "routes.field"),
        (_worth(title, IN_TITLE), How.INFERRED, "routes.in_title"),
        (_worth(description, IN_TEXT), How.INFERRED, "routes.in_text"),
    ):
        if text and (found := _found(text)):
            if len(found) > 1:
                return None
            route, match = found[0]
            return Known[Route](value=route, known=known, rule=rule, quote=around(text, *match.span()))
    return None


def _worth(text: str, needles: tuple[str, ...]) -> str | None:
    lowered = text.lower()
    return text if any(needle in lowered for needle in needles) else None


def _found(text: str) -> list[tuple[Route, re.Match[str]]]:
    return [(route, match) for route, pattern in ROUTES if (match := pattern.search(text))]


def read_kind(field: str | None, title: str, description: str, subjects: tuple[str, ...] = ()) -> Known[Kind] | None:
    """`kinds.field`, `kinds.in_title`, `kinds.in_subjects`, `kinds.in_text` (its beginning) or `kinds.credited`.

    A text that names both tells nothing, nor does "behalen en herhalen": for newcomers and for those who renew.
    """
    for text, known, rule in (
        (field, How.STATED, "kinds.field"),
        (_worth(title, KINDS_IN_TITLE), How.INFERRED, "kinds.in_title"),
        (" | ".join(subjects), How.INFERRED, "kinds.in_subjects"),
        (_worth(description[:MAX_KIND], KINDS_IN_TEXT), How.INFERRED, "kinds.in_text"),
    ):
        if text and BOTH.search(text):
            return None
        found = [(kind, match) for kind, pattern in KINDS if (match := pattern.search(text))] if text else []
        if len(found) == 1 and text:
            kind, match = found[0]
            return Known[Kind](value=kind, known=known, rule=rule, quote=around(text, *match.span()))
        if found:
            return None
    return _credited(description)


def _credited(text: str) -> Known[Kind] | None:
    """`kinds.credited`: anywhere in a text that it counts as the compulsory "nascholing" of a trade; inferred."""
    match = CREDITED.search(text) if "nascholing" in text else None
    near = text[max(0, match.start() - NEAR) : match.end() + NEAR] if match else ""
    if match is None or "niet" in text[max(0, match.start() - 12) : match.end()] or BOTH.search(near):
        return None
    return Known[Kind](
        value=Kind.BIJSCHOLING, known=How.INFERRED, rule="kinds.credited", quote=around(text, *match.span())
    )
