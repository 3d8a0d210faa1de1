"""Facets counted in the database, exactly: one pass over the courses that fit, whatever their number.

A group for each of fourteen columns would sort the courses fourteen times. So the database hands out what is to be
counted as one text a column, and the facets that many courses share as the key of their profile, told once for all.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, String, Subquery, case, cast, func, literal, select
from sqlmodel import Session, col

from catalogue.index.facets import BY_NAME
from catalogue.index.listing import PROFILED
from catalogue.portals.portal import PortalSettings
from catalogue.portals.shown import session_shown
from catalogue.tables import CourseSession, Listing, ListingProfile

BETWEEN = "|"
AT_ONCE = 5000  # keys in one question
MOST_KEPT = 50_000  # profiles of which a process remembers the values
Counts = dict[str, Counter[str]]
Met = Mapping[str, ColumnElement[bool]]
"""Facet in which something was chosen -> does a course have that?"""
OWN = {"province": "provinces", "provider": "provider", "career": "career"}
"""Facet -> its column, where that is counted by itself."""
_profiles: dict[str, tuple[str, ...]] = {}
"""Key -> values: a key is the hash of its values, so what was read once stays true."""


def counts(
    session: Session, conditions: Sequence[ColumnElement[bool]], met: Met, names: Collection[str]
) -> tuple[int, Counts]:
    """How many courses meet all conditions, and the values of these facets with how many courses have each.

    A facet in which something was chosen is counted without that choice.
    """
    apart = [name for name in names if name in met]
    together = sorted({OWN.get(name, "profile") for name in names if name not in met})
    rows, bits = _rows(conditions, met, apart, together)
    texts = [_joined(rows.c.missed == 0, rows.c[column]) for column in together]
    texts += [_joined(rows.c.missed.in_((0, bits[name])), rows.c[f"of_{name}"]) for name in apart]
    total, *told = session.execute(select(func.count(case((rows.c.missed == 0, 1))), *texts)).one()
    counted = {name: Counter((text or "").split(BETWEEN)) for name, text in zip([*together, *apart], told, strict=True)}
    found = _of_profiles(session, counted.get("profile", Counter()))
    found |= {name: _unpacked(counted.get(column, {})) for name, column in OWN.items()}
    found |= {name: _unpacked(counted[name]) for name in apart}
    return int(total), {name: found[name] for name in names}


def _rows(
    conditions: Sequence[ColumnElement[bool]], met: Met, apart: Sequence[str], together: Sequence[str]
) -> tuple[Subquery, dict[str, int]]:
    """What is counted of each course, with the choices that it does not meet as bits of `missed`."""
    bits = {name: 1 << number for number, name in enumerate(met)}
    missed = reduce(add, (case((each, 0), else_=bits[name]) for name, each in met.items()), literal(0))
    columns = [getattr(Listing, column).label(column) for column in together]
    columns += [cast(_column(name), String).label(f"of_{name}") for name in apart]
    # The offset keeps the conditions where they are: moved into each count, they would be asked for each.
    return select(missed.label("missed"), *columns).where(*conditions).offset(0).subquery(), bits


def _column(name: str) -> Any:
    return getattr(Listing, OWN.get(name, BY_NAME[name].column))


def _joined(condition: ColumnElement[bool], column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.aggregate_strings(case((condition, column)), BETWEEN)


def _of_profiles(session: Session, keys: Mapping[str, int]) -> Counts:
    known = _values(session, keys)
    packed: list[dict[str, int]] = [{} for _ in PROFILED]
    for key, count in keys.items():
        for counter, values in zip(packed, known.get(key, ()), strict=False):
            counter[values] = counter.get(values, 0) + count
    return {facet.name: _unpacked(counter) for facet, counter in zip(PROFILED, packed, strict=True)}


def _values(session: Session, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    global _profiles
    if len(_profiles) > MOST_KEPT:
        _profiles = {}  # others may still read the old one
    known = _profiles
    new = [key for key in keys if key and key not in known]
    for first in range(0, len(new), AT_ONCE):
        some = col(ListingProfile.key).in_(new[first : first + AT_ONCE])
        for key, told in session.execute(select(col(ListingProfile.key), col(ListingProfile.told)).where(some)):
            known[key] = tuple(told.split(";"))
    return known


def _unpacked(packed: Mapping[str, int]) -> Counter[str]:
    """Each value of a list by itself: `,a,b,` counts for a and for b."""
    found: Counter[str] = Counter()
    for values, count in packed.items():
        for value in values.split(","):
            if value:
                found[value] += count
    return found


def provinces_of_sessions(
    session: Session, conditions: Sequence[ColumnElement[bool]], portal: PortalSettings, *held: ColumnElement[bool]
) -> Counter[str]:
    """Provinces with how many of these courses have a session there that the portal shows and that meets `held`."""
    courses = select(col(Listing.course_id)).where(*conditions)
    pairs = select(col(CourseSession.course_id), col(CourseSession.province)).distinct()
    pairs = pairs.where(col(CourseSession.course_id).in_(courses), session_shown(portal), *held)
    rows = pairs.subquery()
    counted: Any = session.execute(select(rows.c.province, func.count()).group_by(rows.c.province))
    return Counter({province: count for province, count in counted if province})
