"""`vakwijzer explain ID`: the source's words, the value they gave, and how it is known."""

from typing import Annotated, Any

import typer
from rich.table import Table
from sqlmodel import Session

from catalogue.effective import effective_courses
from catalogue.explain import explain_course
from catalogue.normalise import FLAGS
from vakwijzer.context import Stop, notes, open_catalogue, show_json

CourseId = Annotated[str, typer.Argument(help="The course's public id.")]
JsonOption = Annotated[bool, typer.Option("--json", help="A list of {field, value, known, rule, quote}.")]


def explain(course_id: CourseId, as_json: JsonOption = False) -> None:
    """Show every value of a course with its rule and the words it was read from."""
    context = open_catalogue()
    with Session(context.database) as session:
        found = effective_courses(session, [course_id])
    if not found:
        raise Stop(f"there is no course '{course_id}': take the id from a search answer")
    rows = explain_course(found[0])
    if as_json:
        show_json(rows)
    else:
        _print(rows)


def _print(rows: list[dict[str, Any]]) -> None:
    table = Table("field", "value", "known", "rule", "quote", box=None, padding=(0, 2))
    for row in map(_with_meaning, rows):
        table.add_row(
            *(str(row[key]) if row[key] is not None else "–" for key in ("field", "value", "known", "rule", "quote"))
        )
    notes.print(table)


def _with_meaning(row: dict[str, Any]) -> dict[str, Any]:
    """A flag's row with what the flag means, for who reads it."""
    meaning = FLAGS.get(row["rule"] or "") if row["field"].startswith("flag:") else None
    return {**row, "value": f"{row['value']}: {meaning}"} if meaning else row
