"""Which answers of a source count: the last one of each address that is a page, and those that say nothing of courses.

A wall, or a feed that broke off, answers 200. It is judged with its run, but nothing follows from it: no course of its
page was missed, and the next crawl does not ask whether it changed since, nor takes it over as unchanged.
"""

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from catalogue.runs.walls import WALLS
from catalogue.tables import CrawlRun, Refused, RunPage, Snapshot

NO_PAGE = frozenset({
    *WALLS, "feed_truncated", "xml_broken", "csv_broken", "json_broken", "not_a_table", "not_a_calendar",
    "not_a_workbook", "empty_feed", "offerings_not_fetched",
})  # fmt: skip
"""Refusals of an answer that is not, or not wholly, what was asked for."""
UNHEARD = (NO_PAGE - {"wall_soft_404"}) | {
    "not_html", "json_ld_broken", "json_ld_too_deep", "xml_entities", "item_too_large", "too_large", "too_many_items",
}  # fmt: skip
"""Refusals after which a course that is not there may well be offered still. A page that says "not found" is heard."""


def last_answers(source_id: int | None) -> SelectOfScalar[int | None]:
    """Keys of the last snapshot of each address that was read to its end and is a page."""
    no_page = select(Refused.snapshot_id).where(col(Refused.reason).in_(NO_PAGE), col(Refused.snapshot_id).is_not(None))
    mine = select(func.max(Snapshot.id)).where(
        col(Snapshot.source_id) == source_id, col(Snapshot.read_at).is_not(None), col(Snapshot.id).not_in(no_page)
    )
    return mine.group_by(col(Snapshot.url))


def outcomes_of(session: Session, run: CrawlRun) -> dict[str, str]:
    """Page -> its outcome in the run; of one that says nothing of its courses the reason why."""
    told = dict(session.exec(select(RunPage.url, RunPage.outcome).where(RunPage.run_id == run.id)).all())
    why = select(RunPage.url, Refused.reason).join(Refused, col(Refused.snapshot_id) == col(RunPage.snapshot_id))
    return told | dict(session.exec(why.where(RunPage.run_id == run.id, col(Refused.reason).in_(UNHEARD))).all())
