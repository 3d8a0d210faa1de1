"""What a bare name of a study is about: "Marine Technology", "Life Science and Technology", "Alfa-informatica".

The last word of a name is its head, in both languages: "technology management" is management, "history of technology"
history. So the whole name must be the study; parts that are joined ("A and B") must each be known.
The words stand in `catalogue/data/studies.yaml`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import dropwhile
from pathlib import Path
from typing import Any

import yaml

from catalogue.normal import Sector
from catalogue.normalise.study_forms import LOWER, forms_of
from catalogue.normalise.text import fold
from catalogue.normalise.vocabulary import AGAINST, IGNORED, meaning, signs

TABLE = Path(__file__).parents[1] / "data" / "studies.yaml"
LONGEST = 120  # characters of a name
# Words that call something a programme, and say nothing of its subject.
PROGRAMME = (
    r"(?:(?:executive|professional|international|european|joint|duale?|post-?initiele|research|academic)\s)*"
    r"(?:(?:hbo|wo|academische|universitaire)[\s-])?(?:master|bachelor)(?:opleiding)?(?:'?s (?:programme|degree))?"
    r"(?: of (?:science|engineering)(?=\W+\w))?"
    r"|msc|bsc|meng|beng|engd|pdeng|phd|ad(?:-opleiding)?|associate degree|(?:kort|post|hoger)?[\s-]?hbo|wo|hto"
    r"|[hmlu]ts|[bm](?= )"
    r"|(?:hogere?|middelbare?|lagere?|uitgebreide?) techni(?:sch|sche) (?:onderwijs|school)"
    r"|(?:vrije )?(?:studie|afstudeer)richting|(?:\w+ )?\w*opleiding(?:en)?|studie|minor|major|postmaster"
    r"|leergang|cursus|voortgezette"
    r"|ontwerpersopleiding|academie (?:van|voor)"
)
LEAD = re.compile(
    r"^\W*(?:.*\bop het (?:terrein|gebied) van (?:de |het )?"
    rf"|(?:(?:{PROGRAMME})\b(?: (?:in|of|tot|voor)(?: de| het)?\b)?[\s:,-]*)+)"
)
TAIL = re.compile(
    r"[\s,-]*\b(?:voltijd|deeltijd|duaal|verkort|versneld|research|joint degree|double degree|hbo|wo|\d-jarig\w*"
    r"|i{1,3})$"
)
ABBREVIATION = re.compile(r"(?<=\w)\s+[A-Z]{1,4}-[A-Z]{1,4}\W*$")
"""What a provider's own files call the study, behind its name: "Informatiesystemen BI-IS"."""
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
SENTENCE = re.compile(
    r"[:;?!|]|\.\s|\b(?:of|van|for|voor|in|with|met|using|op|tot|to|by|door|your|je|jouw|the|a|an|een|over|about|from|als|as)\b"
)
JOINED = re.compile(r"\s*(?:\b(?:en|and)\b|[&/,+]|\s[-–]\s)\s*")


