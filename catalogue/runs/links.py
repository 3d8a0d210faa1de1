"""Do the deep links still work? Looked at slowly; a link fails only after misses on several different days."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice

from sqlmodel import Session, col, select

from catalogue.runs.opted_out import bare_host, unwanted_hosts
from catalogue.tables import Course, CourseState, LinkCheck, Source

FAILING = 4
"""Different days on which a link must miss before it counts as dead."""
AT_ONCE = 100
"""Links of one look; those that were looked at longest ago come first."""

Ask = Callable[[str], str]
"""Address -> `ok` or the reason why it gave no page (`http_404`, `timeout`). Polite and bounded; handed in."""


def due_links(session: Session, source: Source, limit: int = AT_ONCE) -> list[tuple[str, str]]:
    """(course id, address) of the links to look at next: never looked at first, then the longest ago.

    An overview may link to a provider that asked not to be crawled: such a link is not looked at.
    """
    query = (
        select(Course.id, Course.normal)
        .join(LinkCheck, col(LinkCheck.course_id) == col(Course.id), isouter=True)
        .where(Course.source_id == source.id, Course.state == CourseState.ACTIVE)
        .order_by(col(LinkCheck.checked_at).is_not(None), col(LinkCheck.checked_at), Course.id)
    )
    unwanted = unwanted_hosts(session)
    links = ((key, str(normal["url"])) for key, normal in session.exec(query.execution_options(yield_per=limit)))
    return list(islice((link for link in links if bare_host(link[1]) not in unwanted), limit))


def note_answer(session: Session, course_id: str, url: str, outcome: str, now: datetime) -> LinkCheck:
    """Store one answer. A second miss on one day counts once; an answer or another address starts anew. Flushes."""
    check = session.get(LinkCheck, course_id)
    if check is None or check.url != url:
        check = check or LinkCheck(course_id=course_id, url=url, outcome=outcome, checked_at=now)
        check.url, check.misses, check.missed_on = url, 0, None
    if outcome == "ok":
        check.misses, check.missed_on = 0, None
    elif check.missed_on != now.date():
        check.misses, check.missed_on = check.misses + 1, now.date()
    check.outcome, check.checked_at = outcome, now
    session.add(check)
    session.flush()
    return check


def dead_links(session: Session, source: Source) -> Sequence[LinkCheck]:
    """Links of active courses that missed on `FAILING` days in a row."""
    query = select(LinkCheck).join(Course, col(Course.id) == col(LinkCheck.course_id))
    mine = query.where(Course.source_id == source.id, Course.state == CourseState.ACTIVE)
    return session.exec(mine.where(LinkCheck.misses >= FAILING).order_by(LinkCheck.url)).all()
