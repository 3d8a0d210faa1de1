"""The fields that an editor may set: which input each has, and what was typed into it as a value."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from catalogue.audit.change import InvalidOverride
from catalogue.effective import OVERRIDABLE
from catalogue.normal import (
    Certificate,
    CostKind,
    EffortPer,
    Kind,
    Mode,
    Per,
    QualityMark,
    Route,
    Schedule,
    Sector,
    TargetGroup,
    Unit,
    Vat,
    Workplace,
)
from catalogue.tables.course import HIDDEN

INPUTS: Mapping[str, str] = {
    "title": "line", "description": "text", "requirements": "text", "technical": "yes-no", "sector": "choice",
    "level": "choice", "mode": "choice", "route": "choice", "kind": "choice", "language": "code", "price": "price",
    "extra_costs": "costs", "duration": "span", "schedule": "several", "effort": "span", "group_size": "span",
    "certificate": "choice", "target_groups": "several", "workplace": "choice", "quality_marks": "several",
    "deadline": "date",
}  # fmt: skip
"""Field -> kind of input, in the order of the page."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "sector": tuple(Sector), "mode": tuple(Mode), "route": tuple(Route), "kind": tuple(Kind),
    "level": tuple("12345678"), "schedule": tuple(Schedule), "target_groups": tuple(TargetGroup),
    "workplace": tuple(Workplace), "quality_marks": tuple(QualityMark), "certificate": tuple(Certificate),
}  # fmt: skip
VATS, PERS = tuple(Vat), tuple(Per)
PARTS: Mapping[str, tuple[str, ...]] = {
    "duration": tuple(Unit), "effort": tuple(EffortPer), "extra_costs": tuple(CostKind),
}  # fmt: skip
"""Field -> what a part of its value is chosen from."""
SPANS: Mapping[str, tuple[str, str | None, str | None]] = {
    "effort": ("hours", "most", "per"), "group_size": ("least", "most", None), "duration": ("amount", None, "unit"),
}  # fmt: skip
"""Field -> what its value names the first figure, the second, and the choice beside them."""
FIGURE = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")
AMOUNT = re.compile(r"(?:€\s*)?(\d{1,7})(?:[.,](\d{2}|-))?")

assert set(INPUTS) == set(OVERRIDABLE) - {HIDDEN}, "each overridable field has an input"  # noqa: S101 (at import)


def typed_value(field: str, form: Mapping[str, str]) -> Any:
    """What was typed, as JSON for `set_override`; empty is None, "not known". Raises InvalidOverride."""
    typed = form.get("value", "").strip()
    if INPUTS.get(field) in TYPED:
        return TYPED[INPUTS[field]](field, form)
    if field == "technical":
        return _yes_no(typed)
    if not typed and field != "title":
        return None
    if field == "price":
        return _price(typed, form)
    if field == "level":
        return int(typed) if typed in CHOICES["level"] else _refuse(field, "level_range")
    return typed.lower() if field == "language" else typed


def as_typed(field: str, value: Any) -> dict[str, str]:
    """The other way: a field's JSON value as the form's fields, to start from."""
    if value is None:
        return {}
    if field == "price":
        euros = f"{value['cents'] // 100},{value['cents'] % 100:02}"
        return {"value": euros, "vat": value["vat"], "per": value["per"], "is_from": "yes" if value["is_from"] else ""}
    if field == "technical":
        return {"value": "yes" if value else "no"}
    if INPUTS[field] == "several":
        return {f"pick-{one}": "yes" for one in value}
    if INPUTS[field] == "span":
        names = zip(SPANS[field], ("value", "most", "choice"), strict=True)
        return {ours: str(value[name]).removesuffix(".0") for name, ours in names if name and value[name] is not None}
    if field == "extra_costs":
        amounts = {f"cost-{one['kind']}": f"{one['cents'] // 100},{one['cents'] % 100:02}" for one in value}
        return amounts | {"vat": value[0]["vat"] if value else Vat.UNKNOWN}
    if field == "deadline":
        return {"value": value["last"]}
    return {"value": str(value)}


def _several(field: str, form: Mapping[str, str]) -> list[str] | None:
    return [one for one in CHOICES[field] if form.get(f"pick-{one}") == "yes"] or None


def _span(field: str, form: Mapping[str, str]) -> dict[str, Any] | None:
    """Figures and what they count; nothing typed is None."""
    first, second, choice = SPANS[field]
    least, most = _figure(field, form.get("value", "")), _figure(field, form.get("most", ""))
    if least is None and (second is None or most is None):
        return None
    if least is None and field != "group_size":
        raise InvalidOverride(field, "figure")
    value = {first: least, **({second: most} if second else {})}
    return value | ({choice: form.get("choice", "")} if choice else {})


def _figure(field: str, typed: str) -> float | None:
    typed = typed.strip()
    if not typed:
        return None
    if not FIGURE.fullmatch(typed) or (field == "group_size" and not typed.isdecimal()):
        raise InvalidOverride(field, "figure")
    # A figure of 0 says nothing.
    return float(typed.replace(",", ".")) or _refuse(field, "figure_range")


def _costs(field: str, form: Mapping[str, str]) -> list[dict[str, Any]]:
    typed = {kind: form.get(f"cost-{kind}", "").strip() for kind in PARTS[field]}
    vat = form.get("vat", Vat.UNKNOWN)
    return [
        {"kind": kind, "cents": _cents(field, text) or _refuse(field, "amount"), "vat": vat}
        for kind, text in typed.items()
        if text
    ]


def _date(field: str, form: Mapping[str, str]) -> dict[str, str] | None:
    day = form.get("value", "").strip()
    if not day:
        return None
    try:
        day = date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise InvalidOverride(field, "date_range") from error
    return {"first": day, "last": day, "precision": "day"}


def _yes_no(typed: str) -> bool:
    if typed not in ("yes", "no"):
        raise InvalidOverride("technical", "choose_yes_no")
    return typed == "yes"


def _price(typed: str, form: Mapping[str, str]) -> dict[str, Any]:
    per, is_from = form.get("per", Per.COURSE), form.get("is_from") == "yes"
    return {"cents": _cents("price", typed), "vat": form.get("vat", Vat.UNKNOWN), "per": per, "is_from": is_from}


def _cents(field: str, typed: str) -> int:
    found = AMOUNT.fullmatch(typed)
    if found is None:
        raise InvalidOverride(field, "amount")
    whole, cents = found.groups()
    # Counted in whole cents: a float would turn 1.10 into 110.00000000000001.
    return int(whole) * 100 + int(cents if cents and cents != "-" else 0)


def _refuse(field: str, message: str) -> Any:
    raise InvalidOverride(field, message)


TYPED: Mapping[str, Callable[[str, Mapping[str, str]], Any]] = {
    "several": _several,
    "span": _span,
    "costs": _costs,
    "date": _date,
}