@dataclass(frozen=True, slots=True)
class Study:
    """A name of a technical study. `sector` None: technical in general. `career`: the one occupation it leads to."""

    sector: Sector | None
    words: str
    career: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """What studies of one kind lead to."""

    sector: Sector
    career: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of the table."""

    open: frozenset[str]
    closed: frozenset[str]
    narrow: frozenset[str]
    qualifiers: frozenset[str]
    elsewhere: frozenset[str]
    beside: frozenset[str]
    with_computing: frozenset[str]
    fields: dict[str, Family]
    broad: dict[str, Family]
    heads: dict[str, Family]
    stems: dict[str, Family]
    names: dict[str, Family]
    whole: dict[str, Family]
    """The names without the words that join their parts."""

    def field(self, words: list[str], head: str, narrow: bool = False) -> tuple[Family, list[str]] | None:
        """The longest field that ends before the head, with the words before it: "sustainable [energy] technology"."""
        narrow = narrow or head in self.narrow
        for start in range(len(words)):
            phrase = " ".join(words[start:])
            found = self.fields.get(phrase) or (None if narrow else self.broad.get(phrase))
            if found:
                return found, words[:start]
        return None


@cache
def words() -> Words:
    """The table, read once."""
    data = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    heads = {key: frozenset[str](found) for key, found in data["heads"].items()}
    lists = {key: frozenset(map(_plain, data[key])) for key in ("qualifiers", "elsewhere", "beside", "with_computing")}
    family = {key: dict(_entries(data["families"], key)) for key in ("fields", "broad", "heads", "stems", "names")}
    return Words(
        heads["open"], heads["closed"], heads["narrow"], lists["qualifiers"], lists["elsewhere"], lists["beside"],
        lists["with_computing"], family["fields"], family["broad"], family["heads"], family["stems"], family["names"],
        whole={_unjoined(name): found for name, found in family["names"].items()},
    )  # fmt: skip


def _entries(families: list[dict[str, Any]], key: str) -> Iterator[tuple[str, Family]]:
    for row in families:
        family = Family(Sector(row["sector"]), row.get("career"))
        yield from ((_plain(word), family) for word in row.get(key, ()))


def _plain(name: str) -> str:
    plain = " ".join(re.findall(r"[a-z0-9]+", name))
    return plain.replace("sciences", "science").replace("wetenschappen", "wetenschap")


@lru_cache(maxsize=20_000)
def study_of(title: str) -> Study | None:
    """The technical study that a title is the name of, whole; None for any other title, and where a part is unknown."""
    if len(title) > LONGEST:
        return None
    return _study(bare(title)) or _study(bare(ABBREVIATION.sub("", title)))


def _study(name: str) -> Study | None:
    if whole := _whole(name):
        return whole
    parts = [part for part in map(_plain, JOINED.split(name)) if part]
    if SENTENCE.search(name) or any(_is_against(part) for part in parts if part not in MANAGING):
        return None
    return _together(parts)


def _is_against(part: str) -> bool:
    known = part in words().names or part in words().with_computing or _without_qualifiers(part.split())
    if any((said := meaning(word)) and said[0] == IGNORED for word in part.split()):
        return True
    return not known and any(sign.kind == AGAINST for sign in signs(part))


def bare(title: str) -> str:
    """The folded name without what calls it a programme: "Master of Science in Robotics (joint degree)"."""
    name = LEAD.sub("", ASIDE.sub(" ", fold(title))).strip()
    return TAIL.sub("", name).strip()


def _whole(name: str) -> Study | None:
    """A name that stands in the table as a whole, also with words that speak against it in another name."""
    family = words().whole.get(_unjoined(name))
    return Study(family.sector, _plain(name), family.career) if family else None


def _unjoined(name: str) -> str:
    """What "A, B and C", "A & B en C" share."""
    return " ".join(word for word in _plain(name).split() if word not in ("en", "and"))


GENERIC = Study(None, "")
"""A head alone: "technology" says what only beside a science or a field."""


def _together(parts: list[str]) -> Study | None:
    """Joined parts: each a study, a field that shares the last one's head, or what may stand beside them."""
    head = _apart(parts[-1])[-1] if parts else ""
    found = [_part(part) or (_as_field(part, head) if part != parts[-1] else None) for part in parts]
    studies = [each for each in found if each and each is not GENERIC]
    computing = any(each.sector in COMPUTING for each in studies)
    beside = words().beside | words().with_computing if computing else words().beside
    if parts and _is_engineering(parts[0], found[0]):
        beside = beside | MANAGING
    if any(each is None and part not in beside for part, each in zip(parts, found, strict=True)):
        return None
    said = ", ".join(parts)
    if not studies:
        return Study(None, said) if GENERIC in found and (len(parts) > 1 or head == "techniek") else None
    best = next((each for each in studies if each.career), None) or next(
        (each for each in studies if each.sector), None
    )
    return Study(best.sector, said, best.career) if best else Study(None, said)


def _is_engineering(part: str, study: Study | None) -> bool:
    """Is it the engineering of one field, which management beside it makes no less technical: "Civil engineering"?"""
    return bool(study and study.sector and not part.startswith("industrial") and ENGINEERING.search(part))


ENGINEERING = re.compile(r"(?:engineering|technologie|techniek|bouwkunde)$")
MANAGING = frozenset({"management", "beheer"})

COMPUTING = (Sector.ICT_SOFTWARE, Sector.ICT_INFRASTRUCTURE_SECURITY, Sector.DATA)


def _as_field(part: str, head: str) -> Study | None:
    """The field of "Marine and Offshore Technology", "Sustainable Molecular Science and Technology", "Energie- en
    milieuwetenschappen".
    """
    if not _is_head(head) and not SCIENCES.search(head):
        return None
    left = [word for word in part.split() if word not in words().qualifiers or word == part]
    if len(left) > 1 and left[-1] == "science":
        left.pop()
    found = words().field(left, head, narrow=bool(SCIENCES.search(head)))
    return Study(found[0].sector, part, found[0].career) if found and not found[1] else None


SCIENCES = re.compile(r"(?:^science|wetenschap(?:pen)?)$")
"""What shares this head is a field only where nothing else goes by its name: not "marine and environmental science"."""


def _is_head(word: str) -> bool:
    table = words()
    return word in table.open | table.closed | table.narrow | table.heads.keys()


def _part(part: str) -> Study | None:
    """One joined part: the name of a study, or of a person or an adjective that belongs to one; None for any other."""
    return _named(part) or _belonging(part)


def _belonging(part: str) -> Study | None:
    """The study of a "verkeerskundig medewerker", of "elektrotechnische bedrijfskunde"; in a known sector only."""
    business = BUSINESS.fullmatch(part)
    related = (_named(form) for form in forms_of(business["field"] if business else part))
    study = next((each for each in related if each and each.sector), None)
    if study is None:
        return None
    if business:
        return Study(study.sector, part, "technisch-bedrijfskundige")
    career = None if LOWER.search(part) and study.career and study.career.endswith("ingenieur") else study.career
    return Study(study.sector, part, career)


BUSINESS = re.compile(r"(?P<field>\w{2,}(?:technisch|kundig|logisch)e) bedrijfskunde")
"""Business of one technical field; plain "technische bedrijfskunde" is business first."""


