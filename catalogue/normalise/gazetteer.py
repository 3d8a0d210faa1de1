"""The table of places: postcodes and place names of the Netherlands, loaded once.

Source: `catalogue/data/postcodes.csv` (GeoNames, CC BY 4.0; see the README there).
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalogue.normal import Place
from catalogue.normalise.text import fold

TABLE = Path(__file__).parents[1] / "data" / "postcodes.csv"
SAME_PLACE_KM = 12.0
"""Postcode areas of one name that lie closer than this are one place."""
HAMLET, TOWN = 1_000, 15_000
"""A namesake under `HAMLET` inhabitants does not make a place of at least `TOWN` ambiguous."""

ALIASES = {
    "den haag": "'s-gravenhage", "the hague": "'s-gravenhage", "s-gravenhage": "'s-gravenhage",
    "s gravenhage": "'s-gravenhage", "'s gravenhage": "'s-gravenhage", "den bosch": "'s-hertogenbosch",
    "s-hertogenbosch": "'s-hertogenbosch", "s hertogenbosch": "'s-hertogenbosch",
    "'s hertogenbosch": "'s-hertogenbosch", "alphen a/d rijn": "alphen aan den rijn",
    "alphen ad rijn": "alphen aan den rijn", "capelle a/d ijssel": "capelle aan den ijssel",
    "capelle ad ijssel": "capelle aan den ijssel", "krimpen a/d ijssel": "krimpen aan den ijssel",
    "nieuwerkerk a/d ijssel": "nieuwerkerk aan den ijssel", "sittard-geleen": "sittard",
    "hoek v holland": "hoek van holland", "flushing": "vlissingen", "ljouwert": "leeuwarden", "snits": "sneek",
}  # fmt: skip
DISPLAY = {"'s-Gravenhage": "Den Haag"}
"""The name people use; the municipality keeps its official one."""


class Row(NamedTuple):
    """One postcode area."""

    postcode: str
    place: str
    municipality: str
    province: str
    labour_region: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Town:
    """One place of the table; `population` is 0 where it is not known."""

    place: Place
    postcodes: int
    population: int


@cache
def rows() -> dict[str, Row]:
    """Postcode (four digits) -> its area."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return {line[0]: _row(line) for line in lines}


def _row(line: list[str]) -> Row:
    postcode, place, municipality, province, region, latitude, longitude, population = line
    return Row(postcode, place, municipality, province, region, float(latitude), float(longitude), int(population))


