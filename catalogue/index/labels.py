"""What the answer to a search calls a filter that was read, and what was given up: in Dutch and in English."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip
IN_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip


@dataclass(frozen=True)
class Label:
    """The words in both languages."""

    nl: str
    en: str

    def body(self) -> dict[str, Any]:
        """As the answer tells it; `label` is the Dutch one."""
        return {"label": self.nl, "labels": {"nl": self.nl, "en": self.en}}


def without(labels: Iterable[Label]) -> Label:
    """`Zonder: Gratis, Avond`."""
    given_up = list(labels)
    return Label(f"Zonder: {', '.join(each.nl for each in given_up)}", f"Without: {', '.join(e.en for e in given_up)}")


def in_month(nl: str, en: str, number: int, year: int) -> Label:
    """`Start in januari 2027`; the words before the month are given."""
    return Label(f"{nl} {MONTHS[number - 1]} {year}", f"{en} {IN_ENGLISH[number - 1]} {year}")
