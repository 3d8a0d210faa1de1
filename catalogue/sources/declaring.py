"""An editor adds a source, or gives one another declaration: checked, with a reason, on record. Flushes, never commits.

A source that an editor adds is not approved: it is crawled for a look, and its courses wait until somebody approves it.
"""

import hashlib
import json
from typing import Any

import yaml
from pydantic import ValidationError
from sqlmodel import Session, select

from catalogue import audit
from catalogue.audit.change import ChangedMeanwhile, InvalidOverride, checked_reason
from catalogue.audit.records import refuse_controls
from catalogue.declaration import HAND, SourceDeclaration
from catalogue.portals.access import require_all_portals
from catalogue.runs.opted_out import refuse_opted_out
from catalogue.sources.registry import declare, find_source
from catalogue.tables import Editor, Source

ACTION = "source.declare"
LONGEST = 20_000  # characters
ALWAYS = ("name", "format", "url", "provider", "province", "cadence")
"""Keys that an editor sees also where they have their default."""
CADENCES = ("hourly", "daily", "weekly")
RESERVED = frozenset({"nieuw"})  # an address of the editors' pages


class InvalidDeclaration(ValueError):
    """A declaration that does not fit. `problems`: (key, what is wrong), in the order of the declaration."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{key}: {what}" for key, what in problems))
        self.problems = problems


class _Plain(yaml.SafeLoader):
    """YAML without aliases: ten lines of them can stand for a billion values."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias; the rest as always."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not used here")
        return super().compose_node(parent, index)


def written(declaration: SourceDeclaration) -> str:
    """The declaration as an editor reads and changes it: YAML with what is set, and what is usually set."""
    facts = declaration.model_dump(mode="json", exclude_defaults=True)
    usual = {key: getattr(declaration, key) for key in ALWAYS}
    return yaml.safe_dump({**usual, **facts}, allow_unicode=True, sort_keys=False, width=100)


def read_declaration(text: str) -> SourceDeclaration:
    """What was written, checked. Raises InvalidDeclaration."""
    try:
        given = yaml.load(text[:LONGEST], _Plain)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as wrong:
        raise InvalidDeclaration(("yaml", " ".join(str(wrong).split())[:200])) from wrong
    if not isinstance(given, dict):
        raise InvalidDeclaration(("yaml", "write `key: value`, one on a line"))
    try:
        declaration = SourceDeclaration.model_validate(given)
    except ValidationError as wrong:
        raise InvalidDeclaration(*(_problem(one) for one in wrong.errors())) from wrong
    try:
        refuse_controls(declaration)
    except InvalidOverride as wrong:
        raise InvalidDeclaration((wrong.field, "holds a sign that no text should have")) from wrong
    if declaration.name.startswith(HAND) or declaration.format == "hand":
        raise InvalidDeclaration(("format", "courses by hand have a page of their own"))
    if declaration.cadence not in CADENCES and len(declaration.cadence.split()) != 5:
        raise InvalidDeclaration(("cadence", "hourly, daily, weekly, or a cron expression of five fields"))
    return declaration


def _problem(error: Any) -> tuple[str, str]:
    where = ".".join(map(str, error["loc"]))
    return where or str(error["msg"]).removeprefix("Value error, ").partition(":")[0][:30], str(error["msg"])


def add_source(session: Session, declaration: SourceDeclaration, reason: str, editor: Editor) -> Source:
    """Add it, unapproved. Raises InvalidDeclaration, InvalidOverride (the reason), OptedOut or NotAllowed."""
    require_all_portals(editor)
    reason = checked_reason(reason)
    known = session.exec(select(Source).where(Source.name == declaration.name)).first()
    if known is not None or declaration.name in RESERVED:
        raise InvalidDeclaration(("name", "there is a source of this name already"))
    after = declaration.model_dump(mode="json")
    refuse_opted_out(session, Source(name=declaration.name, declaration=after))
    source = declare(session, declaration, approved=False)
    audit.record(session, editor.email, ACTION, f"source:{source.name}", None, after, reason)
    return source


def change_declaration(
    session: Session, name: str, declaration: SourceDeclaration, reason: str, editor: Editor, seen: str | None = None
) -> None:
    """Give the source another declaration. `seen` is the `version` that the editor saw.

    Raises UnknownSource, InvalidDeclaration, InvalidOverride (the reason), ChangedMeanwhile, OptedOut or NotAllowed.
    """
    require_all_portals(editor)
    reason = checked_reason(reason)
    source = find_source(session, name)
    if declaration.name != name:
        raise InvalidDeclaration(("name", "a source keeps its name: its courses are known by it"))
    if seen is not None and seen != version(source):
        raise ChangedMeanwhile("declaration")
    before, after = source.declaration, declaration.model_dump(mode="json")
    if before == after:
        return
    refuse_opted_out(session, Source(name=name, declaration=after))
    declare(session, declaration)
    audit.record(session, editor.email, ACTION, f"source:{name}", before, after, reason)


def version(source: Source) -> str:
    """Stands for the declaration that an editor sees; a form gives it back."""
    return hashlib.blake2b(json.dumps(source.declaration, sort_keys=True).encode(), digest_size=8).hexdigest()