@cache
def towns() -> dict[str, tuple[Town, ...]]:
    """Folded name -> the places of that name, the one with most postcodes first."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows().values():
        by_name[row.place].append(row)
    result = {fold(name): _towns_of(name, areas) for name, areas in by_name.items()}
    return result | {alias: result[name] for alias, name in ALIASES.items() if name in result}


def _towns_of(name: str, areas: list[Row]) -> tuple[Town, ...]:
    clusters: list[list[Row]] = []
    for area in areas:
        for cluster in clusters:
            if any(_km(area, other) < SAME_PLACE_KM for other in cluster):
                cluster.append(area)
                break
        else:
            clusters.append([area])
    return tuple(_town(name, cluster) for cluster in sorted(clusters, key=len, reverse=True))


def _town(name: str, areas: list[Row]) -> Town:
    common = Counter((a.municipality, a.province, a.labour_region) for a in areas).most_common(1)
    municipality, province, region = common[0][0]
    place = Place(
        name=DISPLAY.get(name, name),
        municipality=municipality,
        province=province,
        region=region or None,
        latitude=round(sum(a.latitude for a in areas) / len(areas), 5),
        longitude=round(sum(a.longitude for a in areas) / len(areas), 5),
    )
    return Town(place, len(areas), max(area.population for area in areas))


def postcode_place(postcode: str) -> Place | None:
    """The place of a postcode (`6811`), with the centre of the postcode area; None when there is no such postcode."""
    row = rows().get(postcode)
    return _area(row) if row else None


def _area(row: Row) -> Place:
    return Place(
        name=DISPLAY.get(row.place, row.place), municipality=row.municipality, province=row.province,
        region=row.labour_region or None, postcode=row.postcode, latitude=row.latitude, longitude=row.longitude,
    )  # fmt: skip


@cache
def points() -> frozenset[tuple[float, float]]:
    """Where a place can lie: the centres of all postcode areas and of all towns, latitude and longitude in degrees."""
    centres = {(row.latitude, row.longitude) for row in rows().values()}
    places = (town.place for found in towns().values() for town in found)
    return frozenset(centres | {(p.latitude, p.longitude) for p in places if p.latitude and p.longitude})


def nearest(latitude: float, longitude: float) -> tuple[Place, float]:
    """The postcode area whose centre is nearest, and how far it is in km."""
    shrink = math.cos(math.radians(52))
    row = min(rows().values(), key=lambda r: (r.latitude - latitude) ** 2 + ((r.longitude - longitude) * shrink) ** 2)
    return _area(row), kilometres(row.latitude, row.longitude, latitude, longitude)


def _km(one: Row, other: Row) -> float:
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)


def distance(place: Place, latitude: float, longitude: float) -> float:
    """Kilometres from a place to a point; infinite for a place without coordinates."""
    if place.latitude is None or place.longitude is None:
        return math.inf
    return kilometres(place.latitude, place.longitude, latitude, longitude)


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine, earth radius 6,371 km)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, half)))


def choose(candidates: Iterable[Town], hints: str = "") -> tuple[Place | None, bool]:
    """The one place that the hints (folded text with a province, municipality or suffix) leave; True when ambiguous."""
    options = list(candidates)
    if len(options) > 1 and hints:
        fitting = [town for town in options if _fits(town.place, hints)]
        options = fitting if len(fitting) == 1 else options
    if len(options) > 1:
        options = _without_hamlets(options)
    return (options[0].place, False) if len(options) == 1 else (None, bool(options))


def _without_hamlets(options: list[Town]) -> list[Town]:
    """`places.known_namesake`: Hoorn is not the hamlet on Terschelling."""
    large = [town for town in options if town.population >= TOWN]
    small = [town for town in options if town.population < HAMLET and not _is_seat(town.place)]
    return large if len(large) == 1 and len(small) == len(options) - 1 else options


def _is_seat(place: Place) -> bool:
    """Whether a municipality bears the place's name ("Bergen (L.)"): then it is no hamlet."""
    return fold(place.municipality or "").split(" (")[0] == fold(place.name)


PROVINCE_WORDS = {
    "Drenthe": ("drenthe", "drente", "dr"),
    "Flevoland": ("flevoland", "fl", "flev"),
    "Fryslân": ("fryslan", "friesland", "fr", "frl", "frl."),
    "Gelderland": ("gelderland", "gld", "gld.", "ge", "gelders"),
    "Groningen": ("groningen", "gr", "gn"),
    "Limburg": ("limburg", "lb", "li", "limb", "lim", "l"),
    "Noord-Brabant": ("noord-brabant", "brabant", "north brabant", "nb", "n-b", "n.b.", "n.br."),
    "Noord-Holland": ("noord-holland", "north holland", "nh", "n-h", "n.h."),
    "Overijssel": ("overijssel", "ov", "ov.", "o", "twente"),
    "Utrecht": ("utrecht", "ut"),
    "Zeeland": ("zeeland", "zld", "ze"),
    "Zuid-Holland": ("zuid-holland", "south holland", "zh", "z-h", "z.h."),
}


def _fits(place: Place, hints: str) -> bool:
    """Whether the hints name the place's province or its municipality (when that is not the place's own name)."""
    words = {word.strip("().,") for word in hints.replace(",", " ").replace("(", " ").replace(")", " ").split()}
    if any(name in words or (len(name) > 4 and name in hints) for name in PROVINCE_WORDS.get(place.province or "", ())):
        return True
    municipality = fold(place.municipality or "")
    return municipality != fold(place.name) and len(municipality) > 3 and municipality in hints
