"""Quoted text from what schema.org properties hold: strings, language-tagged strings, nodes, lists of them."""

from typing import Any

from crawlers.readers.graph import Graph, Node, items
from crawlers.readers.keys import is_web
from crawlers.readers.words import words

NAMES = (
    "name",
    "headline",
    "title",
    "legalName",
    "@value",
    "value",
    "termCode",
    "credentialCategory",
    "description",
    "codeValue",
)
PREFIXES = ("https://schema.org/", "http://schema.org/", "schema:")
SHORT = 1000  # characters of a label


def text(graph: Graph, node: Node, *properties: str, limit: int = SHORT) -> str | None:
    """Words of the first of `properties` that has any; several values joined with `; `."""
    for name in properties:
        found = texts(graph, node.get(name), limit)
        if found:
            return "; ".join(found)[:limit]
    return None


def texts(graph: Graph, value: object, limit: int = SHORT) -> list[str]:
    """Words of each value, in order, without repeats."""
    if value is None:
        return []
    found = [said(graph, one, limit) for one in in_one_language(items(value))]
    return list(dict.fromkeys(one for one in found if one))


def said(graph: Graph, value: object, limit: int = SHORT) -> str:
    """Words of one value: the string itself, or what a node is called. Never looks into a node's own nodes."""
    value = graph.resolve(value)
    if not isinstance(value, dict):
        return _words(value, limit)
    names = (one for name in NAMES for one in in_one_language(items(value.get(name))))
    return next((found for one in names if (found := _words(one, limit))), "")


def _words(value: object, limit: int) -> str:
    """Words of a string, a truth value, or a string with its language."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool):
        return str(value).lower()
    return words(unprefixed(value), limit) if isinstance(value, str) else ""


def in_one_language(values: list[Any]) -> list[Any]:
    """Of language-tagged values the Dutch ones, else all of the first language; untagged values stay."""
    if len(values) < 2:
        return values
    tags = {str(one["@language"]).lower()[:2]: None for one in values if isinstance(one, dict) and "@language" in one}
    if len(tags) < 2:
        return values
    kept = "nl" if "nl" in tags else next(iter(tags))
    return [one for one in values if not isinstance(one, dict) or str(one.get("@language", kept)).lower()[:2] == kept]


def unprefixed(value: str) -> str:
    """`https://schema.org/OnlineEventAttendanceMode` -> `OnlineEventAttendanceMode`."""
    for prefix in PREFIXES:
        if value.startswith(prefix):
            return value.removeprefix(prefix)
    return value


def web_address(graph: Graph, node: Node, *properties: str) -> str | None:
    """The first absolute http(s) address among `properties`."""
    for name in properties:
        for value in items(node.get(name)):
            value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if isinstance(value, str) and value.strip():
                address = graph.id_of({"@id": value})
                if is_web(address):
                    return address
    return None
