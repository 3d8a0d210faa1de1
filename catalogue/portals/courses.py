"""One course in one portal: left out, first for a search, in a collection. Kept with the portal: no crawl undoes it.

Whoever works for the portal may do so, also with a course that its rules leave out: the rules still hold.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from catalogue.audit.change import CourseNotFound, InvalidOverride
from catalogue.audit.records import hold
from catalogue.portals.access import require_portal
from catalogue.portals.care import change_portal
from catalogue.portals.portal import MOST_CHOSEN, MOST_PINS, Collection, PortalSettings, find_portal
from catalogue.tables import Course, Editor

MAX_WORDS = 100  # characters of a search
Change = Callable[[PortalSettings, str, str], Mapping[str, Any]]


def change_in(session: Session, what: str, slug: str, course_id: str, words: str, reason: str, editor: Editor) -> None:
    """`what` is one of `CHANGES`; `words` is the search that a pin is for, or a collection's name. Never commits.

    Raises CourseNotFound, LookupError (the portal or the change), NotAllowed, or InvalidOverride with `pin_words`,
    `pins_full`, `hidden_full`, `no_collection`, `collection_full`, `collection_last`, `nothing_changed` or what is
    wrong with the reason.
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


def chosen_in(portal: PortalSettings) -> tuple[Collection, ...]:
    """The portal's collections of chosen courses; those of a search find theirs by themselves."""
    return tuple(each for each in portal.collections if each.courses)


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


def _collect(held: PortalSettings, course_id: str, name: str) -> Mapping[str, Any]:
    before = _named(held, name).courses
    if course_id not in before and len(before) >= MOST_CHOSEN:
        raise InvalidOverride("portal", "collection_full")
    return _with(held, name, tuple(dict.fromkeys((*before, course_id))))


def _drop(held: PortalSettings, course_id: str, name: str) -> Mapping[str, Any]:
    left = tuple(each for each in _named(held, name).courses if each != course_id)
    if not left:  # its name and text would go with it
        raise InvalidOverride("portal", "collection_last")
    return _with(held, name, left)


def _named(held: PortalSettings, name: str) -> Collection:
    found = next((each for each in chosen_in(held) if " ".join(each.name.split()) == name), None)
    if found is None:
        raise InvalidOverride("portal", "no_collection")
    return found


def _with(held: PortalSettings, name: str, courses: tuple[str, ...]) -> Mapping[str, Any]:
    one = _named(held, name)
    changed = one.model_copy(update={"courses": courses})
    return {"collections": tuple(changed if each is one else each for each in held.collections)}


CHANGES: Mapping[str, Change] = {
    "hide": _hide, "show": _show, "pin": _pin, "unpin": _unpin, "collect": _collect, "drop": _drop,
}  # fmt: skip
