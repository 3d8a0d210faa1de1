"""What the judge looks at, from the database."""

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from catalogue.runs.judge import HISTORY, Baseline, RunFigures
from catalogue.runs.plan import Planned
from catalogue.runs.walls import WALLS
from catalogue.tables import Course, CourseState, CrawlRun, Refused, RunPage, RunState


def figures_of(session: Session, run: CrawlRun, planned: Planned) -> RunFigures:
    """The run's pages and plan, and what its source gave before."""
    offered = select(Course.id).where(Course.source_id == run.source_id, Course.state == CourseState.ACTIVE)
    before = set(session.exec(offered))
    return RunFigures(
        outcomes=_pages(session, run),
        items=planned.items,
        offered_before=len(before),
        missing=len(before - planned.seen),
        refused_before=planned.refused_before,
        changed=planned.changed_words,
        coverage=planned.coverage,
        walls=walls_of(session, run),
        history=history(session, run),
    )


def _pages(session: Session, run: CrawlRun) -> dict[str, int]:
    query = select(RunPage.outcome, func.count()).where(RunPage.run_id == run.id).group_by(RunPage.outcome)
    return dict(session.exec(query).all())


def walls_of(session: Session, run: CrawlRun) -> dict[str, int]:
    """The run's pages that are a wall, by name."""
    reasons = refusals_of(session, run)
    return {name: count for name, count in reasons.items() if name in WALLS}


def refusals_of(session: Session, run: CrawlRun) -> dict[str, int]:
    """What the run did not take, by reason: refused by a reader or by the normaliser."""
    snapshots = select(RunPage.snapshot_id).where(RunPage.run_id == run.id, col(RunPage.snapshot_id).is_not(None))
    query = select(Refused.reason, func.count()).where(
        or_(Refused.run_id == run.id, col(Refused.snapshot_id).in_(snapshots))
    )
    return dict(session.exec(query.group_by(Refused.reason).order_by(Refused.reason)).all())


def history(session: Session, run: CrawlRun) -> list[Baseline]:
    """The last applied runs before this one, newest first."""
    query = select(CrawlRun).where(CrawlRun.source_id == run.source_id, CrawlRun.state == RunState.APPLIED)
    newest = query.where(col(CrawlRun.id) < run.id).order_by(col(CrawlRun.id).desc()).limit(HISTORY)
    return [_baseline(earlier) for earlier in session.exec(newest)]


def _baseline(run: CrawlRun) -> Baseline:
    items = run.counts.get("items", 0)
    changed = run.counts.get("changed_words", 0)
    return Baseline(items, run.coverage, changed / items if items else 0.0)
