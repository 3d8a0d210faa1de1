"""JSON-LD as sites write it: tolerant of what people and plugins get wrong.

Read are: a byte order mark, CDATA and HTML comment wrappers, JavaScript comments, trailing commas, line breaks in
strings, entities instead of quotes, several values in a row. Numbers stay the words they were (`1870.00`).
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any] | list[Any] | str | bool | None

# One that never ends goes on to the end: looked for again from each quote in it, a page would take hours.
STRING = r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)'
CDATA = re.compile(r"(?://|/\*)?<!\[CDATA\[(?:\*/)?|(?://|/\*)?\]\]>(?:\*/)?")
COMMENT = re.compile(rf"({STRING})|/\*.*?(?:\*/|\Z)|//[^\n]*", re.DOTALL)
TRAILING = re.compile(rf"({STRING})|,(?=\s*[}}\]])", re.DOTALL)
NO_ESCAPE = re.compile(r'\\(?![\\"/bfnrtu])')  # `\'` and `\&` are no JSON escapes
DECODER = json.JSONDecoder(strict=False, parse_float=str, parse_int=str, parse_constant=str)


@dataclass(frozen=True)
class Broken:
    """Why a text is not JSON. where: `line 3 column 14` of the script; empty when unknown."""

    message: str
    where: str = ""
    deep: bool = False


def parse(text: str) -> Json | Broken:
    """The value that `text` means; `Broken` when even a tolerant reading fails. Numbers come as strings."""
    try:
        return _first(text)
    except RecursionError:
        return Broken("nested too deep", deep=True)


def _first(text: str) -> Json | Broken:
    try:
        value: Json = DECODER.decode(text)
        return value
    except json.JSONDecodeError as error:
        broken = Broken(error.msg, f"line {error.lineno} column {error.colno}")
    for attempt in _repairs(text):
        try:
            return _in_a_row(attempt)
        except json.JSONDecodeError:
            continue
    return broken


def _repairs(text: str) -> Iterator[str]:
    """Readings to try, from the least to the most tolerant."""
    tidy = _tidy(text)
    yield tidy
    yield NO_ESCAPE.sub("", tidy)
    if "&quot;" in text or "&#" in text:
        yield _tidy(html.unescape(text))


def _tidy(text: str) -> str:
    plain = COMMENT.sub(_string_or_nothing, CDATA.sub("", text))
    return TRAILING.sub(_string_or_nothing, _unwrapped(plain))


def _string_or_nothing(match: re.Match[str]) -> str:
    return match.group(1) or ""


def _unwrapped(text: str) -> str:
    for _ in range(3):
        text = text.strip(" \t\r\n;\ufeff").removeprefix("<!--").removesuffix("-->")
    return text.strip()


def _in_a_row(text: str) -> Json:
    """One value, or the list of all when they stand in a row. Raises `json.JSONDecodeError`."""
    values: list[Json] = []
    place = 0
    while place < len(text):
        value, place = DECODER.raw_decode(text, place)
        values.append(value)
        while place < len(text) and text[place] in " \t\r\n,;":
            place += 1
    if not values:
        raise json.JSONDecodeError("Expecting value", text, 0)
    return values[0] if len(values) == 1 else values
