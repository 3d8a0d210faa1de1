"""Every value of a course as rows: field, value, how it is known, by which rule, from which words."""

from typing import Any

from catalogue.careers.match import CareerLink
from catalogue.effective import TEXT_FIELDS, EffectiveCourse
from catalogue.normal import How, Known, NormalCourse, NormalSession
from catalogue.normalise import REASONS
from catalogue.normalise.wording import figures_of, readability

VALUES = (
    "level", "mode", "route", "kind", "language", "duration", "price", "technical", "sector", "schedule", "effort",
    "group_size", "certificate", "target_groups", "workplace", "job_guarantee", "quality_marks", "statutory_fee",
    "instalments", "deadline",
)  # fmt: skip
SESSION_VALUES = ("start", "end", "deadline", "mode", "place", "price", "language")
TEXTS = ("title", "description", "provider_name", "credential", "requirements", "audience")


def explain_course(course: EffectiveCourse) -> list[dict[str, Any]]:
    """Rows `{field, value, known, rule, quote}`; unknown values are rows with None, flags are rows with `flag:`; a
    withdrawn course has a row `state` with the reason.
    """
    content = course.content
    rows = [_text(content, name, course.overridden) for name in TEXTS]
    rows += [_row(name, getattr(content, name)) for name in VALUES]
    rows += [_career(each) for each in course.career_links]
    rows += [_row(f"extra_costs[{number}]", cost) for number, cost in enumerate(content.extra_costs)]
    for number, session in enumerate(content.sessions):
        rows += _session_rows(number, session)
    rows.append(_readability(content))
    if course.withdrawn:
        rows.append(_withdrawn(course.state_reason))
    flags = ({"field": f"flag:{f.reason}", "value": f.field, "known": None, "rule": f.reason, "quote": f.quote}
             for f in content.flags)  # fmt: skip
    return [*rows, *flags]


def _withdrawn(reason: str | None) -> dict[str, Any]:
    """`state`: that a course is offered no more, with the refusal by its name, where one was the reason."""
    name = (reason or "").split(":")[0]
    rule = name if name in REASONS else None
    return {"field": "state", "value": "withdrawn", "known": str(How.INFERRED), "rule": rule, "quote": reason}


def _readability(content: NormalCourse) -> dict[str, Any]:
    """How a Dutch description reads, also where nothing is wrong with it."""
    dutch = content.language is not None and content.language.value == "nl"
    read = readability(content.description or "") if dutch else None
    if read is None:
        return _row("readability", None)
    row = {"field": "readability", "value": read.score, "known": str(How.INFERRED), "rule": "wording.flesch_douma"}
    return row | {"quote": figures_of(read)}


def _career(link: CareerLink) -> dict[str, Any]:
    """A career with its confidence in the quote; `career:waiting` for one that an editor must decide."""
    known = How.VERIFIED if link.rule == "editor" else How.INFERRED
    field = "career" if link.linked else "career:waiting"
    quote = f"{link.confidence:.2f}: {link.quote}"[:200]
    return {"field": field, "value": link.career_id, "known": str(known), "rule": link.rule, "quote": quote}


def _session_rows(number: int, session: NormalSession) -> list[dict[str, Any]]:
    rows = [_row(f"sessions[{number}].{name}", getattr(session, name)) for name in SESSION_VALUES]
    note = session.start_note
    return [*rows, _stated(f"sessions[{number}].start_note", note)] if note else rows


def _row(field: str, known: Known[Any] | None) -> dict[str, Any]:
    if known is None:
        return {"field": field, "value": None, "known": None, "rule": None, "quote": None}
    value = known.model_dump(mode="json")["value"]
    return {"field": field, "value": value, "known": str(known.known), "rule": known.rule, "quote": known.quote}


def _text(content: NormalCourse, name: str, overridden: tuple[str, ...]) -> dict[str, Any]:
    if name in overridden and name in TEXT_FIELDS:
        return {
            "field": name,
            "value": getattr(content, name),
            "known": str(How.VERIFIED),
            "rule": "editor",
            "quote": None,
        }
    return _stated(name, getattr(content, name))


def _stated(field: str, value: str | None) -> dict[str, Any]:
    known = str(How.STATED) if value else None
    return {
        "field": field,
        "value": value,
        "known": known,
        "rule": "text" if value else None,
        "quote": value and value[:200],
    }
