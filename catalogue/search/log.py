"""The search log: what people look for, which of it is answered and opened, and nothing of who they are.

A search is what was asked, not who asked it: portal, words, filters and a coarse region, counted by day. Kept for
`KEPT_DAYS`. A report shows only what was asked often enough (`OFTEN` times on `DAYS` different days): without an
identifier nobody can count people, so a search of one person must not be told from its rarity.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from catalogue.index.query import SearchQuery
from catalogue.normalise.places import place_named
from catalogue.normalise.text import fold
from catalogue.queue.follow import refresh
from catalogue.tables import Course, SearchDay, SearchOpening
from catalogue.tables.base import table_of

KEPT_DAYS = 30
LONGEST = 100  # letters of a search that are kept
PERSONAL = re.compile(r"\S*@\S*|\+?\d(?:[\s-]?\d){6,}")
"""E-mail addresses and telephone numbers that somebody typed into the wrong box."""


@dataclass(frozen=True)
class Search:
    """One search as it is kept."""

    portal: str
    words: str
    filters: Mapping[str, Any]
    region: str | None
    total: int

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits of what was asked: the same for everybody, so it says nothing of anybody."""
        asked = orjson.dumps([self.portal, self.words, self.filters, self.region], option=orjson.OPT_SORT_KEYS)
        return hashlib.blake2b(asked, digest_size=8).hexdigest()


@dataclass
class Counted:
    """How often a search was asked since the last writing."""

    search: Search
    times: int = 0


def search_of(query: SearchQuery, portal: str, total: int) -> Search:
    """What is kept of `query` (understood: without the words that became filters)."""
    filters: dict[str, Any] = {key: sorted(map(cleaned, values)) for key, values in query.selected.items() if values}
    if query.max_price is not None:
        filters["maxPrice"] = query.max_price
    starts = (("startFrom", query.start_from), ("startUntil", query.start_until))
    filters |= {key: f"{day:%Y-%m}" for key, day in starts if day}
    return Search(portal, cleaned(query.q), filters, region_of(query), total)


def cleaned(text: str) -> str:
    """`text` in one spelling of letters and spaces, without addresses of persons."""
    return " ".join(PERSONAL.sub(" ", fold(text)).split())[:LONGEST]


def region_of(query: SearchQuery) -> str | None:
    """Labour-market region of the place that was named, else the province; coordinates are never looked up."""
    place = place_named(query.near.label) if query.near else None
    if place:
        return place.region or place.province
    provinces = query.selected.get("province", ())
    return provinces[0] if len(provinces) == 1 else None


def store(session: Session, day: date, counted: Iterable[Counted], opened: Mapping[tuple[str, str], int]) -> None:
    """Add these counts to the day's. `opened`: (search, course) -> times; of unknown ones nothing is kept. Flushes."""
    for each in sorted(counted, key=lambda one: one.search.id):  # one order, so that two processes never wait crosswise
        kept = each.search
        row = {"day": day, "search": kept.id, "portal": kept.portal, "words": kept.words, "filters": kept.filters,
               "region": kept.region, "total": kept.total, "searches": each.times,
               "without_result": 0 if kept.total else each.times}  # fmt: skip
        _add(session, SearchDay, row, ("searches", "without_result"), replaced=("total",))
    known = _known(session, day, opened)
    for (search, course), times in sorted(known.items()):
        row = {"day": day, "search": search, "course_id": course, "openings": times}
        _add(session, SearchOpening, row, ("openings",))
    refresh(session, sorted({course for _, course in known}))  # what many people open is worth an editor's look


def _known(session: Session, day: date, opened: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    if not opened:
        return {}
    asked = col(SearchDay.search).in_({search for search, _ in opened})
    recent = col(SearchDay.day) >= day - timedelta(days=1)  # a page may stay open over midnight
    searches = set(session.exec(select(SearchDay.search).where(asked, recent)))
    courses = set(session.exec(select(Course.id).where(col(Course.id).in_({course for _, course in opened}))))
    return {key: times for key, times in opened.items() if key[0] in searches and key[1] in courses}


def _add(
    session: Session,
    table: type[SQLModel],
    row: dict[str, Any],
    counts: tuple[str, ...],
    replaced: tuple[str, ...] = (),
) -> None:
    """Insert the row, or add its counts to the one that is there."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    target = table_of(table)
    insert = dialect.insert(target).values(row)
    changes = {name: target.c[name] + insert.excluded[name] for name in counts}
    changes |= {name: insert.excluded[name] for name in replaced}
    session.execute(insert.on_conflict_do_update(index_elements=list(target.primary_key.columns), set_=changes))


def prune_searches(session: Session, today: date) -> int:
    """Drop what is older than `KEPT_DAYS`; gives how many rows went."""
    last = today - timedelta(days=KEPT_DAYS)
    old = (
        delete(SearchDay).where(col(SearchDay.day) <= last),
        delete(SearchOpening).where(col(SearchOpening.day) <= last),
    )
    return sum(session.connection().execute(statement).rowcount for statement in old)
