"""Which amount is the price of the course, and what it includes.

Each amount in a text is read with the words beside it (its clause). Costs of exam, material, registration, lodging,
member prices, subsidies, discounts and wages are never the price of the course.
"""

import re
from collections.abc import Iterable

from catalogue.normal import How, Known, Per, Price, Vat
from catalogue.normalise.amounts import MAX_CENTS, Amount, amounts, bare_amount
from catalogue.normalise.outcome import Outcome, clip, flag
from catalogue.normalise.price_clauses import Found, clauses, is_other_cost
from catalogue.normalise.price_words import (
    BETWEEN,
    EXCLUDED,
    EXEMPT,
    FOR_GROUP,
    FREE,
    FREE_EXTRA,
    FROM,
    INCLUDED,
    NO_PRICE,
    NOT_FREE,
    OTHER_COST,
    OTHER_CURRENCY,
    PER,
    RANGE_LEFT,
    STATUTORY,
    TIMES,
    TIMES_MONTHS,
    TOTAL,
    WAS_NOW,
)
from catalogue.normalise.text import plain
from catalogue.raw import RawPrice

Read = Outcome[Known[Price]]


def read_price(raw: RawPrice | None, words: str = "", field: str = "price") -> Read:
    """The price in one price field. `words` is all the course's text: a 0 needs "gratis" somewhere in it."""
    if raw is None or not raw.text.strip() or (raw.category or "tuition") not in ("tuition", "course", "total"):
        return Outcome()
    if _is_foreign(raw):
        return Outcome(flags=(flag("price_not_euro", field, f"{raw.text} {raw.currency or ''}".strip()),))
    number = bare_amount(raw.text)
    return _checked(_from_number(raw, number) if number else _from_words(raw.text, raw.vat_text, field), words, field)


def _is_foreign(raw: RawPrice) -> bool:
    if raw.currency and raw.currency.strip():
        return raw.currency.strip().upper() not in ("EUR", "EURO", "€")
    return bool(OTHER_CURRENCY.search(raw.text)) and not amounts(raw.text)


def _from_number(raw: RawPrice, number: Amount) -> Read:
    """`amounts.number`: a number alone. `1.250` and `1,250` are read as a thousand, inferred, with a flag."""
    text = raw.text.strip()
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", text):
        doubt = (flag("amount_notation_ambiguous", "price", text),)
        return Outcome(_known(number.cents, raw, "amounts.thousand_assumed", How.INFERRED), doubt)
    if number.cents < 0:
        return Outcome(flags=(flag("amount_negative", "price", text),))
    return Outcome(_known(number.cents, raw, "amounts.number"))


def _known(value: int, raw: RawPrice, rule: str, known: How = How.STATED) -> Known[Price]:
    said = f"{raw.text} {raw.vat_text or ''}".strip()
    price = Price(cents=value, vat=vat_of(raw.vat_text or "", raw.text), per=_per(raw.text) or Per.COURSE)
    return Known[Price](value=price, known=known, rule=rule, quote=clip(said))


def _from_words(text: str, vat_text: str | None, field: str) -> Read:
    """The price in a text: one amount, the lowest of a range, or the total of instalments."""
    found = [one for one in clauses(text) if not is_other_cost(one)]
    if not found:
        return _without_amount(text, field)
    if any(one.amount.cents < 0 for one in found):
        return Outcome(flags=(flag("amount_negative", field, text),))
    return chosen(text, found, vat_text, field)


def _without_amount(text: str, field: str) -> Read:
    """`amounts.free`: "gratis" is 0; "op aanvraag" is nothing; digits that no rule reads are flagged."""
    if is_free(text):
        return Outcome(_price(0, text, text, "amounts.free"))
    aside = OTHER_COST.search(text) or NO_PRICE.search(text)
    if re.search(r"\d", text) and not aside and not STATUTORY.search(text):
        return Outcome(flags=(flag("amount_unreadable", field, text),))
    return Outcome()


