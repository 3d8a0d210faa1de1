"""The fields that an editor may set: which input each has, and what was typed into it as a value."""

import re
from collections.abc import Mapping
from typing import Any

from catalogue.curation import InvalidOverride
from catalogue.effective import HIDDEN, OVERRIDABLE
from catalogue.normal import Kind, Mode, Per, Route, Sector, Vat

INPUTS: Mapping[str, str] = {
    "title": "line", "description": "text", "requirements": "text", "technical": "yes-no", "sector": "choice",
    "level": "choice", "mode": "choice", "route": "choice", "kind": "choice", "language": "code", "price": "price",
}  # fmt: skip
"""Field -> kind of input, in the order of the page."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "sector": tuple(Sector), "mode": tuple(Mode), "route": tuple(Route), "kind": tuple(Kind),
    "level": tuple("12345678"),
}  # fmt: skip
VATS, PERS = tuple(Vat), tuple(Per)
AMOUNT = re.compile(r"(?:€\s*)?(\d{1,7})(?:[.,](\d{2}|-))?")

assert set(INPUTS) == set(OVERRIDABLE) - {HIDDEN}, "each overridable field has an input"  # noqa: S101 (at import)


def typed_value(field: str, form: Mapping[str, str]) -> Any:
    """What was typed, as JSON for `set_override`; empty is None, "not known". Raises InvalidOverride."""
    typed = form.get("value", "").strip()
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
    return {"value": str(value)}


def _yes_no(typed: str) -> bool:
    if typed not in ("yes", "no"):
        raise InvalidOverride("technical", "choose_yes_no")
    return typed == "yes"


def _price(typed: str, form: Mapping[str, str]) -> dict[str, Any]:
    found = AMOUNT.fullmatch(typed)
    if found is None:
        raise InvalidOverride("price", "amount")
    whole, cents = found.groups()
    # Counted in whole cents: a float would turn 1.10 into 110.00000000000001.
    amount = int(whole) * 100 + int(cents if cents and cents != "-" else 0)
    per, is_from = form.get("per", Per.COURSE), form.get("is_from") == "yes"
    return {"cents": amount, "vat": form.get("vat", Vat.UNKNOWN), "per": per, "is_from": is_from}


def _refuse(field: str, message: str) -> Any:
    raise InvalidOverride(field, message)
