"""The first career that a course is linked to, against those that the reader names."""

from collections.abc import Iterable
from typing import Any

from bench.truth.labelled import Label
from bench.truth.score import Tally
from catalogue.careers.known import shipped
from catalogue.careers.match import link
from catalogue.normal import NormalCourse


def first_career(tally: Tally, label: Label, course: NormalCourse) -> None:
    """Count the surest link; a label's name that no career has counts as stated all the same."""
    names = _listed(label.facts["career"])
    if not names:
        return
    shown = next((found.career_id for found in link(course) if found.linked), None)
    right = shown is not None and shown in set(_ids(names))
    tally.stated += 1
    tally.found += right
    tally.shown += shown is not None
    tally.right += right
    if not right:
        tally.errors.append(f"{label.part} {label.id}: {shown}, not {names}")


def _ids(names: Iterable[str]) -> Iterable[str]:
    return (found for name in names if (found := shipped().named(name)))


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
