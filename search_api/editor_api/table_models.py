"""What is sent and told of a CSV or Excel list that is read in."""

from typing import Annotated

from pydantic import Field

from search_api.editor.tables import TableField
from search_api.editor_api.models import Sent, Told


class ColumnsChosen(Sent):
    """Which column of a table is what: header -> our field; a header that is not named is passed over."""

    columns: Annotated[dict[str, TableField], Field(max_length=200)]


class TableRow(Told):
    """One course of a table as it would be stored. `outcome` new or restored: it would; exists or refused: not."""

    id: str
    title: str
    url: str
    outcome: str
    reason: str = Field(description="Why it is refused; empty otherwise")


class TableRefused(Told):
    """Rows of which no course could be made, or the whole table."""

    reason: str
    where: str
    detail: str


class TableKept(Told):
    """A table that was sent. `format`: csv or xlsx."""

    id: str
    name: str
    format: str


class TableBody(TableKept):
    """How it is read, and what would become of its courses. Nothing is stored yet."""

    header: list[str]
    columns: dict[str, str] = Field(description="Header -> our field, as chosen or guessed")
    counts: dict[str, int] = Field(description="Courses by outcome")
    courses: list[TableRow] = Field(description="The first 200 of them")
    more: bool = Field(description="The table holds more than one import takes")
    refused: list[TableRefused]


class CoursesMade(Told):
    """How many courses were stored, and the batch that takes them back together (`revertAction`)."""

    made: int
    batch: str
