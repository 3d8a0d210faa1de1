"""Names of technical occupations and mbo qualifications: "Chipontwerper", "Opleiding tot natuursteenbewerker".

The names are those of `catalogue/data/careers.csv` (what people call a job) and of the technical qualifications in
`crebo.csv`. A title is one of them when nothing else stands in it but a rank, the name of a programme, or a level.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from catalogue.normal import Sector
from catalogue.normalise.levels import qualifications
from catalogue.normalise.studies import bare
from catalogue.normalise.technical_codes import of_qualification
from catalogue.normalise.text import fold
from catalogue.normalise.vocabulary import AGAINST, WORD, signs

CAREERS = Path(__file__).parents[1] / "data" / "careers.csv"
# Jobs that a course of another kind is named after as well, or that alone say only a rank.
UNCLEAR = frozenset({
    "agile tester", "allround logistiek medewerker", "allround vakman", "assemblage medewerker", "balkman",
    "bestuurder", "brander", "carwrapper", "directievoerder", "draaier", "frezer", "game artist", "gieter",
    "human technology", "hybride docent", "hybride leraar", "instructeur mbo", "kwaliteitsborger",
    "logistiek medewerker", "magazijn medewerker", "magazijnmedewerker", "objectleider", "ondernemer",
    "onderwijsondersteuner", "operator textiel", "opmeter", "opperman", "orderpicker", "planner", "polijster",
    "product owner", "projectleider", "projectstoffeerder", "samenbouwer", "scrum master", "specialist textiel",
    "stoker", "teamleider", "vakman", "verkeersregelaar", "warehouse medewerker",
})  # fmt: skip
DOUBTFUL = re.compile(r"manag|coach|business|sales|leidinggev|verkoop")
"""An "it manager" is doubtful, a "database administrator" is not, whatever "administrator" says elsewhere."""
LEAD = re.compile(
    r"^(?:(?:word|cursus|basiscursus|training|leergang|omscholing|zij-?instroom|traject|vakopleiding|bbl|bol|mbo|beroepsopleiding"
    r"|allround|eerste|leerling|aankomend|beginnend|gezel|assistent|junior|zelfstandig|tot|naar|voor|een|als|de)\b[\s:-]*)+"
)
TAIL = re.compile(
    r"[\s,:-]+(?:worden|bbl|bol|mbo|niveau|nivo|deeltijd|dagopleiding|avondopleiding|opleiding|cursus|basis|gevorderd\w*|[1-4]"
    r"|derde leerweg|m/v(?:/x)?)$"
)
JOINED = re.compile(r"\s*/\s*|\s+en\s+")


@dataclass(frozen=True, slots=True)
class Job:
    """A technical occupation. `sector` None where its qualification's domain holds several."""

    name: str
    sector: Sector | None


@lru_cache(maxsize=20_000)
def job_of(title: str) -> Job | None:
    """The technical job that a title is the name of, and nothing besides; None for any other title."""
    if len(title) > 100:
        return None
    name = _name(title)
    return _known(name) or _of_parts(JOINED.split(name))


def _of_parts(parts: list[str]) -> Job | None:
    found = [_known(part) for part in parts]
    return found[0] if len(parts) > 1 and all(found) else None


def _known(name: str) -> Job | None:
    plain = _plain(name)
    return jobs().get(plain) or jobs().get(_plain(LEAD.sub("", name)))


def _name(title: str) -> str:
    """Without what calls it a course and without its level: "Word chipontwerper (mbo, niveau 4)"."""
    name = LEAD.sub("", bare(title))
    while (shorter := TAIL.sub("", name)) != name:
        name = shorter
    return name.strip(" -:,.")


def _plain(name: str) -> str:
    return " ".join(WORD.findall(name))


@cache
def jobs() -> dict[str, Job]:
    """Folded name -> the job. Those of who manages or sells it are left to the words."""
    found: dict[str, Job] = {}
    for name, sector in (*_careers(), *_qualifications()):
        plain = _plain(fold(name))
        if plain and plain not in UNCLEAR and not _is_doubtful(plain):
            found.setdefault(plain, Job(plain, sector))
    return found


def _is_doubtful(name: str) -> bool:
    return any(sign.kind == AGAINST and DOUBTFUL.search(sign.word) for sign in signs(name))


def _careers() -> Iterator[tuple[str, Sector]]:
    with CAREERS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = (row["label"], *filter(None, row["names"].split("|")))
            yield from ((name, Sector(row["sector"])) for name in names if not set("*+") & set(name))


def _qualifications() -> Iterator[tuple[str, Sector | None]]:
    for each in qualifications().values():
        technical, sector = of_qualification(each)
        if technical:
            yield each.name, sector