def chosen(text: str, found: list[Found], vat_text: str | None, field: str) -> Read:
    """The price among amounts that may all be it."""
    first = _now_price(found)
    unit = _unit(first)
    if unit is None:
        return Outcome(flags=(flag("price_per_unit", field, text),))
    if total := _total(found):
        return Outcome(_price(total.amount.cents, text, _context(total, vat_text), "amounts.total"))
    if times := times_of(first):
        return Outcome(
            _price(times * first.amount.cents, text, _context(first, vat_text), "amounts.instalments", How.INFERRED)
        )
    vat_apart = len(found) > 1 and same_but_vat(first.amount.cents, found[1].amount.cents)
    if _range(text, first) and not vat_apart:
        return Outcome(
            _price(first.amount.cents, text, _context(first, vat_text), "amounts.range", per=unit, is_from=True)
        )
    if FROM.search(first.before):
        return Outcome(
            _price(first.amount.cents, text, _context(first, vat_text), "amounts.from", per=unit, is_from=True)
        )
    return _single(text, first, found, vat_text, unit, field)


def _total(found: list[Found]) -> Found | None:
    """`amounts.total`: "3 x € 400,- (totaal € 1.150)"."""
    before = (one for one in found if TOTAL.search(one.before))
    after = (one for one in found if re.match(rf"\W*{TOTAL.pattern}", one.after, re.I))
    return next(before, None) or next(after, None)


def _single(text: str, first: Found, found: list[Found], vat_text: str | None, unit: Per, field: str) -> Read:
    """One amount, or the same amount with and without VAT; else the amounts contradict each other."""
    vat = vat_of(_context(first, vat_text), text if len(found) == 1 else "")
    others = [one.amount.cents for one in found if one is not first and not times_of(one) and _unit(one) == unit]
    if not all(same_but_vat(first.amount.cents, other) for other in others) and WAS_NOW.search(found[0].before) is None:
        return Outcome(flags=(flag("amounts_several", field, text),))
    rule = f"amounts.vat_{vat}" if vat is not Vat.UNKNOWN else "amounts.notation"
    price = Price(cents=first.amount.cents, vat=vat, per=unit)
    return Outcome(Known[Price](value=price, known=How.STATED, rule=rule, quote=clip(text)))


def _price(
    value: int,
    text: str,
    context: str,
    rule: str,
    known: How = How.STATED,
    per: Per = Per.COURSE,
    is_from: bool = False,
) -> Known[Price]:
    price = Price(cents=value, vat=vat_of(context, text), per=per, is_from=is_from)
    return Known[Price](value=price, known=known, rule=rule, quote=clip(text))


def _now_price(found: list[Found]) -> Found:
    """`amounts.was_now`: of "van € 1.200,- voor € 950,-" the second counts."""
    if len(found) > 1 and WAS_NOW.search(found[0].before) and re.search(r"\b(?:voor|nu)\W*$", found[1].before, re.I):
        return found[1]
    return found[0]


VAT_BEFORE = re.compile(r"\b(?:incl|excl|ex)\w*\.?\s(?:\d+% )?btw\W*$", re.I)


def _context(found: Found, vat_text: str | None) -> str:
    before = VAT_BEFORE.search(found.before)
    return f"{vat_text or ''} {before.group() if before else ''} {found.after}"


def _unit(found: Found) -> Per | None:
    """What the amount pays for; None for a unit that is no price of the course."""
    clause = f"{found.before} | {found.after}"
    if FOR_GROUP.search(clause):
        return None
    return next((per for per, words in PER if words.search(clause)), Per.COURSE)


def _per(text: str) -> Per | None:
    return next((per for per, words in PER if per and words.search(text)), None)


def times_of(found: Found) -> int | None:
    """`amounts.instalments`: 3 of "3 x € 400"."""
    match = TIMES.search(found.before) or TIMES_MONTHS.search(found.before)
    return int(next(group for group in match.groups() if group)) if match else None


def _range(text: str, first: Found) -> bool:
    """`amounts.range`: "€ 350 - € 750", "€ 350 - 750", "tussen € 100 en € 200"."""
    after = text[first.amount.end : first.amount.end + 12]
    gap = re.match(r"[^€\d]*", after)
    dashed = gap is not None and RANGE_LEFT.match(gap.group()) and not gap.group().strip().lower().startswith("en")
    return bool(BETWEEN.search(first.before) or (dashed and re.match(r"[^€\d]*(?:€\s?)?\d", after)))


