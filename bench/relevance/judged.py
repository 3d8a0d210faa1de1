"""The judged queries as typed values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
GRADES = (3, 2, 1)


@dataclass(frozen=True)
class Judged:
    """A query with its courses' grades (3, 2, 1; absent is 0) and the courses that must not be shown."""

    q: str
    grades: Mapping[str, int]
    never: frozenset[str]


def judged(name: str, courses: frozenset[str]) -> list[Judged]:
    """The queries of `<name>.yaml`. Raises ValueError for a course that the sample sites do not have."""
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    groups = {group: slugs.split() for group, slugs in data["groups"].items()}
    found = [_judged(entry, groups) for entry in data["queries"]]
    unknown = {slug for query in found for slug in (*query.grades, *query.never)} - courses
    if unknown:
        raise ValueError(f"{name}.yaml names courses that the sample sites do not have: {', '.join(sorted(unknown))}")
    return found


def within(queries: Sequence[Judged], shown: frozenset[str]) -> list[Judged]:
    """The queries with grades only for courses that are in the catalogue: what it refused nobody can be shown."""
    return [replace(query, grades={s: g for s, g in query.grades.items() if s in shown}) for query in queries]


def _judged(entry: Mapping[Any, str], groups: Mapping[str, list[str]]) -> Judged:
    grades: dict[str, int] = {}
    for grade in GRADES:
        for slug in _slugs(entry.get(grade, ""), groups):
            grades.setdefault(slug, grade)
    return Judged(str(entry["q"]), grades, frozenset(_slugs(entry.get("never", ""), groups)))


def _slugs(text: str, groups: Mapping[str, list[str]]) -> Iterator[str]:
    for word in text.split():
        yield from groups[word[1:]] if word.startswith("@") else (word,)
