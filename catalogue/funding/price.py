"""What is left of a course's price when a scheme pays its part: rounded, and a range where sources differ."""

from dataclasses import dataclass

from catalogue.funding.rules import Facts, Outcome, holds
from catalogue.funding.scheme import Covers, Scheme, Share
from catalogue.normal import Per, Price, Vat


@dataclass(frozen=True)
class Left:
    """Whole euros that are left, at least and at most, with the VAT that the price has."""

    least: int
    most: int
    vat: Vat


def left_to_pay(scheme: Scheme, facts: Facts, price: Price) -> Left | None:
    """None where the scheme does not lower the price, or the price is not the one amount for the whole course."""
    amount = scheme.amount
    if amount is None or amount.covers != Covers.PRICE or price.per != Per.COURSE or price.is_from or not price.cents:
        return None
    paid = [_paid(share, amount.max_euros, price.cents) for share in amount.shares if _may_hold(share, facts)]
    if not paid:
        return None
    return Left(round((price.cents - max(paid)) / 100), round((price.cents - min(paid)) / 100), price.vat)


def _may_hold(share: Share, facts: Facts) -> bool:
    return share.when is None or holds(share.when, facts) != Outcome.NO


def _paid(share: Share, most: int | None, cents: int) -> float:
    paid = cents * share.share
    return paid if most is None else min(paid, most * 100)
