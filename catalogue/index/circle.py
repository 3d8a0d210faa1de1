"""A circle as the engine is asked for it: the squares of the map that lie in it, in sizes that halve, and at its rim
the points themselves.

A document names the square of each size that it lies in, and its point. The engine's own `_geo` would keep all points
in one tree and write that anew with every edit (docs/decisions/0016). The normaliser gives courses the points of its
gazetteer alone, and for these a circle is exact; another point is in it or not by the smallest square's middle.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from math import ceil, cos, hypot, log2, radians

from catalogue.geo import EARTH_RADIUS, distance_km
from catalogue.normalise.gazetteer import points

COARSEST, FINEST = 9, 17  # in the Netherlands squares of 48 by 39 km, and of 190 by 150 m
TINIEST = 1e-6  # km; far below what the finest square tells apart
SHARE = 100  # squares at the rim are as small a part of the radius, where there are such small ones
KM_PER_DEGREE = radians(1) * EARTH_RADIUS
Square = tuple[int, int, int]
"""Level, column from the west, row from the south; level n has two to the power n of both."""


def squares(latitude: float, longitude: float) -> list[str]:
    """The names of the squares that hold a point (degrees), from the coarsest to the finest, and of the point."""
    names = [_name(_square(level, latitude, longitude)) for level in range(COARSEST, FINEST + 1)]
    if (latitude, longitude) in points():
        return [*names, _point_name(latitude, longitude)]
    return [*names, *map(_of_strangers, names)]


@lru_cache(maxsize=512)
def inside(latitude: float, longitude: float, radius: float) -> tuple[str, ...]:
    """The names of the squares and points that make up a circle of so many kilometres, a strange point's to `rim`."""
    finest = _finest(latitude, radius)
    return tuple(name for start in _around(latitude, longitude, radius)
                 for name in _inside(start, (latitude, longitude), radius, finest))  # fmt: skip


def rim(latitude: float, radius: float) -> float:
    """Kilometres by which a strange point may lie within or beyond a circle's edge and be taken for the other."""
    return _reach((_finest(latitude, radius), 0, 0), latitude)


def _square(level: int, latitude: float, longitude: float) -> Square:
    many = 1 << level
    column, row = int((longitude + 180) / 360 * many), int((latitude + 90) / 180 * many)
    return level, min(column, many - 1), min(row, many - 1)


def _name(square: Square) -> str:
    return "{}/{}/{}".format(*square)


def _of_strangers(name: str) -> str:
    """The same square, for the points in it that the gazetteer does not know."""
    return f"~{name}"


def _point_name(latitude: float, longitude: float) -> str:
    return f"{latitude},{longitude}"


@cache
def _known(level: int) -> Mapping[Square, Sequence[tuple[float, float]]]:
    """The gazetteer's points by the square of this level that holds them."""
    found: dict[Square, list[tuple[float, float]]] = defaultdict(list)
    for point in points():
        found[_square(level, *point)].append(point)
    return found


def _finest(latitude: float, radius: float) -> int:
    width = 360 * KM_PER_DEGREE * cos(radians(latitude))
    # A radius may be so small that the share is no number any more.
    level = ceil(log2(max(width, 1) * SHARE / max(radius, TINIEST)))
    return min(max(level, COARSEST), FINEST)


def _around(latitude: float, longitude: float, radius: float) -> Iterator[Square]:
    """The coarsest squares that a circle may touch."""
    many = 1 << COARSEST
    high = radius / KM_PER_DEGREE
    wide = min(high / max(cos(radians(min(abs(latitude) + high, 90))), 1e-9), 180 - 180 / many)
    columns = range(int((longitude - wide + 180) // (360 / many)), int((longitude + wide + 180) // (360 / many)) + 1)
    rows = range(int((latitude - high + 90) // (180 / many)), int((latitude + high + 90) // (180 / many)) + 1)
    for column, row in product(columns, rows):
        if 0 <= row < many:
            yield COARSEST, column % many, row


def _inside(square: Square, middle: tuple[float, float], radius: float, finest: int) -> Iterator[str]:
    level, column, row = square
    centre = (row + 0.5) * 180 / (1 << level) - 90, (column + 0.5) * 360 / (1 << level) - 180
    away, reach = distance_km(middle, centre), _reach(square, centre[0])
    if away + reach <= radius:
        yield _name(square)
    elif level == finest:
        yield from _at_the_rim(square, away, middle, radius)
    elif away - reach <= radius:
        for x, y in product((0, 1), (0, 1)):
            yield from _inside((level + 1, 2 * column + x, 2 * row + y), middle, radius, finest)


def _at_the_rim(square: Square, away: float, middle: tuple[float, float], radius: float) -> Iterator[str]:
    if away <= radius:
        yield _of_strangers(_name(square))
    for point in _known(square[0]).get(square, ()):
        if distance_km(middle, point) <= radius:
            yield _point_name(*point)


def _reach(square: Square, latitude: float) -> float:
    """Kilometres from the centre of a square to its farthest corner; a little more, to be certain."""
    half = 90 / (1 << square[0])
    wide = cos(radians(max(abs(latitude) - half, 0)))
    return hypot(half, 2 * half * wide) * KM_PER_DEGREE * 1.001
