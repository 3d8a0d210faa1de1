"""A provider's table on its way to courses: what its readers make of it, each course as it would be, all of them made.

The pages and the API do it by these functions; nothing is stored before `make_courses`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sqlmodel import Session

from catalogue.editing.by_hand import Proposal, declaration_of, make, propose
from catalogue.editing.uploads import Upload, note
from catalogue.raw import RawCourse
from catalogue.tables import Editor
from search_api.editor.commands import CommandFailed, Commands

MOST = 1000  # courses of one import
MOST_SHOWN = 200  # of them before they are imported
OUTCOMES = ("new", "restored", "exists", "refused")
TableField = Literal[
    "title", "description", "url", "key", "start_text", "end_text", "deadline_text", "schedule_text", "place_text",
    "street", "postal_code", "locality", "price_text", "vat_text", "level_text", "mode_text", "route_text",
    "duration_text", "effort_text", "language_text", "requirements_text", "credential_text", "audience_text",
    "subjects", "code", "crebo", "provider_name",
]  # fmt: skip
"""What a column can be, in the order of the list; each is a field that the readers of tables know."""
FIELDS: tuple[str, ...] = get_args(TableField)


@dataclass(frozen=True)
class Found:
    """What the readers make of a table. `columns`: header -> our field; `more`: it holds more than `MOST` courses."""

    header: Sequence[str] = ()
    columns: Mapping[str, str] | None = None
    courses: Sequence[Mapping[str, Any]] = ()
    refused: Sequence[Mapping[str, Any]] = ()
    more: bool = False


def read(commands: Commands, upload: Upload) -> Found:
    """Read it in a process of its own. Raises CommandFailed."""
    about = upload.about
    asked = ["--format", about.format, "--url", about.url, "--most", str(MOST)]
    files = [str(upload.file.resolve()), "--columns", str(upload.columns.resolve())]
    found = Found(**commands.answer("source", "table", *files, *asked))
    note(upload, about.model_copy(update={"header": tuple(found.header)}))
    return found


def looked_at(commands: Commands, upload: Upload) -> Found:
    """The same, where a table that cannot be read is told as one that gives nothing, with why."""
    try:
        return read(commands, upload)
    except CommandFailed as failed:
        # Such as a workbook that unpacks to more than the process may have.
        return Found(refused=[{"reason": "not_read", "where": upload.about.name, "detail": str(failed)}])


def mapped(upload: Upload, columns: Mapping[str, str]) -> Upload:
    """Keep which column is what; none at all is "as guessed"."""
    return note(upload, upload.about.model_copy(update={"columns": dict(columns)}))


def proposals(session: Session, upload: Upload, found: Found) -> list[Proposal]:
    """What would become of each course. Stores nothing."""
    declaration = declaration_of(upload.about.provider, upload.about.url)
    return propose(session, declaration, [RawCourse.model_validate(one) for one in found.courses])


def counts(proposed: Sequence[Proposal]) -> dict[str, int]:
    """How many courses have each outcome."""
    outcomes = [one.outcome for one in proposed]
    return {name: outcomes.count(name) for name in OUTCOMES}


def make_courses(
    session: Session, home: Path, upload: Upload, proposed: Sequence[Proposal], reason: str, editor: Editor
) -> str:
    """Store what is new or back; gives the batch that takes all of it back. Raises InvalidCourse or NotAllowed."""
    declaration = declaration_of(upload.about.provider, upload.about.url)
    return make(session, home, declaration, proposed, reason, editor)
