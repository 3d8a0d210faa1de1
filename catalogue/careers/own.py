"""What editors made of careers, over the shipped table: only the parts they changed, so that the others follow it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Session, select

from catalogue.careers.known import CareerTable, shipped
from catalogue.careers.lexicon import PATTERN_WORD
from catalogue.careers.table import ESCO, Career
from catalogue.normal import Sector
from catalogue.normalise.text import fold
from catalogue.tables import OwnCareer

MOST_SYNONYMS = 60
PATTERN_SIGNS = "*+"  # what makes a name of the shipped table a pattern of `catalogue.careers.lexicon`
ESCO_URI = re.compile(re.escape(ESCO) + r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Name = Annotated[str, Field(max_length=80)]


class CareerRecord(BaseModel):
    """The facts of a career that editors may change. Its levels come from its qualifications, so they are not here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Name
    """What people call it, in Dutch."""
    synonyms: tuple[Name, ...] = Field(max_length=MOST_SYNONYMS)
    """Other names of the job; who types one finds it, and a course that says one leads to it."""
    sector: Sector
    isco: str
    """ISCO-08 unit group, four digits."""
    esco: str
    """URI of the ESCO occupation."""
    esco_exact: bool
    """False: ESCO has no such occupation; `esco` is the closest one."""

    @field_validator("label")
    @classmethod
    def _is_a_name(cls, label: str) -> str:
        return _name(label)

    @field_validator("synonyms")
    @classmethod
    def _each_once(cls, synonyms: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        label = info.data.get("label", "").lower()
        return tuple(dict.fromkeys(name for name in map(_name, synonyms) if name.lower() != label))

    @field_validator("isco")
    @classmethod
    def _is_a_unit_group(cls, isco: str) -> str:
        if not re.fullmatch(r"[0-9]{4}", isco):
            raise PydanticCustomError("isco", "a unit group of ISCO-08 has four digits, such as 7212")
        return isco

    @field_validator("esco")
    @classmethod
    def _is_an_occupation(cls, esco: str) -> str:
        if not ESCO_URI.fullmatch(esco):
            raise PydanticCustomError("esco", "the address of an ESCO occupation begins with {start}", {"start": ESCO})
        return esco


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not said(name):
        raise PydanticCustomError("no_word", "write a word of letters or digits")
    if set(PATTERN_SIGNS) & set(name):
        raise PydanticCustomError("pattern_sign", "a name has no * or +")
    return name


def said(name: str) -> str:
    """A name as it is compared: without capitals, accents, hyphens and spaces."""
    return "".join(PATTERN_WORD.findall(fold(name)))


def record_of(career: Career) -> CareerRecord:
    """The facts of a career that editors may change, as they stand."""
    return CareerRecord(
        label=career.label, synonyms=career.synonyms, sector=career.sector, isco=career.isco, esco=career.esco,
        esco_exact=career.esco_exact,
    )  # fmt: skip


def with_record(career: Career, record: CareerRecord) -> Career:
    """The shipped career with these facts; its patterns stay."""
    patterns = tuple(name for name in (*career.names, *career.esco_names) if set(PATTERN_SIGNS) & set(name))
    facts: dict[str, Any] = {name: getattr(record, name) for name in ("label", "sector", "isco", "esco", "esco_exact")}
    return replace(career, **facts, names=(*patterns, *record.synonyms), esco_names=())


def own_parts(career_id: str, record: CareerRecord) -> dict[str, Any]:
    """The parts of the record that are not as shipped, as JSON."""
    as_shipped = record_of(shipped()[career_id])
    told = record.model_dump(mode="json")
    return {name: told[name] for name in told if getattr(record, name) != getattr(as_shipped, name)}


def career_table(session: Session) -> CareerTable:
    """All careers as they stand, in one query."""
    rows = session.exec(select(OwnCareer.career_id, OwnCareer.own).order_by(OwnCareer.career_id)).all()
    return _table(tuple((career_id, orjson.dumps(own)) for career_id, own in rows)) if rows else shipped()


@lru_cache(maxsize=8)
def _table(rows: tuple[tuple[str, bytes], ...]) -> CareerTable:
    known = dict(shipped().careers)
    for career_id, own in rows:
        if career_id in known:  # a later version of the software may have dropped it
            known[career_id] = _with_parts(known[career_id], orjson.loads(own))
    return CareerTable(known)


def _with_parts(career: Career, own: Mapping[str, Any]) -> Career:
    return with_record(career, CareerRecord.model_validate({**record_of(career).model_dump(mode="json"), **own}))
