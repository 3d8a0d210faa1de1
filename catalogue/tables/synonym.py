"""Words that editors made findable, beside those of the lexicon."""

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from catalogue.tables.base import Json


class Synonym(SQLModel, table=True):
    """Who types `typed` also finds courses that say one of `says`."""

    typed: str = Field(primary_key=True, max_length=60)
    says: list[str] = Field(sa_column=Column(Json, nullable=False))
