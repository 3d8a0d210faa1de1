"""Words of the public pages and the widget: one JSON file per language, shared by both.

A further language is one more file with the same keys. The widget's build takes what the widget says from the same
files (Dutch and English; it fetches others); `search_api/widget/src/format.js` follows the same rules as the methods
below.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent
DEFAULT = "nl"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FAR = 60  # days; beyond them a date says more than a count
SEASONS = {"03": "spring", "06": "summer", "09": "autumn", "12": "winter"}


def languages() -> list[str]:
    """ISO 639-1 codes that have a file, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


class Texts:
    """The words of one language: `t("key")`, and values as people write them."""

    def __init__(self, lang: str, words: Mapping[str, str]) -> None:
        self.lang = lang
        self._words = words

    @property
    def words(self) -> Mapping[str, str]:
        """Every text by its key."""
        return self._words

    def __call__(self, key: str, **values: object) -> str:
        """The text with its `{names}` filled in; the key itself when no text is known, so that a page still shows."""
        text = self._words.get(key, key)
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def count(self, key: str, n: float) -> str:
        """The form for one or for several: `key.one` or `key.other`."""
        return self(f"{key}.{'one' if n == 1 else 'other'}", n=self.number(n))

    def label(self, facet: str, value: str) -> str:
        """A coded value in words: `label("route", "bbl")`; an unknown value stays as it is."""
        return self._words.get(f"value.{facet}.{value}", value)

    def all_of(self, names: Sequence[str]) -> str:
        """`Gelderland, Utrecht en Zeeland`."""
        *before, last = names
        return self("page.and", first=", ".join(before), last=last) if before else last

    def number(self, value: float) -> str:
        """1870 -> `1.870`, 2.5 -> `2,5`."""
        written = f"{value:,.2f}".rstrip("0").rstrip(".")
        marks = {",": self("number.group"), ".": self("number.decimal")}
        return "".join(marks.get(sign, sign) for sign in written)

    def money(self, amount: float) -> str:
        """Euros; cents only when there are any: `€ 1.870`, `€ 12,50`."""
        whole, _, cents = f"{amount:.2f}".partition(".")
        written = self.number(int(whole)) + ("" if cents == "00" else self("number.decimal") + cents)
        return self("price.amount", amount=written)

    def price(self, details: Mapping[str, Any] | None) -> str:
        """`priceDetails` of the API in words; "Prijs niet bekend" for None, "Gratis" for 0."""
        if not details or details.get("amount") is None:
            return self("price.unknown")
        if details["amount"] == 0:
            return self("price.free")
        amount = self.money(details["amount"])
        parts = [
            self("price.from", amount=amount) if details.get("isFrom") else amount,
            self._words.get(f"price.per.{details.get('per')}", ""),
            self._words.get(f"price.vat.{details.get('vat')}", ""),
        ]
        return " ".join(part for part in parts if part)

    def when(self, iso: str) -> str:
        """A date of reduced precision in words, never more exact than it is; unreadable text stays as it is."""
        first, _, last = iso.partition("/")
        try:
            return self._span(first, last) if last else self._date(*first.split("-"))
        except (ValueError, IndexError, TypeError):
            return iso

    def day(self, moment: str) -> str:
        """The Dutch calendar day of an ISO moment: `2027-01-31T23:30:00Z` -> `1 februari 2027`."""
        if "T" not in moment:
            return self.when(moment)
        return self.when(_local_day(moment).isoformat())

    def ago(self, moment: str, today: date) -> str:
        """How long ago an ISO moment was for who reads on `today`: `vandaag`, `3 dagen geleden`, then the day."""
        days = (today - _local_day(moment)).days
        if days > FAR:
            return self("page.ago.on", date=self.day(moment))
        return (
            self("page.ago.days", n=days) if days > 1 else self("page.ago." + ("yesterday" if days == 1 else "today"))
        )

    def _date(self, year: str, rest: str = "", day: str = "") -> str:
        if rest.startswith("W"):
            return self("date.week", week=int(rest[1:]), year=year)
        if not rest:
            return year
        month = self("date.months").split()[int(rest) - 1]
        return self("date.day" if day else "date.month", day=int(day or 0), month=month, year=year)

    def _span(self, first: str, last: str) -> str:
        year, _, month = first.partition("-")
        season = SEASONS.get(month)
        if season and _months(last) - _months(first) == 2:
            return self(f"date.{season}", year=year if year == last[:4] else f"{year}-{last[:4]}")
        return self("date.span", first=self.when(first), last=self.when(last))


def _local_day(moment: str) -> date:
    known = datetime.fromisoformat(moment)
    utc = known if known.tzinfo else known.replace(tzinfo=UTC)
    return utc.astimezone(AMSTERDAM).date()


def _months(year_month: str) -> int:
    year, _, month = year_month.partition("-")
    return int(year) * 12 + int(month or 0)


@cache
def texts(lang: str = DEFAULT) -> Texts:
    """The words of `lang`; of Dutch when there is no file for it."""
    known = lang if lang in languages() else DEFAULT
    return Texts(known, json.loads((FOLDER / f"{known}.json").read_text(encoding="utf-8")))
