"""Figures on the chance of work, read from CSV with the source of each. All of a file is taken, or nothing."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlmodel import Session, col, select

from catalogue.audit import record
from catalogue.careers.table import careers
from catalogue.funding.person import regions
from catalogue.portals.portal import NATIONAL, PortalSettings
from catalogue.tables import CareerOutlook

COLUMNS = ("career", "region", "outlook", "source", "url", "dated")


class Outlook(StrEnum):
    """The labour market for a career: tight is good for who looks for work."""

    VERY_TIGHT = "very-tight"
    TIGHT = "tight"
    AVERAGE = "average"
    LOOSE = "loose"
    VERY_LOOSE = "very-loose"


class OutlookRow(BaseModel):
    """One line of the file. Raises ValidationError for a career, region, value or date that does not exist."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    career: str
    region: str
    outlook: Outlook
    source: str = Field(min_length=1, max_length=200)
    url: str | None = Field(default=None, pattern=r"^https://\S+$", max_length=500)
    dated: date

    @field_validator("career")
    @classmethod
    def _career_exists(cls, value: str) -> str:
        if value not in careers():
            raise ValueError("there is no such career; use the id of GET /v1/careers")
        return value

    @field_validator("region")
    @classmethod
    def _region_exists(cls, value: str) -> str:
        if value not in regions():
            raise ValueError(f"unknown region; known: {', '.join(regions())}")
        return value


class OutlookProblem(ValueError):
    """The file cannot be taken; the text names each line and what is wrong with it."""


def import_outlook(session: Session, lines: Iterable[str], today: date, actor: str, test: bool = False) -> int:
    """Take the figures of a CSV with the columns `COLUMNS`; gives how many. A newer figure replaces an older one.

    Raises OutlookProblem. Flushes, never commits.
    """
    rows = list(_read(csv.DictReader(lines), today))
    for row in rows:
        told = row.model_dump(exclude={"career", "outlook"})
        session.merge(CareerOutlook(career_id=row.career, outlook=str(row.outlook), test=test, actor=actor, **told))
    record(session, actor, "outlook.import", "outlook", None, {"figures": len(rows), "test": test}, None)
    return len(rows)


def _read(reader: "csv.DictReader[str]", today: date) -> Iterator[OutlookRow]:
    if set(reader.fieldnames or ()) != set(COLUMNS):
        raise OutlookProblem(f"the columns must be {','.join(COLUMNS)}")
    rows, wrong, seen = [], [], set()
    for row in reader:
        try:
            read = OutlookRow.model_validate({name: value or None for name, value in row.items() if name})
        except ValidationError as problem:
            told = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in problem.errors())
            wrong.append(f"line {reader.line_num}: {'; '.join(told)}")
            continue
        if read.dated > today:
            wrong.append(f"line {reader.line_num}: dated lies in the future")
        if (read.career, read.region) in seen:
            wrong.append(f"line {reader.line_num}: a second figure for {read.career} in {read.region}")
        seen.add((read.career, read.region))
        rows.append(read)
    if wrong or not rows:
        raise OutlookProblem("\n".join(wrong) or "the file has no figures")
    yield from rows


def outlooks(session: Session, career_id: str, slug: str, portal: PortalSettings) -> list[CareerOutlook]:
    """The figures that the portal may show for a career, by region."""
    query = select(CareerOutlook).where(CareerOutlook.career_id == career_id)
    if slug == NATIONAL:
        query = query.where(col(CareerOutlook.test).is_(False))
    found = session.exec(query.order_by(CareerOutlook.region)).all()
    return [row for row in found if _in_portal(row.region, portal, regions())]


def _in_portal(region: str, portal: PortalSettings, known: Mapping[str, frozenset[str]]) -> bool:
    if portal.regions is not None and region not in portal.regions:
        return False
    return portal.provinces is None or bool(known.get(region, frozenset()) & set(portal.provinces))
