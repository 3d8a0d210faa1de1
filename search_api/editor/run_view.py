"""A run in the editor's words: what was not taken, and what it would change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalogue.normal import PartialDate
from catalogue.runs.difference import Change, Difference
from search_api.editor.texts import Texts

MAX_SESSIONS = 6  # starts that are told; a person reads no more


def not_taken(counts: Mapping[str, int], t: Texts) -> dict[str, int]:
    """Why items or pages were not taken, in words, with how many."""
    return {t.known(f"not_taken.{name}", t.known(f"wall.{name}", name)): count for name, count in counts.items()}


def in_words(differences: Sequence[Difference], t: Texts) -> list[Difference]:
    """The differences with each value in words."""
    return [replace(one, changes=tuple(_change(change, t) for change in one.changes)) for one in differences]


def _change(change: Change, t: Texts) -> Change:
    return replace(change, before=_value(change.field, change.before, t), after=_value(change.field, change.after, t))


def _value(field: str, value: Any, t: Texts) -> str:
    """The value in words; as it is stored where the pages have none for it."""
    if value is None or value == []:
        return ""
    if field == "sessions":
        told = [_session(one, t) for one in value[:MAX_SESSIONS]]
        return "; ".join(told) + (" …" if len(value) > MAX_SESSIONS else "")
    if field == "flags":
        return ", ".join(t.known(f"flag.{one['reason']}", one["reason"]) for one in value)
    if field == "codes":
        return ", ".join(f"{one['scheme']} {one['value']}" for one in value)
    try:
        return t.value(field, value)
    except (KeyError, ValueError, TypeError):
        return str(value)


def _session(session: Mapping[str, Any], t: Texts) -> str:
    """`12 januari 2027, Arnhem`."""
    start, place = session.get("start"), session.get("place") or {}
    when = t.date(PartialDate.model_validate(start)) if start else session.get("start_note")
    return ", ".join(part for part in (when, place.get("name")) if part) or t("unknown")
