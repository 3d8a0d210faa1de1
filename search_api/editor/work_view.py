"""The questions of the work queue in words: why each is asked, and what to look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.queue.kind import Item
from catalogue.queue.kinds import KINDS
from catalogue.runs.reasons import stored
from search_api.editor.texts import Texts


@dataclass(frozen=True)
class Line:
    """One piece of evidence. `quote`: the source's or a reader's own words."""

    label: str
    text: str
    quote: bool = False


@dataclass(frozen=True)
class Card:
    """One question as it is shown. `decisions`: (name, words), the usual one first."""

    item: Item
    why: str
    lines: tuple[Line, ...]
    decisions: tuple[tuple[str, str], ...]
    link: str | None
    key: str
    """What the form gives back: kind, subject and evidence."""


def card(item: Item, t: Texts) -> Card:
    """The question in words of the reader's language."""
    decisions = tuple((name, t(f"work.{item.kind}.{name}")) for name in KINDS[item.kind].decisions)
    lines = tuple(line for line in LINES[item.kind](item.facts, t) if line.text)
    return Card(item, _why(item, t), lines, decisions, _link(item), f"{item.kind}|{item.subject}|{item.evidence}")


def _why(item: Item, t: Texts) -> str:
    field = item.facts.get("field")
    named = t.known(f"field.{field}", str(field)) if field else ""
    return t(f"work.{item.kind}.why", field=named)


def _link(item: Item) -> str | None:
    if item.course_id:
        field = item.facts.get("field")
        return f"/redactie/opleidingen/{item.course_id}" + (f"#field-{field}" if field else "")
    pages = {"run": f"/redactie/runs/{item.subject}", "overdue": "/redactie/bronnen"}
    return pages.get(item.kind)


def _value(field: str, value: Any, t: Texts) -> str:
    try:
        return t.value(field, value)
    except (KeyError, ValueError, TypeError):
        return str(value)


def _override(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    field = facts["field"]
    return [Line(t(f"work.{side}"), _value(field, facts[side], t)) for side in ("then", "theirs", "mine")]


def _doubt(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    value = _value(facts["field"], facts["value"], t) if facts.get("value") is not None else ""
    reason = t.known(f"flag.{facts['reason']}", facts["reason"])
    return [Line(t("work.doubt"), reason), Line(t("work.value"), value), Line(t("work.quote"), facts["quote"], True)]


def _technical(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    return [Line(t("subjects"), facts["subjects"], True), Line(t("work.quote"), facts["quote"], True)]


def _career(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    rule = Line(t("rule"), facts["rule"])
    return [Line(t("work.career"), facts["label"]), rule, Line(t("work.quote"), facts["quote"], True)]


def _missing(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    return []


def _run(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    counts = ", ".join(f"{count} {t.known('outcome.' + name, name)}" for name, count in facts["counts"].items())
    reasons = "; ".join(t.reason(reason) for reason in stored(facts["reasons"]))
    return [Line(t("run_reasons"), reasons), Line(t("run_pages"), counts)]


def _report(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    said = Line(t("work.said"), t.known(f"work.report.{facts['said']}", facts["said"]))
    return [said, Line(t("work.told"), facts["quote"], True), Line(t("email"), facts["email"] or "")]


def _scheme(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    checked = Line(t("work.checked"), facts["checked"] or t("never"))
    return [checked, Line(t("work.sources"), " ".join(facts["sources"]))]


def _dead_link(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    return [Line(t("page"), facts["url"]), Line(t("work.answer"), f"{facts['outcome']} ({facts['misses']}×)")]


def _overdue(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    return [Line(t("last_healthy"), facts["last"]), Line(t("courses"), str(facts["courses"]))]


def _duplicate(facts: Mapping[str, Any], t: Texts) -> list[Line]:
    (one, other), (its_page, other_page) = facts["sources"], facts["urls"]
    doubts = ", ".join(t(f"work.duplicate.doubt.{name}") for name in facts["doubts"])
    return [
        Line(one, its_page),
        Line(other, facts["title"], True),
        Line(other, other_page),
        Line(t("work.duplicate.likeness"), f"{facts['likeness']}%"),
        Line(t("work.duplicate.doubts"), doubts),
    ]


LINES: Mapping[str, Callable[[Mapping[str, Any], Texts], list[Line]]] = {
    "override": _override, "contradiction": _doubt, "wording": _doubt, "technical": _technical, "career": _career,
    "missing": _missing, "run": _run, "report": _report, "scheme": _scheme, "dead_link": _dead_link,
    "overdue": _overdue, "duplicate": _duplicate,
}  # fmt: skip
