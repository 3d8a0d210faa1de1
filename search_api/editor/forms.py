"""What all forms on records share: what was typed as values, what is wrong with it in words, and lists of lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlmodel import Session
from starlette.requests import Request

from catalogue.audit.change import ChangedMeanwhile, InvalidOverride
from catalogue.audit.records import version
from catalogue.database import unit_of_work
from search_api.editor.desk import Desk, words
from search_api.editor.guard import PageError, posted
from search_api.editor.texts import Texts


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a form. `field` is the id of an input, or of the group it is in."""

    field: str
    text: str


@dataclass(frozen=True)
class Given:
    """A form that was sent: what was typed, the version it was filled in beside, and what is wrong with it."""

    typed: Mapping[str, str]
    seen: str = ""
    problems: Sequence[Problem] = ()
    status: int = 400


def attempt(desk: Desk, request: Request, change: Callable[[Session], Any]) -> Given | None:
    """Commit `change`, or nothing of it: then the form as it was sent, and what is wrong. A LookupError is a 404."""
    form = posted(request)
    try:
        with unit_of_work(desk.engine) as session:
            change(session)
    except (ValidationError, InvalidOverride, ChangedMeanwhile) as error:
        status = 409 if isinstance(error, ChangedMeanwhile) else 400
        return Given(form, form.get("seen", ""), complaints(error, words(request)), status)
    except LookupError as error:
        raise PageError(404, "no_page") from error
    return None


def begun(given: Given | None, held: BaseModel | None, typed: Mapping[str, str]) -> dict[str, Any]:
    """What the template of a form needs: `typed` is what an untouched form starts with.

    Who lost to a colleague sees what that one did (the history), and may save over it knowingly.
    """
    seen = given.seen if given and given.status != 409 else version(held)
    found = given.problems if given else ()
    return {
        "typed": given.typed if given else typed,
        "seen": seen,
        "problems": found,
        "wrong": {each.field: each.text for each in found},
    }


def complaints(error: Exception, t: Texts) -> list[Problem]:
    """What is wrong with a form, field by field."""
    if isinstance(error, ValidationError):
        return problems(error, t)
    if isinstance(error, InvalidOverride):
        return [refusal(error, t)]
    return [Problem("form", t("form.changed_meanwhile"))]


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
    field = "form" if problem.field == "record" else problem.field
    said = t.known(f"problem.{problem.message}", problem.message)
    return Problem(field, f"{problem.about}: {said}" if problem.about else said)


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
