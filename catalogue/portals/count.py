"""How many courses a portal shows, soon enough to be told while somebody types its rules.

Counted in `Listing`, which holds what is published in columns. It follows the courses a moment later, so those that
wait for that are counted by the rules on their own tables: the number is always that of `catalogue.portals.shown`.
"""

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlmodel import Session, col

from catalogue.portals.portal import PortalSettings
from catalogue.portals.shown import by_rule, joined, session_shown, shown
from catalogue.tables import Course, CourseSession, Listing, OutboxMark

RULES = (("sectors", Listing.sector), ("routes", Listing.route), ("sources", Listing.source),
         ("providers", Listing.provider))  # fmt: skip


def count_shown(session: Session, portal: PortalSettings) -> int:
    """How many courses these rules let through."""
    waiting = select(col(OutboxMark.course_id)).where(col(OutboxMark.listed) < col(OutboxMark.seq))
    listed = (
        select(func.count())
        .select_from(Listing)
        .where(col(Listing.course_id).not_in(waiting), *listed_by_rules(portal), _somewhere(portal))
    )
    others = joined(select(func.count())).where(col(Course.id).in_(waiting), shown(portal))
    return int(session.execute(listed).scalar_one() + session.execute(others).scalar_one())


def listed_by_rules(portal: PortalSettings) -> list[ColumnElement[bool]]:
    """`catalogue.portals.shown.permitted` of a listed course."""
    rules = [by_rule(col(column), getattr(portal, name)) for name, column in RULES]
    if portal.languages is not None:
        rules.append(col(Listing.language).in_(portal.languages))
    if portal.hidden:
        rules.append(col(Listing.course_id).not_in(portal.hidden))
    return rules


def _somewhere(portal: PortalSettings) -> ColumnElement[bool]:
    """`catalogue.portals.shown.somewhere` of a listed course. All are counted: the sessions are read through once."""
    if portal.provinces is None and portal.regions is None:
        return true() if portal.online else col(Listing.provinces) != ""
    if portal.provinces is not None and portal.regions is None:
        inside = or_(false(), *(col(Listing.provinces).contains(f",{each},") for each in portal.provinces))
    else:
        inside = col(Listing.course_id).in_(select(col(CourseSession.course_id)).where(session_shown(portal)))
    return or_(col(Listing.placeless), inside) if portal.online else inside
