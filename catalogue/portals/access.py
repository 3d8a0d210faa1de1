"""Who may change what. Reading is open to everybody who is signed in; changing is not."""

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from catalogue.portals.portal import find_portal
from catalogue.portals.shown import joined, permitted, somewhere
from catalogue.tables import Course, Editor, Role

RANK = tuple(Role)


class NotAllowed(PermissionError):
    """This editor may not do this. `reason` is `role`, `other_portal` or `all_portals`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def require_role(editor: Editor, least: Role) -> None:
    """Raises NotAllowed below `least`."""
    if RANK.index(Role(editor.role)) < RANK.index(least):
        raise NotAllowed("role")


def require_all_portals(editor: Editor, least: Role = Role.EDITOR) -> None:
    """For what every portal sees, such as a source. Raises NotAllowed for an editor of some portals."""
    require_role(editor, least)
    if editor.portals is not None:
        raise NotAllowed("all_portals")


def require_portal(editor: Editor, slug: str) -> None:
    """For one portal's own settings. Raises NotAllowed for an editor of others."""
    require_role(editor, Role.EDITOR)
    if editor.portals is not None and slug not in editor.portals:
        raise NotAllowed("other_portal")


def require_course(session: Session, editor: Editor, course_id: str) -> None:
    """An editor of some portals may change the courses that those portals' rules let through, published or not."""
    require_role(editor, Role.EDITOR)
    if editor.portals is not None and course_id not in of_their_portals(session, editor, [course_id]):
        raise NotAllowed("other_portal")


def of_their_portals(session: Session, editor: Editor, course_ids: list[str]) -> set[str]:
    """Those of these courses that the rules of the editor's portals let through; all of them without portals."""
    if editor.portals is None:
        return set(course_ids)
    portals = [portal for slug in editor.portals if (portal := find_portal(session, slug))]
    rules = or_(False, *(and_(permitted(portal), somewhere(portal)) for portal in portals))
    return set(session.exec(joined(select(Course.id)).where(col(Course.id).in_(course_ids), rules)))
