"""What a person may tell of themselves, checked. It is used for one answer and kept nowhere."""

from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic.alias_generators import to_camel

from catalogue.declaration import Province
from catalogue.funding.rules import Value
from catalogue.funding.scheme import EmployerSector, Fact
from catalogue.normalise.gazetteer import rows

OLDEST = 120


class Person(BaseModel):
    """Every fact is optional. Raises ValidationError for facts that contradict each other."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )

    employed: bool | None = Field(default=None, description="Works for an employer")
    employer_sector: EmployerSector | None = Field(default=None, description="The employer's collective agreement")
    age: Annotated[int, Field(ge=0, le=OLDEST)] | None = Field(default=None, description="Years")
    province: Province | None = Field(default=None, description="Where the person lives")
    region: Annotated[str, Field(max_length=80)] | None = Field(
        default=None, description="Labour-market region where the person lives"
    )
    education: Annotated[int, Field(ge=1, le=8)] | None = Field(
        default=None, description="NLQF level of the highest diploma"
    )
    paid_by_others: bool | None = Field(default=None, description="Somebody else pays all of the course")

    @field_validator("region")
    @classmethod
    def _region_exists(cls, region: str | None) -> str | None:
        if region is not None and region not in regions():
            raise ValueError(f"unknown region; known: {', '.join(sorted(regions()))}")
        return region

    @model_validator(mode="after")
    def _no_contradiction(self) -> Self:
        if self.employed is False and self.employer_sector is not None:
            raise ValueError("employerSector: somebody who is not employed has no employer")
        if self.region and self.province and self.province not in regions()[self.region]:
            inside = ", ".join(sorted(regions()[self.region]))
            raise ValueError(f"region: it does not lie in the province that is named, but in {inside}")
        return self

    def facts(self) -> dict[Fact, Value]:
        """As rules take them. Whoever has an employer's sector is employed; a region in one province gives it."""
        inside = regions()[self.region] if self.region else frozenset()
        known: dict[Fact, Value | None] = {
            Fact.EMPLOYED: True if self.employer_sector else self.employed,
            Fact.EMPLOYER_SECTOR: self.employer_sector and str(self.employer_sector),
            Fact.AGE: self.age,
            Fact.PROVINCE: self.province or (next(iter(inside)) if len(inside) == 1 else None),
            Fact.REGION: self.region,
            Fact.EDUCATION: self.education,
            Fact.PAID_BY_OTHERS: self.paid_by_others,
        }
        return {fact: value for fact, value in known.items() if value is not None}


@cache
def regions() -> dict[str, frozenset[str]]:
    """Labour-market region -> the provinces it lies in."""
    found: dict[str, set[str]] = {}
    for row in rows().values():
        if row.labour_region:
            found.setdefault(row.labour_region, set()).add(row.province)
    return {region: frozenset(provinces) for region, provinces in sorted(found.items())}
