"""Costs beside the price: exam, material and registration apart, payment in parts, the fee that law sets.

An amount that is included ("inclusief examen") is no extra cost.
"""

import re
from collections.abc import Iterable, Iterator

from catalogue.normal import CostKind, ExtraCost, How, Instalments, Known
from catalogue.normalise.amounts import MAX_CENTS, amounts, bare_amount
from catalogue.normalise.outcome import clip
from catalogue.normalise.price_clauses import Found, clauses
from catalogue.normalise.price_words import STATUTORY
from catalogue.normalise.prices import times_of, vat_of
from catalogue.normalise.text import plain
from catalogue.raw import RawPrice

KINDS: tuple[tuple[CostKind, re.Pattern[str]], ...] = (
    (CostKind.EXAM, re.compile(r"\bexam(?:en|ens|engeld|enkosten|enprijs|ination)?\b|\bproeve\b|\bexam fee\b", re.I)),
    (CostKind.MATERIAL, re.compile(
        r"\b(?:les|studie|cursus|leer)?materia(?:al|len|l)(?:kosten)?\b|\bboek(?:en)?(?:geld|kosten|pakket)?\b"
        r"|\b(?:les|boeken|studie|leermiddelen|gereedschaps)pakket\b|\bliteratuur(?:kosten)?\b|\bleermiddelen\b"
        r"|\bgereedschap(?:s\w*)?\b|\bbooks?\b|\bmaterials?\b", re.I)),
    (CostKind.REGISTRATION, re.compile(
        r"\b(?:in|aan)schrijf(?:geld|kosten)\b|\binschrijvingskosten\b|\bregistration fee\b|\badministratiekosten\b"
        r"|\bintakekosten\b", re.I)),
)  # fmt: skip
AFTER = {
    kind: re.compile(rf"\s*(?:\(?(?:voor|aan|for)?\s*(?:het|de)?\s*)(?:{pattern.pattern})", re.I)
    for kind, pattern in KINDS
}
CATEGORIES = {"exam": CostKind.EXAM, "material": CostKind.MATERIAL, "registration": CostKind.REGISTRATION}
RESIT = re.compile(r"\bher(?:examen|kansing)\w*|\bresit\b|\bherexamen\w*", re.I)
INSIDE = re.compile(
    r"\b(?:incl\w*|inbegrepen|including|included|gratis|is bij de prijs|zijn bij de prijs|met)\b(?!\s*(?:btw|vat))",
    re.I,
)
IN_TEXT = ("exam", "materia", "boek", "pakket", "literatuur", "leermiddel", "gereedschap", "book", "schrijf",
           "inschrijv",
           "registration", "administratie", "intake")  # fmt: skip


def read_extra_costs(prices: Iterable[RawPrice], texts: Iterable[str]) -> tuple[Known[ExtraCost], ...]:
    """`costs.category` for a price that the source calls exam or material, `costs.in_text` for one named in words.

    Two different amounts for one kind in the text: neither, since nothing tells which one is due.
    """
    found = [cost for price in prices if (cost := _of_field(price))]
    seen = {cost.value.kind for cost in found}
    named = [cost for text in texts for cost in _in_text(text)]
    for kind in CostKind:
        different = {cost.value.cents: cost for cost in named if cost.value.kind is kind}
        if kind not in seen and len(different) == 1:
            found.extend(different.values())
    return tuple(found)


def _of_field(raw: RawPrice) -> Known[ExtraCost] | None:
    kind = CATEGORIES.get(raw.category or "")
    text = plain(raw.text, 500) or ""
    if kind is None or not text:
        return None
    amount = bare_amount(text) or next(iter(amounts(text)), None)
    if amount is None or not 0 < amount.cents <= MAX_CENTS:
        return None
    cost = ExtraCost(kind=kind, cents=amount.cents, vat=vat_of(raw.vat_text or "", text))
    return Known[ExtraCost](value=cost, known=How.STATED, rule="costs.category", quote=clip(text))


def _in_text(text: str) -> Iterator[Known[ExtraCost]]:
    lowered = text.lower()
    if not any(word in lowered for word in IN_TEXT):
        return
    for found in clauses(text):
        kind = _kind(found)
        if kind and 0 < found.amount.cents <= MAX_CENTS:
            quote = clip(f"{found.before}{text[found.amount.start : found.amount.end]}{found.after}".strip())
            cost = ExtraCost(kind=kind, cents=found.amount.cents, vat=vat_of(found.after, ""))
            yield Known[ExtraCost](value=cost, known=How.INFERRED, rule="costs.in_text", quote=quote)


def _kind(found: Found) -> CostKind | None:
    """The kind whose word stands right beside the amount, unless it is included or a resit."""
    before, after = found.before[-60:], found.after[:25]
    if RESIT.search(before) or RESIT.search(after):
        return None
    for kind, pattern in KINDS:
        if (match := pattern.search(before)) and not INSIDE.search(before):
            return kind if not re.search(r"\b(?:cursus|opleiding|training)\b", before[match.end() :], re.I) else None
        if AFTER[kind].match(after):
            return kind
    return None


def read_instalments(texts: Iterable[str]) -> Known[Instalments] | None:
    """`costs.instalments`: "3 x € 400,-", "in 10 termijnen van € 95"."""
    for text in texts:
        for found in clauses(text):
            times = times_of(found)
            if times and times > 1 and found.amount.cents > 0:
                value = Instalments(times=times, cents=found.amount.cents)
                quote = clip(f"{found.before}{text[found.amount.start : found.amount.end]}".strip())
                return Known[Instalments](value=value, known=How.STATED, rule="costs.instalments", quote=quote)
    return None


def read_statutory_fee(texts: Iterable[str]) -> Known[bool] | None:
    """`costs.statutory`: "wettelijk collegegeld"; the amount is set by law each year and the source names none."""
    for text in texts:
        if "ettelijk" in text and (match := STATUTORY.search(text)):
            quote = clip(text[max(0, match.start() - 40) : match.end() + 40].strip())
            return Known[bool](value=True, known=How.STATED, rule="costs.statutory", quote=quote)
    return None
