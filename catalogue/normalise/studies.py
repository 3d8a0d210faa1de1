"""What a bare name of a study is about: "Marine Technology", "Life Science and Technology", "Alfa-informatica".

The last word of a name is its head, in both languages: "technology management" is management, "history of technology"
history. So the whole name must be the study; parts that are joined ("A and B") must each be known.
The words stand in `catalogue/data/studies.yaml`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from catalogue.normal import Sector
from catalogue.normalise.text import fold
from catalogue.normalise.vocabulary import AGAINST, signs

TABLE = Path(__file__).parents[1] / "data" / "studies.yaml"
LONGEST = 120  # characters of a name
# Words that call something a programme, and say nothing of its subject.
LEAD = re.compile(
    r"^\W*(?:.*\bop het (?:terrein|gebied) van (?:de |het )?"
    r"|(?:(?:(?:master|bachelor)(?:opleiding)?(?:'?s (?:programme|degree))?(?: of (?:science|engineering))?"
    r"|msc|bsc|meng|beng|ad|associate degree|(?:kort[\s-])?hbo|wo|hto|hts|mts"
    r"|(?:vrije )?studierichting|opleiding|opleidingen|studie|minor|major|postmaster)"
    r"\b(?: (?:in|of|tot|voor)(?: de| het)?\b)?[\s:,-]*)+)"
)
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
SENTENCE = re.compile(
    r"[:;?!|]|\.\s|\b(?:of|van|for|voor|in|with|met|using|op|tot|to|by|door|your|je|jouw|the|a|an|een|over|about|from|als|as)\b"
)
JOINED = re.compile(r"\s*(?:\b(?:en|and)\b|[&/,+])\s*")


@dataclass(frozen=True, slots=True)
class Study:
    """A name of a technical study. `sector` None: technical in general."""

    sector: Sector | None
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of the table."""

    open: frozenset[str]
    closed: frozenset[str]
    subjects: dict[str, Sector]
    qualifiers: frozenset[str]
    elsewhere: frozenset[str]
    beside: frozenset[str]
    fields: dict[str, Sector]
    names: dict[str, Sector]


@cache
def words() -> Words:
    """The table, read once."""
    data = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    sectors = {
        key: {_plain(word): Sector(name) for name, found in data[key].items() for word in found}
        for key in ("subjects", "fields", "names")
    }
    lists = {key: frozenset(map(_plain, data[key])) for key in ("qualifiers", "elsewhere", "beside")}
    heads = {key: frozenset[str](data["heads"][key]) for key in ("open", "closed")}
    return Words(
        heads["open"], heads["closed"], sectors["subjects"], lists["qualifiers"], lists["elsewhere"], lists["beside"],
        sectors["fields"], sectors["names"],
    )  # fmt: skip


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name))


@lru_cache(maxsize=20_000)
def study_of(title: str) -> Study | None:
    """The technical study that a title is the name of, whole; None for any other title, and where a part is unknown."""
    if len(title) > LONGEST:
        return None
    name = LEAD.sub("", ASIDE.sub(" ", fold(title))).strip()
    if not name or SENTENCE.search(name) or any(sign.kind == AGAINST for sign in signs(name)):
        return None
    return _together([part for part in map(_plain, JOINED.split(name)) if part])


GENERIC = Study(None, "")
"""A head alone: "technology" says what only beside a science or a field."""


def _together(parts: list[str]) -> Study | None:
    found = [_part(part) for part in parts]
    studies = [each for each in found if each and each is not GENERIC]
    headed = bool(parts) and _headed(parts[-1])
    others = [part for part, each in zip(parts, found, strict=True) if each is None]
    if not all(part in words().beside or (headed and part in words().fields) for part in others):
        return None
    if studies:
        return Study(next((each.sector for each in studies if each.sector), None), ", ".join(parts))
    if GENERIC in found and others:
        return Study(next((words().fields[part] for part in others if part in words().fields), None), ", ".join(parts))
    return None


def _headed(part: str) -> bool:
    return part.split()[-1] in words().open | words().closed | words().subjects.keys()


def _part(part: str) -> Study | None:
    """One joined part: a name from the table, or a field before a head; None where it is neither."""
    table = words()
    if part in table.beside:
        return None
    if sector := table.names.get(part):
        return Study(sector, part)
    *before, head = _apart(part)
    field = " ".join(before)
    if table.elsewhere.intersection([field, *before]) and field not in table.fields:
        return None
    if head in table.subjects:
        return Study(table.subjects[head], part)
    return _field_and_head(field, head, part) or _without_qualifiers(before, head)


def _field_and_head(field: str, head: str, part: str) -> Study | None:
    table = words()
    if head not in table.open | table.closed:
        return None
    if not field:
        return GENERIC if head in table.open or head in ("techniek", "technics") else None
    sector = table.fields.get(field) or _last_field(field)
    return Study(sector, part) if sector or head in table.open else None


def _last_field(field: str) -> Sector | None:
    """The field next to the head decides: "sustainable energy technology"."""
    return words().fields.get(field.split()[-1]) if field else None


def _without_qualifiers(before: Iterable[str], head: str) -> Study | None:
    left = [word for word in before if word not in words().qualifiers]
    sector = words().names.get(" ".join([*left, head]))
    return Study(sector, " ".join([*left, head])) if sector else None


GLUED = re.compile(r"(?<=[a-z]{2})((?:bio)?technologie|informatica|technology|techniek)$")


def _apart(part: str) -> list[str]:
    """The words of a part; a compound's head apart: "nanotechnologie" is "nano" and "technologie"."""
    *before, last = part.split()
    return [*before, *filter(None, GLUED.sub(r" \1", last).split())]


SCIENCE = re.compile(r"\b(?:natuurkunde|scheikunde|natuurwetenschap\w*|nask|physics|chemistry)\b")
EDUCATION = re.compile(r"(?P<subject>.+?)\s(?:(?:en|and|&)\s)?(?:education|educatie|teaching|didactiek)")


def subject_taught(title: str) -> str | None:
    """The science or technical study of "Physics Education", "Informatica en educatie"; None for any other title."""
    match = EDUCATION.fullmatch(fold(title).strip())
    subject = match["subject"] if match else ""
    return subject if SCIENCE.fullmatch(subject) or study_of(subject) else None
