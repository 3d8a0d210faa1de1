"""The pages' words, in Dutch (B1) and English. Coded values have the visitors' words, from `search_api.i18n`."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from catalogue.index.answer import start_text
from catalogue.normal import Duration, PartialDate, Price
from catalogue.runs.reasons import TEXTS, Reason
from search_api import i18n

FOLDER = Path(__file__).parents[1] / "templates" / "redactie" / "texts"
LANGUAGES = ("nl", "en")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Texts:
    """The words of one language. Calling it with a key gives the text, with `{names}` filled in."""

    def __init__(self, language: str, words: Mapping[str, str]) -> None:
        self.language = language
        self.words = words
        self.public = i18n.texts(language)

    def __call__(self, key: str, **names: Any) -> str:
        """The text under `key`. Raises KeyError: a missing text is a mistake of ours, not of the reader."""
        return self.words[key].format(**names) if names else self.words[key]

    def known(self, key: str, otherwise: str) -> str:
        """The text under `key`; `otherwise` for a name that came from elsewhere, such as a new flag's reason."""
        return self.words.get(key, otherwise)

    def reason(self, reason: Reason) -> str:
        """Why a run failed or waits."""
        names = {key.partition(".")[2]: text for key, text in self.words.items() if key.startswith(("field.", "wall."))}
        names = {name: text.lower() for name, text in names.items()}
        return reason.told(self.known(f"reason.{reason.code}", TEXTS.get(reason.code, reason.code)), names)

    def refusal(self, reason: str) -> str:
        """Why a course by hand is not taken; a rule of the normaliser by its name where it has no words here."""
        return self.words.get(f"refused.{reason}") or self("refused.other", reason=reason)

    def value(self, field: str, value: Any) -> str:
        """An overridable field's JSON value in words; it fits each value that `check_override` lets through."""
        if value is None:
            return self("unknown")
        if isinstance(value, bool):
            return self("yes" if value else "no")
        if field == "price":
            return self.price(Price.model_validate(value))
        if isinstance(value, list):
            return ", ".join(self._one(field, each) for each in value) or self("none")
        return self._one(field, value)

    def _one(self, field: str, value: Any) -> str:
        if field == "extra_costs":
            amount = self.public.money(value["cents"] / 100)
            return f"{self('cost.' + value['kind'])} {amount} ({self('vat.' + value['vat'])})"
        if field == "duration":
            return self.duration(Duration.model_validate(value))
        if field == "deadline":
            return self.date(PartialDate.model_validate(value))
        if field in ("effort", "group_size"):
            return self._figures(field, value)
        field = {"target_groups": "targetGroup", "quality_marks": "qualityMarks"}.get(field, field)
        return self.public.label(field, f"nlqf-{value}" if field == "level" else str(value))

    def _figures(self, field: str, value: Mapping[str, Any]) -> str:
        """`8 – 12 per week`; a bound that is not known is `…`."""
        least, most = (value.get("hours") or value.get("least")), value.get("most")
        figures = [self.public.number(one) if one is not None else "…" for one in (least, most)]
        if field == "effort":
            return f"{figures[0] if most is None else ' – '.join(figures)} {self('effort.' + value['per'])}"
        return self("learners", figures=" – ".join(figures))

    def labels(self, field: str, values: Iterable[str]) -> list[tuple[str, str]]:
        """Coded values of a field, each with its words."""
        return [(value, self.public.label(field, value)) for value in values]

    def price(self, price: Price) -> str:
        """`vanaf € 1.870,50 per jaar, exclusief btw`; always says what is known of VAT."""
        amount = self.public.money(price.cents / 100)
        amount = self.public("price.from", amount=amount) if price.is_from else amount
        return f"{amount} {self(f'per.{price.per}')}, {self(f'vat.{price.vat}')}"

    def duration(self, duration: Duration) -> str:
        """`5 dagen`; `1 dag`."""
        return self.public.count(f"value.unit.{duration.unit}", duration.amount)

    def date(self, date: PartialDate) -> str:
        """No more exact than the source was: a month is never shown as its first day."""
        return self.public.when(start_text(date.model_dump(mode="json")))

    def moment(self, moment: datetime) -> str:
        """`24-11-2026 13:05`, in Dutch time."""
        return moment.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")


@cache
def texts(language: str) -> Texts:
    """The words of `nl` or `en`."""
    return Texts(language, json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8")))
