"""The search while the engine is away: the same filters and the same tenancy, straight from the database.

Words are understood and looked for in the forms that the index has them in, without typing errors.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from math import cos, radians
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, and_, any_, cast, exists, func, literal, or_, select, true
from sqlmodel import Session, col

from catalogue.database import packed
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.geo import distance_km
from catalogue.index.answer import Label, facet_values, summary
from catalogue.index.documents import card, town
from catalogue.index.facets import BY_NAME, FACETS, Facet
from catalogue.index.find import interpretation
from catalogue.index.listing import LISTS, spaced
from catalogue.index.query import Near, SearchQuery, asked_words
from catalogue.index.schema import MAX_HITS
from catalogue.index.tenancy import permits_place
from catalogue.index.understand import understand
from catalogue.language.rewrite import asked as asked_for
from catalogue.language.text import words
from catalogue.normal import Place
from catalogue.portals.count import listed_by_rules
from catalogue.portals.portal import PortalSettings
from catalogue.portals.shown import joined, session_shown, shown
from catalogue.search.counts import counts, provinces_of_sessions
from catalogue.tables import Course, CourseSession, Listing, Override
from catalogue.tables.course import HIDDEN

MOST = 1000
"""Courses of which `found` gives the ids at most."""
MANY = 20_000
"""Courses that are named one by one at most, in place of the words that they hold."""
KM_PER_DEGREE = 111.19  # of latitude, on the sphere that `distance_km` measures on
NAMES = [facet.name for facet in FACETS]
WORD = re.compile(r'"([^"]*)"|(\S+)')


def search(
    session: Session,
    asked: SearchQuery,
    slug: str,
    portal: PortalSettings,
    today: date,
    label: Label = lambda _, value: value,
) -> dict[str, Any]:
    """The body of `GET /v1/courses`, with `degraded` true."""
    understood = understand(asked, today)
    query = understood.query
    named = _with_words(session, query, portal)
    total, facets = _counted(session, query, portal, label, named)
    page = _page(session, query, portal, named)
    by_id = {course.id: course for course in effective_courses(session, page) if course.published}
    return {
        "total": min(total, MAX_HITS),
        "page": query.page,
        "pageSize": query.page_size,
        "degraded": True,
        "interpretation": interpretation(understood, query),
        "results": [_result(by_id[each], query, slug, portal, today) for each in page if each in by_id],
        "facets": facets,
    }


def warm(session: Session, today: date) -> None:
    """Read what the first search of a process would have to: word lists, profiles, the pages of the listing."""
    for q in ("", "techniek"):
        search(session, SearchQuery(q=q), "", PortalSettings(name="all"), today)


def permitted(session: Session, ids: Sequence[str], portal: PortalSettings) -> list[str]:
    """Those of these courses that the portal shows, in this order."""
    asked = joined(select(col(Course.id))).where(col(Course.id).in_(ids), shown(portal))
    found = set(session.execute(asked).scalars())
    return [each for each in ids if each in found]


def listed(
    session: Session, ids: Sequence[str], slug: str, portal: PortalSettings, today: date
) -> list[dict[str, Any]]:
    """These courses as a search shows them, in this order; without those that the portal does not show."""
    by_id = {course.id: course for course in effective_courses(session, permitted(session, ids, portal))}
    return [_result(by_id[each], SearchQuery(), slug, portal, today) for each in ids if each in by_id]


def _result(
    course: EffectiveCourse, query: SearchQuery, slug: str, portal: PortalSettings, today: date
) -> dict[str, Any]:
    hit: dict[str, Any] = {"card": card(course), "place": None}
    near = _nearest(course, query.near, portal) if query.near else None
    if near:
        hit |= {"place": town(near), "_geo": {"lat": near.latitude, "lng": near.longitude}}
    return {**summary(hit, query, portal, today), "page": f"/{slug}/opleidingen/{course.id}", "pinned": False}


def _nearest(course: EffectiveCourse, near: Near, portal: PortalSettings) -> Place | None:
    places = [s.place.value for s in course.content.sessions if s.place]
    shown = [p for p in places if p.latitude is not None and permits_place(portal, town(p), p.province, p.region)]
    return min(shown, key=lambda place: _kilometres(place, near), default=None)


def _kilometres(place: Place, near: Near) -> float:
    return distance_km((place.latitude or 0, place.longitude or 0), (near.latitude, near.longitude))


def found(
    session: Session, query: SearchQuery, portal: PortalSettings, *also: ColumnElement[bool], most: int | None = MOST
) -> list[str]:
    """Ids of the courses that fit (and meet `also`, on `Listing`), in the order asked for, `most` at most."""
    return list(session.execute(_ordered(query, portal, *also).limit(most)).scalars())


def _with_words(session: Session, query: SearchQuery, portal: PortalSettings) -> list[ColumnElement[bool]]:
    """The courses that hold the words: their texts are read through once, whatever is asked of them then.

    Nothing for a search without words or with words that very many hold, which are found quicker as they are asked for.
    """
    if not query.q:
        return []
    holding = select(col(Listing.course_id)).where(*_permitted(portal), *_words(query, col(Listing.text)))
    ids = list(session.execute(holding.limit(MANY + 1)).scalars())
    return [_one_of_many(session, ids)] if len(ids) <= MANY else []


def _one_of_many(session: Session, ids: Sequence[str]) -> ColumnElement[bool]:
    """One parameter for all: thousands of them take longer to write than the question to answer."""
    if session.get_bind().dialect.name == "postgresql":
        return col(Listing.course_id) == any_(literal(ids, ARRAY(String)))
    return col(Listing.course_id).in_(select(func.json_each(packed(ids)).table_valued("value").c.value))


def _page(
    session: Session, query: SearchQuery, portal: PortalSettings, named: Sequence[ColumnElement[bool]]
) -> list[str]:
    first = (query.page - 1) * query.page_size
    statement = _ordered(query, portal, *named)
    return list(session.execute(statement.offset(first).limit(query.page_size)).scalars())


def _ordered(query: SearchQuery, portal: PortalSettings, *also: ColumnElement[bool]) -> Any:
    """Ids of the courses that fit, in the order asked for."""
    statement = select(col(Listing.course_id)).where(*also, *_fitting(query, portal), _places(query, portal))
    if query.sort == "distance" and query.near:
        nearest = _nearest_session(query, portal)
        statement = statement.join(nearest, nearest.c.course_id == col(Listing.course_id)).order_by(nearest.c.square)
    return statement.order_by(*_order(query))


def _fitting(query: SearchQuery, portal: PortalSettings) -> list[ColumnElement[bool]]:
    """All that is asked of the course itself; `_places` has what is asked of its sessions."""
    return [*_permitted(portal), *_filters(query), *_words(query, col(Listing.text))]


def _permitted(portal: PortalSettings) -> list[ColumnElement[bool]]:
    """The portal's rules on the course, and what an editor hid a moment ago."""
    hidden = select(col(Override.course_id)).where(
        col(Override.field) == HIDDEN, cast(col(Override.value), String) == "true"
    )
    return [*listed_by_rules(portal), col(Listing.course_id).not_in(hidden)]


