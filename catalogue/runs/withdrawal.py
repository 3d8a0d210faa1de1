"""When a course is no longer offered. Each withdrawal has its reason in the course and in the audit record.

At once, when its source still shows it but it is no course any more (its last day has passed); after healthy runs in
a row missed it; when its page was gone twice; when its provider asked for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import Session, col, select

from catalogue import outbox
from catalogue.normalise import REASONS
from catalogue.runs.ingest import CRAWLER
from catalogue.runs.judge import ANSWERED, GONE
from catalogue.tables import AuditEvent, Course, CourseState, CrawlRun, RunItem, Sighting, Source, utcnow

MAX_MISSES = 3
MAX_GONE = 2


@dataclass(frozen=True)
class Missed:
    """What a healthy run did not see."""

    count: int
    withdrawn: set[str]


def withdraw(session: Session, courses: Iterable[tuple[Course, str]], actor: str) -> set[str]:
    """Withdraw these courses, each with its reason; gives the ids of those that were active. Flushes."""
    active = [(course, reason) for course, reason in courses if course.state == CourseState.ACTIVE]
    for course, reason in active:
        course.state, course.state_reason = CourseState.WITHDRAWN, reason
    session.flush()
    if active:
        session.execute(insert(AuditEvent), [_event(course, reason, actor) for course, reason in active])
    ids = {course.id for course, _ in active}
    outbox.mark(session, ids)
    return ids


def hold(session: Session, source_id: int | None) -> Source:
    """The source, held until the transaction ends; to be asked for before its courses are written to."""
    return session.get_one(Source, source_id, with_for_update={"key_share": True})


def withdraw_opted_out(session: Session, source: Source, reason: str, actor: str) -> set[str]:
    """Withdraw all courses of the source, since its provider asked so; gives the ids. Flushes."""
    # A run that is applied meanwhile ends after this, and obeys the wish then; or before, and its courses are here.
    hold(session, source.id)
    mine = select(Course).where(Course.source_id == source.id, Course.state == CourseState.ACTIVE)
    return withdraw(session, [(course, f"opted out: {reason}") for course in session.exec(mine)], actor)


def _event(course: Course, reason: str, actor: str) -> dict[str, object]:
    sides = {"before": str(CourseState.ACTIVE), "after": str(CourseState.WITHDRAWN)}
    return {
        "at": utcnow(), "actor": actor, "action": "course.withdraw", "subject": f"course:{course.id}",
        "reason": reason, **sides,
    }  # fmt: skip


def withdraw_refused(session: Session, run: CrawlRun, items: Sequence[RunItem]) -> set[str]:
    """Withdraw the stored courses that `run` refused, unless a later run saw them."""
    reasons = {item.course_id: item.reason or "" for item in items}
    query = (
        select(Course)
        .join(Sighting, col(Sighting.course_id) == col(Course.id), isouter=True)
        .where(col(Course.id).in_(list(reasons)), (col(Sighting.run_id) < run.id) | col(Sighting.run_id).is_(None))
    )
    told = [(course, _refusal(reasons[course.id])) for course in session.exec(query)]
    return withdraw(session, told, CRAWLER)


def _refusal(reason: str) -> str:
    return f"{reason}: {REASONS[reason]}" if reason in REASONS else reason


def withdraw_missed(session: Session, run: CrawlRun, outcomes: Mapping[str, str], refused: set[str]) -> Missed:
    """Count a miss for each course that the healthy `run` did not see, and withdraw what was missed enough.

    `outcomes`: of `answers.outcomes_of`. A page that failed (not 404 or 410), is a wall or broke off, says nothing of
    its course.
    """
    missed = [one for one in _unseen(session, run) if one.id not in refused and _says_something(one, outcomes)]
    for course in missed:
        course.misses += 1
        course.gone = course.gone + 1 if outcomes.get(course.page_url) in GONE else 0
    told = ((course, _reason(course, outcomes.get(course.page_url))) for course in missed)
    return Missed(len(missed), withdraw(session, [(course, reason) for course, reason in told if reason], CRAWLER))


def _unseen(session: Session, run: CrawlRun) -> list[Course]:
    """Active courses of the run's source that neither it nor a later run saw."""
    query = select(Course).join(Sighting, col(Sighting.course_id) == col(Course.id))
    active = query.where(Course.source_id == run.source_id, Course.state == CourseState.ACTIVE)
    return list(session.exec(active.where(col(Sighting.run_id) < run.id)))


def _says_something(course: Course, outcomes: Mapping[str, str]) -> bool:
    outcome = outcomes.get(course.page_url)
    return outcome is None or outcome in ANSWERED | GONE


def _reason(course: Course, outcome: str | None) -> str | None:
    if course.gone >= MAX_GONE:
        return f"its page answered {outcome} in {course.gone} runs in a row"
    if course.misses >= MAX_MISSES:
        return f"missing from {course.misses} healthy runs in a row"
    return None
