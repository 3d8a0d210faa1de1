"""When courses were last seen: one narrow table, written for many courses at once, so that no course's row is."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from catalogue.tables import Course, CrawlRun, Sighting
from catalogue.tables.base import insert_into

CHUNK = 500  # keys in one statement


def sighted(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write these sightings, new or in place of earlier ones."""
    if not rows:
        return
    insert = insert_into(session, Sighting)
    new = {name: insert.excluded[name] for name in rows[0] if name != "course_id"}
    session.execute(insert.on_conflict_do_update(index_elements=["course_id"], set_=new), rows)


def note_seen(session: Session, run: CrawlRun, pages: Mapping[str, str]) -> None:
    """`run` saw these courses (id -> the page that gave it). A later run's sighting stays."""
    ids = sorted(pages)
    for start in range(0, len(ids), CHUNK):
        mine = [col(Sighting.course_id).in_(ids[start : start + CHUNK]), col(Sighting.run_id) <= run.id]
        session.execute(update(Sighting).where(*mine).values(run_id=run.id, seen_at=run.started_at))
    seen = select(Sighting.course_id).where(Sighting.run_id == run.id)
    missed = (col(Course.misses) > 0) | (col(Course.gone) > 0)
    session.execute(update(Course).where(col(Course.id).in_(seen), missed).values(misses=0, gone=0))
    _move_pages(session, run, pages)


def _move_pages(session: Session, run: CrawlRun, pages: Mapping[str, str]) -> None:
    """Courses that another page gives now."""
    stored = session.exec(select(Course.id, Course.page_url).where(Course.source_id == run.source_id))
    for course_id, page_url in stored.all():
        if pages.get(course_id, page_url) != page_url:
            session.execute(update(Course).where(col(Course.id) == course_id).values(page_url=pages[course_id]))