def _filters(query: SearchQuery) -> list[ColumnElement[bool]]:
    filters = [_one_of(facet, query.selected[facet.name]) for facet in FACETS
               if facet.name != "province" and query.selected.get(facet.name)]  # fmt: skip
    if query.max_price is not None:
        filters.append(col(Listing.price) <= query.max_price)
    return filters


def _one_of(facet: Facet, values: Sequence[str]) -> ColumnElement[bool]:
    column = getattr(Listing, facet.column)
    if facet.attribute in LISTS:
        return _packed(column, values)
    return column.in_([int(facet.engine_value(value)) if facet.name == "level" else value for value in values])  # type: ignore[no-any-return]


def _packed(column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(column.contains(f",{value},", autoescape=True) for value in values))


def _words(query: SearchQuery, column: Any) -> list[ColumnElement[bool]]:
    """The words that may not be missing, as the engine is asked: all of them where the best do not come first."""
    all_of_them = query.literal or query.sort != "relevance"
    return _held(asked_words(query) if all_of_them else asked_for(query.q).leading, column)


def _held(asked: str, column: Any) -> list[ColumnElement[bool]]:
    """Each word as a whole; the last may be a beginning, where the engine would take it so."""
    told = [spaced(words("".join(each))) for each in WORD.findall(asked)]
    told = [each for each in told if each.strip()]
    if told and asked == asked.rstrip() and not asked.endswith('"'):
        told[-1] = told[-1][:-1]
    return [column.contains(each, autoescape=True) for each in told]


def _places(query: SearchQuery, portal: PortalSettings) -> ColumnElement[bool]:
    """One session meets the portal's rule and the filters on place and start together."""
    # `exists`, since a page is full long before all sessions were looked at.
    held = exists().where(col(CourseSession.course_id) == col(Listing.course_id))
    return _somewhere(query, portal, lambda *conditions: held.where(*conditions))


