"""Is this course technical? The rules could not tell; an editor's answer outlives every crawl."""

from collections.abc import Iterator

from catalogue import curation
from catalogue.queue.kind import CourseKind, Decide, Deciding, Found, Item, Seen


def _find(seen: Seen) -> Iterator[Found]:
    content = seen.course.content
    if content.technical is None and "technical" not in seen.course.overridden:
        subjects = ", ".join(content.subjects)[:300]
        yield Found("", {"field": "technical", "quote": (content.description or "")[:300], "subjects": subjects})


def _answer(value: bool) -> Decide:
    def decide(deciding: Deciding, item: Item) -> None:
        course_id = item.course_id or ""
        curation.set_override(deciding.session, course_id, "technical", value, deciding.reason, deciding.editor)

    return decide


TECHNICAL = CourseKind("technical", 6, _find, {"yes": _answer(True), "no": _answer(False)})
