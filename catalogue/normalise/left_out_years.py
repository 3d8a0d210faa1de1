"""The year that a date leaves out: from the neighbour it is joined to, from a heading, or the next such day.

With a weekday only when that agrees, without one only where a start is announced and at most nine months ahead.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from catalogue.normalise.calendar_words import START_CUE
from catalogue.normalise.dates import Token, exact, judged
from catalogue.normalise.joined_dates import Linked

NEXT_OCCURRENCE = timedelta(days=270)
"""A yearless date that passed less than three months ago is more likely an old page than next year's start."""
HEADING_YEAR = re.compile(r"\b(20\d\d)(?:\s*:|\s(?=[a-z]{3,9}\.?\s\d{1,2}\b))", re.I)


def with_years(linked: list[Linked], text: str, today: date, announced: bool) -> list[Linked]:
    """Fill in the years that the words around a token give."""
    linked = _from_later(_from_earlier(linked, today), today)
    heading = HEADING_YEAR.search(text)
    return [_from_context(one, heading, today, announced or bool(START_CUE.search(one.words))) for one in linked]


def _lacks_year(token: Token) -> bool:
    return token.year is None and token.month is not None and token.problem is None


def _from_earlier(linked: list[Linked], today: date) -> list[Linked]:
    """`12 januari 2027 en 3 maart`: the later month is in the same year, else in the next."""
    result: list[Linked] = []
    for one in linked:
        before = result[-1].token if result else None
        if one.link and before and before.year and before.month and one.token.month and _lacks_year(one.token):
            year = before.year + (one.token.month < before.month)
            one = replace(one, token=judged(replace(one.token, year=year), today))
        result.append(one)
    return result


def _from_later(linked: list[Linked], today: date) -> list[Linked]:
    """`14 december t/m 8 januari 2027`: the earlier month is in the same year, else in the one before."""
    result = list(linked)
    for index in range(len(result) - 2, -1, -1):
        one, after = result[index], result[index + 1]
        if after.link and after.token.year and after.token.month and one.token.month and _lacks_year(one.token):
            year = after.token.year - (one.token.month > after.token.month)
            result[index] = replace(one, token=judged(replace(one.token, year=year), today))
    return result


def _from_context(one: Linked, heading: re.Match[str] | None, today: date, announced: bool) -> Linked:
    if not _lacks_year(one.token):
        return one
    if heading and heading.start() < one.token.start:
        return replace(
            one, token=judged(replace(one.token, year=int(heading[1])), today), inferred="dates.heading_year"
        )
    return replace(one, token=_next_occurrence(one.token, today, announced), inferred="dates.next_occurrence")


def _next_occurrence(token: Token, today: date, announced: bool) -> Token:
    """`dates.next_occurrence`: the first such day after today, when the weekday agrees or a start is announced."""
    try:
        candidates = [date(year, token.month or 0, token.day or 0) for year in (today.year, today.year + 1)]
    except ValueError:  # 29 February
        return replace(token, problem="date_without_year")
    day = next(candidate for candidate in candidates if candidate > today or candidate is candidates[-1])
    agrees = token.weekday == day.weekday()
    if token.weekday is None:
        agrees = announced and day - today <= NEXT_OCCURRENCE
    return replace(token, span=exact(day), year=day.year) if agrees else replace(token, problem="date_without_year")