def _named(part: str) -> Study | None:
    """A name from the table, or a field before a head; None where it is neither."""
    table = words()
    if part in table.beside:
        return None
    if family := table.names.get(part):
        return Study(family.sector, part, family.career)
    *before, head = _apart(part)
    if unqualified := _without_qualifiers(part.split()):
        return unqualified
    if family := table.heads.get(head):
        return None if table.elsewhere.intersection(before) else Study(family.sector, part, family.career)
    return _field_and_head(before, head, part)


def _field_and_head(before: list[str], head: str, part: str) -> Study | None:
    table = words()
    if head not in table.open | table.closed | table.narrow:
        return None
    if table.qualifiers.issuperset(before) and (not before or head == "techniek"):
        return GENERIC if head in table.open or head in ("techniek", "technics") else None
    fields = before[:-1] if before[-1] in SYSTEMS and len(before) > 1 else before
    found = [each for each in (_ending(part), table.field(fields, head)) if each]
    by_stem = _by_stem(before[-1], head) or _by_compound(before[-1], head)
    family, rest = min(found, key=lambda each: len(each[1]), default=(by_stem, before))
    if table.elsewhere.intersection(rest) or any(map(PERSON.search, rest)):
        return None
    if head in table.narrow and not all(word in table.qualifiers or word in table.fields for word in rest):
        return None
    if family:
        return Study(family.sector, part, family.career)
    return Study(None, part) if head in table.open else None


PERSON = re.compile(r"(?:manager|leider|directeur|eigenaar|koper|coach|docent|leraar)s?$")
"""Before a field these name whoever leads, sells or teaches: "productiemanager mijnbouw"."""
SYSTEMS = ("system", "systems", "systeem")
"""Before a head these say nothing of the field: "rail systems engineering"."""


def _by_stem(field: str, head: str) -> Family | None:
    table = words()
    stem = next((stem for stem in table.stems if field.startswith(stem)), None)
    return table.stems[stem] if stem and head not in table.narrow else None


def _by_compound(field: str, head: str) -> Family | None:
    """The first of two known words that are written as one: "energiesysteem", "bouwproductie"; not "olieverf"."""
    table = words()
    ends = PARTS | table.fields.keys() if head in table.open else PARTS
    cuts = (size for size in range(3, len(field) - 3) if field[size:] in ends)
    return next((family for size in cuts if (family := table.fields.get(field[:size].removesuffix("s")))), None)


PARTS = frozenset({
    "systeem", "systemen", "installatie", "installaties", "bewerkings", "verwerkings", "bouw", "opslag", "opwekkings",
    "winnings", "distributie", "transport", "revisie", "zuiverings", "beheer", "wezen", "gebouw", "leiding", "leidings",
})  # fmt: skip
"""What a compound may end with and still be about the field before it."""


def _ending(part: str) -> tuple[Family, list[str]] | None:
    """The longest name that a part ends with: "European [data engineering]"."""
    each = part.split()
    found = ((words().names.get(" ".join(each[start:])), each[:start]) for start in range(1, len(each) - 1))
    return next(((family, before) for family, before in found if family), None)


def _without_qualifiers(part: Iterable[str]) -> Study | None:
    left = " ".join(dropwhile(words().qualifiers.__contains__, part))
    family = words().names.get(left)
    return Study(family.sector, left, family.career) if family else None


GLUED = re.compile(
    r"(?<=[a-z]{3})((?:bio)?technologie|informatica|technology|technieken|techniek|bouwkunde|bouw|kunde|leer|mechanica|systemen"
    r"|ontwerpen|ontwerp|automatisering|besturing|programmering|chemie|architectuur|ele[ck]tronica|robotica)$"
)


def _apart(part: str) -> list[str]:
    """The words of a part; a compound's head apart: "nanotechnologie" is "nano" and "technologie"."""
    *before, last = part.split()
    return [*before, *filter(None, GLUED.sub(r" \1", last).split())]


SCIENCE = re.compile(r"\b(?:natuurkunde|scheikunde|natuurwetenschap\w*|nask|exacte vakken|physics|chemistry)\b")
EDUCATION = re.compile(r"(?P<subject>.+?)\s(?:(?:en|and|&|teacher)\s)?(?:education|educatie|teaching|didactiek)")
TEACHER_IN = re.compile(
    r"\W*(?:opleiding tot )?(?:(?:leraren|docenten)opleiding|leraar|docent|leraren|docenten)\b"
    r".*?\bin (?P<subject>(?!(?:de|het)\b).+)"
)
GRADE = re.compile(r"\bin de \w+ graad\b")


def subject_taught(title: str) -> str | None:
    """The science or technical study of "Physics Education", "Leraar in apparatenbouw"; None for any other title."""
    folded = fold(title).strip()
    match = EDUCATION.fullmatch(folded) or TEACHER_IN.fullmatch(GRADE.sub("", ASIDE.sub(" ", folded)))
    subject = match["subject"].strip() if match else ""
    return subject if SCIENCE.fullmatch(subject) or study_of(subject) else None
