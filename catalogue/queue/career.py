"""Does this course lead to this career? The rules found signs, too few to show it."""

from collections.abc import Iterator

from catalogue import curation
from catalogue.queue.kind import CourseKind, Deciding, Found, Item, Seen


def _find(seen: Seen) -> Iterator[Found]:
    for link in seen.course.career_links:
        if not link.linked:
            facts = {"career": link.career_id, "label": seen.course.known_careers[link.career_id].label}
            yield Found(link.career_id, {**facts, "rule": link.rule, "quote": link.quote})


def _accept(deciding: Deciding, item: Item) -> None:
    course, career = item.course_id or "", item.facts["career"]
    curation.accept_career(deciding.session, course, career, deciding.reason, deciding.editor)


def _reject(deciding: Deciding, item: Item) -> None:
    course, career = item.course_id or "", item.facts["career"]
    curation.reject_career(deciding.session, course, career, deciding.reason, deciding.editor)


CAREER = CourseKind("career", 3, _find, {"accept": _accept, "reject": _reject})
