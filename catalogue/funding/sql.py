"""A scheme's rules as far as a query can tell: courses left out here are surely excluded, the rest is looked at one by
one (`catalogue.funding.answer.excluded`)."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, not_, or_, true

from catalogue.funding.scheme import AllOf, AnyOf, Check, Fact, Readings, Rule, Scheme
from catalogue.normal import Route, Sector
from catalogue.shown import is_one_of

COLUMNS: dict[Fact, tuple[str, type[StrEnum]]] = {Fact.ROUTE: ("route", Route), Fact.SECTOR: ("sector", Sector)}


def may_fit(scheme: Scheme) -> ColumnElement[bool]:
    """No condition of the scheme surely fails."""
    return and_(true(), *(_may_hold(condition.rule) for condition in scheme.conditions))


def _may_hold(rule: Rule) -> ColumnElement[bool]:
    if isinstance(rule, Check):
        return _checked(rule)
    if isinstance(rule, AllOf):
        return and_(true(), *map(_may_hold, rule.all))
    if isinstance(rule, AnyOf):
        return or_(*map(_may_hold, rule.any))
    # Readings fail together or not at all.
    return or_(*(_may_hold(reading.rule) for reading in rule.readings)) if isinstance(rule, Readings) else true()


def _checked(check: Check) -> ColumnElement[bool]:
    if check.fact not in COLUMNS:
        return true()
    field, values = COLUMNS[check.fact]
    return _is_none_of(field, [str(value) for value in values if not _allowed(check, str(value))])


def _allowed(check: Check, value: str) -> bool:
    return (check.one_of is None or value in check.one_of) and (check.none_of is None or value not in check.none_of)


def _is_none_of(field: str, values: Iterable[str]) -> ColumnElement[bool]:
    """What is unknown is none of them (in SQL, NOT of unknown is unknown)."""
    return not_(func.coalesce(is_one_of(field, values), False))
