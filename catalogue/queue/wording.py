"""The words of a listing promise what nobody can, or shut people out: is it fine so?"""

from collections.abc import Iterator

from catalogue import curation
from catalogue.queue.kind import CourseKind, Deciding, Found, Item, Seen, note

PREFIX = "wording_"


def _find(seen: Seen) -> Iterator[Found]:
    for flag in dict.fromkeys(seen.course.content.flags):
        if flag.reason.startswith(PREFIX) and flag.field not in seen.course.overridden:
            facts = {"field": flag.field, "reason": flag.reason, "quote": flag.quote[:500]}
            yield Found(f"{flag.reason}:{flag.field}", facts)


def _hide(deciding: Deciding, item: Item) -> None:
    curation.hide(deciding.session, item.course_id or "", deciding.reason, deciding.editor)


WORDING = CourseKind("wording", 3, _find, {"fine": note, "hide": _hide})
