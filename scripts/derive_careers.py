"""Derive `catalogue/data/careers.csv` from `scripts/careers.yaml` (chosen by hand) and the facts of ESCO and CREBO.

    python scripts/derive_careers.py FOLDER

FOLDER holds `esco_nl/occupations_nl.csv`: ESCO v1.2 in Dutch, (c) European Union, reused under Commission Decision
2011/833/EU (CC BY 4.0). Codes, labels and alternative labels are taken over; no descriptions. A qualification of
`catalogue/data/crebo.csv` (law text) belongs to the career that its name names; that is where levels come from.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from catalogue.careers.lexicon import NAME, PATTERN_WORD, Lexicon
from catalogue.careers.table import COLUMNS, HIDDEN, TABLE, Career, to_row
from catalogue.identity import slug
from catalogue.normal import Sector
from catalogue.normalise.levels import Qualification, qualifications
from catalogue.normalise.text import fold

CHOSEN = Path(__file__).with_name("careers.yaml")
# Building; finishing, wood; engineering and process; crafts and laboratory; media; ICT; mobility; transport.
DOMAINS = frozenset({"79000", "79010", "79020", "79030", "79040", "79050", "79060", "79070"})
# These say a rank, a group or nothing, so that by themselves they name no career.
TOO_GENERAL = frozenset({
    "adviseur", "analist", "arbeider", "architect", "assistent", "atc", "bediener", "bestuurder", "calculator",
    "chauffeur", "conducteur", "consultant", "controleur", "coördinator", "decorateur", "decoratrice", "designer",
    "docent", "engineer", "gezel", "ingenieur", "inpakker", "inpakster", "inspecteur", "installateur", "instructeur",
    "kapitein", "keurmeester", "kunststoflasser", "leider", "leraar", "machinist", "manager", "mecanicien",
    "medewerker", "monteur", "onderhoudsmedewerker", "onderzoeker", "ontwerper", "ontwikkelaar", "operator",
    "opzichter", "planner", "ploegbaas", "projectleider", "reparateur", "restaurateur", "robo-adviseur", "schipper",
    "sloper", "specialist", "supervisor", "teamleider", "technicus", "tekenaar", "tester", "toezichthouder", "trainer",
    "uitvoerder", "vakman", "voorman", "vormer", "vormster",
})  # fmt: skip
MAX_NAME = 45  # longer labels are definitions; nobody types them
SPOKEN = re.compile(r"[^\W\d_][\w .&'-]*")


def chosen() -> tuple[list[dict[str, Any]], list[str]]:
    """The careers as chosen, each with its sector, and the hidden words."""
    data = yaml.safe_load(CHOSEN.read_text(encoding="utf-8"))
    hidden = data.pop("hidden")
    return [{**entry, "sector": sector} for sector, entries in data.items() for entry in entries], hidden


def occupations(path: Path) -> dict[str, dict[str, str]]:
    """ESCO code -> its row."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def career(entry: dict[str, Any], row: dict[str, str], alternative: Iterable[str]) -> Career:
    """One career with the facts of its ESCO occupation."""
    exact = not entry.get("near", False)
    lists = {key: tuple(dict.fromkeys(entry.get(key, ()))) for key in ("names", "words", "maybe", "hbo")}
    return Career(
        id=entry.get("id") or slug(entry["label"]), label=entry["label"], sector=Sector(entry["sector"]),
        isco=row["iscoGroup"], esco=row["conceptUri"], esco_exact=exact,
        esco_names=tuple(alternative) if exact and entry.get("own_labels", True) else (), crebo=(), **lists,
    )  # fmt: skip


def alternative_labels(row: dict[str, str], taken: frozenset[str], shared: Counter[str]) -> Iterator[str]:
    """What ESCO calls the job besides, as far as somebody would say it and it names this job only."""
    for label in dict.fromkeys([row["preferredLabel"], *row["altLabels"].split("\n")]):
        spoken = label.strip()
        unique = shared[key(spoken)] == 1 and key(spoken) not in taken
        if unique and SPOKEN.fullmatch(spoken) and len(spoken) <= MAX_NAME and spoken.lower() not in TOO_GENERAL:
            yield spoken if spoken[:2].isupper() else spoken[0].lower() + spoken[1:]


def key(label: str) -> str:
    """What two spellings of one name share: `Cv-monteur`, `cv monteur` and `cvmonteur` are one."""
    return "".join(PATTERN_WORD.findall(fold(label)))


def labels_of(row: dict[str, str]) -> set[str]:
    """Keys of all labels of an occupation."""
    return {key(label) for label in (row["preferredLabel"], *row["altLabels"].split("\n")) if label.strip()}


def build(entries: list[dict[str, Any]], esco: dict[str, dict[str, str]]) -> list[Career]:
    """All careers, without CREBO codes."""
    shared = Counter(label for row in esco.values() for label in labels_of(row))
    taken = frozenset(
        key(text) for entry in entries for field in ("label", "names", "words", "maybe", "hbo")
        for text in ([entry[field]] if field == "label" else entry.get(field, ()))
    )  # fmt: skip
    rows = [esco[entry["esco"]] for entry in entries]
    return [career(e, row, alternative_labels(row, taken, shared)) for e, row in zip(entries, rows, strict=True)]


def with_qualifications(careers: list[Career], hidden: list[str]) -> list[Career]:
    """The careers with the codes of the qualifications whose name names them."""
    lexicon = Lexicon(careers, hidden)
    found: dict[str, list[str]] = {}
    for qualification in qualifications().values():
        if qualification.domain in DOMAINS and (named := named_by(lexicon, qualification)):
            found.setdefault(named, []).append(qualification.crebo)
    return [replace(each, crebo=tuple(sorted(found.get(each.id, ())))) for each in careers]


def named_by(lexicon: Lexicon, qualification: Qualification) -> str | None:
    """The one career that this qualification's name names, first word or after a rank (allround, eerste, gezel)."""
    names = [found for found in lexicon.find(fold(qualification.name)) if found.kind == NAME]
    careers = {found.career for found in names}
    return names[0].career if len(careers) == 1 else None


def main(folder: Path) -> None:
    """Write the table and the hidden words."""
    entries, hidden = chosen()
    esco = occupations(folder / "esco_nl" / "occupations_nl.csv")
    careers = with_qualifications(build(entries, esco), hidden)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(to_row(each) for each in careers)
    HIDDEN.write_text("\n".join(hidden) + "\n", encoding="utf-8")
    named = sum(len(each.crebo) for each in careers)
    print(f"{len(careers)} careers, {named} qualifications, {len({each.esco for each in careers})} ESCO occupations")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: derive_careers.py FOLDER")
    main(Path(sys.argv[1]))