def same_but_vat(one: int, other: int) -> bool:
    """Equal, or equal after adding 21% or 9% VAT (to the euro)."""
    low, high = sorted((one, other))
    return low == high or any(abs(low * rate - high) <= 100 for rate in (1.21, 1.09))


def vat_of(context: str, text: str) -> Vat:
    """`amounts.vat_included|vat_excluded|vat_exempt`: the amount's own clause first, then the whole text."""
    for words in (context, text):
        lowered = words.lower()
        told = any(name in lowered for name in ("btw", "vat", "b.t.w", "valueadded"))
        if told and (vat := _vat_said(words)) is not Vat.UNKNOWN:
            return vat
    return Vat.UNKNOWN


def _vat_said(words: str) -> Vat:
    if schema := re.search(r"valueAddedTaxIncluded\W+(true|false)", words, re.I):
        return Vat.INCLUDED if schema[1].lower() == "true" else Vat.EXCLUDED
    said = [(match.start(), vat) for vat, match in _vat_matches(words) if match]
    return min(said)[1] if said else Vat.UNKNOWN


def _vat_matches(words: str) -> Iterable[tuple[Vat, re.Match[str] | None]]:
    yield Vat.EXEMPT, EXEMPT.search(words)
    yield Vat.EXCLUDED, EXCLUDED.search(words)
    yield Vat.INCLUDED, INCLUDED.search(words)


def is_free(text: str) -> bool:
    """Whether the text says that taking part is free (not only the lunch or the trial lesson)."""
    return bool(FREE.search(text)) and not FREE_EXTRA.search(text) and not NOT_FREE.search(text)


def _checked(read: Read, words: str, field: str) -> Read:
    """`amounts.checked`: a 0 without "gratis" is a placeholder; absurd amounts are left out."""
    if read.value is None:
        return read
    value, quote = read.value.value.cents, read.value.quote
    written = re.search(r"€\s?0(?:,-+)?(?![\d.,])", quote)  # "€ 0,00" and "0" are what a form without a price gives
    if value == 0 and not (written or is_free(words) or is_free(quote)):
        return Outcome(flags=(*read.flags, flag("price_zero_placeholder", field, quote)))
    if 0 < value < 100 or value > MAX_CENTS:
        return Outcome(flags=(*read.flags, flag("amount_absurd", field, quote)))
    return read


def course_price(own: Read, sessions: Iterable[Known[Price] | None]) -> Known[Price] | None:
    """`amounts.lowest_session`: the course's own price, else the lowest of its sessions ("vanaf" when they differ)."""
    if own.value is not None:
        return own.value
    stated = [price for price in sessions if price is not None]
    if not stated or len({(price.value.per, price.value.vat) for price in stated}) > 1:
        return None
    lowest = min(stated, key=lambda price: price.value.cents)
    if len({price.value.cents for price in stated}) == 1:
        return lowest
    value = lowest.value.model_copy(update={"is_from": True})
    return Known[Price](value=value, known=How.INFERRED, rule="amounts.lowest_session", quote=lowest.quote)


def offered_price(prices: Iterable[RawPrice], words: str) -> Read:
    """`amounts.lowest_offer`: of several prices for the whole course the lowest, as "vanaf"; flags of all."""
    reads = [read_price(price.model_copy(update={"text": plain(price.text, 500) or ""}), words) for price in prices]
    flags = tuple(flag for read in reads for flag in read.flags)
    known = [read.value for read in reads if read.value]
    whole = [price for price in known if price.value.per is Per.COURSE] or known
    if not whole or all(same_but_vat(whole[0].value.cents, price.value.cents) for price in whole):
        return Outcome(whole[0] if whole else None, flags)
    lowest = min(whole, key=lambda price: price.value.cents)
    value = lowest.value.model_copy(update={"is_from": True})
    return Outcome(
        Known[Price](value=value, known=How.INFERRED, rule="amounts.lowest_offer", quote=lowest.quote), flags
    )
