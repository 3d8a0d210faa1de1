"""The first career that a course is linked to. `catalogue.careers` is asked when it is there."""

from importlib import import_module
from typing import Any

from bench.truth.labelled import Label
from bench.truth.score import Tally
from catalogue.normal import NormalCourse


def first_career(tally: Tally, label: Label, course: NormalCourse) -> None:
    """Count the first career's label against those the reader names; nothing where careers are not built yet."""
    suggest = _suggester()
    wanted = [str(one).lower() for one in _listed(label.facts["career"])]
    if suggest is None or not wanted:
        return
    names = [str(name).lower() for name in suggest(course)]
    tally.stated += 1
    right = bool(names) and names[0] in wanted
    tally.found += right
    tally.shown += bool(names)
    tally.right += right
    if not right:
        tally.errors.append(f"{label.part} {label.id}: {names[:1]}, not {wanted}")


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _suggester() -> Any | None:
    """The careers helper's function from a course to the names of careers, best first."""
    try:
        return getattr(import_module("catalogue.careers"), "career_names", None)
    except ModuleNotFoundError:
        return None
