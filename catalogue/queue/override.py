"""The source says something else than when an editor set an own value: keep it, or take the source's?"""

from collections.abc import Iterator

from catalogue import curation
from catalogue.queue.kind import CourseKind, Deciding, Found, Item, Seen
from catalogue.tables.course import HIDDEN


def _find(seen: Seen) -> Iterator[Found]:
    for override, theirs in seen.overrides:
        known = override.base is not None and override.field != HIDDEN
        if known and override.base is not None and override.base["value"] != theirs:
            then, mine = override.base["value"], override.value
            yield Found(override.field, {"field": override.field, "then": then, "theirs": theirs, "mine": mine})


def _keep(deciding: Deciding, item: Item) -> None:
    course_id, field = item.course_id or "", item.facts["field"]
    curation.keep_override(deciding.session, course_id, field, deciding.reason, deciding.editor)


def _take(deciding: Deciding, item: Item) -> None:
    session, editor = deciding.session, deciding.editor
    state = curation.field_state(session, item.course_id or "", item.facts["field"])
    # What the editor saw is held by the item's evidence.
    curation.clear_override(session, state[0].id, state[1], deciding.reason, editor, curation.version(*state))


OVERRIDE = CourseKind("override", 8, _find, {"keep": _keep, "take": _take})
