"""When a course is no longer offered: after healthy runs in a row missed it, or its page was gone twice."""

from collections import Counter
from collections.abc import Mapping

from sqlmodel import Session, col, select

from catalogue import outbox
from catalogue.judge import ANSWERED, GONE
from catalogue.tables import Course, CourseState, CrawlRun

MAX_MISSES = 3
MAX_GONE = 2


def missed_courses(session: Session, run: CrawlRun) -> list[Course]:
    """Active courses of the run's source that neither it nor a later run saw."""
    query = select(Course).where(Course.source_id == run.source_id, Course.state == CourseState.ACTIVE)
    return list(session.exec(query.where(col(Course.run_id) < run.id)))


def count_misses(session: Session, run: CrawlRun, outcomes: Mapping[str, str]) -> Counter[str]:
    """Count a miss for each course that the healthy `run` did not see, and withdraw what was missed enough.

    `outcomes`: page URL -> outcome of this run. A page that failed (not 404 or 410) says nothing of its course.
    """
    counts: Counter[str] = Counter()
    for course in missed_courses(session, run):
        outcome = outcomes.get(course.page_url)
        if outcome is not None and outcome not in ANSWERED | GONE:
            continue
        counts["missed"] += 1
        course.misses += 1
        course.gone = course.gone + 1 if outcome in GONE else 0
        course.state_reason = _reason(course, outcome)
        if course.state_reason:
            course.state = CourseState.WITHDRAWN
            outbox.mark(session, [course.id])
            counts["withdrawn"] += 1
    session.flush()
    return counts


def _reason(course: Course, outcome: str | None) -> str | None:
    if course.gone >= MAX_GONE:
        return f"its page answered {outcome} in {course.gone} runs in a row"
    if course.misses >= MAX_MISSES:
        return f"missing from {course.misses} healthy runs in a row"
    return None
