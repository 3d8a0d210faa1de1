"""The chance of work per career and labour-market region, each figure with its source."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from catalogue.tables.base import UtcDateTime, utcnow


class CareerOutlook(SQLModel, table=True):
    """One figure. `test` figures are for trying things out: the national portal never shows them."""

    career_id: str = Field(primary_key=True, max_length=80)
    region: str = Field(primary_key=True, max_length=80)
    outlook: str = Field(max_length=16)
    """`very-tight`, `tight`, `average`, `loose` or `very-loose`: many or few vacancies for each who looks for work."""
    source: str
    url: str | None = None
    dated: date
    test: bool = False
    actor: str
    at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
