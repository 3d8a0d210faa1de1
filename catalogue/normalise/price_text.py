"""Prices of the course that a running text names, and how they agree with the source's own price field."""

import re

from catalogue.normal import Flag, How, Known, Price, Vat
from catalogue.normalise.amounts import MAX_CENTS, amounts
from catalogue.normalise.fragments import beginning, fragments
from catalogue.normalise.outcome import Outcome, around, clip, flag
from catalogue.normalise.price_clauses import Found, clauses, is_other_cost
from catalogue.normalise.price_words import (
    COURSE_COSTS,
    CUE,
    FOR_WHOLE,
    FREE_COURSE,
    NO_PRICE,
    OF_SOMETHING_ELSE,
    PER_PERSON,
)
from catalogue.normalise.prices import Read, chosen, same_but_vat


def prices_in_text(text: str) -> list[Known[Price]]:
    """Prices of the course that a running text names after a word like "kosten" or "prijs"."""
    found = []
    for one in clauses(text):
        if one.amount.cents > 0 and is_announced(text, one) and not is_other_cost(one):
            quote = around(text, one.amount.start, one.amount.end)
            found.append((one, quote))
    return [read.value for one, quote in found if (read := chosen(quote, [one], None, "price")).value]


def is_announced(text: str, found: Found) -> bool:
    """Whether the words beside an amount say that it is what the course costs.

    "Kosten: € 950", "€ 950 p.p.", "voor € 950 volg je"; not "een warmtepomp kost € 8.000".
    """
    said = re.split(r"[.!?]\s+(?=[A-Z])", text[max(0, found.amount.start - 60) : found.amount.start])[-1]
    cues = list(CUE.finditer(said))
    if not cues:
        return bool(PER_PERSON.match(found.after) or FOR_WHOLE.match(found.after))
    last = cues[-1]
    if OF_SOMETHING_ELSE.search(said, last.end()):
        return False
    before = text[max(0, found.amount.start - 60 - 60) : found.amount.start - len(said) + last.start()]
    return last.group().lower() != "kost" or bool(COURSE_COSTS.search(before))


FREE_HINTS = ("gratis", "osteloos", "osteloze", "free", "een kosten", "Gratis", "kosten: geen", "kost ")


def price_in_text(text: str) -> Read:
    """`amounts.in_text`: the only price the text names; two different ones: neither. `amounts.free_in_text`: none is
    named, and the course "is gratis" for everybody.
    """
    everything = prices_in_text(text)
    if not everything and _may_be_free(text) and (free := FREE_COURSE.search(text)):
        price = Price(cents=0, vat=Vat.UNKNOWN)
        quote = around(text, *free.span())
        return Outcome(Known[Price](value=price, known=How.INFERRED, rule="amounts.free_in_text", quote=quote))
    named = [known for known in everything if 100 <= known.value.cents <= MAX_CENTS]
    if not everything:
        return Outcome(_piece(text) or _free_piece(text))
    if not named or any(not same_but_vat(named[0].value.cents, other.value.cents) for other in named[1:]):
        return Outcome()
    first = named[0]
    return Outcome(Known[Price](value=first.value, known=How.INFERRED, rule="amounts.in_text", quote=first.quote))


def _piece(text: str) -> Known[Price] | None:
    """`amounts.piece`: the only amount of a text, in a piece of its own: "12 weken, € 1.195 incl. examen." """
    found = [one for one in clauses(text) if not is_other_cost(one)]
    first = found[0] if found else None
    if first is None or not LEAST <= first.amount.cents <= MAX_CENTS or first.amount.start > len(beginning(text)):
        return None
    alone = PIECE_BEFORE.search(text[: first.amount.start]) and PIECE_AFTER.match(text[first.amount.end :])
    said = text[max(0, first.amount.start - 70) : first.amount.start]
    same = all(same_but_vat(first.amount.cents, one.amount.cents) for one in found[1:])
    if not alone or not same or NO_PRICE.search(said) or OTHER_THING.search(said):
        return None
    value = chosen(around(text, first.amount.start, first.amount.end), found, None, "price").value
    return value and value.model_copy(update={"known": How.INFERRED, "rule": "amounts.piece"})


def _may_be_free(text: str) -> bool:
    return any(hint in text for hint in FREE_HINTS)


def _free_piece(text: str) -> Known[Price] | None:
    """`amounts.free_in_text`: a piece that says no more than that it is free: "Drie ochtenden in Ede, kosteloos." """
    if amounts(text) or not _may_be_free(text):
        return None
    piece = next((piece for piece in fragments(text) if FREE_PIECE.fullmatch(piece)), None)
    price = Price(cents=0, vat=Vat.UNKNOWN)
    known = Known[Price](value=price, known=How.INFERRED, rule="amounts.free_in_text", quote=piece or "")
    return known if piece else None


FREE_PIECE = re.compile(
    r"(?:deelname |helemaal |volledig )?(?:gratis|kosteloos)(?: deelname)?|geen kosten|kosten: geen|free of charge",
    re.I,
)
LEAST = 2_000  # cents; less is mostly a fine, a stamp or a cup of coffee
PIECE_BEFORE = re.compile(r"(?:^|[.,;|•·!?:)]\s+|\s[-–—]\s|\bvoor (?:slechts |maar )?)$")
PIECE_AFTER = re.compile(
    r"\s?(?:[.,;|•·)(]|$|\s[-–—]\s|\+|(?:excl|incl|ex|per|p\.|vrij|all|btw|in \d|wettelijk"
    r"|exclusief|inclusief|ineens)\b)",
    re.I,
)
OTHER_THING = re.compile(
    r"(?:examen|boek|materia|inschrijf|administratie|hotel|overnacht|boete|waarde|prijzengeld|omzet|winkel|huur|spaar)\w*[^.!?]*$",
    re.I,
)


def with_vat_of(price: Known[Price], named: list[Known[Price]]) -> Known[Price]:
    """`amounts.vat_in_text`: a price that says nothing of VAT takes it from the text that names the same amount."""
    if price.value.vat is not Vat.UNKNOWN:
        return price
    same = [one for one in named if one.value.cents == price.value.cents]
    said = {one.value.vat for one in same} - {Vat.UNKNOWN}
    if len(said) != 1:
        return price
    value = price.value.model_copy(update={"vat": said.pop()})
    quote = clip(f"{price.quote} ↔ {same[0].quote}")
    return Known[Price](value=value, known=price.known, rule="amounts.vat_in_text", quote=quote)


def contradiction(price: Known[Price], named: list[Known[Price]]) -> tuple[Flag, ...]:
    """`amounts.contradiction`: the text names prices of the course, and none is this one (with or without VAT)."""
    comparable = [one for one in named if one.value.per is price.value.per and not _below(one, price)]
    if not comparable or any(same_but_vat(price.value.cents, one.value.cents) for one in comparable):
        return ()
    return (flag("price_contradiction", "price", f"{price.quote} ↔ {comparable[0].quote}"),)


def _below(named: Known[Price], price: Known[Price]) -> bool:
    """ "Vanaf € 120" does not contradict a price of € 150."""
    return named.value.is_from and named.value.cents <= price.value.cents
