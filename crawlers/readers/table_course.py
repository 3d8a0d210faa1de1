"""From the rows of one course to one RawCourse."""

import re
from collections import defaultdict
from itertools import zip_longest

from catalogue.declaration import SourceDeclaration
from catalogue.raw import MAX_DESCRIPTION, RawCode, RawCourse, RawPlace, RawPrice, RawSession
from crawlers.readers.keys import absolute, site_key, slug
from crawlers.readers.table_rows import Row
from crawlers.readers.words import words

SEVERAL = re.compile(r"\s*;\s*|\s+\|\s+|\s*[\r\n]+\s*")
TEXTS = {
    "provider_name", "level_text", "mode_text", "route_text", "kind_text", "duration_text", "effort_text",
    "language_text", "credential_text", "requirements_text", "audience_text", "expires_text",
}  # fmt: skip
SESSION_TEXTS = ("deadline_text", "schedule_text")
PLACE_PARTS = ("street", "postal_code", "locality", "region", "country", "latitude", "longitude")
CODES = {"code": "course-code", "crebo": "crebo", "croho": "croho", "isced": "isced-f", "isco": "isco"}
FIELDS = {
    *TEXTS, *SESSION_TEXTS, *PLACE_PARTS, *CODES, "title", "description", "url", "provider_url", "subjects", "key",
    "price_text", "currency", "vat_text", "start_text", "end_text", "place_text",
}  # fmt: skip


def courses_of(rows: list[Row], url: str, source: SourceDeclaration) -> tuple[RawCourse, ...]:
    """One course per key, in the order of the table."""
    titles: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        titles[key_of(row, source)].add(_said(row, "title"))
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        key = key_of(row, source)
        # Two courses with one address or code are still two courses.
        grouped[key + apart(row) if len(titles[key]) > 1 else key].append(row)
    return tuple(course_of(key, group, url) for key, group in grouped.items())


def apart(row: Row) -> str:
    """What tells a row's course from another with the same key; empty where the table has a key of its own."""
    return "" if "key" in row.cells else f"#{slug(_said(row, 'title'))}"


def key_of(row: Row, source: SourceDeclaration) -> str:
    """The course's own key: the `key` column, its code, its address, else its title."""
    own = _said(row, "key") or _said(row, "code")
    link = absolute(row.cells.get("url", ""), source.url)
    return (own or (site_key(link, source.url) if link else "") or slug(_said(row, "title")) or _said(row, "title"))[
        :400
    ]


def course_of(key: str, rows: list[Row], url: str) -> RawCourse:
    """The rows of one course, the first word of each field standing."""
    first = {name: cell for row in reversed(rows) for name, cell in row.cells.items()}
    row = Row(rows[0].line, first)
    prices = tuple(dict.fromkeys(price for one in rows if (price := _price(one)) is not None))
    told_apart = len(prices) > 1
    return RawCourse(
        source_key=key,
        url=absolute(first.get("url", ""), url) or absolute("/", url),
        node_type="csv:row",
        title=_said(row, "title", 500),
        description=_said(row, "description", MAX_DESCRIPTION) or None,
        provider_url=absolute(first.get("provider_url", ""), url) or None,
        subjects=tuple(dict.fromkeys(_several(row, "subjects"))),
        codes=tuple(
            RawCode(scheme=scheme, value=code) for name, scheme in CODES.items() for code in _several(row, name)
        ),
        prices=prices,
        sessions=tuple(dict.fromkeys(session for one in rows for session in _sessions(one, told_apart))),
        **{name: _said(row, name, 5000) or None for name in TEXTS},
    )


def _sessions(row: Row, with_price: bool) -> list[RawSession]:
    starts, places = _several(row, "start_text"), _places(row)
    ends = _several(row, "end_text")
    shared = {name: _said(row, name) or None for name in SESSION_TEXTS}
    price = _price(row) if with_price else None
    found = [
        RawSession(start_text=start, end_text=end, place=place, price=price, **shared)
        for start, place, end in _paired(starts, places, ends)
    ]
    return [one for one in found if one.model_copy(update={"price": None}) != RawSession()]


def _paired(
    starts: list[str], places: list[RawPlace], ends: list[str]
) -> list[tuple[str | None, RawPlace | None, str | None]]:
    """Starts beside places as the cells order them; one place holds for all starts, and no other pairing is guessed."""
    matched = ends if len(ends) == len(starts) else []
    if len(places) <= 1 or len(starts) == len(places):
        wide = places * max(len(starts), 1) if len(places) == 1 else places
        return list(zip_longest(starts, wide, matched)) if starts or wide else [(None, None, None)]
    if len(starts) <= 1:
        return [(starts[0] if starts else None, place, matched[0] if matched else None) for place in places]
    return [(start, None, end) for start, end in zip_longest(starts, matched)] + [
        (None, place, None) for place in places
    ]


def _places(row: Row) -> list[RawPlace]:
    names = _several(row, "place_text")
    parts = {name: _said(row, name) or None for name in PLACE_PARTS}
    if any(parts.values()):
        return [RawPlace(name="; ".join(names) or None, **parts)]
    return [RawPlace(name=name) for name in names]


def _price(row: Row) -> RawPrice | None:
    text = _said(row, "price_text")
    return (
        RawPrice(text=text, currency=_said(row, "currency") or None, vat_text=_said(row, "vat_text") or None)
        if text
        else None
    )


def _several(row: Row, name: str) -> list[str]:
    return [text for part in SEVERAL.split(row.cells.get(name, "")) if (text := words(part, 1000))]


def _said(row: Row, name: str, limit: int = 1000) -> str:
    return words(row.cells.get(name, ""), limit)
