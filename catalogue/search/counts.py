"""Facets counted in the database, exactly: one pass over the courses that fit, whatever their number.

A group for each of fourteen columns would sort the courses fourteen times. So the database hands out what is to be
counted as one text a column, and the facets that many courses share as the key of their profile, told once for all.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from catalogue.index.listing import PROFILED
from catalogue.portals.portal import PortalSettings
from catalogue.portals.shown import session_shown
from catalogue.tables import CourseSession, Listing, ListingProfile

BETWEEN = "|"
AT_ONCE = 5000  # keys in one question
Counts = dict[str, Counter[str]]
OWN = {"province": "provinces", "provider": "provider", "career": "career"}
"""Facet -> its column, where that is counted by itself."""


def counts(session: Session, conditions: Sequence[ColumnElement[bool]], names: Collection[str]) -> tuple[int, Counts]:
    """How many courses meet the conditions, and the values of these facets with how many have each."""
    columns = sorted({OWN.get(name, "profile") for name in names})
    texts = [func.aggregate_strings(getattr(Listing, column), BETWEEN) for column in columns]
    total, *told = session.execute(select(func.count(), *texts).select_from(Listing).where(*conditions)).one()
    counted = {column: Counter((text or "").split(BETWEEN)) for column, text in zip(columns, told, strict=True)}
    found = _of_profiles(session, counted.get("profile", Counter()))
    for name, column in OWN.items():
        found[name] = _unpacked(counted.get(column, {}))
    return total, {name: found[name] for name in names}


def _of_profiles(session: Session, keys: Mapping[str, int]) -> Counts:
    packed: list[Counter[str]] = [Counter() for _ in PROFILED]
    for key, told in _told(session, [key for key in keys if key]):
        for counter, values in zip(packed, told.split(";"), strict=True):
            counter[values] += keys[key]
    return {facet.name: _unpacked(counter) for facet, counter in zip(PROFILED, packed, strict=True)}


def _told(session: Session, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    for first in range(0, len(keys), AT_ONCE):
        some = col(ListingProfile.key).in_(keys[first : first + AT_ONCE])
        for row in session.execute(select(col(ListingProfile.key), col(ListingProfile.told)).where(some)):
            yield row[0], row[1]


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
    counted = select(col(CourseSession.province), func.count(col(CourseSession.course_id).distinct()))
    shown = counted.where(col(CourseSession.course_id).in_(courses), session_shown(portal), *held)
    rows: Any = session.execute(shown.group_by(col(CourseSession.province)))
    return Counter({province: count for province, count in rows if province})
