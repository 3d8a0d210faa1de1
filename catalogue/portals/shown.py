"""Which courses a portal shows, as conditions on the tables: the rules of `catalogue.index.tenancy` in SQL.

For what the engine is not asked: the search while it is away, the providers, the sitemap. A test holds both together.
Every value is the effective one: an editor's where there is one, the crawled one otherwise. Queries select from
`joined()`, whose joins the conditions need.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, func, not_, or_, true
from sqlmodel import Session, col, select

from catalogue.portals.portal import PortalSettings, Rule
from catalogue.tables import Course, CourseSession, CourseState, OutboxMark, Override, Provider, Source
from catalogue.tables.course import HIDDEN

COLUMNS: dict[str, Any] = {"sector": Course.sector, "level": Course.level, "technical": Course.technical}


def overridden(field: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """An editor set this field (and the value meets the conditions)."""
    return exists().where(col(Override.course_id) == col(Course.id), col(Override.field) == field, *conditions)


def crawled(field: str) -> Any:
    """A single value as crawled: from its column where it has one."""
    if field in COLUMNS:
        return col(COLUMNS[field])
    return col(Course.normal)[(field, "value")].as_string()


def is_one_of(field: str, values: Iterable[Any]) -> ColumnElement[bool]:
    """The effective value is one of these; what is unknown is not."""
    wanted = list(values)
    own = cast(col(Override.value), String).in_([json.dumps(value) for value in wanted])
    return or_(overridden(field, own), and_(not_(overridden(field)), crawled(field).in_(wanted)))


def published() -> ColumnElement[bool]:
    """`EffectiveCourse.published`."""
    hidden = overridden(HIDDEN, cast(col(Override.value), String) == "true")
    technical = is_one_of("technical", [True])
    # Asked as equal to something, SQLite would take an index that holds nearly all courses.
    offered = and_(col(Course.state) != str(CourseState.WITHDRAWN), func.coalesce(Course.duplicate_of, "") == "")
    return and_(offered, col(Source.approved), technical, not_(hidden))


def hidden_and_marked(session: Session) -> frozenset[str]:
    """Courses that an editor hid and that the index may hold still, because their mark waits."""
    hidden = and_(col(Override.field) == HIDDEN, cast(col(Override.value), String) == "true")
    marked = select(Override.course_id).join(OutboxMark, col(OutboxMark.course_id) == col(Override.course_id))
    return frozenset(session.exec(marked.where(hidden)))


def permitted(portal: PortalSettings) -> ColumnElement[bool]:
    """The portal's rules on the course itself; `session_shown` has those on its places."""
    rules = [_named("sector", portal.sectors), _named("route", portal.routes)]
    rules += [by_rule(col(Source.name), portal.sources), by_rule(col(Provider.slug), portal.providers)]
    if portal.languages is not None:
        rules.append(is_one_of("language", portal.languages))
    if portal.hidden:
        rules.append(col(Course.id).not_in(portal.hidden))
    return and_(true(), *rules)


def _named(field: str, rule: Rule | None) -> ColumnElement[bool]:
    if rule is None:
        return true()
    named = is_one_of(field, sorted(rule.named))
    # NOT of an unknown value is unknown in SQL; what is unknown is on no deny list.
    return named if rule.allow is not None else not_(and_(named, known(field)))


def known(field: str) -> ColumnElement[bool]:
    """There is a value, an editor's or a crawled one."""
    return or_(overridden(field), crawled(field).is_not(None))


def by_rule(column: Any, rule: Rule | None) -> ColumnElement[bool]:
    """The column's value is on the rule's allow list, or not on its deny list."""
    if rule is None:
        return true()
    if rule.allow is not None:
        return and_(column.in_(sorted(rule.allow)))
    return or_(column.is_(None), column.not_in(sorted(rule.named)))


def session_shown(portal: PortalSettings) -> ColumnElement[bool]:
    """The portal's rule on places, of one row of `CourseSession`."""
    province, region = col(CourseSession.province), col(CourseSession.region)
    inside = [province.in_(portal.provinces)] if portal.provinces is not None else []
    inside += [region.in_(portal.regions)] if portal.regions is not None else []
    if not inside:
        return true() if portal.online else province.is_not(None)
    return or_(and_(*inside), province.is_(None)) if portal.online else and_(*inside)


def held(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """One and the same session of the course meets all of these."""
    return exists().where(col(CourseSession.course_id) == col(Course.id), *conditions)


def without_session() -> ColumnElement[bool]:
    """The course names no session, so no place either."""
    return not_(exists().where(col(CourseSession.course_id) == col(Course.id)))


def somewhere(portal: PortalSettings) -> ColumnElement[bool]:
    """The portal may show the course at one of its places, or with none."""
    if portal.provinces is None and portal.regions is None and portal.online:
        return true()
    return or_(held(session_shown(portal)), without_session() if portal.online else false())


def shown(portal: PortalSettings) -> ColumnElement[bool]:
    """Published, and permitted by this portal."""
    return and_(published(), permitted(portal), somewhere(portal))


def joined(statement: Any) -> Any:
    """`statement` over courses with their source and provider."""
    return (
        statement.select_from(Course)
        .join(Source, col(Source.id) == col(Course.source_id))
        .join(Provider, col(Provider.id) == col(Course.provider_id), isouter=True)
    )


def shows_provider(session: Session, portal: PortalSettings, slug: str) -> bool:
    """Does the portal show a course of this provider? Where not, it does not tell its name either."""
    of_it = joined(select(Course.id)).where(Provider.slug == slug, shown(portal))
    return session.exec(of_it.limit(1)).first() is not None
