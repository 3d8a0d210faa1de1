"""The careers of `catalogue/data/careers.csv`, loaded once."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.normal import Sector
from catalogue.normalise.levels import Qualification, qualifications

DATA = Path(__file__).parents[1] / "data"
TABLE, HIDDEN = DATA / "careers.csv", DATA / "careers_hidden.txt"
ESCO = "http://data.europa.eu/esco/occupation/"
COLUMNS = (
    "id",
    "label",
    "sector",
    "isco",
    "esco",
    "esco_match",
    "names",
    "esco_names",
    "words",
    "maybe",
    "hbo",
    "crebo",
)


@dataclass(frozen=True, slots=True)
class Career:
    """One technical occupation. `names`, `words`, `maybe` and `hbo` hold patterns of `catalogue.careers.lexicon`."""

    id: str
    """Stable slug."""
    label: str
    """What people call it."""
    sector: Sector
    isco: str
    """ISCO-08 unit group, four digits."""
    esco: str
    """URI of the ESCO occupation."""
    esco_exact: bool
    """False: ESCO has no such occupation; `esco` is the closest one."""
    names: tuple[str, ...]
    esco_names: tuple[str, ...]
    words: tuple[str, ...]
    maybe: tuple[str, ...]
    hbo: tuple[str, ...]
    crebo: tuple[str, ...]

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Other names of the job as people write them, without the label."""
        plain = (name for name in (*self.names, *self.esco_names) if not set("*+") & set(name))
        return tuple(dict.fromkeys(name for name in plain if name != self.label.lower()))

    @property
    def qualifications(self) -> tuple[Qualification, ...]:
        """The mbo qualifications for this job: the only source of a level."""
        return tuple(qualifications()[code] for code in self.crebo)


def to_row(career: Career) -> dict[str, str]:
    """The career as a line of the table."""
    lists = {name: "|".join(getattr(career, name)) for name in COLUMNS[6:]}
    return {
        "id": career.id, "label": career.label, "sector": str(career.sector), "isco": career.isco,
        "esco": career.esco.removeprefix(ESCO), "esco_match": "exact" if career.esco_exact else "close", **lists,
    }  # fmt: skip


def from_row(row: dict[str, str]) -> Career:
    """The career of a line of the table."""
    lists = {name: tuple(filter(None, row[name].split("|"))) for name in COLUMNS[6:]}
    return Career(
        id=row["id"], label=row["label"], sector=Sector(row["sector"]), isco=row["isco"], esco=ESCO + row["esco"],
        esco_exact=row["esco_match"] == "exact", **lists,
    )  # fmt: skip


@cache
def careers() -> dict[str, Career]:
    """Career id -> career, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: from_row(row) for row in csv.DictReader(file)}


@cache
def hidden_words() -> tuple[str, ...]:
    """Patterns that look like a career and say something else."""
    return tuple(HIDDEN.read_text(encoding="utf-8").splitlines())
