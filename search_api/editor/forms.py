"""What all forms on records share: what was typed as values, what is wrong with it in words, and lists of lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from catalogue.curation import InvalidOverride
from catalogue.records import Change, changes
from catalogue.tables import AuditEvent
from search_api.editor.texts import Texts

MOST_TOLD = 300  # letters of one side of a change


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a form. `field` is the id of an input, or of the group it is in."""

    field: str
    text: str


@dataclass(frozen=True)
class Told:
    """One event of a record's history, with its parts in words."""

    event: AuditEvent
    parts: Sequence[Change]


def problems(error: ValidationError, t: Texts) -> list[Problem]:
    """Each of pydantic's complaints in the reader's words."""
    return [Problem(str(each["loc"][0]) if each["loc"] else "form", complaint(each, t)) for each in error.errors()]


def complaint(error: Mapping[str, Any], t: Texts) -> str:
    """One complaint in words; one that has no words here as pydantic says it."""
    key = f"form.problem.{error['type']}"
    told = {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, str | int | float)}
    return t(key, **told) if key in t.words else t("form.problem.other", message=error["msg"])


def refusal(problem: InvalidOverride, t: Texts) -> Problem:
    """What the catalogue refused, in words."""
    return Problem(problem.field, t.known(f"problem.{problem.message}", problem.message))


def lines(typed: str) -> tuple[str, ...]:
    """What stands on the lines of a box, each once, without empty ones."""
    return tuple(dict.fromkeys(line.strip() for line in typed.replace("\r", "\n").split("\n") if line.strip()))


def pairs(typed: str) -> dict[str, str]:
    """Lines `name: value` of a box; a line without a colon is a name without a value."""
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines(typed))}


def ticked(form: Mapping[str, str], group: str, known: Iterable[str]) -> tuple[str, ...]:
    """The boxes `group-value` that are ticked, in the order of `known`."""
    return tuple(value for value in known if f"{group}-{value}" in form)


def ticks(group: str, values: Iterable[str] | None) -> dict[str, str]:
    """The other way: the form's fields of a group with these values ticked."""
    return {f"{group}-{value}": "on" for value in values or ()}


def told(events: Iterable[AuditEvent], t: Texts) -> list[Told]:
    """A record's history with each change in words."""
    return [Told(event, [_in_words(each, t) for each in changes(event.before, event.after)]) for event in events]


def _in_words(change: Change, t: Texts) -> Change:
    return Change(t.known(f"form.field.{change.key}", change.key), spoken(change.before, t), spoken(change.after, t))


def spoken(value: Any, t: Texts) -> str:
    """A JSON value for a reader: `Gelderland, Overijssel`, `ja`, `allow: nl`."""
    if value is None or value in ("", [], {}):
        return t("none")
    if isinstance(value, bool):
        return t("yes" if value else "no")
    if isinstance(value, Mapping):
        said = "; ".join(f"{t.known(f'form.field.{key}', key)}: {spoken(inside, t)}" for key, inside in value.items())
    elif isinstance(value, list):
        said = ", ".join(spoken(inside, t) for inside in value)
    else:
        said = str(value)
    return said if len(said) <= MOST_TOLD else f"{said[:MOST_TOLD]} …"
