"""The search while the engine is away: the same filters and the same tenancy, straight from the database.

Words are only looked for as they are typed, facets are not counted, and the total stops at `MOST`: this carries a
portal through some minutes, it does not replace the engine.
"""

import json
from datetime import date
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, false, func, or_, true
from sqlmodel import Session, col, select

from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.funding.sql import may_fit
from catalogue.funding.store import schemes
from catalogue.geo import distance_km
from catalogue.index.answer import summary
from catalogue.index.documents import card, town
from catalogue.index.facets import FACETS
from catalogue.index.query import Near, SearchQuery
from catalogue.index.tenancy import permits_place
from catalogue.normal import Per, Place
from catalogue.portals import PortalSettings
from catalogue.shown import (
    held,
    is_one_of,
    joined,
    overridden,
    permitted,
    published,
    session_shown,
    somewhere,
)
from catalogue.tables import Course, CourseSession, Override, Provider

MOST = 1000
"""Courses that are found at most; a total of this many means: this many or more."""
KM_PER_DEGREE = 111.19  # of latitude, on the sphere that `distance_km` measures on
PLAIN = ("sector", "route", "kind", "language")
UNKNOWN_HERE = ("career",)  # only the index knows which courses these have


def search(session: Session, query: SearchQuery, slug: str, portal: PortalSettings, today: date) -> dict[str, Any]:
    """The body of `GET /v1/courses`, with `degraded` true."""
    ids = _funded(session, query, found(session, query, portal, today))
    first = (query.page - 1) * query.page_size
    courses = effective_courses(session, ids[first : first + query.page_size])
    by_id = {course.id: course for course in courses}
    shown = [by_id[each] for each in ids[first : first + query.page_size] if each in by_id]
    return {
        "total": len(ids),
        "page": query.page,
        "pageSize": query.page_size,
        "degraded": True,
        "interpretation": {},
        "results": [_result(course, query, slug, portal, today) for course in shown],
        "facets": {facet.name: [] for facet in FACETS},
    }


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


def found(session: Session, query: SearchQuery, portal: PortalSettings, today: date) -> list[str]:
    """Ids of the courses that fit, in the order asked for, `MOST` at most."""
    conditions = [published(), permitted(portal), *_filters(session, query), _where_and_when(query, portal)]
    statement = joined(select(Course.id)).where(*conditions).order_by(*_order(query, portal, today)).limit(MOST)
    return list(session.exec(statement).all())


def _filters(session: Session, query: SearchQuery) -> list[ColumnElement[bool]]:
    chosen = {name: values for name, values in query.selected.items() if values}
    filters = [is_one_of(name, chosen[name]) for name in PLAIN if name in chosen]
    filters += [false() for name in UNKNOWN_HERE if name in chosen]
    if "funding" in chosen:
        known = schemes(session)
        filters.append(or_(false(), *(may_fit(known[name]) for name in chosen["funding"] if name in known)))
    if "level" in chosen:
        filters.append(is_one_of("level", [int(value.removeprefix("nlqf-")) for value in chosen["level"]]))
    if "provider" in chosen:
        filters.append(col(Provider.slug).in_(chosen["provider"]))
    if "mode" in chosen:
        filters.append(_modes(chosen["mode"]))
    if query.max_price is not None:
        filters.append(_price(round(query.max_price * 100)))
    return [*filters, *(_word(word) for word in query.q.split())]


def _modes(values: Any) -> ColumnElement[bool]:
    """The course's own mode or one of its sessions'."""
    stored = cast(col(Course.normal), String)
    # A session's mode lies inside the JSON, which is stored as it was written.
    given = or_(*(stored.contains(f'"mode": {{"value": {json.dumps(value)}', autoescape=True) for value in values))
    own = cast(col(Override.value), String).in_([json.dumps(value) for value in values])
    return or_(overridden("mode", own), and_(~overridden("mode"), given))


def _price(cents: int) -> ColumnElement[bool]:
    """A price for the whole course, as the index knows it."""
    price = col(Course.normal)[("price", "value", "per")].as_string()
    stated = and_(col(Course.price_cents) <= cents, price == str(Per.COURSE))
    amount, per = col(Override.value)["cents"].as_integer(), col(Override.value)["per"].as_string()
    own = and_(amount <= cents, func.coalesce(per, str(Per.COURSE)) == str(Per.COURSE))
    return or_(overridden("price", own), and_(~overridden("price"), stated))


def _word(word: str) -> ColumnElement[bool]:
    """In the title, the provider's name, or anywhere in what was crawled or set by an editor."""
    # JSON is stored with everything beyond ASCII escaped.
    escaped = json.dumps(word)[1:-1]
    return or_(
        col(Course.title).icontains(word, autoescape=True),
        col(Provider.name).icontains(word, autoescape=True),
        col(Course.normal)["description"].as_string().icontains(word, autoescape=True),
        overridden("title", cast(col(Override.value), String).icontains(escaped, autoescape=True)),
    )


def _where_and_when(query: SearchQuery, portal: PortalSettings) -> ColumnElement[bool]:
    """One session meets the portal's rule and the filters on place and start together."""
    asked = _session_filters(query)
    return held(session_shown(portal), *asked) if asked else somewhere(portal)


def _session_filters(query: SearchQuery) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if provinces := query.selected.get("province"):
        filters.append(col(CourseSession.province).in_(provinces))
    if query.start_from:
        filters.append(col(CourseSession.start_last) >= query.start_from)
    if query.start_until:
        filters.append(col(CourseSession.start_first) <= query.start_until)
    if query.near:
        filters.append(_square(query.near) <= query.near.radius**2)
    return filters


def _square(near: Near) -> ColumnElement[Any]:
    """The square of the distance in kilometres; on a flat map, which is right to 1% within 100 km."""
    north = (col(CourseSession.latitude) - near.latitude) * KM_PER_DEGREE
    east = (col(CourseSession.longitude) - near.longitude) * KM_PER_DEGREE * cos(radians(near.latitude))
    return north * north + east * east


def _funded(session: Session, query: SearchQuery, ids: list[str]) -> list[str]:
    """Of these, the courses that one of the chosen funding schemes may pay for: what the index holds, reckoned here."""
    chosen = set(query.selected.get("funding", ()))
    if not chosen:
        return ids
    paid = {course.id for course in effective_courses(session, ids) if chosen.intersection(course.funding)}
    return [each for each in ids if each in paid]


def _order(query: SearchQuery, portal: PortalSettings, today: date) -> list[Any]:
    if query.sort == "price":
        return [col(Course.price_cents).is_(None), col(Course.price_cents), Course.id]
    if query.sort == "distance" and query.near:
        return [_least(_square(query.near), session_shown(portal), *_session_filters(query)), Course.id]
    if query.sort == "start" or not query.q:
        coming = col(CourseSession.start_last) >= (query.start_from or today)
        start = _least(col(CourseSession.start_first), coming, session_shown(portal), *_session_filters(query))
        return [start.is_(None), start, Course.id]
    titled = and_(true(), *(col(Course.title).icontains(word, autoescape=True) for word in query.q.split()))
    return [titled.desc(), Course.id]


def _least(value: Any, *conditions: ColumnElement[bool]) -> Any:
    statement = select(func.min(value)).where(col(CourseSession.course_id) == col(Course.id), *conditions)
    return statement.correlate(Course).scalar_subquery()
