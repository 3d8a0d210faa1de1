"""One course in one portal: left out there, or put first for a search. Kept with the portal, so no crawl can undo it.

Whoever works for the portal may do so, also with a course that its rules leave out: the rules still hold.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from catalogue.access import require_portal
from catalogue.curation import CourseNotFound, InvalidOverride
from catalogue.portal_care import change_portal
from catalogue.portals import MOST_PINS, PortalSettings, find_portal
from catalogue.records import hold
from catalogue.tables import Course, Editor

MAX_WORDS = 100  # characters of a search
Change = Callable[[PortalSettings, str, str], Mapping[str, Any]]


def change_in(session: Session, what: str, slug: str, course_id: str, words: str, reason: str, editor: Editor) -> None:
    """`what` is one of `CHANGES`; `words` is the search that a pin is for. Flushes, never commits.

    Raises CourseNotFound, LookupError (the portal or the change), NotAllowed, or InvalidOverride with `pin_words`,
    `pins_full`, `hidden_full`, `nothing_changed` or what is wrong with the reason.
    """
    require_portal(editor, slug)
    if not course_id.isalnum() or session.get(Course, course_id) is None:
        raise CourseNotFound(course_id)
    hold(session, f"portal:{slug}")
    held = find_portal(session, slug)
    if held is None:
        raise LookupError(f"there is no portal {slug!r}")
    changed = CHANGES[what](held, course_id, " ".join(words.split()))
    try:
        settings = PortalSettings.model_validate({**held.model_dump(), **changed})
    except ValidationError as full:
        raise InvalidOverride("portal", "hidden_full") from full
    change_portal(session, slug, settings, reason, editor, None)


def pinned_words(portal: PortalSettings, course_id: str) -> tuple[str, ...]:
    """The searches for which this portal puts the course first."""
    return tuple(words for words, ids in portal.pins.items() if course_id in ids)


def _hide(held: PortalSettings, course_id: str, _words: str) -> Mapping[str, Any]:
    return {"hidden": (*held.hidden, course_id)}


def _show(held: PortalSettings, course_id: str, _words: str) -> Mapping[str, Any]:
    return {"hidden": tuple(each for each in held.hidden if each != course_id)}


def _pin(held: PortalSettings, course_id: str, words: str) -> Mapping[str, Any]:
    if len(words) > MAX_WORDS or not words.isprintable():
        raise InvalidOverride("portal", "pin_words")
    before = held.pins.get(words, ())
    if course_id not in before and len(before) >= MOST_PINS:
        raise InvalidOverride("portal", "pins_full")
    return {"pins": {**held.pins, words: tuple(dict.fromkeys((*before, course_id)))}}


def _unpin(held: PortalSettings, course_id: str, words: str) -> Mapping[str, Any]:
    left = tuple(each for each in held.pins.get(words, ()) if each != course_id)
    others = {each: ids for each, ids in held.pins.items() if each != words}
    return {"pins": {**others, words: left} if left else others}


CHANGES: Mapping[str, Change] = {"hide": _hide, "show": _show, "pin": _pin, "unpin": _unpin}