def _places_of_all(query: SearchQuery, portal: PortalSettings) -> ColumnElement[bool]:
    """The same for a look at all courses: the sessions are read through once, or not at all.

    Where only the start is asked for, half of them may fit: each course is asked for its own.
    """
    provinces = query.selected.get("province")
    if provinces and _everywhere(portal) and not _session_filters(replace(query, selected={})):
        return _packed(col(Listing.provinces), provinces)
    if not provinces and not query.near:
        return _places(query, portal)
    courses = select(col(CourseSession.course_id))
    return _somewhere(query, portal, lambda *conditions: col(Listing.course_id).in_(courses.where(*conditions)))


def _everywhere(portal: PortalSettings) -> bool:
    return portal.provinces is None and portal.regions is None and portal.online


def _somewhere(
    query: SearchQuery, portal: PortalSettings, held: Callable[..., ColumnElement[bool]]
) -> ColumnElement[bool]:
    asked = _session_filters(query)
    if not asked and _everywhere(portal):
        return true()
    inside = held(session_shown(portal), *asked)
    return or_(col(Listing.placeless), inside) if portal.online and not asked else inside


def _session_filters(query: SearchQuery) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if provinces := query.selected.get("province"):
        filters.append(col(CourseSession.province).in_(provinces))
    if query.start_from:
        filters.append(col(CourseSession.start_last) >= query.start_from)
    if query.start_until:
        filters.append(col(CourseSession.start_first) <= query.start_until)
    if query.near:  # the band first: most sessions lie outside it, and that is quickly told
        high = query.near.radius / KM_PER_DEGREE
        band = col(CourseSession.latitude).between(query.near.latitude - high, query.near.latitude + high)
        filters += [band, _square(query.near) <= query.near.radius**2]
    return filters


def _square(near: Near) -> ColumnElement[Any]:
    """The square of the distance in kilometres; on a flat map, which is right to 1% within 100 km."""
    north = (col(CourseSession.latitude) - near.latitude) * KM_PER_DEGREE
    east = (col(CourseSession.longitude) - near.longitude) * KM_PER_DEGREE * cos(radians(near.latitude))
    return north * north + east * east


def _nearest_session(query: SearchQuery, portal: PortalSettings) -> Any:
    assert query.near  # noqa: S101  (sort=distance needs it)
    least = func.min(_square(query.near)).label("square")
    each = select(col(CourseSession.course_id), least).where(session_shown(portal), *_session_filters(query))
    return each.group_by(col(CourseSession.course_id)).subquery()


def _order(query: SearchQuery) -> list[Any]:
    if query.sort == "price":
        return [col(Listing.price).is_(None), col(Listing.price), col(Listing.next_start), col(Listing.course_id)]
    if query.sort == "start" or not query.q:
        return [col(Listing.next_start), col(Listing.course_id)]
    titled = and_(true(), *_words(query, col(Listing.title)))
    best = (
        [and_(true(), *_held(asked_words(query), col(Listing.text))).desc()] if asked_for(query.q).trades_first else []
    )
    return [*best, titled.desc(), col(Listing.price).is_(None), col(Listing.next_start), col(Listing.course_id)]


def _counted(
    session: Session, query: SearchQuery, portal: PortalSettings, label: Label, named: Sequence[ColumnElement[bool]]
) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """How many courses fit, and each facet's values with their counts: without its own selection."""
    chosen = {name: values for name, values in query.selected.items() if values}
    rest = replace(query, selected={})
    conditions = [*named, *_filters(rest)] if named else _fitting(rest, portal)
    met = {name: _one_of(BY_NAME[name], values) for name, values in chosen.items() if name != "province"}
    others = [*conditions, *met.values()]
    if "province" in chosen:
        met["province"] = _places_of_all(query, portal)
    total, counted = counts(session, [*conditions, _places_of_all(rest, portal)], met, NAMES)
    asked = _session_filters(rest)
    if asked or portal.regions is not None:  # of a course's places those that were asked for
        counted["province"] = provinces_of_sessions(session, others, portal, *asked)
    elif portal.provinces is not None:
        inside = {name: count for name, count in counted["province"].items() if name in portal.provinces}
        counted["province"] = Counter(inside)
    return total, {
        facet.name: facet_values(facet, counted[facet.name], query.selected.get(facet.name, ()), label)
        for facet in FACETS
    }
