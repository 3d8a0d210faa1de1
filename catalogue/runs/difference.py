"""What a planned run would change, course by course and field by field: what an editor looks at before deciding."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from catalogue.tables import Course, CrawlRun, RunItem, RunState

MAX_SHOWN = 500  # courses; a person reads no more


@dataclass(frozen=True)
class Change:
    """One field: the stored value and the one the run read, as JSON."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """One course that a run would add, change, bring back or take away (`refused`, with the reason)."""

    course_id: str
    title: str
    outcome: str
    reason: str | None
    changes: tuple[Change, ...]


def differences(session: Session, run_id: int) -> list[Difference]:
    """The first `MAX_SHOWN` courses of the run's plan; without values once it is applied: what it changed is stored."""
    applied = session.get_one(CrawlRun, run_id).state == RunState.APPLIED
    query = (
        select(RunItem, Course)
        .join(Course, col(Course.id) == col(RunItem.course_id), isouter=True)
        .where(RunItem.run_id == run_id)
        .order_by(col(RunItem.outcome), col(RunItem.course_id))
    )
    return [_difference(item, course, applied) for item, course in session.exec(query.limit(MAX_SHOWN))]


def _difference(item: RunItem, course: Course | None, applied: bool) -> Difference:
    before, after = (course.normal if course else {}), item.normal or {}
    title = after.get("title") or before.get("title") or ""
    changes = changed_fields(before, after) if item.outcome == "changed" and not applied else ()
    return Difference(item.course_id, title, item.outcome, item.reason, changes)


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """The fields that differ, in order of name; a value with its evidence is shown as the value alone."""
    names = sorted(before.keys() | after.keys())
    return tuple(
        Change(name, plain_value(before.get(name)), plain_value(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    )


def plain_value(value: Any) -> Any:
    """A stored value without rule and quote; lists item by item."""
    if isinstance(value, dict):
        if {"value", "known", "rule"} <= value.keys():
            return plain_value(value["value"])
        return {name: plain_value(one) for name, one in value.items() if one is not None}
    return [plain_value(one) for one in value] if isinstance(value, list) else value
