"""Which sources are to be crawled, as the database says, and what that changes in the running plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalogue.declaration import HAND, SourceDeclaration
from catalogue.tables import CrawlRun, Source


@dataclass(frozen=True)
class Planned:
    """One source to crawl. `previous` is its last start, by whoever started it, or when it was added."""

    cadence: str
    previous: datetime


@dataclass(frozen=True)
class Changes:
    """What to do to the running jobs. A changed cadence is in both."""

    drop: frozenset[str]
    add: frozenset[str]


def planned(session: Session) -> dict[str, Planned]:
    """Every crawled source that is not paused, by name. An unapproved one too: its first runs an editor judges."""
    last = select(CrawlRun.source_id, func.max(CrawlRun.started_at).label("at")).group_by(col(CrawlRun.source_id))
    starts = last.subquery()
    rows = session.exec(
        select(Source, starts.c.at)
        .join(starts, starts.c.source_id == col(Source.id), isouter=True)
        .where(col(Source.paused).is_(False), ~col(Source.name).startswith(HAND))
    ).all()
    return {source.name: Planned(_cadence(source), started or source.created_at) for source, started in rows}


def changes(running: Mapping[str, str], wanted: Mapping[str, str]) -> Changes:
    """From the cadence by name of what runs now to that of what the database wants."""
    drop = {name for name, cadence in running.items() if wanted.get(name) != cadence}
    add = {name for name, cadence in wanted.items() if running.get(name) != cadence}
    return Changes(drop=frozenset(drop), add=frozenset(add))


def _cadence(source: Source) -> str:
    # Only this field is read: a declaration that a newer version extended must not stop the schedule.
    default: str = SourceDeclaration.model_fields["cadence"].default
    return str(source.declaration.get("cadence", default))
