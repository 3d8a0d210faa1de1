"""Microdata as JSON-LD nodes, so that both go through one mapping. Follows the HTML standard's property values.

Differs from the standard in one way, as search engines do: a `content` attribute counts on every element.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from crawlers.readers.keys import absolute
from crawlers.readers.page import Page, visible

Node = dict[str, Any]

ADDRESS = {"a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src", "iframe": "src"}
VALUE = {"meta": "content", "data": "value", "meter": "value", "time": "datetime"}
MAX_DEPTH = 20  # items within items
MAX_VALUES = 100_000  # of one page: `itemref` lets each of a thousand items hold the same thousand
HIDDEN = {"script", "style", "template", "noscript"}


def nodes(page: Page) -> list[Node]:
    """The page's top-level items, nested items inside them."""
    items = _Items(page)
    return [items.node(element, 0) for element in page.find("//*[@itemscope and not(@itemprop)]")]


class _Items:
    """The items of one page, each read once: by `itemref` many may hold one, and one may hold itself."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._read: dict[etree._Element, Node] = {}
        self._left = MAX_VALUES

    def node(self, element: etree._Element, depth: int) -> Node:
        types = (element.get("itemtype") or "").split()
        node: Node = {"@type": types}
        if element.get("itemid"):
            node["@id"] = element.get("itemid").strip()
        for child in self._properties(element):
            value = self._value(child, depth)
            for name in (child.get("itemprop") or "").split():
                node.setdefault(name, []).append(value)
        return node

    def _properties(self, element: etree._Element) -> Iterator[etree._Element]:
        """Elements with a property of this item: below it, not below an item inside it; then those in `itemref`."""
        for one in chain(_below(element), self._referred(element)):
            if self._left <= 0:
                return
            self._left -= 1
            yield one

    def _referred(self, element: etree._Element) -> Iterator[etree._Element]:
        names = dict.fromkeys((element.get("itemref") or "").split())
        for root in (self._by_id[name] for name in names if name in self._by_id):
            if root.get("itemprop"):
                yield root
            if root.get("itemscope") is None:
                yield from _below(root)

    @cached_property
    def _by_id(self) -> dict[str, etree._Element]:
        """The first element with each `id`."""
        return {one.get("id"): one for one in reversed(self._page.find("//*[@id]"))}

    def _value(self, element: etree._Element, depth: int) -> Node | str:
        if element.get("itemscope") is not None:
            return self._nested(element, depth + 1) if depth < MAX_DEPTH else ""
        return _text(element, self._page)

    def _nested(self, element: etree._Element, depth: int) -> Node | str:
        if element not in self._read:
            self._read[element] = {}  # What it finds of itself, inside itself, is nothing.
            self._read[element] = self.node(element, depth)
        return self._read[element] or ""


def _below(element: etree._Element) -> Iterator[etree._Element]:
    walk = etree.iterwalk(element, events=("start",))
    for _, node in walk:
        if node is element:
            continue
        if node.get("itemprop"):
            yield node
        if node.get("itemscope") is not None:
            walk.skip_subtree()


def _text(element: etree._Element, page: Page) -> str:
    if element.get("content") is not None:
        return str(element.get("content"))
    tag = str(element.tag)
    if tag in ADDRESS and element.get(ADDRESS[tag]):
        return absolute(element.get(ADDRESS[tag]), page.base) or str(element.get(ADDRESS[tag]))
    stated = element.get(VALUE[tag]) if tag in VALUE else None
    return visible(element, HIDDEN) if stated is None else str(stated)
