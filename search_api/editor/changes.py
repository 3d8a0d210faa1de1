"""A change on record as a person reads it: part by part, before and after, with the words of the pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from catalogue.audit.records import Change, changes
from catalogue.careers.known import CareerTable, shipped
from catalogue.tables import AuditEvent
from search_api.editor.texts import Texts

MOST_TOLD = 300  # letters of one side of a change
MANY = 5  # members that two lists share before only what differs is told
UNTOLD = ("evidence", "editor_id", "course_id", "content")
"""Parts that only programs can read."""
PAGES = {
    "course": "/redactie/opleidingen/{}", "portal": "/redactie/portalen/{}", "source": "/redactie/bronnen/{}",
    "funding": "/redactie/regelingen/{}", "career": "/redactie/beroepen/{}", "outlook": "/redactie/beroepen/{}",
    "synonym": "/redactie/zoekwoorden?woord={}", "run": "/redactie/runs/{}", "editor": "/redactie/mensen",
}  # fmt: skip
"""Kind of subject -> its page."""
RULE = ("allow", "deny")
CODED = {"sector": "sector", "sectors": "sector", "routes": "route"}
"""Part of a record -> the visitors' words for its values."""
NAMED = {"role": "role", "scope": "token.scope", "outlook": "career.outlook", "kind": "work"}
"""Part of a record -> where the pages' words for its values begin."""
MOMENTS = ("ends",)
"""Parts of a record that are a moment, in ISO 8601."""
STATES = ("run_state", "signal")


@dataclass(frozen=True)
class Told:
    """One event of a record's history, with its parts in words."""

    event: AuditEvent
    parts: Sequence[Change]


def told(events: Iterable[AuditEvent], t: Texts) -> list[Told]:
    """A record's history with each change in words."""
    return [Told(event, parts_of(event, t, shipped())) for event in events]


def parts_of(event: AuditEvent, t: Texts, known: CareerTable) -> list[Change]:
    """What one event changed. A change of one plain value is one part, without a name.

    `known` says what careers are called.
    """
    before, after = event.before, event.after
    if isinstance(after if after is not None else before, Mapping):
        parts = _parts(_course_field(before, t, known), _course_field(after, t, known), t)
        # What was made or taken away has one side only.
        return [
            Change(each.key, each.before if before is not None else "", each.after if after is not None else "")
            for each in parts
        ]
    return [Change("", _state(before, t), _state(after, t))] if before is not None or after is not None else []


def _parts(
    before: Mapping[str, Any], after: Mapping[str, Any], t: Texts, within: str = "", of: str = ""
) -> Iterator[Change]:
    """`within`: the words before a part's name, `of`: the part that these are inside of."""
    for each in changes(before, after):
        key = within + t.known(f"form.field.{each.key}", t.known(f"field.{each.key}", each.key))
        sides = [side for side in (each.before, each.after) if side is not None]
        if each.key in UNTOLD:
            continue
        if all(isinstance(side, Mapping) for side in sides):  # only what differs inside it
            yield from _parts(each.before or {}, each.after or {}, t, f"{key}: ", each.key)
        else:
            part = of if each.key in RULE else each.key
            yield Change(key, *_sides(each.before, each.after, t, part))


def _sides(before: Any, after: Any, t: Texts, part: str) -> tuple[str, str]:
    """Of a long list, or one of records, only what came and went."""
    kept = [one for one in before if one in after] if isinstance(before, list) and isinstance(after, list) else []
    if len(kept) >= MANY or any(isinstance(one, Mapping) for one in kept):
        gone = [one for one in before if one not in after]
        came = [one for one in after if one not in before]
        return _some(gone, "change.gone", t, part), _some(came, "change.came", t, part)
    return spoken(before, t, part), spoken(after, t, part)


def _some(values: list[Any], key: str, t: Texts, part: str) -> str:
    return t(key, what=spoken(values, t, part)) if values else ""


def _course_field(side: Any, t: Texts, known: CareerTable) -> Mapping[str, Any]:
    """A course's field, career or answer as `catalogue.curation` and the queue record it: name -> words."""
    if side is None:
        return {}
    field = side.get("field")
    if field == "career" and "accepted" in side:
        career = known.careers.get(side["value"])
        answer = {True: "career.is.accept", False: "career.is.reject", None: "none"}[side["accepted"]]
        return {career.label if career else side["value"]: t(answer)}
    if field and "base" in side:
        return {field: t.value(field, (side["base"] or {}).get("value"))}
    if field and "own" in side:
        return {field: t.value(field, side["value"])}
    if "decision" in side:
        key = f"work.{side.get('kind')}.{side['decision']}"
        return {**side, "decision": t.known(key, side["decision"]), "subject": None}
    return dict(side)


def subject_of(event: AuditEvent, t: Texts, known: CareerTable) -> tuple[str, str | None]:
    """What was changed, in words, and its page where it has one."""
    kind, _, key = event.subject.partition(":")
    if kind not in PAGES:
        return (t.known(f"subject.{kind}", kind) + (f" {key}" if key else ""), None)
    name = key
    if kind in ("career", "outlook"):
        key, _, region = key.partition(":")
        career = known.careers.get(key)
        name = ", ".join(filter(None, (career.label if career else key, region)))
    return f"{t('subject.' + kind)} {name}", PAGES[kind].format(quote(key, safe=""))


def actor_of(event: AuditEvent, t: Texts) -> str:
    """Who did it; what is no person in the words of the page."""
    return t.known(f"actor.{event.actor}", event.actor)


def _state(value: Any, t: Texts) -> str:
    found = (t.words.get(f"{each}.{value}") for each in STATES) if isinstance(value, str) else ()
    return next(filter(None, found), None) or ("" if value is None else spoken(value, t))


def spoken(value: Any, t: Texts, part: str = "") -> str:
    """A JSON value for a reader: `Gelderland, Overijssel`, `ja`, `Alleen: Metaal en lassen`. `part`: what it is of."""
    if value is None or value in ("", [], {}):
        return t("all_portals" if part == "portals" else "none")
    if isinstance(value, bool):
        return t("yes" if value else "no")
    if part in MOMENTS and isinstance(value, str):
        return t.moment(datetime.fromisoformat(value))
    if isinstance(value, Mapping):
        said = "; ".join(f"{t.known(f'form.field.{key}', key)}: {spoken(one, t, part)}" for key, one in value.items())
    elif isinstance(value, list):
        said = ", ".join(spoken(one, t, part) for one in value)
    elif part in CODED:
        said = t.public.label(CODED[part], str(value))
    else:
        said = t.known(f"{NAMED[part]}.{value}", str(value)) if part in NAMED else str(value)
    return said if len(said) <= MOST_TOLD else f"{said[:MOST_TOLD]} …"
