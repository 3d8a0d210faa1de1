"""Each field of one offer: what the reader of the page saw against what the normaliser shows.

Shown and right counts for precision and recall; shown and wrong counts against both; a stated value that is not shown
counts against recall only. A list of values (starts, places) counts one for each value. Language and mode that the
words only imply count like any other value.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bench.truth.labelled import UNDECIDED, Label
from catalogue.normal import Known, NormalCourse, PartialDate, Vat

EURO = ("EUR", None)


@dataclass
class Tally:
    """Counts of one field."""

    shown: int = 0
    right: int = 0
    stated: int = 0
    found: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Shown values that are right; None when none is shown."""
        return self.right / self.shown if self.shown else None

    @property
    def recall(self) -> float | None:
        """Stated values that are shown rightly; None when none is stated."""
        return self.found / self.stated if self.stated else None


def _one(tally: Tally, label: Label, wanted: Iterable[Any], shown: Any, stated: bool = True) -> None:
    wanted = list(wanted)
    right = shown in wanted
    tally.stated += stated and bool(wanted)
    tally.found += stated and bool(wanted) and right
    if shown is not None:
        tally.shown += 1
        tally.right += right
        if not right:
            tally.errors.append(f"{label.part} {label.id}: {shown!r}, not {wanted or None}")
    elif wanted and stated:
        tally.errors.append(f"{label.part} {label.id}: missing {wanted}")


def _several(tally: Tally, label: Label, wanted: set[Any], shown: set[Any]) -> None:
    tally.shown += len(shown)
    tally.stated += len(wanted)
    tally.right += len(shown & wanted)
    tally.found += len(shown & wanted)
    tally.errors += [f"{label.part} {label.id}: {one!r} is not stated" for one in sorted(shown - wanted, key=str)]
    tally.errors += [f"{label.part} {label.id}: missing {one!r}" for one in sorted(wanted - shown, key=str)]


def _options(value: Any) -> list[Any]:
    if value in (None, [], UNDECIDED):
        return []
    return list(value) if isinstance(value, list) else [value]


def price(tally: Tally, label: Label, course: NormalCourse) -> None:
    """Cents, what they pay for and "vanaf"; VAT is right when it is the label's. Other currencies cannot be shown.

    A part of it that the reader could not decide is not compared.
    """
    fact = label.facts["price"]
    wanted = [_price_of(fact)] if fact and fact.get("currency") in EURO else []
    price = course.price.value if course.price else None
    shown = price and (price.cents, str(price.vat), str(price.per), price.is_from)
    if shown and wanted:
        wanted = [tuple(own if one == UNDECIDED else one for one, own in zip(wanted[0], shown, strict=True))]
    _one(tally, label, wanted, shown)


def _price_of(fact: dict[str, Any]) -> tuple[Any, ...]:
    vat, per = fact.get("vat") or Vat.UNKNOWN, fact.get("per") or "course"
    is_from = fact.get("is_from")
    return fact["cents"], str(vat), str(per), is_from if is_from == UNDECIDED else bool(is_from)


def starts(tally: Tally, label: Label, course: NormalCourse) -> None:
    """First and last day with the precision, one for each start."""
    wanted = {(str(one["first"]), str(one["last"]), one["precision"]) for one in label.facts["starts"] or []}
    _several(tally, label, wanted, {_span(one.start) for one in course.sessions if one.start})


def _span(start: Known[PartialDate]) -> tuple[str, str, str]:
    value = start.value
    return value.first.isoformat(), value.last.isoformat(), str(value.precision)


def places(tally: Tally, label: Label, course: NormalCourse) -> None:
    """Town with its province; a place outside the Netherlands cannot be shown."""
    wanted = {(one["name"], one["province"]) for one in label.facts["places"] or [] if one.get("province")}
    values = [one.place.value for one in course.sessions if one.place]
    shown = {(value.name, value.province) for value in values if value.name != value.province or value.municipality}
    _several(tally, label, wanted, shown)


def known(name: str) -> Callable[[Tally, Label, NormalCourse], None]:
    """A field with one value; a list in the label: any of them is right."""

    def _score(tally: Tally, label: Label, course: NormalCourse) -> None:
        value = getattr(course, name)
        _one(tally, label, _options(label.facts[name]), value and value.value)

    return _score


def duration(tally: Tally, label: Label, course: NormalCourse) -> None:
    """Amount and unit as stated."""
    wanted = [(float(one["amount"]), one["unit"]) for one in _options(label.facts["duration"])]
    shown = course.duration.value if course.duration else None
    _one(tally, label, wanted, shown and (shown.amount, str(shown.unit)))


def title(tally: Tally, label: Label, course: NormalCourse) -> None:
    """The same words; white space is not compared."""
    wanted = [" ".join(str(one).split()) for one in _options(label.facts["title"])]
    _one(tally, label, wanted, course.title)


def sector(tally: Tally, label: Label, course: NormalCourse) -> None:
    """Counted where both the reader and the normaliser call the offer technical."""
    if label.facts.get("technical") is True and course.technical and course.technical.value:
        shown = str(course.sector.value) if course.sector else None
        _one(tally, label, _options(label.facts["sector"]), shown)


FIELDS: dict[str, Callable[[Tally, Label, NormalCourse], None]] = {
    "title": title, "price": price, "starts": starts, "places": places, "mode": known("mode"), "level": known("level"),
    "language": known("language"), "duration": duration, "route": known("route"), "kind": known("kind"),
    "sector": sector,
}  # fmt: skip


@dataclass
class Technical:
    """Offers that go to the portal (technical), against what readers say; borderline must not go there."""

    true: int = 0
    false: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float | None:
        """F1 of "technical"; None when nothing is technical."""
        total = 2 * self.true + self.false + self.missed
        return 2 * self.true / total if total else None

    def add(self, label: Label, course: NormalCourse | None) -> None:
        """Count one offer whose reader decided."""
        shown = bool(course and course.technical and course.technical.value)
        wanted = label.facts["technical"] is True
        self.true += shown and wanted
        self.false += shown and not wanted
        self.missed += wanted and not shown
        if shown != wanted:
            said = course.technical.quote if course and course.technical else ""
            self.errors.append(f"{label.part} {label.id}: {label.facts['technical']}, shown {shown} ({said})")
