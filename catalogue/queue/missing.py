"""A course that people open has no price or no start: does the provider name it anywhere?"""

from collections.abc import Iterator

from catalogue.queue.kind import CourseKind, Found, Seen, note


def _find(seen: Seen) -> Iterator[Found]:
    content = seen.course.content
    if not (seen.openings and seen.course.published):
        return
    if content.price is None and "price" not in seen.course.overridden:
        yield Found("price", {"field": "price"})
    if not any(session.start or session.start_note for session in content.sessions):
        yield Found("start", {"field": "start"})


MISSING = CourseKind("missing", 2, _find, {"nowhere": note})
