"""The courses as the search in the database finds them: one row a course, kept beside its documents."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pydantic.alias_generators import to_snake
from sqlalchemy import delete, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from catalogue.index.documents import CourseDocument
from catalogue.index.facets import FACETS
from catalogue.language.text import words
from catalogue.tables import Course, Listing, ListingProfile
from catalogue.tables.base import table_of

NEVER = 99_999  # days since 1970: after every start
PLAIN = ("source", "provider", "sector", "level", "route", "kind", "language", "price", "workplace")
LISTS = {name: to_snake(name) for name in ("mode", "schedule", "career", "funding", "targetGroups")}
"""What is packed, with its column."""
PROFILED = [facet for facet in FACETS if facet.name not in ("province", "provider", "career")]
"""Facets that many courses share; the others differ too much from course to course."""
WORDS = ("words", "kin", "careerNames", "subjectWords", "typed", "mentioned")


def store(session: Session, course_ids: Sequence[str], docs: Iterable[CourseDocument]) -> None:
    """Replace the rows of these courses by what `docs`, each course's together, say of them. Never commits."""
    session.execute(delete(Listing).where(col(Listing.course_id).in_(course_ids)))
    rows = [_row(course_id, list(parts)) for course_id, parts in groupby(docs, lambda doc: doc.courseId)]
    if rows:
        _store_profiles(session, rows)
        session.execute(insert(Listing), rows)


def _store_profiles(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    found: dict[str, str] = {}
    for row in rows:
        told = _profile(row)
        row["profile"] = hashlib.blake2b(told.encode(), digest_size=6).hexdigest()
        found[row["profile"]] = told
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    kept = dialect.insert(table_of(ListingProfile)).on_conflict_do_nothing()
    session.execute(kept, [{"key": key, "told": told} for key, told in sorted(found.items())])


def _profile(row: Mapping[str, Any]) -> str:
    values = (row[facet.column] for facet in PROFILED)
    return ";".join("" if value is None else str(value).strip(",") for value in values)


def drop_strays(session: Session) -> None:
    """Remove the rows of courses that are not in the database any more, and the profiles that no course has."""
    session.execute(delete(Listing).where(col(Listing.course_id).not_in(select(Course.id))))
    session.execute(delete(ListingProfile).where(col(ListingProfile.key).not_in(select(Listing.profile))))


def _row(course_id: str, parts: Sequence[CourseDocument]) -> dict[str, Any]:
    doc = parts[0]
    title = words(doc.title)
    told = [title, *(getattr(doc, name) for name in WORDS), words(doc.providerName)]
    return {
        "course_id": course_id,
        **{name: getattr(doc, name) for name in PLAIN},
        **{column: packed(getattr(doc, name)) for name, column in LISTS.items()},
        "job_guarantee": "true" if doc.jobGuarantee else None,
        "next_start": NEVER if doc.nextStart is None else doc.nextStart,
        "placeless": any(each.place is None and each.province is None for each in parts),
        "provinces": packed(sorted({each.province for each in parts if each.province})),
        "title": spaced(title),
        "text": spaced([*title, *dict.fromkeys(word for some in told for word in some)]),
    }


def packed(values: Iterable[str]) -> str:
    """`,a,b,`; empty for none."""
    listed = ",".join(values)
    return f",{listed}," if listed else ""


def spaced(said: Iterable[str]) -> str:
    """` word word `."""
    return f" {' '.join(said)} "
