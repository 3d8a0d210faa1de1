"""What editors do to portals: rules, looks and texts, on record, never over what somebody else did meanwhile.

Flushes, never commits. The rules of a portal decide which courses its own editors may change. So those may restrict
their portal; to let more courses through needs somebody who works for all portals.
"""

from collections.abc import Collection

from sqlmodel import Session

from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.audit.records import hold, refuse_controls, refuse_stale, version
from catalogue.portals.access import NotAllowed, require_all_portals, require_portal
from catalogue.portals.portal import PortalSettings, Rule, check_slug, find_portal, set_portal
from catalogue.tables import Editor, Portal, Role

RULES = ("sectors", "routes", "sources", "providers")
LISTS = ("provinces", "regions", "languages")


def add_portal(session: Session, slug: str, settings: PortalSettings, reason: str, editor: Editor) -> None:
    """A new portal. Raises NotAllowed, or InvalidOverride: the slug cannot be one (`slug`), or is taken (`exists`)."""
    require_all_portals(editor, Role.ADMINISTRATOR)
    if not check_slug(slug):
        raise InvalidOverride("slug", "slug")
    hold(session, f"portal:{slug}")
    if session.get(Portal, slug) is not None:
        raise InvalidOverride("slug", "exists")
    _set(session, slug, settings, reason, editor)


def change_portal(
    session: Session, slug: str, settings: PortalSettings, reason: str, editor: Editor, seen: str | None
) -> None:
    """Replace a portal's settings. `seen` is the `version` of those that the editor saw.

    Raises LookupError, NotAllowed (`wider`: see the module), ChangedMeanwhile or InvalidOverride.
    """
    require_portal(editor, slug)
    hold(session, f"portal:{slug}")
    held = find_portal(session, slug)
    if held is None:
        raise LookupError(f"there is no portal {slug!r}")
    refuse_stale(held, seen)
    if version(held) == version(settings):
        raise InvalidOverride("record", "nothing_changed")
    if editor.portals is not None and widens(held, settings):
        raise NotAllowed("wider")
    _set(session, slug, settings, reason, editor)


def _set(session: Session, slug: str, settings: PortalSettings, reason: str, editor: Editor) -> None:
    refuse_controls(settings)
    set_portal(session, slug, settings, editor.email, checked_reason(reason))


def widens(held: PortalSettings, new: PortalSettings) -> bool:
    """Whether the new rules might let a course through that the old ones do not."""
    lists = any(not _within(getattr(new, name), getattr(held, name)) for name in LISTS)
    rules = any(not _rule_within(getattr(new, name), getattr(held, name)) for name in RULES)
    return lists or rules or (new.online and not held.online)


def _within(new: Collection[str] | None, held: Collection[str] | None) -> bool:
    return held is None or (new is not None and set(new) <= set(held))


def _rule_within(new: Rule | None, held: Rule | None) -> bool:
    if held is None or new == held:
        return True
    if new is None:
        return False
    if held.allow is not None:
        return new.allow is not None and new.allow <= held.allow
    return held.named <= new.named if new.deny is not None else not held.named & new.named
